"""Which loops stand behind a debrief, and when samples may be entered."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.debriefs import Earlier
from bot.domain.loops import LoopState
from bot.storage import debriefs
from bot.storage.database import Database
from bot.storage.tables import Candidate, Loop, Opening
from bot.storage.unit import Unit
from tests.databases import copied, open_database
from tests.letters.scene import CHANNEL, LEAD, LOOP, NOW, TEAM, rows

BEFORE = NOW - timedelta(days=3)


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """A loop whose debrief opens now."""
    opened = open_database(copied(sqlite_template, tmp_path))
    with opened.transaction() as session:
        for row in rows():
            session.add(row)
            session.flush()
        session.get_one(Loop, LOOP).debriefed_at = NOW
    yield opened
    opened.dispose()


def enter(
    database: Database,
    *,
    own_candidate: bool = False,
    at: datetime | None = BEFORE,
    practice: bool = False,
    sample: bool = False,
    elsewhere: bool = False,
) -> None:
    """Another loop, of another candidate and the same opening unless said."""
    with database.transaction() as session:
        this = session.get_one(Loop, LOOP)
        candidate, opening = this.candidate_id, this.opening_id
        if not own_candidate:
            other = Candidate(team_id=TEAM, label="X. Y.", name="Xu Yi", name_key="x")
            session.add(other)
            session.flush()
            candidate = other.id
        if elsewhere:
            first = session.get_one(Opening, opening)
            columns = {c.key: getattr(first, c.key) for c in Opening.__table__.columns if c.key != "id"}
            second = Opening(**{**columns, "title": "Another"})
            session.add(second)
            session.flush()
            opening = second.id
        session.add(
            Loop(
                team_id=TEAM,
                opening_id=opening,
                candidate_id=candidate,
                lead_id=LEAD,
                label="X. Y.",
                state=LoopState.DECIDED,
                level="mid",
                channel_id=CHANNEL,
                first_at=NOW,
                minutes=45,
                debrief_at=NOW,
                debriefed_at=at,
                created_at=NOW,
                practice=practice,
                sample=sample,
            )
        )


def earlier(database: Database) -> Earlier:
    with database.reading() as session:
        return debriefs.earlier_loops(Unit(session, TEAM, NOW), LOOP)


def test_other_candidates_of_the_opening_who_were_debriefed_before_count(database: Database) -> None:
    assert earlier(database) == Earlier(0)
    enter(database)
    enter(database, practice=True, sample=True)
    assert earlier(database) == Earlier(2, samples=1)


def test_this_candidate_practice_and_what_comes_later_or_elsewhere_never_count(database: Database) -> None:
    enter(database, own_candidate=True)
    enter(database, practice=True)
    enter(database, at=None)
    enter(database, at=NOW + timedelta(days=1))
    enter(database, elsewhere=True)
    assert earlier(database) == Earlier(0)


def test_a_workspace_with_a_loop_that_is_no_sample_is_not_made_of_samples(database: Database) -> None:
    with database.transaction() as session:
        assert not debriefs.made_of_samples(Unit(session, TEAM, NOW))
        assert debriefs.made_of_samples(Unit(session, "T2", NOW))
        session.get_one(Loop, LOOP).sample = True
        session.flush()
        assert debriefs.made_of_samples(Unit(session, TEAM, NOW))
