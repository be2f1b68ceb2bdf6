"""Taking outbox rows for sending, one sender at a time. The statements are built once: this is asked all day."""

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    Select,
    Update,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    not_,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import Session, aliased

from bot.storage.sending import Held, Item, Place, waits
from bot.storage.tables import Outbox
from bot.storage.types import UtcDateTime

REPEATABLE = ("update", "delete", "home", "view")
"""Ops that say how a thing shall be: doing one twice is the same as once."""
NOW = bindparam("now", type_=UtcDateTime())
LEASE = bindparam("until", type_=UtcDateTime())
TAKEN = (
    Outbox.id,
    Outbox.team_id,
    Outbox.dedupe_key,
    Outbox.op,
    Outbox.kind,
    Outbox.thing_id,
    Outbox.target,
    Outbox.args,
    Outbox.reply_to,
    Outbox.edits,
    Outbox.about,
    Outbox.attempts,
    Outbox.created_at,
    Outbox.attempted_at,
    Outbox.lease_until,
)


def any_to_claim(session: Session, now: datetime) -> bool:
    """Whether `expire` or `claim` may find anything: a look that keeps nobody from writing."""
    return bool(session.scalar(_LOOK, {"now": now}))


def claim(
    session: Session, kinds: Collection[str], now: datetime, lease_until: datetime, held: Held
) -> Item | None:
    """Take the head of a stream for sending: most urgent first, in order inside a stream.

    Only a head can be taken: while an earlier row of the stream is being sent, is unknown or waits for
    its next try, nothing overtakes it. A reply or an edit waits until its message is sent. Kinds that this
    process can't render are left to others; deleting needs no rendering.
    """
    given = {
        "kinds": list(kinds),
        "now": now,
        "until": lease_until,
        "held_targets": _named(held.targets),
        "held_ops": _named(held.ops),
    }
    return _item(session, session.execute(_CLAIM, given).first())


def any_unknown(session: Session, now: datetime) -> bool:
    """Whether `claim_unknown` may find a row now."""
    return session.scalar(_UNKNOWN, {"now": now}) is not None


def claim_unknown(session: Session, now: datetime, lease_until: datetime) -> Item | None:
    """Take a row of which nobody knows whether Slack has it, for looking."""
    given = {"now": now, "until": lease_until}
    return _item(session, session.execute(_CLAIM_UNKNOWN, given).first())


def expire(session: Session, now: datetime) -> int:
    """Rows whose sender is gone: a post becomes unknown, what can be repeated is queued again.

    An ephemeral message can't be looked for and isn't worth showing twice: it is dropped. Returns how
    many rows there were.
    """
    return len(session.execute(_EXPIRE, {"now": now}).all())


def _is(state: str) -> ColumnElement[bool]:
    return and_(waits(Outbox), Outbox.state == literal_column(f"'{state}'"))


def _named(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Pairs as `_of` makes them in the database; never empty, so that there is one statement for all."""
    return [f"{team} {what}" for team, what in pairs] or [""]


def _of(what: Any) -> ColumnElement[str]:
    return Outbox.team_id + " " + what  # type: ignore[no-any-return]


def _rested() -> ColumnElement[bool]:
    return or_(Outbox.retry_at.is_(None), Outbox.retry_at <= NOW)


def _behind_another() -> ColumnElement[bool]:
    earlier = aliased(Outbox)
    before = tuple_(earlier.sequence, earlier.id) < tuple_(Outbox.sequence, Outbox.id)
    same = and_(earlier.team_id == Outbox.team_id, earlier.stream == Outbox.stream)
    return exists().where(same, before, waits(earlier))


def _before_its(message: Any) -> ColumnElement[bool]:
    """Whether the message that this column names still waits. One column at a time: an OR of both finds no index."""
    parent = aliased(Outbox)
    named = and_(parent.team_id == Outbox.team_id, parent.dedupe_key == message)
    return exists().where(named, waits(parent))


def _looking() -> Select[bool]:
    queued = exists().where(_is("queued"), _rested())
    lost = exists().where(_is("sending"), Outbox.lease_until <= NOW)
    return select(or_(queued, lost))


def _head() -> Select[int]:
    held_targets: BindParameter[list[str]] = bindparam("held_targets", expanding=True)
    held_ops: BindParameter[list[str]] = bindparam("held_ops", expanding=True)
    return (
        select(Outbox.id)
        .where(
            _is("queued"),
            or_(Outbox.kind.in_(bindparam("kinds", expanding=True)), Outbox.op == "delete"),
            _rested(),
            _of(Outbox.op).not_in(held_ops),
            or_(Outbox.op != "post", _of(Outbox.target).not_in(held_targets)),
            not_(_behind_another()),
            not_(_before_its(Outbox.reply_to)),
            not_(_before_its(Outbox.edits)),
        )
        .order_by(Outbox.priority, Outbox.id)
        .limit(1)
    )


def _unknown() -> Select[int]:
    free = or_(Outbox.lease_until.is_(None), Outbox.lease_until <= NOW)
    return (
        select(Outbox.id).where(_is("unknown"), _rested(), free).order_by(Outbox.priority, Outbox.id).limit(1)
    )


def _taking(chosen: Select[int], state: str) -> Update:
    return (
        update(Outbox)
        .where(Outbox.id == chosen.with_for_update(skip_locked=True).scalar_subquery())
        .values(
            state=state,
            lease_until=LEASE,
            attempts=Outbox.attempts + (1 if state == "sending" else 0),
            attempted_at=func.coalesce(Outbox.attempted_at, NOW),
        )
        .returning(*TAKEN)
        .execution_options(synchronize_session=False)
    )


def _expiring() -> Update:
    state = case(
        (Outbox.op.in_(REPEATABLE), "queued"), (Outbox.op == "ephemeral", "dropped"), else_="unknown"
    )
    return (
        update(Outbox)
        .where(_is("sending"), Outbox.lease_until <= NOW)
        .values(state=state, lease_until=None, error="the sender stopped")
        .returning(Outbox.id)
        .execution_options(synchronize_session=False)
    )


def _item(session: Session, row: Row[Any] | None) -> Item | None:
    if row is None:
        return None
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


_LOOK = _looking()
_CLAIM = _taking(_head(), state="sending")
_UNKNOWN = _unknown()
_CLAIM_UNKNOWN = _taking(_unknown(), state="unknown")
_EXPIRE = _expiring()
