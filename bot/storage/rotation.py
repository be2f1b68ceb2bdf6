"""What is under which key, and bringing all of it under the newest ones while everything runs.

Nobody waits long and nobody's read fails: a row and the key that it is under change in one transaction, and a read
sees both as they were at one moment. A rotation that was broken off goes on where it is begun again.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, Text, and_, delete, func, select, type_coerce, update
from sqlalchemy.orm import Session

from bot.storage import canaries
from bot.storage.database import Database
from bot.storage.record import MAC
from bot.storage.sealing import RECORD, current_key, opened, placed, sealed_columns
from bot.storage.tables import Base, Candidate, DataKeyRow, PrepSubscription, SlackUser
from bot.storage.types import vault_of
from bot.storage.vault import ID, DataKey

AT_ONCE = 100
"""Rows in one transaction: others wait at most as long as these take, some milliseconds."""
HASHED: Mapping[str, tuple[str, ...]] = {
    "candidates": ("name_key", "email_key", "ats_key"),
    "prep_subscriptions": ("email_key",),
    "prep_marks": ("mark",),
}


@dataclass(frozen=True)
class KeyUse:
    """How many rows have text, or how many hashes there are, under one master or hash key."""

    kind: str
    id: str
    newest: bool
    rows: int


def usage(database: Database) -> list[KeyUse]:
    """What is under which key, the newest first; keys of the settings that nothing is under yet, too."""
    with database.reading() as session:
        text, hashes = _text_under(session), _hashes_under(session)
        had = {kind: canaries.known(session, kind) for kind in (canaries.TEXT, canaries.HASH)}
    vault = database.vault
    kinds = ((canaries.TEXT, vault.masters, text), (canaries.HASH, vault.hash_keys, hashes))
    return [
        KeyUse(kind, id, id == ours[0], counted[id])
        for kind, ours, counted in kinds
        for id in dict.fromkeys([*ours, *had[kind], *counted])
    ]


def rotate(database: Database, now: datetime) -> list[KeyUse]:
    """Bring text and hashes under the newest keys; returns what is under which key then.

    Data keys that are under an older master key are replaced, not only wrapped anew: who had the old master key and
    a copy of the database can open nothing that is written or read from now on. The record's keys are wrapped anew
    alone, because its rows are never changed; hashes whose text is gone stay.
    Raises WrongKeys where a key that something is under isn't in the settings.
    """
    canaries.check(database)
    for key in _outdated(database):
        if key.subject.startswith((RECORD, MAC)):
            _wrap_anew(database, key)
        else:
            _replace(database, key.id, now)
    for table in _sealed_tables():
        while _reseal(database, table):
            pass
    _hash_anew(database)
    with database.transaction() as session:
        _drop_unused(session)
    after = usage(database)
    with database.transaction() as session:
        for use in after:
            if not use.newest and not use.rows:
                canaries.fly(session, use.kind, use.id)
    return after


def _outdated(database: Database) -> Sequence[DataKeyRow]:
    """Current data keys that an older master key wraps."""
    newest = database.vault.masters[0]
    wrapped_by = func.substr(DataKeyRow.wrapped, 1, ID)
    with database.reading() as session:
        return session.scalars(
            select(DataKeyRow).where(DataKeyRow.retired_at.is_(None), wrapped_by != newest)
        ).all()


def _wrap_anew(database: Database, key: DataKeyRow) -> None:
    """The same data key under the newest master key; one that was destroyed meanwhile stays so."""
    vault = database.vault
    wrapped = vault.wrap(vault.unwrap(key.id, key.wrapped or ""))
    with database.transaction() as session:
        same = update(DataKeyRow).where(DataKeyRow.id == key.id, DataKeyRow.wrapped == key.wrapped)
        session.execute(same.values(wrapped=wrapped))


def _replace(database: Database, id: str, now: datetime) -> None:
    """Retire one data key and make its successor. One a transaction: who holds several can't be waited for."""
    with database.transaction() as session:
        retire = update(DataKeyRow).where(
            DataKeyRow.id == id, DataKeyRow.retired_at.is_(None), DataKeyRow.wrapped.is_not(None)
        )
        row = session.execute(
            retire.values(retired_at=now).returning(DataKeyRow.team_id, DataKeyRow.subject)
        ).first()
        if row is not None:
            current_key(session, row.team_id, row.subject)


def _sealed_tables() -> list[Table]:
    return [table for table in Base.metadata.sorted_tables if sealed_columns(table)]


