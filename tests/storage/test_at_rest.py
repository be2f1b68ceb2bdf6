"""What is written about people can't be read in the database, and opens only where it was sealed."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Table, insert, select, text
from sqlalchemy.exc import StatementError

from bot.domain.scorecards import Stored
from bot.storage import scorecards
from bot.storage.database import Database
from bot.storage.sealing import placed
from bot.storage.tables import (
    Base,
    Candidate,
    Loop,
    Opening,
    Scorecard,
    ScorecardNote,
    SlackUser,
)
from bot.storage.types import SealedText, UtcDateTime
from bot.storage.unit import Unit
from bot.storage.vault import CannotOpen
from tests.databases import copied, open_database
from tests.storage.two import AT, FIELD, OPENING, TEAM, Two

SECRET = "Ada Kowalski knew why the join doubled the rows"
ABOUT_PEOPLE = {
    "candidates": {"label", "name", "email", "ats_id", "links", "notes"},
    "loops": {"label"},
    "slack_users": {"name", "email"},
    "audit": {"detail"},
    "scorecard_notes": {"value"},
    "debriefs": {"numbers", "fit"},
    "prep_answers": {"text"},
    "decisions": {"reason"},
}
"""At the least these: names, evidence, a debrief's figures, and what decided it."""
VALUES: dict[type, Any] = {str: "x", int: 1, float: 1.0, bool: False, datetime: AT, date: AT.date()}


def sealed(table: Table) -> set[str]:
    return {column.name for column in table.columns if isinstance(column.type, SealedText)}


TABLES = [table for table in Base.metadata.sorted_tables if sealed(table)]


def test_names_evidence_and_reasons_are_sealed() -> None:
    found = {table.name: sealed(table) for table in TABLES}
    assert {name: columns - found.get(name, set()) for name, columns in ABOUT_PEOPLE.items()} == {
        name: set() for name in ABOUT_PEOPLE
    }


OF_SEALING = ("row_key", "key_id")
CHECKED = {"loops.state": "running", "decisions.outcome": "move_on"}
"""What a CHECK lets in, where that isn't anything."""


def given(column: Column[Any]) -> Any:
    if str(column) in CHECKED:
        return CHECKED[str(column)]
    if isinstance(column.type, SealedText):
        return f"{SECRET} ({column.name})"
    if column.nullable:
        return None
    return AT if isinstance(column.type, UtcDateTime) else VALUES[column.type.python_type]


