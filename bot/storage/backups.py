"""Which backup a database was made from, and what that means for messages: Slack goes on, a copy doesn't."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.storage.sending import waits
from bot.storage.tables import Backup, Outbox

LOOKED_FIRST = timedelta(days=1)
"""How long after a restore a post is looked for in Slack first: whatever fell due meanwhile is done by then."""


@dataclass(frozen=True)
class Restored:
    """A database that was made from a backup: what Slack got in between isn't known here. Protocol time."""

    taken_at: datetime
    at: datetime


def taken(session: Session, now: datetime) -> None:
    """Write into the database that a copy of it is being taken; the copy holds it, too."""
    session.execute(delete(Backup).where(Backup.restored_at.is_(None)))
    session.add(Backup(taken_at=now))


def restored(session: Session, now: datetime) -> Restored | None:
    """Note in a copy that it is now the database; None where it isn't one of ours.

    What waited then may have gone out since: posts are looked for, what only its reader saw is let go.
    """
    row = session.scalar(
        select(Backup).where(Backup.restored_at.is_(None)).order_by(Backup.id.desc()).limit(1)
    )
    if row is None:
        return None
    row.restored_at = now
    for op, state in (("post", "unknown"), ("ephemeral", "dropped")):
        values: dict[str, Any] = {"state": state, "lease_until": None, "retry_at": None}
        session.execute(update(Outbox).where(waits(Outbox), Outbox.op == op).values(**values))
    return Restored(row.taken_at, now)


def last_restore(session: Session) -> Restored | None:
    """From which backup, and when, this database was made; None where it never was."""
    made = select(Backup).where(Backup.restored_at.is_not(None)).order_by(Backup.restored_at.desc()).limit(1)
    row = session.scalar(made)
    if row is None or row.restored_at is None:
        return None
    return Restored(row.taken_at, row.restored_at)
