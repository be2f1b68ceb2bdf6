"""INSERT, also where a row may be there already, in one statement on both databases."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session


def insert_row(session: Session, table: type[DeclarativeBase], values: Mapping[str, Any]) -> None:
    """Insert a row that is in no way there already."""
    session.execute(_insert(session, table).values(dict(values)))


def insert_or_update(
    session: Session, table: type[DeclarativeBase], values: Mapping[str, Any], key: Sequence[str]
) -> None:
    """Insert, or where the key columns are known, set all the other columns to the new values."""
    statement = _insert(session, table).values(dict(values))
    changed = {name: statement.excluded[name] for name in values if name not in key}
    session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=changed))


def insert_or_update_all(
    session: Session, table: type[DeclarativeBase], rows: Sequence[Mapping[str, Any]], key: Sequence[str]
) -> None:
    """The same for several rows in one statement; they have the same columns and different keys."""
    if rows:
        statement = _insert(session, table).values([dict(row) for row in rows])
        changed = {name: statement.excluded[name] for name in rows[0] if name not in key}
        session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=changed))


def insert_once(
    session: Session, table: type[DeclarativeBase], values: Mapping[str, Any], key: Sequence[str]
) -> bool:
    """Insert, or where the key columns are known leave the row as it is; True where it was inserted."""
    statement = _insert(session, table).values(dict(values))
    once = statement.on_conflict_do_nothing(index_elements=list(key))
    return session.execute(once.returning(*[getattr(table, name) for name in key])).first() is not None


def insert_all_once(
    session: Session, table: type[DeclarativeBase], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert those of the rows that no unique key knows yet."""
    if rows:
        session.execute(_insert(session, table).values([dict(row) for row in rows]).on_conflict_do_nothing())


def _insert(session: Session, table: type[DeclarativeBase]) -> postgresql.Insert | sqlite.Insert:
    postgres = session.get_bind().dialect.name == "postgresql"
    return postgresql.insert(table) if postgres else sqlite.insert(table)
