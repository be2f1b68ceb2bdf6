"""The signatures of requests that were answered already."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.storage.tables import SeenRequest
from bot.storage.upsert import insert_once


def spend(session: Session, signature: str, now: datetime) -> bool:
    """Note that this signature was used; False where it was before. `now` is protocol time."""
    return insert_once(session, SeenRequest, {"signature": signature, "seen_at": now}, ["signature"])


def forget(session: Session, before: datetime) -> None:
    """Forget signatures that no request can come with any more."""
    session.execute(delete(SeenRequest).where(SeenRequest.seen_at < before))
