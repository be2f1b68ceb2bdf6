"""Outbox rows that were claimed (by `claims`), what became of them, and what still waits."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, literal_column, select, update
from sqlalchemy.orm import Session

from bot.storage.tables import Outbox, Posted
from bot.storage.upsert import insert_once

WAITING = ("queued", "sending", "unknown")


def waits(row: type[Outbox]) -> ColumnElement[bool]:
    """That a row is not done. Each statement about rows that wait says so, whatever else it asks: the indexes of
    what waits have this condition, and SQLite finds them by its words alone. The states stand in the statement
    itself, so that a plan which PostgreSQL made once for all values may use them too.
    """
    return row.state.in_([literal_column(f"'{state}'") for state in WAITING])


@dataclass(frozen=True)
class Place:
    """Where a message stands."""

    channel: str
    ts: str


@dataclass(frozen=True)
class Item:
    """A claimed outbox row: what to tell whom about which thing.

    `thread` and `edited` are where the messages stand that `reply_to` and `edits` name. `orphan` says that
    one of those was never sent and won't be. `created_at` is calendar time, `attempted_at` (the first try)
    and `lease_until` protocol time.
    """

    id: int
    team_id: str
    key: str
    op: str
    kind: str
    thing_id: int
    target: str
    args: Mapping[str, Any]
    reply_to: str | None
    edits: str | None
    about: int | None
    attempts: int
    created_at: datetime
    attempted_at: datetime
    lease_until: datetime
    thread: Place | None
    edited: Place | None
    orphan: bool


@dataclass(frozen=True)
class Held:
    """What may not be sent just now: posts to some targets, some ops of a team."""

    targets: Collection[tuple[str, str]] = ()
    ops: Collection[tuple[str, str]] = ()


def sent(session: Session, item: Item, place: Place | None, now: datetime) -> bool:
    """Record that it is in Slack, also by a sender that lost its lease: what stands there is a fact.

    Returns False where another sender had recorded it before.
    """
    values: dict[str, Any] = {"state": "sent", "sent_at": now, "lease_until": None, "error": None}
    if place is not None:
        values |= {"channel": place.channel, "ts": place.ts}
    first = session.execute(
        update(Outbox).where(Outbox.id == item.id, Outbox.state.in_(WAITING)).values(**values)
    )
    if item.op == "post" and place is not None:
        _enter(session, item, place, now)
    if item.op == "delete" and item.edited is not None:
        _strike_out(session, item, now)
    return bool(first.rowcount)  # type: ignore[attr-defined]


def later(
    session: Session,
    item: Item,
    retry_at: datetime,
    error: str,
    *,
    state: str = "queued",
    counted: bool = True,
) -> bool:
    """Give the row back, to be tried (or, as unknown, looked for) at `retry_at`, protocol time.

    A try that Slack's rate limits or the set-up refused is not counted against the message.
    """
    attempts = item.attempts if counted else max(0, item.attempts - 1)
    return _leave(session, item, state=state, retry_at=retry_at, error=error, attempts=attempts)


def again(session: Session, item: Item) -> bool:
    """Give an unknown row back for sending: it is not in Slack."""
    return _leave(session, item, state="queued", retry_at=None, error=None)


def put_away(session: Session, item: Item, state: str, error: str | None) -> bool:
    """Let it not be sent: `state` is dropped (no longer true) or dead (Slack refuses it)."""
    return _leave(session, item, state=state, retry_at=None, error=error)


def next_moment(session: Session) -> datetime | None:
    """The earliest protocol time at which a waiting row can be tried again."""
    moment = func.min(func.coalesce(Outbox.lease_until, Outbox.retry_at))
    return session.scalar(select(moment).where(waits(Outbox)))


def waiting(session: Session) -> list[str]:
    """What has not gone out, one line each, for whoever asks why; without text about people."""
    rows = session.scalars(select(Outbox).where(waits(Outbox)).order_by(Outbox.id))
    return [f"{r.op} {r.dedupe_key}: {r.state}, {r.attempts} tries, {r.error or 'no error'}" for r in rows]


def _leave(session: Session, item: Item, **values: Any) -> bool:
    """Change the row and give the lease up, unless somebody else holds the row by now."""
    mine = (Outbox.id == item.id, Outbox.lease_until == item.lease_until, Outbox.state.in_(WAITING))
    done = session.execute(update(Outbox).where(*mine).values(lease_until=None, **values))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def _enter(session: Session, item: Item, place: Place, now: datetime) -> None:
    values = {
        "team_id": item.team_id,
        "dedupe_key": item.key,
        "kind": item.kind,
        "channel": place.channel,
        "ts": place.ts,
        "about": item.about,
        "posted_at": now,
    }
    insert_once(session, Posted, values, ["team_id", "channel", "ts"])


def _strike_out(session: Session, item: Item, now: datetime) -> None:
    if item.edited is not None:
        place = (Posted.channel == item.edited.channel, Posted.ts == item.edited.ts)
        session.execute(update(Posted).where(Posted.team_id == item.team_id, *place).values(deleted_at=now))
