"""INSERT, also where a row may be there already, in one statement on both databases.

Each is built once for its table and columns: building one takes longer than the database needs for it.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import CursorResult, Executable
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session

Names = tuple[str, ...]
Insert = postgresql.Insert | sqlite.Insert


def insert_row(session: Session, table: type[DeclarativeBase], values: Mapping[str, Any]) -> None:
    """Insert a row that is in no way there already."""
    _execute(session, _plain(_dialect(session), table), values)


def insert_or_update(
    session: Session, table: type[DeclarativeBase], values: Mapping[str, Any], key: Sequence[str]
) -> None:
    """Insert, or where the key columns are known, set all the other columns to the new values."""
    _execute(session, _updating(_dialect(session), table, tuple(values), tuple(key)), values)


def insert_or_update_all(
    session: Session, table: type[DeclarativeBase], rows: Sequence[Mapping[str, Any]], key: Sequence[str]
) -> None:
    """The same for several rows at once; they have the same columns and different keys."""
    if rows:
        _execute(session, _updating(_dialect(session), table, tuple(rows[0]), tuple(key)), *rows)


def insert_once(
    session: Session, table: type[DeclarativeBase], values: Mapping[str, Any], key: Sequence[str]
) -> bool:
    """Insert, or where the key columns are known leave the row as it is; True where it was inserted."""
    return _execute(session, _once(_dialect(session), table, tuple(key)), values).first() is not None


def insert_all_once(
    session: Session, table: type[DeclarativeBase], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert those of the rows that no unique key knows yet. Also while the session writes what it holds."""
    if rows:
        _at_once(session, _new(_dialect(session), table), *rows)


def _execute(session: Session, statement: Executable, *rows: Mapping[str, Any]) -> CursorResult[Any]:
    """Past the session's own machinery, which has nothing to add to an INSERT; what it holds is written before."""
    session.flush()
    return _at_once(session, statement, *rows)


def _at_once(session: Session, statement: Executable, *rows: Mapping[str, Any]) -> CursorResult[Any]:
    given = [dict(row) for row in rows]
    return session.connection().execute(statement, given[0] if len(given) == 1 else given)


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


@lru_cache(maxsize=256)
def _plain(dialect: str, table: type[DeclarativeBase]) -> Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


@lru_cache(maxsize=256)
def _updating(dialect: str, table: type[DeclarativeBase], names: Names, key: Names) -> Insert:
    statement = _plain(dialect, table)
    changed = {name: statement.excluded[name] for name in names if name not in key}
    return statement.on_conflict_do_update(index_elements=list(key), set_=changed)


@lru_cache(maxsize=256)
def _once(dialect: str, table: type[DeclarativeBase], key: Names) -> Executable:
    once = _plain(dialect, table).on_conflict_do_nothing(index_elements=list(key))
    return once.returning(*[getattr(table, name) for name in key])


@lru_cache(maxsize=256)
def _new(dialect: str, table: type[DeclarativeBase]) -> Insert:
    return _plain(dialect, table).on_conflict_do_nothing()
