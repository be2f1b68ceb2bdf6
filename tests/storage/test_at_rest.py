"""What is written about people can't be read in the database: every encrypted column, in the driver's own words."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Table, insert, select

from bot.storage.database import Database
from bot.storage.tables import Base
from bot.storage.types import EncryptedText, UtcDateTime
from tests.databases import copied, open_database

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
AT = datetime(2026, 6, 9, tzinfo=UTC)
VALUES: dict[type, Any] = {str: "x", int: 1, float: 1.0, bool: False, datetime: AT, date: AT.date()}


def encrypted(table: Table) -> set[str]:
    return {column.name for column in table.columns if isinstance(column.type, EncryptedText)}


TABLES = [table for table in Base.metadata.sorted_tables if encrypted(table)]


def test_names_evidence_and_reasons_are_encrypted() -> None:
    found = {table.name: encrypted(table) for table in TABLES}
    assert {name: columns - found.get(name, set()) for name, columns in ABOUT_PEOPLE.items()} == {
        name: set() for name in ABOUT_PEOPLE
    }


CHECKED = {"loops.state": "running", "decisions.outcome": "move_on"}
"""What a CHECK lets in, where that isn't anything."""


def given(column: Column[Any]) -> Any:
    if str(column) in CHECKED:
        return CHECKED[str(column)]
    if isinstance(column.type, EncryptedText):
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
    values = {column.name: given(column) for column in table.columns}
    with at_rest.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        connection.execute(insert(table).values(values))
        names = [column.name for column in table.columns]
        raw = connection.exec_driver_sql(f"SELECT {', '.join(names)} FROM {table.name}").one()
        kept = connection.execute(select(table)).mappings().one()
    for name, value in zip(names, raw, strict=True):
        assert "Kowalski" not in str(value), f"{table.name}.{name} is in clear"
        if name in encrypted(table):
            assert kept[name] == values[name]
