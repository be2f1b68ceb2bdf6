"""Column types: aware UTC times, and text that is sealed at rest."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    Integer,
    Table,
    Text,
    cast,
    column,
    func,
    literal_column,
    select,
    table,
    type_coerce,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from bot.storage.vault import CannotOpen, DataKey, Vault

VAULT_ATTRIBUTE = "fairloop_vault"

KEYS = table("data_keys", column("id"), column("wrapped"))
"""The data keys, as far as a SELECT of sealed text needs them."""
BAR: ColumnElement[str] = literal_column("'|'")
NO_KEY = "?"

# SQLite gives row ids only to INTEGER; PostgreSQL should have room.
Id = BigInteger().with_variant(Integer(), "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC; refuses naive ones with a ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """UTC for the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone can't be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Aware again (SQLite gives naive ones back)."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Placed(str):
    """Text with its sealed form for one place; the only text that a sealed column takes."""

    __slots__ = ("sealed",)
    sealed: str

    def __new__(cls, text: str, key: DataKey, place: str) -> "Placed":
        """The text, sealed for this place; it reads, and compares, as the text alone."""
        made = super().__new__(cls, text)
        made.sealed = key.seal(text, place)
        return made


class SealedText(TypeDecorator[str]):
    """Text about a person, which opens only in the row and the column that it was sealed for.

    A type is given values, not rows. So a SELECT hands it the place of each value beside the value, with the
    row's data key as it is in that moment; and what is written has to be `Placed`, which `bot.storage.sealing`
    sees to. Where its key was destroyed the text is empty. Raises CannotOpen where it belongs elsewhere.
    """

    impl = Text
    cache_ok = True

    def column_expression(self, column: Any) -> Any:
        """The value with its key and its place."""
        table, name = column.table, next(iter(column.base_columns))
        wrapped = select(func.coalesce(KEYS.c.wrapped, _in_sql(""))).where(KEYS.c.id == table.c.key_id)
        parts: list[Any] = [column, table.c.key_id, _in_sql(str(name)), table.c.row_key]
        parts += [table.c[one.name] for one in place_columns(name.table)]
        said: ColumnElement[Any] = func.coalesce(wrapped.scalar_subquery(), _in_sql(NO_KEY))
        for part in parts:
            said = said.concat(BAR).concat(
                part if part is column else func.coalesce(cast(part, Text), _in_sql(""))
            )
        return type_coerce(said, self)

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Sealed for the database. Raises TypeError for text that has no place."""
        if value is None:
            return None
        if not isinstance(value, Placed):
            raise TypeError(
                "text about people is written through bot.storage.sealing, which says where it stands"
            )
        return value.sealed

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        """The text again."""
        if value is None:
            return None
        wrapped, sealed, key_id, place = str(value).split("|", 3)
        if wrapped == NO_KEY:
            raise CannotOpen(f"the data key {key_id} isn't in the database")
        return vault_of(dialect).unwrap(key_id, wrapped).open(sealed, place) if wrapped else ""


def in_place(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A sealed column as a SELECT gives it to `opened`, for a value inside of another one."""
    return type_coerce(_SEALED.column_expression(column), Text)


def opened(said: str | None, dialect: Dialect) -> str | None:
    """The text that `in_place` gave. Raises CannotOpen where it belongs elsewhere."""
    return _SEALED.process_result_value(said, dialect)


def place_columns(table: Table) -> list[Column[Any]]:
    """What says where a row belongs, beside its id: its workspace, its key and what it points to, without numbers
    that only an insert gives."""
    given = table.autoincrement_column
    named = {"team_id": table.c.team_id} if "team_id" in table.c else {}
    own = {c.name: c for c in table.columns if c is not given and (c.primary_key or c.foreign_keys)}
    return list((named | own).values())


def place(column: Column[Any], row: Mapping[Any, Any]) -> str:
    """Where a value of this row stands, as `column_expression` has the database say it."""
    parts = [row.get("row_key"), *(row.get(one.name) for one in place_columns(column.table))]
    return "|".join([str(column), *("" if part is None else str(part) for part in parts)])


def _in_sql(text: str) -> Any:
    return literal_column("'" + text.replace("'", "''") + "'")


def vault_of(dialect: Dialect) -> Vault:
    """The vault that `Database` put on its engine's dialect."""
    vault = getattr(dialect, VAULT_ATTRIBUTE, None)
    if not isinstance(vault, Vault):
        raise RuntimeError("this engine has no vault: make it with bot.storage.database.Database")
    return vault


_SEALED = SealedText()
