"""Erasing what was said about a candidate by destroying its keys, and doing so again after a restore."""

from collections.abc import Iterable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.storage.sealing import RECORD
from bot.storage.tables import DataKeyRow


def destroy_keys(session: Session, team_id: str, row_key: str) -> int:
    """Destroy the keys of all text about a candidate, by their row key; returns how many there were.

    What they sealed reads as empty from now on, the details of the record with it, and nothing more can be
    written about this candidate. It is the only thing that a transaction does: it may hold no such key itself.
    """
    of = DataKeyRow.subject.in_((row_key, f"{RECORD}{row_key}"))
    gone = update(DataKeyRow).where(DataKeyRow.team_id == team_id, of, DataKeyRow.wrapped.is_not(None))
    return len(session.execute(gone.values(wrapped=None).returning(DataKeyRow.id)).all())


def destroyed(session: Session) -> list[tuple[str, str]]:
    """Whose keys were destroyed, as workspace and row key: random ids, which say nothing of anybody."""
    gone = select(DataKeyRow.team_id, DataKeyRow.subject).where(DataKeyRow.wrapped.is_(None))
    rows = session.execute(gone.order_by(DataKeyRow.team_id, DataKeyRow.subject))
    return sorted({(row.team_id, row.subject.removeprefix(RECORD)) for row in rows})


def destroy_again(session: Session, erased: Iterable[tuple[str, str]]) -> int:
    """The same keys in a database that was restored; returns how many were there again."""
    return sum(destroy_keys(session, team_id, row_key) for team_id, row_key in erased)
