"""Rows of the outbox as the rest of the house sees them: put in, found again, taken back. On their way: `sending`."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.orm import Session

from bot.storage.tables import Outbox
from bot.storage.unit import Unit
from bot.storage.upsert import insert_once


def insert(session: Session, team_id: str, stream: str, values: Mapping[str, Any]) -> bool:
    """Queue a row at the end of its stream; False where one with its key is there, also by another process."""
    last = select(func.max(Outbox.sequence)).where(Outbox.team_id == team_id, Outbox.stream == stream)
    row = {
        **values,
        "team_id": team_id,
        "stream": stream,
        "sequence": (session.scalar(last) or 0) + 1,
        "state": "queued",
        "attempts": 0,
    }
    return insert_once(session, Outbox, row, ["team_id", "dedupe_key"])


def lock_queued(session: Session, team_id: str, same: Mapping[str, Any]) -> bool:
    """Whether a row with these values is still queued; it stays so until this transaction ends."""
    queued = select(Outbox.id).where(Outbox.team_id == team_id, _same(same), Outbox.state == "queued")
    return session.scalar(queued.limit(1).with_for_update()) is not None


def number_of(session: Session, team_id: str, same: Mapping[str, Any]) -> int:
    """How many rows with these values there ever were."""
    rows = select(func.count()).select_from(Outbox).where(Outbox.team_id == team_id, _same(same))
    return session.scalar(rows) or 0


def state_of(session: Session, team_id: str, key: str) -> str | None:
    """What became of a row: queued, sending, unknown, sent, dropped, dead; None where there is none."""
    return session.scalar(select(Outbox.state).where(Outbox.team_id == team_id, Outbox.dedupe_key == key))


def drop_queued(session: Session, team_id: str, key_prefix: str) -> None:
    """Drop queued rows whose key starts so; what has gone out stays."""
    begins = Outbox.dedupe_key.startswith(key_prefix, autoescape=True)
    session.execute(
        update(Outbox)
        .where(Outbox.team_id == team_id, Outbox.state == "queued", begins)
        .values(state="dropped")
    )


def give_up(session: Session, team_id: str, key: str, why: str) -> int:
    """Let a row not be sent, with this word for the reason; returns its number."""
    return session.execute(
        update(Outbox)
        .where(Outbox.team_id == team_id, Outbox.dedupe_key == key)
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


def became(unit: Unit, key: str) -> str | None:
    """What became of a letter: queued, sending, unknown, sent, dropped, dead; None where there is none."""
    return state_of(unit.session, unit.team_id, key)


def newest_of(unit: Unit, kind: str, thing_id: int) -> str | None:
    """The key of the newest message of this kind about a thing that went out or is going out."""
    sent = select(Outbox.dedupe_key).where(
        unit.own(Outbox),
        Outbox.kind == kind,
        Outbox.thing_id == thing_id,
        Outbox.op == "post",
        Outbox.state.not_in(("dropped", "dead")),
    )
    return unit.session.scalar(sent.order_by(Outbox.id.desc()).limit(1))


def number_about(unit: Unit, kind: str, thing_id: int) -> int:
    """How many letters of this kind about a thing there ever were, taken back ones too."""
    about = select(func.count()).select_from(Outbox).where(unit.own(Outbox), Outbox.kind == kind)
    return unit.session.scalar(about.where(Outbox.thing_id == thing_id)) or 0
