"""The record: who did what, and who opened what. Rows are added and never changed.

Each row has a MAC of its workspace's key, made in the transaction of what it records. The MAC is over the sealed
detail, so that destroying a candidate's key breaks nothing.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Text, select, type_coerce

from bot.storage.sealing import current_key, placed
from bot.storage.tables import Audit, AuditLink
from bot.storage.types import Placed
from bot.storage.unit import Unit
from bot.storage.upsert import insert_row
from bot.storage.vault import DataKey

MAC = "mac"
"""The subject of the key that a workspace's record is signed with."""


@dataclass(frozen=True)
class Entry:
    """A row of the record. `position` is its place in the chain, None while it is not linked yet."""

    id: int
    at: datetime
    actor: str
    action: str
    thing: str
    detail: str | None
    position: int | None


def write(unit: Unit, actor: str, action: str, thing: str, detail: str | None) -> None:
    """Add a row. Only `Transaction.audit` calls this."""
    given = {
        "team_id": unit.team_id,
        "at": unit.now,
        "actor": actor,
        "action": action,
        "thing": thing,
        "detail": detail,
    }
    (row,) = placed(unit.session, Audit, [given])
    sealed = row["detail"].sealed if isinstance(row["detail"], Placed) else None
    key = current_key(unit.session, unit.team_id, MAC)
    mac = mac_of(key, {**row, "sealed": sealed})
    insert_row(unit.session, Audit, {**row, "team_id": unit.team_id, "mac": mac})


def mac_of(key: DataKey, row: Mapping[str, Any]) -> str:
    """HMAC-SHA256 (hex) over everything in a row but its number, which only the insert gives.

    `sealed` is its detail as it stands in the database; a time without a zone is UTC.
    """
    at = row["at"].replace(tzinfo=UTC) if row["at"].tzinfo is None else row["at"].astimezone(UTC)
    names = ("actor", "action", "thing", "sealed", "key_id")
    said = [row["team_id"], row["row_key"], at.isoformat(), *(row[name] for name in names)]
    return hmac.new(key.secret, json.dumps(said).encode(), hashlib.sha256).hexdigest()


def entries(unit: Unit, *, last: int, thing: str | None = None, actor: str | None = None) -> Sequence[Entry]:
    """The newest rows, oldest first: at most `last`, of one thing or one actor where that is given."""
    wanted = (
        select(Audit, AuditLink.position)
        .outerjoin(AuditLink, AuditLink.audit_id == Audit.id)
        .where(unit.own(Audit))
    )
    if thing is not None:
        wanted = wanted.where(Audit.thing == thing)
    if actor is not None:
        wanted = wanted.where(Audit.actor == actor)
    rows = unit.session.execute(wanted.order_by(Audit.id.desc()).limit(last)).all()
    return [
        Entry(row.id, row.at, row.actor, row.action, row.thing, row.detail, position)
        for row, position in reversed(rows)
    ]


SEALED = type_coerce(Audit.__table__.c.detail, Text).label("sealed")
"""A detail as it stands in the database."""
