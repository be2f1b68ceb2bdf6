"""Which ratings count: in a loop's own debrief, and in what calibration learns from."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.domain.loops import Role, SeatState
from bot.domain.scorecards import Asked
from bot.storage import ratings
from bot.storage.database import Database
from bot.storage.tables import Assignment, Interview, Loop, Rating, Scorecard
from bot.storage.unit import Unit
from tests.databases import copied, open_database
from tests.letters.scene import ASKED, LOOP, NOW, PANELIST, SEAT, TEAM, rows

CARD = 30
Change = Callable[[Any], None]


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """A loop whose debrief has opened, with one rating."""
    opened = open_database(copied(sqlite_template, tmp_path))
    with opened.transaction() as session:
        for row in rows():
            session.add(row)
            session.flush()
        session.add(
            Scorecard(
                id=CARD, team_id=TEAM, interview_id=SEAT, loop_id=LOOP, user_id=PANELIST, submitted_at=NOW
            )
        )
        session.flush()
        session.add(
            Rating(
                team_id=TEAM,
                scorecard_id=CARD,
                question_id=ASKED.id,
                dimension="depth",
                value=3,
                acted_at="1",
                written_in="V1",
            )
        )
        session.get_one(Loop, LOOP).debriefed_at = NOW
        session.query(Assignment).one().state = Asked.ASKED
    yield opened
    opened.dispose()


def counted(database: Database, change: Change = lambda _session: None, team: str = TEAM) -> tuple[int, int]:
    """How many ratings count in the loop's own debrief, and how many calibration learns from."""
    with database.transaction() as session:
        change(session)
        session.flush()
        unit = Unit(session, team, NOW)
        learned = ratings.of_opened_debriefs(unit)
        assert learned == ratings.of_opened(unit, [LOOP])
        assert ratings.learned_from(unit) >= {row.loop_id for row in learned}
        return len(ratings.of_loop(unit, LOOP)), len(learned)


def setting(table: Any, **values: Any) -> Change:
    def change(session: Any) -> None:
        for name, value in values.items():
            setattr(session.query(table).one(), name, value)

    return change


def test_a_rating_that_was_handed_in_counts(database: Database) -> None:
    assert counted(database) == (1, 1)


def test_a_rating_without_a_value_does_not_count(database: Database) -> None:
    assert counted(database, setting(Rating, value=None)) == (0, 0)


def test_a_scorecard_that_is_not_handed_in_does_not_count(database: Database) -> None:
    assert counted(database, setting(Scorecard, submitted_at=None)) == (0, 0)


def test_a_shadows_scorecard_does_not_count(database: Database) -> None:
    assert counted(database, setting(Interview, role=Role.SHADOW)) == (0, 0)


@pytest.mark.parametrize("state", [SeatState.MISSED, SeatState.DECLINED])
def test_the_scorecard_of_an_interview_that_did_not_happen_does_not_count(
    database: Database, state: SeatState
) -> None:
    assert counted(database, setting(Interview, state=state)) == (0, 0)


def test_a_question_that_was_not_reached_does_not_count(database: Database) -> None:
    assert counted(database, setting(Assignment, state=Asked.NOT_REACHED)) == (0, 0)


def test_what_was_asked_instead_counts_and_is_marked(database: Database) -> None:
    assert counted(database, setting(Assignment, state=Asked.OTHER)) == (1, 1)
    with database.reading() as session:
        assert [row.other for row in ratings.of_loop(Unit(session, TEAM, NOW), LOOP)] == [True]


def test_a_loop_is_learned_from_once_its_debrief_has_opened(database: Database) -> None:
    assert counted(database, setting(Loop, debriefed_at=None)) == (1, 0)


def test_nothing_is_learned_from_a_practice_loop(database: Database) -> None:
    assert counted(database, setting(Loop, practice=True)) == (1, 0)


def test_the_made_up_past_of_a_demo_is_learned_from(database: Database) -> None:
    assert counted(database, setting(Loop, practice=True, sample=True)) == (1, 1)


def test_another_workspace_sees_none_of_it(database: Database) -> None:
    assert counted(database, team="T2") == (0, 0)
