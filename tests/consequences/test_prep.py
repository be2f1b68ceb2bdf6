"""What follows from each thing that happens in prep: letters, due rows, the record."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest
from sqlalchemy import select

from bot.acting.context import Transaction, system
from bot.delivery.outbox import Note, put
from bot.domain.prep import Occurrence, Rating, Subscriber
from bot.domain.prep import events as happened
from bot.domain.prep.states import Step
from bot.storage.due import schedule
from bot.storage.tables import Audit, Due, Outbox
from tests.databases import copied, open_database
from tests.domain.prep.subscriptions import ADA, BERLIN, ROOM
from tests.services.leak_world import TEAM, World

DAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 8, tzinfo=UTC)
NEXT = Occurrence(DAY, AT)
OTHER = Subscriber(77, "UOTHER")
HOME, SET_UP = "home UADA", "set up prep in a channel"
Left = set[str]

LETTERS: dict[happened.PrepEvent, Left] = {
    happened.Subscribed(ADA): {"prep_welcome UADA prep_welcome:7:", HOME},
    happened.Subscribed(ROOM): {"prep_welcome CROOM prep_welcome:8:"},
    happened.SettingsChanged(ADA): {HOME},
    happened.SettingsChanged(ROOM): set(),
    happened.Paused(ADA): {HOME},
    happened.Paused(ROOM): set(),
    happened.Resumed(ADA): {HOME},
    happened.NothingChanged(ADA): {HOME},
    happened.NothingChanged(ROOM): set(),
    happened.Lost(ADA, "ULEAD"): set(),
    happened.Lost(ROOM, "ULEAD"): {"prep_lost ULEAD prep_lost:8:20260105080000"},
    happened.Stopped(ADA): {HOME},
    happened.Stopped(ROOM): set(),
    happened.Left(ADA): set(),
    happened.QuestionPlanned(ADA, NEXT, BERLIN): set(),
    happened.SummaryPlanned(ADA, NEXT): set(),
    happened.QuestionSent(ADA, DAY, 3): {"prep UADA prep:7:2026-11-24"},
    happened.QuestionSent(ROOM, DAY, 3): {"prep CROOM prep:8:2026-11-24"},
    happened.QuestionSent(ADA, DAY, 3, 2): {"prep UADA prep:7:2026-11-24:more2"},
    happened.InterviewPlanned(ADA, NEXT, NEXT): set(),
    happened.EveCame(ADA, DAY): {"prep_eve UADA prep_eve:7:2026-11-24"},
    happened.InterviewOver(ADA, DAY): {"prep_over UADA prep_over:7:2026-11-24", HOME},
    happened.NoQuestionLeft(ADA, DAY): {"prep_empty UADA prep_empty:7:2026-48"},
    happened.WeekSummedUp(ADA, DAY): {"prep_week UADA prep_week:7:2026-11-24"},
    happened.ClickUnanswered(ADA, DAY, 3): {"prep UADA prep:7:2026-11-24:again#1"},
    happened.ClickUnanswered(ADA, DAY, 3, 2): {"prep UADA prep:7:2026-11-24:more2:again#1"},
    happened.LinkMade(7, NEXT): set(),
    happened.PageKept(7, NEXT): set(),
    happened.LinkGone(7): set(),
    happened.PageGone(7): set(),
    happened.StepTaken(3, Step.SHOWN): set(),
    happened.Rated(3, Rating.HARD): set(),
    happened.RatingTakenBack(3): set(),
    happened.AnswerWritten(3): set(),
    happened.AnswerDeleted(3): set(),
}
RECORDS = {
    happened.Subscribed(ROOM): SET_UP,
    happened.SettingsChanged(ROOM): SET_UP,
    happened.Stopped(ROOM): "switch prep off in a channel",
}
DROP_PLANS = (
    happened.SettingsChanged,
    happened.Paused,
    happened.Resumed,
    happened.Lost,
    happened.InterviewOver,
)
TAKE_BACK = (happened.Paused, happened.Lost, happened.InterviewOver)
FORGET = (happened.Stopped, happened.Left)


@pytest.fixture
def world(sqlite_template: Path, tmp_path: Path) -> Iterator[World]:
    """For two people and a channel a question and a week are planned, and one of each waits in the outbox."""
    database = open_database(copied(sqlite_template, tmp_path))
    world = World(database, random.Random(1))
    with world.context.transaction(system(TEAM)) as tx:
        for who in (ADA, ROOM, OTHER):
            for kind in ("prep", "prep_week", "prep_eve", "prep_over"):
                old = f"{kind}:{who.id}:2026-11-01"
                schedule(tx, kind, who.id, old, AT)
                put(tx, Note(old, kind, 1, who.target))
    yield world
    database.dispose()


def happen(world: World, event: happened.PrepEvent) -> None:
    with world.context.transaction(system(TEAM)) as tx:
        tx.happened(event)


def new_letters(tx: Transaction) -> Left:
    rows = tx.session.scalars(select(Outbox).where(Outbox.dedupe_key.not_like("%2026-11-01")))
    return {
        f"home {row.target}" if row.op == "home" else f"{row.kind} {row.target} {row.dedupe_key}"
        for row in rows
    }


def who_of(event: happened.PrepEvent) -> Subscriber | None:
    return getattr(event, "who", None)


def test_every_event_is_in_the_table() -> None:
    assert {type(event) for event in LETTERS} == set(get_args(happened.PrepEvent))


@pytest.mark.parametrize("event", LETTERS, ids=repr)
def test_from_each_event_follows_what_the_table_says(world: World, event: happened.PrepEvent) -> None:
    happen(world, event)
    who = who_of(event)
    with world.context.reading(system(TEAM)) as tx:
        assert new_letters(tx) == LETTERS[event]
        records = [(row.action, row.thing) for row in tx.session.scalars(select(Audit))]
        assert records == ([(RECORDS[event], "CROOM")] if event in RECORDS else [])
        due_rows = [row for row in tx.session.scalars(select(Due)) if row.occurrence.endswith("2026-11-01")]
        waiting = {(row.thing_id, row.kind): row.state for row in due_rows}
        queued = {row.dedupe_key: row.state for row in tx.session.scalars(select(Outbox))}
    for one in (ADA, ROOM, OTHER):
        [due] = {waiting.get((one.id, kind)) for kind in ("prep", "prep_week", "prep_eve", "prep_over")}
        letter = queued.get(f"prep:{one.id}:2026-11-01")
        if one != who or not isinstance(event, (*DROP_PLANS, *FORGET)):
            assert (due, letter) == ("waiting", "queued")
        elif isinstance(event, FORGET):
            assert (due, letter) == (None, None)
        else:
            assert (due, letter) == ("dropped", "dropped" if isinstance(event, TAKE_BACK) else "queued")


@pytest.mark.parametrize(
    ("event", "gone"),
    [(happened.LinkGone(7), "prep_link_ends"), (happened.PageGone(7), "prep_page_ends")],
)
def test_what_is_gone_leaves_no_due_row_of_its_own(
    world: World, event: happened.PrepEvent, gone: str
) -> None:
    for kept in (happened.LinkMade(7, NEXT), happened.PageKept(7, NEXT), happened.PageKept(8, NEXT)):
        happen(world, kept)
    happen(world, event)
    with world.context.reading(system(TEAM)) as tx:
        left = {row.occurrence for row in tx.session.scalars(select(Due)) if "_ends" in row.kind}
    made = {"prep_link_ends:7:2026-11-24", "prep_page_ends:7:2026-11-24", "prep_page_ends:8:2026-11-24"}
    assert left == made - {f"{gone}:7:2026-11-24"}


@pytest.mark.parametrize(
    ("event", "occurrence"),
    [
        (happened.QuestionPlanned(ADA, NEXT, BERLIN), "prep:7:2026-11-24"),
        (happened.SummaryPlanned(ADA, NEXT), "prep_week:7:2026-11-24"),
        (happened.InterviewPlanned(ADA, NEXT, NEXT), "prep_eve:7:2026-11-24"),
        (happened.InterviewPlanned(ADA, NEXT, NEXT), "prep_over:7:2026-11-24"),
        (happened.InterviewPlanned(ADA, None, NEXT), "prep_over:7:2026-11-24"),
    ],
)
def test_what_is_planned_becomes_a_due_row_that_ends_on_its_date(
    world: World, event: happened.PrepEvent, occurrence: str
) -> None:
    happen(world, event)
    with world.context.reading(system(TEAM)) as tx:
        row = tx.session.scalars(select(Due).where(Due.occurrence == occurrence)).one()
    assert (row.kind, row.thing_id, row.due_at, row.state) == (occurrence.split(":")[0], 7, AT, "waiting")


def test_messages_go_to_the_dm_that_the_welcome_opened(world: World) -> None:
    happen(world, happened.Subscribed(ADA))
    with world.context.transaction(system(TEAM)) as tx:
        welcome = tx.session.scalars(select(Outbox).where(Outbox.kind == "prep_welcome")).one()
        welcome.state, welcome.channel = "sent", "DADA"
    happen(world, happened.QuestionSent(ADA, DAY, 3))
    with world.context.reading(system(TEAM)) as tx:
        sent = tx.session.scalars(select(Outbox).where(Outbox.dedupe_key == "prep:7:2026-11-24")).one()
    assert sent.target == "DADA"


def test_a_crowd_at_one_hour_is_spread(world: World) -> None:
    with world.context.transaction(system(TEAM)) as tx:
        for number in range(1000, 1400):
            schedule(tx, "prep", number, f"prep:{number}:2026-11-24", AT)
    happen(world, happened.QuestionPlanned(OTHER, NEXT, BERLIN))
    with world.context.reading(system(TEAM)) as tx:
        row = tx.session.scalars(select(Due).where(Due.occurrence == "prep:77:2026-11-24")).one()
    assert AT < row.due_at <= AT + timedelta(minutes=3)
