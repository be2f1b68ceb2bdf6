"""A workspace's fit of the joint model, kept between debriefs."""

import json
from dataclasses import dataclass

from sqlalchemy import select, update

from bot.storage.tables import KeptFit
from bot.storage.unit import Unit
from bot.storage.upsert import insert_or_update


@dataclass(frozen=True)
class Kept:
    """A fit as bytes, and the loops that it was made from."""

    fit: bytes
    loops: frozenset[int]


def newest(unit: Unit, version: int) -> Kept | None:
    """What was kept last; None where nothing was, or another version of the model kept it."""
    row = unit.session.scalar(unit.rows(KeptFit).where(KeptFit.version == version))
    return None if row is None else Kept(row.kept, frozenset(json.loads(row.loops)))


def keep(unit: Unit, version: int, fit: bytes, loops: frozenset[int]) -> None:
    """Keep this fit in place of the one before."""
    values = {"team_id": unit.team_id, "version": version, "kept": fit, "loops": json.dumps(sorted(loops))}
    insert_or_update(unit.session, KeptFit, values, ["team_id"])


def watched(unit: Unit) -> str | None:
    """What was last found of panelists over the months (JSON)."""
    return unit.session.scalar(select(KeptFit.watched).where(unit.own(KeptFit)))


def keep_watched(unit: Unit, found: str) -> None:
    """Keep this beside the fit, where there is one."""
    unit.session.execute(update(KeptFit).where(unit.own(KeptFit)).values(watched=found))
