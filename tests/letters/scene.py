"""A workspace on which every letter can be drawn: its rows, who is in it, and the bank."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.loops import LoopState, Role, SeatState
from bot.domain.prep import Why
from bot.domain.prep.states import Step
from bot.domain.questions import Bank, parse_bank
from bot.domain.scorecards import Asked
from bot.slack.directory import Channel
from bot.storage.tables import (
    Assignment,
    Candidate,
    Interview,
    Loop,
    LoopLead,
    Opening,
    OpeningLead,
    Person,
    PrepSend,
    PrepSubscription,
    QuestionVersion,
)
from tests.small_bank import small_bank

TEAM, LEAD, OTHER, THIRD, PANELIST, CANDIDATE, CHANNEL = (
    "T1",
    "ULEAD",
    "UOTHER",
    "UZ",
    "UPANEL",
    "UCAND",
    "G1",
)
NOW = datetime(2026, 3, 2, 9, 30, 15, tzinfo=UTC)
LOOP, SEAT, RECORD, SUBSCRIPTION, SEND = 70, 40, 90, 60, 80


def _bank() -> Bank:
    parsed = parse_bank(small_bank())
    assert isinstance(parsed, Bank)
    return parsed


BANK = _bank()
ASKED, TRAINED = BANK.question("data-empty-income"), BANK.question("data-late-labels")


class Directory:
    """Knows everybody; `gone` are those who left."""

    def __init__(self) -> None:
        self.gone: set[str] = set()

    def person(self, team_id: str, user_id: str) -> Any:
        return SimpleNamespace(deleted=user_id in self.gone, zone=ZoneInfo("Europe/Berlin"), is_admin=False)

    def channel(self, team_id: str, channel_id: str) -> Channel:
        return Channel(channel_id, "debriefs", is_private=True, is_archived=False, is_member=True)

    def members(self, team_id: str, channel_id: str) -> frozenset[str]:
        return frozenset()


def rows() -> Iterator[Any]:
    """A running loop with one seat and one question, three who lead it in this order, and prep in a channel."""
    yield Opening(
        id=1,
        team_id=TEAM,
        title="Engineer",
        question_set="engineer",
        level="mid",
        quorum=1,
        minutes=45,
        channel_id=CHANNEL,
    )
    yield Candidate(id=RECORD, team_id=TEAM, label="S. C.", name="Sam", name_key="k", slack_user=CANDIDATE)
    for user_id in (LEAD, OTHER, THIRD):
        yield Person(team_id=TEAM, user_id=user_id, is_lead=True, created_at=NOW)
    yield Loop(
        id=LOOP,
        team_id=TEAM,
        opening_id=1,
        candidate_id=RECORD,
        lead_id=LEAD,
        label="S. C.",
        state=LoopState.RUNNING,
        level="mid",
        channel_id=CHANNEL,
        first_at=NOW,
        minutes=45,
        debrief_at=NOW + timedelta(days=1),
        created_at=NOW,
    )
    yield from (LoopLead(loop_id=LOOP, team_id=TEAM, user_id=user_id) for user_id in (LEAD, OTHER, THIRD))
    yield from (OpeningLead(opening_id=1, team_id=TEAM, user_id=user_id) for user_id in (OTHER, THIRD))
    yield Interview(
        id=SEAT,
        team_id=TEAM,
        loop_id=LOOP,
        user_id=PANELIST,
        role=Role.PANELIST,
        position=0,
        start_at=NOW,
        minutes=45,
        state=SeatState.SENT,
    )
    yield PrepSubscription(
        id=SUBSCRIPTION,
        team_id=TEAM,
        target="C5",
        is_channel=True,
        role="data_scientist",
        level="mid",
        topics="[]",
        hour=9,
        zone="Europe/Berlin",
        weekdays="01234",
        started=NOW.date(),
        created_by=OTHER,
    )
    for one in (ASKED, TRAINED):
        content = one.model_dump_json()
        yield QuestionVersion(team_id=TEAM, question_id=one.id, version=one.version, content=content)
    yield Assignment(
        team_id=TEAM,
        loop_id=LOOP,
        interview_id=SEAT,
        question_id=ASKED.id,
        version=ASKED.version,
        competency=ASKED.competency,
        position=0,
        minutes=10,
        reason="",
        state=Asked.PLANNED,
    )
    yield PrepSend(
        id=SEND,
        team_id=TEAM,
        subscription_id=SUBSCRIPTION,
        day=NOW.date(),
        question_id=TRAINED.id,
        version=TRAINED.version,
        why=Why.NEW,
        probe=0,
        step=Step.ASKED,
        sent_at=NOW,
    )
