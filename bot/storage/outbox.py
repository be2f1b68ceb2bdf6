"""Rows of the outbox as the rest of the house sees them: put in, found again, taken back. On their way: `sending`."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.orm import Session

from bot.storage.sending import waits
from bot.storage.tables import Outbox
from bot.storage.unit import Unit
from bot.storage.upsert import insert_once


def insert(unit: Unit, stream: str, values: Mapping[str, Any]) -> bool:
    """Queue a row behind what waits in its stream; False where one with its key is there, also by another process."""
    last = select(func.max(Outbox.sequence)).where(unit.own(Outbox), Outbox.stream == stream, waits(Outbox))
    row = {
        **values,
        "team_id": unit.team_id,
        "stream": stream,
        "sequence": (unit.session.scalar(last) or 0) + 1,
        "state": "queued",
        "attempts": 0,
    }
    return insert_once(unit.session, Outbox, row, ["team_id", "dedupe_key"])


def lock_queued(unit: Unit, stream: str, same: Mapping[str, Any]) -> bool:
    """Whether a row of this stream with these values is still queued; it stays so until this transaction ends."""
    waiting = (Outbox.stream == stream, waits(Outbox), Outbox.state == "queued")
    queued = select(Outbox.id).where(unit.own(Outbox), *waiting, _same(same))
    return unit.session.scalar(queued.order_by(Outbox.sequence).limit(1).with_for_update()) is not None


def newest_key(unit: Unit, same: Mapping[str, Any]) -> str | None:
    """The key of the newest row with these values, whatever became of it."""
    rows = select(Outbox.dedupe_key).where(unit.own(Outbox), _same(same))
    return unit.session.scalar(rows.order_by(Outbox.id.desc()).limit(1))


def drop_queued(unit: Unit, key_prefix: str) -> None:
    """Drop queued rows whose key starts so; what has gone out stays."""
    begins = Outbox.dedupe_key.startswith(key_prefix, autoescape=True)
    unit.session.execute(
        update(Outbox)
        .where(unit.own(Outbox), waits(Outbox), Outbox.state == "queued", begins)
        .values(state="dropped")
    )


def give_up(unit: Unit, key: str, why: str) -> int:
    """Let a row not be sent, with this word for the reason; returns its number."""
    return unit.session.execute(
        update(Outbox)
        .where(unit.own(Outbox), Outbox.dedupe_key == key)
        .values(state="dead", error=why)
        .returning(Outbox.id)
    ).scalar_one()


def given_up(session: Session, team_id: str, outbox_id: int) -> Outbox | None:
    """A row that will not be sent any more; None where it was sent after all."""
    dead = select(Outbox).where(Outbox.team_id == team_id, Outbox.id == outbox_id, Outbox.state == "dead")
    return session.scalar(dead)


def number_told(unit: Unit, kind: str, target: str) -> int:
    """How often somebody was told something of this kind, or is to be."""
    told = select(func.count()).select_from(Outbox).where(unit.own(Outbox), Outbox.kind == kind)
    return unit.session.scalar(told.where(Outbox.target == target)) or 0


def any_begins_with(unit: Unit, key_prefix: str) -> bool:
    """Whether there is a row whose key starts so, whatever became of it."""
    begins = Outbox.dedupe_key.startswith(key_prefix, autoescape=True)
    return unit.session.scalar(select(Outbox.id).where(unit.own(Outbox), begins).limit(1)) is not None


def _same(values: Mapping[str, Any]) -> ColumnElement[bool]:
    return and_(*(getattr(Outbox, column) == value for column, value in values.items()))


def state_of(unit: Unit, key: str) -> str | None:
    """What became of a letter: queued, sending, unknown, sent, dropped, dead; None where there is none."""
    return unit.session.scalar(select(Outbox.state).where(unit.own(Outbox), Outbox.dedupe_key == key))


def newest_of(unit: Unit, kind: str, thing_id: int, target: str | None = None) -> str | None:
    """The key of the newest message of this kind about a thing that went out or is going out; to `target` alone."""
    sent = select(Outbox.dedupe_key).where(
        unit.own(Outbox),
        Outbox.kind == kind,
        Outbox.thing_id == thing_id,
        Outbox.op == "post",
        Outbox.state.not_in(("dropped", "dead")),
    )
    if target is not None:
        sent = sent.where(Outbox.target == target)
    return unit.session.scalar(sent.order_by(Outbox.id.desc()).limit(1))


def number_about(unit: Unit, kind: str, thing_id: int) -> int:
    """How many letters of this kind about a thing there ever were, taken back ones too."""
    about = select(func.count()).select_from(Outbox).where(unit.own(Outbox), Outbox.kind == kind)
    return unit.session.scalar(about.where(Outbox.thing_id == thing_id)) or 0


def error_of(unit: Unit, key: str) -> str | None:
    """Why a letter was given up; None where it wasn't."""
    dead = select(Outbox.error).where(unit.own(Outbox), Outbox.dedupe_key == key, Outbox.state == "dead")
    return unit.session.scalar(dead)
