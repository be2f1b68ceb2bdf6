"""Version 0004: what was read back from the record becomes state, on databases that hold a story already."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.storage import migrations
from bot.storage.database import Database
from tests.databases import Postgres, open_database

AT = "2026-03-02 09:00:00.000000"
LATER = "2026-03-03 10:30:00.000000"
EVERY_TEAM = ("T1", "T2")


@pytest.fixture(params=["sqlite", "postgresql"])
def before(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database at version 0003, in which two workspaces each have loops 1-3 / 4-6 with two interviews each."""
    if request.param == "sqlite":
        database = open_database(f"sqlite:///{tmp_path}/story.db")
    else:
        postgres: Postgres = request.getfixturevalue("postgres")
        database = open_database(postgres.bare())
    migrations.upgrade(database)
    migrations.downgrade(database, "0003")
    with database.engine.begin() as connection:
        _play(connection, database.vault.seal_fernet("x"))
    yield database
    database.dispose()


def _play(connection: Connection, sealed: str) -> None:
    for number, team in enumerate(EVERY_TEAM):
        _add(
            connection,
            "openings",
            id=number + 1,
            team_id=team,
            title="Engineer",
            question_set="engineer",
            level="mid",
            quorum=1,
            minutes=45,
            channel_id="G1",
            created_by="U1",
            created_at=AT,
        )
        _add(
            connection,
            "candidates",
            id=number + 1,
            team_id=team,
            label=sealed,
            name=sealed,
            name_key="k",
            created_at=AT,
        )
        for loop in (3 * number + 1, 3 * number + 2, 3 * number + 3):
            _loop(connection, team, loop, number + 1, sealed)


def _loop(connection: Connection, team: str, loop: int, opening: int, sealed: str) -> None:
    _add(
        connection,
        "loops",
        id=loop,
        team_id=team,
        opening_id=opening,
        candidate_id=opening,
        lead_id="U1",
        label=sealed,
        state="running",
        level="mid",
        channel_id="G1",
        first_at=AT,
        minutes=45,
        debrief_at=LATER,
        practice=False,
        revision=1,
        created_at=AT,
    )
    for interview in (2 * loop - 1, 2 * loop):
        _add(
            connection,
            "interviews",
            id=interview,
            team_id=team,
            loop_id=loop,
            user_id="U2",
            role="panelist",
            position=0,
            start_at=AT,
            minutes=45,
            most_competencies=3,
            state="sent",
            kit_revision=1,
            answered_at=AT,
            reverse=False,
        )


def _record(database: Database, action: str, thing: str, detail: str | None = None, *, at: str = AT) -> None:
    """A row of the first workspace's record."""
    sealed = None if detail is None else database.vault.seal_fernet(detail)
    with database.engine.begin() as connection:
        row = {"at": at, "actor": "U1", "action": action, "thing": thing, "detail": sealed, "team_id": "T1"}
        _add(connection, "audit", **row)


def _add(connection: Connection, table: str, **values: object) -> None:
    names = ", ".join(f'"{name}"' for name in values)
    places = ", ".join(f":{name}" for name in values)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), values)


def _ids(database: Database, query: str) -> list[int]:
    with database.engine.connect() as connection:
        return list(connection.execute(text(query)).scalars())


def _rows(database: Database, query: str) -> list[tuple[object, ...]]:
    with database.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_who_was_excused_and_who_knows_the_candidate_is_read_from_the_record(before: Database) -> None:
    _record(before, "go on without scorecard", "interview:1")
    _record(before, "knows the candidate", "interview:2")
    _record(before, "knows the candidate", "interview:2")
    migrations.upgrade(before)
    assert _ids(before, "SELECT id FROM interviews WHERE excused") == [1]
    assert _ids(before, "SELECT id FROM interviews WHERE knows_candidate") == [2]


def test_what_another_workspace_recorded_about_the_same_number_does_not_count(before: Database) -> None:
    for interview in (7, 8):
        _record(before, "go on without scorecard", f"interview:{interview}")
        _record(before, "knows the candidate", f"interview:{interview}")
        _record(before, "replace question", f"interview:{interview}", "system-design")
    _record(before, "cancel loop", "loop:4")
    _record(before, "move debrief", "loop:4", "G2")
    migrations.upgrade(before)
    assert _ids(before, "SELECT id FROM interviews WHERE excused OR knows_candidate") == []
    assert _ids(before, "SELECT id FROM loops WHERE cancelled_at IS NOT NULL OR debrief_tries > 0") == []
    assert _ids(before, "SELECT id FROM replacements") == []


def test_a_loop_was_called_off_when_the_record_says(before: Database) -> None:
    _record(before, "cancel loop", "loop:2", at=LATER)
    migrations.upgrade(before)
    same = "SELECT id FROM loops WHERE cancelled_at = debrief_at"
    assert _ids(before, same) == [2]
    assert _ids(before, "SELECT id FROM loops WHERE cancelled_at IS NULL ORDER BY id") == [1, 3, 4, 5, 6]


def test_moves_of_a_debriefs_time_and_of_its_channel_count_alike_as_its_outbox_key_does(
    before: Database,
) -> None:
    _record(before, "move debrief", "loop:1", "2026-03-05T09:00:00+00:00")
    _record(before, "move debrief", "loop:1", "G2")
    _record(before, "move debrief", "loop:3", "G2")
    migrations.upgrade(before)
    tries = _rows(before, "SELECT id, debrief_tries FROM loops ORDER BY id")
    assert tries == [(1, 2), (2, 0), (3, 1), (4, 0), (5, 0), (6, 0)]


def test_replaced_questions_are_kept_in_the_order_in_which_they_were_taken_out(before: Database) -> None:
    _record(before, "replace question", "interview:4", "b")
    _record(before, "replace question", "interview:3", "a")
    _record(before, "replace question", "interview:404", "of a seat that is gone")
    migrations.upgrade(before)
    found = _rows(before, "SELECT team_id, loop_id, interview_id, question_id FROM replacements ORDER BY id")
    assert found == [("T1", 2, 4, "b"), ("T1", 2, 3, "a")]


def test_it_can_be_taken_back_and_done_again_and_loses_no_row(before: Database) -> None:
    _record(before, "go on without scorecard", "interview:1")
    _record(before, "replace question", "interview:3", "a")
    migrations.upgrade(before)
    migrations.downgrade(before, "0003")
    assert _ids(before, "SELECT count(*) FROM interviews WHERE answered_at IS NULL") == [12]
    migrations.upgrade(before)
    assert _ids(before, "SELECT id FROM interviews WHERE excused") == [1]
    assert _ids(before, "SELECT interview_id FROM replacements") == [3]
    assert _ids(before, "SELECT count(*) FROM interviews") == [12]
    assert migrations.differences(before) == []