def _reseal(database: Database, table: Table) -> int:
    """Seal some rows of a retired key anew; returns how many, 0 where none is left.

    Rows that somebody else is changing are left for later, so that nobody waits in a ring; one is waited for alone.
    """
    with database.transaction() as session:
        done = _reseal_some(session, table, AT_ONCE, skip_locked=True)
    if done:
        return done
    with database.transaction() as session:
        return _reseal_some(session, table, 1, skip_locked=False)


def _reseal_some(session: Session, table: Table, limit: int, *, skip_locked: bool) -> int:
    raw = [
        type_coerce(one, Text).label(one.name) if one.name in sealed_columns(table) else one
        for one in table.c
    ]
    retired = select(DataKeyRow.id).where(DataKeyRow.retired_at.is_not(None))
    wanted = select(*raw).where(table.c.key_id.in_(retired)).limit(limit)
    rows = session.execute(
        wanted.with_for_update(of=table, skip_locked=skip_locked, key_share=True)
    ).mappings()
    keys: dict[str, DataKey] = {}
    count = 0
    for row in rows.all():
        if row["key_id"] not in keys:
            keys[row["key_id"]] = _retired(session, row["key_id"])
        again = placed(session, table, [{**row, **opened(table, dict(row), keys[row["key_id"]])}])[0]
        changed = {name: again[name] for name in ("key_id", *sealed_columns(table))}
        session.execute(update(table).where(_same(table, row)).values(changed))
        count += 1
    return count


def _retired(session: Session, id: str) -> DataKey:
    wrapped = session.get_one(DataKeyRow, id).wrapped or ""
    return vault_of(session.get_bind().dialect).unwrap(id, wrapped)


def _same(table: Table, row: Mapping[Any, Any]) -> ColumnElement[bool]:
    return and_(*(column == row[column.name] for column in table.primary_key.columns))


def _drop_unused(session: Session) -> None:
    """Delete retired data keys under which nothing is any more."""
    for id in session.scalars(select(DataKeyRow.id).where(DataKeyRow.retired_at.is_not(None))).all():
        used = (select(table.c.key_id).where(table.c.key_id == id).limit(1) for table in _sealed_tables())
        if not any(session.scalar(one) for one in used):
            session.execute(delete(DataKeyRow).where(DataKeyRow.id == id))


def _hash_anew(database: Database) -> None:
    """Where the text is still there. Each hash is changed only from what it was, so that nobody is waited for."""
    for of, id, old, new in _old_hashes(database):
        with database.transaction() as session:
            session.execute(update(of.table).where(of.table.c.id == id, of == old).values({of.name: new}))


def _old_hashes(database: Database) -> Iterator[tuple[Column[Any], int, str, str]]:
    """Column, row, the hash under an older key, and under the newest."""
    vault = database.vault
    newest = f"{vault.hash_keys[0]}:"
    with database.reading() as session:
        for who in session.scalars(select(Candidate)):
            for name, purpose, text in (
                ("name_key", "name", who.name),
                ("email_key", "email", who.email),
                ("ats_key", "ats", who.ats_id),
            ):
                old = getattr(who, name)
                if old and text and not old.startswith(newest):
                    yield _column(Candidate, name), who.id, old, vault.fingerprint(purpose, text)
        known = and_(
            SlackUser.team_id == PrepSubscription.team_id, SlackUser.user_id == PrepSubscription.target
        )
        rows = select(PrepSubscription.id, PrepSubscription.email_key, SlackUser.email).join(SlackUser, known)
        for row in session.execute(rows):
            if row.email_key and row.email and not row.email_key.startswith(newest):
                new = vault.fingerprint("email", row.email)
                yield _column(PrepSubscription, "email_key"), row.id, row.email_key, new


def _column(of: type[Base], name: str) -> Column[Any]:
    return Base.metadata.tables[of.__tablename__].c[name]


def _text_under(session: Session) -> Counter[str]:
    found: Counter[str] = Counter()
    for table in _sealed_tables():
        master = func.substr(DataKeyRow.wrapped, 1, ID)
        under = select(master, func.count()).join(table, table.c.key_id == DataKeyRow.id)
        rows = session.execute(under.where(DataKeyRow.wrapped.is_not(None)).group_by(master))
        found.update({row[0]: row[1] for row in rows})
    return found


def _hashes_under(session: Session) -> Counter[str]:
    found: Counter[str] = Counter()
    for name, columns in HASHED.items():
        for column in (Base.metadata.tables[name].c[one] for one in columns):
            key = func.substr(column, 1, ID)
            rows = session.execute(select(key, func.count()).where(column.is_not(None)).group_by(key))
            found.update({row[0]: row[1] for row in rows})
    return found
