"""Outbox rows on their way: claimed for one sender at a time, and what became of them."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, not_, or_, select, true, tuple_, update
from sqlalchemy.orm import Session, aliased

from bot.storage.tables import Outbox, Posted
from bot.storage.upsert import insert_once

WAITING = ("queued", "sending", "unknown")
REPEATABLE = ("update", "delete", "home", "view")
"""Ops that say how a thing shall be: doing one twice is the same as once."""


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


def claim(
    session: Session, kinds: Collection[str], now: datetime, lease_until: datetime, held: Held
) -> Item | None:
    """Take the head of a stream for sending: most urgent first, in order inside a stream.

    Only a head can be taken: while an earlier row of the stream is being sent, is unknown or waits for
    its next try, nothing overtakes it. A reply or an edit waits until its message is sent. Kinds that this
    process can't render are left to others; deleting needs no rendering.
    """
    chosen = (
        select(Outbox.id)
        .where(
            Outbox.state == "queued",
            or_(Outbox.kind.in_(kinds), Outbox.op == "delete"),
            or_(Outbox.retry_at.is_(None), Outbox.retry_at <= now),
            not_(_behind_another()),
            not_(_before_its_message()),
            _not_held(held),
        )
        .order_by(Outbox.priority, Outbox.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return _take(session, chosen, now, lease_until, state="sending")


def claim_unknown(session: Session, now: datetime, lease_until: datetime) -> Item | None:
    """Take a row of which nobody knows whether Slack has it, for looking."""
    chosen = (
        select(Outbox.id)
        .where(
            Outbox.state == "unknown",
            or_(Outbox.retry_at.is_(None), Outbox.retry_at <= now),
            or_(Outbox.lease_until.is_(None), Outbox.lease_until <= now),
        )
        .order_by(Outbox.priority, Outbox.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return _take(session, chosen, now, lease_until, state="unknown")


def expire(session: Session, now: datetime) -> int:
    """Rows whose sender is gone: a post becomes unknown, what can be repeated is queued again.

    An ephemeral message can't be looked for and isn't worth showing twice: it is dropped. Returns how
    many rows there were.
    """
    lost = update(Outbox).where(Outbox.state == "sending", Outbox.lease_until <= now)
    state = case(
        (Outbox.op.in_(REPEATABLE), "queued"), (Outbox.op == "ephemeral", "dropped"), else_="unknown"
    )
    rows = session.execute(
        lost.values(state=state, lease_until=None, error="the sender stopped").returning(Outbox.id)
    )
    return len(rows.all())


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
    return session.scalar(select(moment).where(Outbox.state.in_(WAITING)))


def counts(session: Session) -> dict[str, int]:
    """How many rows there are in each state."""
    rows = session.execute(select(Outbox.state, func.count()).group_by(Outbox.state))
    return dict(rows.all())


def mean_latency(session: Session, newest: int = 100) -> float:
    """Mean seconds from queued to sent of the newest messages, by the calendar; 0 where there are none."""
    rows = session.execute(
        select(Outbox.created_at, Outbox.sent_at)
        .where(Outbox.state == "sent", Outbox.sent_at.is_not(None))
        .order_by(Outbox.id.desc())
        .limit(newest)
    ).all()
    waits = [(row.sent_at - row.created_at).total_seconds() for row in rows]
    return sum(waits) / len(waits) if waits else 0.0


def waiting(session: Session) -> list[str]:
    """What has not gone out, one line each, for whoever asks why; without text about people."""
    rows = session.scalars(select(Outbox).where(Outbox.state.in_(WAITING)).order_by(Outbox.id))
    return [f"{r.op} {r.dedupe_key}: {r.state}, {r.attempts} tries, {r.error or 'no error'}" for r in rows]


def _behind_another() -> ColumnElement[bool]:
    earlier = aliased(Outbox)
    before = tuple_(earlier.sequence, earlier.id) < tuple_(Outbox.sequence, Outbox.id)
    ahead = and_(earlier.stream == Outbox.stream, before, earlier.state.in_(WAITING))
    return select(true()).where(earlier.team_id == Outbox.team_id, ahead).exists()


def _before_its_message() -> ColumnElement[bool]:
    parent = aliased(Outbox)
    named = or_(parent.dedupe_key == Outbox.reply_to, parent.dedupe_key == Outbox.edits)
    waits = parent.state.in_(WAITING)
    return select(true()).where(parent.team_id == Outbox.team_id, named, waits).exists()


def _not_held(held: Held) -> ColumnElement[bool]:
    targets = [and_(Outbox.team_id == team, Outbox.target == target) for team, target in held.targets]
    ops = [and_(Outbox.team_id == team, Outbox.op == op) for team, op in held.ops]
    posts = [and_(Outbox.op == "post", or_(*targets))] if targets else []
    return and_(true(), *[not_(clause) for clause in ops + posts])


def _take(
    session: Session, chosen: Select[int], now: datetime, lease_until: datetime, state: str
) -> Item | None:
    tries = Outbox.attempts + (1 if state == "sending" else 0)
    row = session.scalar(
        update(Outbox)
        .where(Outbox.id == chosen.scalar_subquery())
        .values(
            state=state,
            lease_until=lease_until,
            attempts=tries,
            attempted_at=func.coalesce(Outbox.attempted_at, now),
        )
        .returning(Outbox)
    )
    return None if row is None else _item(session, row)


def _item(session: Session, row: Outbox) -> Item:
    thread = _place(session, row.team_id, row.reply_to)
    edited = _place(session, row.team_id, row.edits)
    return Item(
        id=row.id,
        team_id=row.team_id,
        key=row.dedupe_key,
        op=row.op,
        kind=row.kind,
        thing_id=row.thing_id,
        target=row.target,
        args=json.loads(row.args),
        reply_to=row.reply_to,
        edits=row.edits,
        about=row.about,
        attempts=row.attempts,
        created_at=row.created_at,
        attempted_at=row.attempted_at or row.created_at,
        lease_until=row.lease_until or row.created_at,
        thread=thread,
        edited=edited,
        orphan=(row.reply_to is not None and thread is None) or (row.edits is not None and edited is None),
    )


def _place(session: Session, team_id: str, key: str | None) -> Place | None:
    if key is None:
        return None
    found = session.execute(
        select(Outbox.channel, Outbox.ts).where(
            Outbox.team_id == team_id, Outbox.dedupe_key == key, Outbox.state == "sent"
        )
    ).first()
    return None if found is None or not found.channel or not found.ts else Place(found.channel, found.ts)


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
