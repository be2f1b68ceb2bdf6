"""The lists of who leads what: a loop's and an opening's, each with who led it before."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, select

from bot.domain.leading import Leads, Led
from bot.domain.loops import LoopState
from bot.storage.access import led_nowhere, not_about
from bot.storage.tables import Loop, LoopLead, Opening, OpeningLead
from bot.storage.unit import Unit

UNDER_WAY = (LoopState.DRAFT, LoopState.RUNNING, LoopState.DEBRIEFED)
Lead = LoopLead | OpeningLead


def of_loop(unit: Unit, loop_id: int) -> Leads:
    """A loop's list, whether or not those on it are named leads any more."""
    return _read(unit.session.scalars(unit.rows(LoopLead).where(LoopLead.loop_id == loop_id)).all())


def of_opening(unit: Unit, opening_id: int) -> Leads:
    """An opening's list, likewise."""
    return _read(
        unit.session.scalars(unit.rows(OpeningLead).where(OpeningLead.opening_id == opening_id)).all()
    )


def write_of_loop(unit: Unit, loop_id: int, user_ids: Collection[str]) -> None:
    """Let exactly these people lead a loop."""
    known = unit.session.scalars(unit.rows(LoopLead).where(LoopLead.loop_id == loop_id)).all()
    new = _written(unit, known, user_ids)
    unit.add_all([LoopLead(loop_id=loop_id, user_id=one, team_id=unit.team_id) for one in new])


def write_of_opening(unit: Unit, opening_id: int, user_ids: Collection[str]) -> None:
    """Let exactly these people lead an opening."""
    known = unit.session.scalars(unit.rows(OpeningLead).where(OpeningLead.opening_id == opening_id)).all()
    new = _written(unit, known, user_ids)
    unit.add_all([OpeningLead(opening_id=opening_id, user_id=one, team_id=unit.team_id) for one in new])


@dataclass(frozen=True)
class Listed:
    """A loop or an opening as an administrator finds it: `label` is the candidate's, of a loop alone."""

    what: Led
    id: int
    label: str | None
    opening: str


def without_a_lead(unit: Unit, user_id: str) -> list[Listed]:
    """What nobody leads who is a named lead and here; no loop that is about this person."""
    return _listed(unit, user_id, led_nowhere(unit, LoopLead), led_nowhere(unit, OpeningLead))


def everything(unit: Unit, user_id: str) -> list[Listed]:
    """All loops that are under way and all open openings; no loop that is about this person."""
    return _listed(unit, user_id)


def _listed(unit: Unit, user_id: str, *narrowed: ColumnElement[bool]) -> list[Listed]:
    of_loops, of_openings = narrowed[:1], narrowed[1:]
    loops = unit.session.execute(_loops(unit, user_id).where(*of_loops).order_by(Loop.id.desc()))
    openings = unit.session.execute(
        select(Opening.id, Opening.title)
        .where(unit.own(Opening), Opening.closed_at.is_(None), *of_openings)
        .order_by(Opening.id.desc())
    )
    return [
        *(Listed(Led.LOOP, row.id, row.label, row.title) for row in loops),
        *(Listed(Led.OPENING, row.id, None, row.title) for row in openings),
    ]


def _loops(unit: Unit, user_id: str) -> Select[int, str, str]:
    return (
        select(Loop.id, Loop.label, Opening.title)
        .join(Opening, Opening.id == Loop.opening_id)
        .where(unit.own(Loop), Loop.practice.is_(False), Loop.state.in_(UNDER_WAY), not_about(unit, user_id))
    )


def _read(rows: Sequence[Lead]) -> Leads:
    now = tuple(sorted(row.user_id for row in rows if row.ended_at is None))
    return Leads(now, frozenset(row.user_id for row in rows))


def _written(unit: Unit, known: Sequence[Lead], user_ids: Collection[str]) -> list[str]:
    """End and take up again what is known; returns who is new."""
    for row in known:
        row.ended_at = None if row.user_id in user_ids else row.ended_at or unit.now
    return sorted(set(user_ids) - {row.user_id for row in known})
