"""Workspaces that uninstalled Fairloop: when everything of theirs is deleted, and what a new installation finds."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.storage import due
from bot.storage.sending import waits
from bot.storage.tables import Base, DataKeyRow, Due, Outbox, Purge
from bot.storage.unit import Unit

AFTER = timedelta(days=30)
KIND = "purge"


def left(session: Session, team_id: str, now: datetime) -> None:
    """Let everything of this workspace be deleted in 30 days. It left once, however often Slack says so."""
    unit = Unit(session, team_id, now)
    if session.scalar(select(Purge).where(Purge.team_id == team_id)) is None:
        unit.add(Purge(team_id=team_id, due_at=now + AFTER))
        due.schedule(unit, KIND, 0, f"{KIND}:{team_id}:{now.isoformat()}", now + AFTER)


def came_back(session: Session, team_id: str, now: datetime) -> None:
    """It is installed again: nothing is deleted, and nothing that waited meanwhile is sent or done any more."""
    waiting = session.scalar(select(Purge).where(Purge.team_id == team_id))
    if waiting is None:
        return
    session.delete(waiting)
    late = (Due.due_at <= now) | (Due.kind == KIND)
    session.execute(
        update(Due).where(Due.team_id == team_id, Due.state == "waiting", late).values(state="dropped")
    )
    session.execute(
        update(Outbox)
        .where(Outbox.team_id == team_id, waits(Outbox))
        .values(state="dropped", lease_until=None, retry_at=None)
    )


def is_due(session: Session, team_id: str, now: datetime) -> bool:
    """Whether everything of this workspace is to be deleted by now."""
    ripe = select(Purge.team_id).where(Purge.team_id == team_id, Purge.due_at <= now)
    return session.scalar(ripe) is not None


def purge(session: Session, team_id: str, now: datetime) -> None:
    """Delete every row of this workspace, its record too, and destroy its keys.

    The keys' rows stay, empty: after a restore they say what has to go again.
    """
    session.execute(update(Purge).where(Purge.team_id == team_id).values(done_at=now))
    for table in reversed(Base.metadata.sorted_tables):
        if "team_id" in table.c and table.name not in (DataKeyRow.__tablename__, Purge.__tablename__):
            session.execute(delete(table).where(table.c.team_id == team_id))
    session.execute(
        update(DataKeyRow).where(DataKeyRow.team_id == team_id).values(wrapped=None, retired_at=now)
    )
    session.execute(delete(Purge).where(Purge.team_id == team_id))