@pytest.fixture(scope="module")
def at_rest(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = open_database(copied(sqlite_template, tmp_path_factory.mktemp("rest")))
    yield opened
    opened.dispose()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_raw_row_says_nothing(table: Table, at_rest: Database) -> None:
    values = {column.name: given(column) for column in table.columns if column.name not in OF_SEALING}
    with at_rest.transaction() as session:
        connection = session.connection()
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        connection.execute(insert(table).values(placed(session, table, [values])[0]))
        names = [column.name for column in table.columns]
        raw = connection.exec_driver_sql(f"SELECT {', '.join(names)} FROM {table.name}").one()
        kept = connection.execute(select(table)).mappings().one()
        session.rollback()
    for name, value in zip(names, raw, strict=True):
        assert "Kowalski" not in str(value), f"{table.name}.{name} is in clear"
        if name in sealed(table):
            assert kept[name] == values[name]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_text_without_a_place_is_not_written(table: Table, at_rest: Database) -> None:
    values = {column.name: given(column) for column in table.columns if column.name not in OF_SEALING}
    with (
        pytest.raises(StatementError, match=r"bot\.storage\.sealing"),
        at_rest.transaction() as session,
    ):
        session.connection().execute(insert(table).values(values))


@pytest.fixture
def two(database: Database) -> Two:
    return Two(database)


def test_priyas_evidence_does_not_open_in_marcs_card(two: Two) -> None:
    assert two.evidence(two.marc) == "Marc wrote this"
    taken = "FROM scorecard_notes AS other WHERE other.scorecard_id = :priya"
    two.raw(
        f"UPDATE scorecard_notes SET value = (SELECT value {taken}) WHERE scorecard_id = :marc",
        priya=two.priya,
        marc=two.marc,
    )
    with pytest.raises(CannotOpen, match=r"scorecard_notes\.value"):
        two.evidence(two.marc)
    assert two.evidence(two.priya) == "Priya wrote this"


def test_nor_does_it_with_its_row_key_and_its_data_key(two: Two) -> None:
    """Which is all that belongs to the text: its row says whose card it is."""
    for column in ("value", "row_key", "key_id"):
        taken = f"SELECT {column} FROM scorecard_notes AS other WHERE other.scorecard_id = :priya"
        two.raw(
            f"UPDATE scorecard_notes SET {column} = ({taken}) WHERE scorecard_id = :marc",
            priya=two.priya,
            marc=two.marc,
        )
    with pytest.raises(CannotOpen, match=r"scorecard_notes\.value"):
        two.evidence(two.marc)


@pytest.mark.parametrize("by", ["team_id = 'T2'", "row_key = 'another'", "question_id = 'another'"])
def test_text_does_not_open_in_another_workspace_row_or_question(two: Two, by: str) -> None:
    two.raw(f"UPDATE scorecard_notes SET {by} WHERE scorecard_id = :marc", marc=two.marc)
    with pytest.raises(CannotOpen), two.database.reading() as session:
        session.scalars(select(ScorecardNote.value)).all()


def test_text_does_not_open_in_another_column(two: Two) -> None:
    two.raw("UPDATE candidates SET label = name")
    with pytest.raises(CannotOpen, match=r"candidates\.label"), two.database.reading() as session:
        session.scalars(select(Candidate)).all()


def test_a_candidate_has_one_key_for_all_that_is_said_of_them_and_shares_it_with_nobody(two: Two) -> None:
    with two.database.reading() as session:
        of_candidates = {tuple(row) for row in session.execute(select(Candidate.id, Candidate.key_id))}
        of_loops = {tuple(row) for row in session.execute(select(Loop.candidate_id, Loop.key_id))}
        cards = select(Loop.candidate_id, ScorecardNote.key_id).join(Scorecard, Scorecard.loop_id == Loop.id)
        notes = cards.join(ScorecardNote, ScorecardNote.scorecard_id == Scorecard.id)
        of_notes = {tuple(row) for row in session.execute(notes)}
        of_people = set(session.scalars(select(SlackUser.key_id)))
    assert of_candidates == of_loops == of_notes
    assert len({*(key for _, key in of_candidates), *of_people}) == 3


def test_a_destroyed_key_takes_what_was_said_of_one_candidate_and_nothing_else(two: Two) -> None:
    two.raw(
        "UPDATE data_keys SET wrapped = NULL WHERE id = (SELECT key_id FROM loops WHERE id = :loop)",
        loop=two.loops[0],
    )
    with two.database.reading() as session:
        names = session.scalars(select(Candidate.name).order_by(Candidate.id)).all()
        people = session.scalars(select(SlackUser.name)).all()
    assert (names, people) == (["", "Ben Larsen"], ["Priya Natarajan"])
    assert two.evidence(two.ben) == "Of another candidate"
    with pytest.raises(CannotOpen, match="destroyed"), two.database.transaction() as session:
        scorecards.write(Unit(session, TEAM, AT), two.marc, {FIELD: Stored("More", "2.0", "V1")})


def test_a_row_whose_key_is_gone_says_so(two: Two) -> None:
    two.raw("DELETE FROM data_keys")
    with pytest.raises(CannotOpen, match="isn't in the database"):
        two.evidence(two.marc)


def test_one_field_of_a_row_can_be_changed_and_the_others_still_open(two: Two) -> None:
    with two.database.transaction() as session:
        session.get_one(Candidate, two.candidates[0]).notes = "Met at a conference"
    with two.database.reading() as session:
        found = session.get_one(Candidate, two.candidates[0])
    assert (found.name, found.label, found.notes) == ("Ada Kowalski", "A", "Met at a conference")


def test_a_row_that_points_elsewhere_is_sealed_for_where_it_points(two: Two) -> None:
    """A draft's opening may change, and its label is bound to it."""
    with two.database.transaction() as session:
        other = Unit(session, TEAM, AT).add(Opening(**OPENING)).id
        session.get_one(Loop, two.loops[0]).opening_id = other
    with two.database.reading() as session:
        assert session.scalar(select(Loop.label).where(Loop.id == two.loops[0])) == "L"


def test_the_text_as_it_is_stored_never_repeats(two: Two) -> None:
    with two.database.transaction() as session:
        for card in (two.priya, two.marc):
            scorecards.write(Unit(session, TEAM, AT), card, {FIELD: Stored("The same", "3.0", "V1")})
    with two.database.reading() as session:
        raw = session.execute(text("SELECT value FROM scorecard_notes")).scalars().all()
    assert len(set(raw)) == len(raw)
