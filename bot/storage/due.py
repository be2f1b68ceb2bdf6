"""Due rows: what is to happen at a calendar time, once."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.storage.tables import Due


def schedule(session: Session, team_id: str, kind: str, thing_id: int, occurrence: str, at: datetime) -> None:
    """Let `kind` happen to the thing at `at`; the same occurrence, while it waits, is moved instead."""
    row = session.scalar(select(Due).where(Due.team_id == team_id, Due.occurrence == occurrence))
    if row is None:
        session.add(
            Due(
                team_id=team_id,
                kind=kind,
                thing_id=thing_id,
                occurrence=occurrence,
                due_at=at,
                state="waiting",
                attempts=0,
            )
        )
    elif row.state in ("waiting", "dropped"):
        row.due_at, row.state = at, "waiting"
    session.flush()


def drop(session: Session, team_id: str, kind: str, thing_id: int) -> None:
    """Let what still waits of this kind for this thing not happen."""
    session.execute(
        update(Due)
        .where(Due.team_id == team_id, Due.kind == kind, Due.thing_id == thing_id, Due.state == "waiting")
        .values(state="dropped")
    )


def finish(session: Session, due_id: int) -> None:
    """Mark a due row done, in the transaction of what it did."""
    session.execute(update(Due).where(Due.id == due_id).values(state="done", lease_until=None))
