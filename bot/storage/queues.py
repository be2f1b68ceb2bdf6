"""The outbox and the due rows for who runs Fairloop: how much waits, what, since when; a retry, a drop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal_column, select, update
from sqlalchemy.orm import Session

from bot.storage.due import WAITS
from bot.storage.sending import waits
from bot.storage.tables import Due, Outbox


@dataclass(frozen=True)
class Depth:
    """How many rows of a kind are in a state, and (calendar time) since when the oldest."""

    kind: str
    state: str
    rows: int
    oldest: datetime


@dataclass(frozen=True)
class Waiting:
    """One row, without a word about people. `since` is calendar time: queued, or due."""

    id: int
    team_id: str
    what: str
    state: str
    tries: int
    since: datetime
    error: str | None


# The state stands in the statement itself, as the partial indexes say it (bot.storage.tables.work).
_DEAD = Outbox.state == literal_column("'dead'")
_FAILED = Due.state == literal_column("'failed'")


def outbox(session: Session) -> Sequence[Depth]:
    """What waits in the outbox, and what is dead, by kind and state."""
    figures = select(Outbox.kind, Outbox.state, func.count(), func.min(Outbox.created_at))
    return _depths(session, figures.group_by(Outbox.kind, Outbox.state), waits(Outbox), _DEAD)


def due(session: Session) -> Sequence[Depth]:
    """What waits for its time, and what failed, by kind and state."""
    figures = select(Due.kind, Due.state, func.count(), func.min(Due.due_at))
    return _depths(session, figures.group_by(Due.kind, Due.state), WAITS, _FAILED)


def _depths(
    session: Session, figures: Select[str, str, int, datetime], *conditions: ColumnElement[bool]
) -> Sequence[Depth]:
    """One statement a condition: each has an index of its own, and none is used where they are joined by OR."""
    return [Depth(*row) for condition in conditions for row in session.execute(figures.where(condition))]


def list_outbox(session: Session, *, dead: bool, limit: int) -> list[Waiting]:
    """The dead ones, newest first, or those that wait, oldest first."""
    rows = select(Outbox).where(_DEAD).order_by(Outbox.id.desc())
    if not dead:
        rows = select(Outbox).where(waits(Outbox)).order_by(Outbox.id)
    return [
        Waiting(
            one.id, one.team_id, f"{one.op} {one.kind}", one.state, one.attempts, one.created_at, one.error
        )
        for one in session.scalars(rows.limit(limit))
    ]


def list_due(session: Session, *, failed: bool, limit: int) -> list[Waiting]:
    """Those that failed, newest first, or those that wait, the next one first."""
    rows = select(Due).where(_FAILED).order_by(Due.id.desc())
    if not failed:
        rows = select(Due).where(WAITS).order_by(Due.due_at, Due.id)
    return [
        Waiting(one.id, one.team_id, one.kind, one.state, one.attempts, one.due_at, one.error)
        for one in session.scalars(rows.limit(limit))
    ]


def retry(session: Session, id: int, now: datetime) -> bool:
    """Try a row again now (protocol time); False where none of this number waits or is dead.

    A post is first looked for in Slack, so that one which did arrive is not sent twice.
    """
    fresh: dict[str, Any] = {"attempts": 0, "attempted_at": None, "retry_at": now, "error": None}
    is_post = Outbox.op == "post"
    resting = (waits(Outbox), Outbox.lease_until.is_(None))
    return (
        _changed(session, id, (_DEAD, is_post), fresh | {"state": "unknown"})
        or _changed(session, id, (_DEAD,), fresh | {"state": "queued"})
        or _changed(session, id, resting, {"retry_at": now})
    )


def drop(session: Session, id: int) -> bool:
    """Let a row never be sent; False where none of this number waits or is dead, or it is just being sent."""
    dropped = {"state": "dropped", "error": "dropped by hand", "retry_at": None}
    free = Outbox.lease_until.is_(None)
    return _changed(session, id, (waits(Outbox), free), dropped) or _changed(session, id, (_DEAD,), dropped)


def _changed(
    session: Session, id: int, conditions: tuple[ColumnElement[bool], ...], values: dict[str, Any]
) -> bool:
    done = session.execute(update(Outbox).where(Outbox.id == id, *conditions).values(**values))
    return bool(done.rowcount)  # type: ignore[attr-defined]
