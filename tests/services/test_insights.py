"""Insights from a workspace's rows: worked out twice, for leads alone, and of practice never."""

import json
import random
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from bot.acting.context import Actor
from bot.domain.agreed import RuleReads
from bot.domain.errors import NotAllowed
from bot.domain.loops.states import Outcome
from bot.domain.scorecards import Asked, Recommendation
from bot.services import insights
from bot.storage.record import entries
from bot.storage.tables import Assignment, Decision, Interview, Loop, Rating, Revision, Scorecard
from tests.chance import dice
from tests.databases import copied
from tests.insights_raw import differences, recomputed
from tests.letters.scene import BANK, LEAD, TEAM
from tests.past import BOT, PANELISTS, Past, past

LOOPS = 30


@pytest.fixture
def company(sqlite_template: Path, tmp_path: Path) -> Iterator[Past]:
    """Thirty loops over 300 days, a year of them ending today, with all that may become of a question or a card."""
    with past(copied(sqlite_template, tmp_path)) as made:
        for number in range(LOOPS):
            made.loop(number, days=40 + 10 * number)
        shaken(made, dice("insights"))
        yield made


def shaken(company: Past, source: random.Random) -> None:
    """Some questions weren't reached or were replaced, cards are missing or not blind, people changed their minds."""
    with company.database.transaction() as session:
        for ask in session.query(Assignment).order_by(Assignment.id):
            ask.state = source.choice([Asked.ASKED] * 6 + [Asked.NOT_REACHED, Asked.OTHER])
        for rating in session.query(Rating):
            rating.value = source.choice([rating.value] * 5 + [None])
        for card in session.query(Scorecard).order_by(Scorecard.id):
            fate = source.random()
            if fate < 0.1:
                card.submitted_at = None
            elif fate < 0.2:
                card.blind = False
            elif fate < 0.7:
                held = str(source.choice(list(Recommendation)))
                session.add(
                    Revision(
                        team_id=TEAM,
                        scorecard_id=card.id,
                        recommendation=held,
                        reason="",
                        said_at=company.now,
                    )
                )
        for number in range(LOOPS):
            read, outcome = source.choice((*RuleReads, None)), source.choice(list(Outcome))
            told = {"decided_by": LEAD, "decided_at": company.now, "reason": "", "outcome": outcome}
            session.add(Decision(team_id=TEAM, loop_id=100 + number, rule_read=read, **told))
        session.query(Interview).order_by(Interview.id).first().state = "missed"  # type: ignore[union-attr]


def told(company: Past) -> insights.Told:
    return insights.get(company.context, Actor(TEAM, LEAD))


def as_json(company: Past) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(asdict(told(company).insights), default=str))
    return found


def test_every_figure_is_that_of_the_raw_rows(company: Past) -> None:
    mine = json.loads(json.dumps(recomputed(company.database, TEAM, company.now)))
    theirs = as_json(company)
    assert differences(mine, theirs) == []
    assert None not in (
        mine["time"],
        mine["after_talk"],
        mine["ratings_agree"],
        mine["recommendations_agree"],
    )
    theirs["coverage"][0]["seen"]["data"][1] += 1
    assert len(differences(mine, theirs)) == 1


def test_what_is_practice_running_or_older_than_a_year_changes_nothing(company: Past) -> None:
    before = as_json(company)
    company.loop(50, days=60, practice=True)
    company.loop(51, days=399, debriefed=False)
    company.loop(52, days=30)
    assert as_json(company) == before
    company.loop(53, days=60, practice=True, sample=True)
    after = as_json(company)
    assert (after["loops"], after["samples"]) == (LOOPS + 1, 1)


def test_another_workspace_has_none_of_it(company: Past) -> None:
    with company.context.reading(Actor("T2", "ULEAD")) as tx:
        assert insights.read(tx, BANK).insights.loops == 0


def test_they_are_for_leads_and_that_one_looked_is_on_record(company: Past) -> None:
    with pytest.raises(NotAllowed):
        insights.get(company.context, Actor(TEAM, PANELISTS[0]))
    told(company)
    with company.context.reading(BOT) as tx:
        assert [(one.actor, one.action) for one in entries(tx, last=9)] == [(LEAD, "open insights")]


def test_a_panelist_sees_their_own_times_and_nobody_elses_name(company: Past) -> None:
    found = insights.of_oneself(company.context, Actor(TEAM, PANELISTS[0]))
    assert found.own is not None
    mine = {row.loop_id for row in _cards(company, PANELISTS[0])}
    assert found.own.cards == len(mine)
    assert 3 <= found.own.others <= 5
    assert insights.of_oneself(company.context, Actor(TEAM, "STRANGER")).own is None


def _cards(company: Past, user_id: str) -> list[Scorecard]:
    with company.database.reading() as session:
        rows = session.query(Scorecard).join(Interview, Interview.id == Scorecard.interview_id)
        held = rows.filter(Scorecard.user_id == user_id, Interview.state != "missed")
        return list(held.filter(Scorecard.submitted_at.is_not(None)))


def test_a_loop_that_is_erased_with_its_rows_is_gone(company: Past) -> None:
    with company.database.transaction() as session:
        session.delete(session.get_one(Loop, 100))
    assert as_json(company)["loops"] == LOOPS - 1
