"""What a debrief bears in mind of the time of an interview and of its scorecard: context, never a correction."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.acting.context import Context, system
from bot.consequences import follow
from bot.domain.debriefs import Circumstance, Flag, HandedIn
from bot.domain.loops import Missed, Role, SeatState
from bot.services.debriefs import circumstances
from bot.storage import loops as stored
from bot.storage.tables import Interview, Loop
from tests.databases import copied, open_database
from tests.letters.scene import BANK, LOOP, NOW, PANELIST, SEAT, TEAM, Directory, rows

END = NOW + timedelta(minutes=45)


@pytest.fixture
def context(sqlite_template: Path, tmp_path: Path) -> Iterator[Context]:
    """A loop with one seat."""
    opened = open_database(copied(sqlite_template, tmp_path))
    with opened.transaction() as session:
        for row in rows():
            session.add(row)
            session.flush()
    directory: Any = Directory()
    yield Context(opened, lambda: NOW, directory, lambda: BANK, lambda: None, follow)
    opened.dispose()


def said(context: Context, submitted_at: datetime | None) -> list[Flag]:
    with context.reading(system(TEAM)) as tx:
        loop = stored.look(tx, LOOP)
        card = HandedIn(PANELIST, "mid", {}, None, None, "", submitted_at) if submitted_at else None
        return list(circumstances.flags(tx, loop, {SEAT: card} if card else {}))


def interviews_before(context: Context, number: int, *, gone: bool = False, since: int = 1) -> None:
    """Interviews of the panelist in another loop, one an hour, the last `since` hours before this one."""
    with context.database.transaction() as session:
        columns = {c.key: getattr(session.get_one(Loop, LOOP), c.key) for c in Loop.__table__.columns}
        other = Loop(**{**columns, "id": LOOP + 1})
        session.add(other)
        session.flush()
        for hour in range(since, since + number):
            session.add(
                Interview(
                    team_id=TEAM,
                    loop_id=other.id,
                    user_id=PANELIST,
                    role=Role.PANELIST,
                    position=hour,
                    start_at=NOW - timedelta(hours=hour),
                    minutes=45,
                    state=SeatState.MISSED if gone else SeatState.CONFIRMED,
                )
            )


@pytest.mark.parametrize(
    ("after", "hours"),
    [
        (timedelta(hours=27, minutes=59), 27),
        (timedelta(days=1, minutes=1), 24),
        (timedelta(days=1), None),
        (timedelta(0), None),
    ],
)
def test_a_card_more_than_a_day_late_is_said_in_whole_hours(
    context: Context, after: timedelta, hours: int | None
) -> None:
    wanted = [] if hours is None else [Flag(Circumstance.LATE_CARD, (), number=hours)]
    assert said(context, END + after) == wanted


def test_a_card_that_is_not_in_is_not_late(context: Context) -> None:
    assert said(context, None) == []


@pytest.mark.parametrize(("before", "number"), [(2, None), (3, 4), (4, 5)])
def test_the_fourth_interview_of_somebodys_day_is_said(
    context: Context, before: int, number: int | None
) -> None:
    interviews_before(context, before)
    wanted = [] if number is None else [Flag(Circumstance.NTH_OF_DAY, (), number=number)]
    assert said(context, END) == wanted


def test_interviews_of_the_day_before_make_no_day_long(context: Context) -> None:
    interviews_before(context, 3, since=10)
    assert said(context, END) == []


def test_interviews_that_did_not_happen_do_not_count(context: Context) -> None:
    interviews_before(context, 3, gone=True)
    assert said(context, END) == []


def test_an_interview_of_which_only_part_was_held_is_told(context: Context) -> None:
    assert said(context, END) == []
    with context.database.transaction() as session:
        session.get_one(Interview, SEAT).missed = Missed.PART
    assert said(context, END) == [Flag(Circumstance.PART, (PANELIST,))]
