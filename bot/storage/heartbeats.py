"""Signs of life of the worker processes, for whoever asks another process how things are."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.storage.tables import Heartbeat
from bot.storage.upsert import insert_or_update

KEPT = timedelta(days=1)


def beat(session: Session, worker: str, now: datetime) -> None:
    """Note that this worker ticked at `now`, protocol time, and forget those that are long gone."""
    insert_or_update(session, Heartbeat, {"worker": worker, "at": now}, ["worker"])
    session.execute(delete(Heartbeat).where(Heartbeat.at < now - KEPT))


def last(session: Session) -> datetime | None:
    """When any worker ticked last."""
    return session.scalar(select(func.max(Heartbeat.at)))
