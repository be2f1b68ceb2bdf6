"""Openings: the roles being hired for, what they look for, and who leads them."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select

from bot.domain.errors import NotFound
from bot.storage.tables import Opening, OpeningCompetency, OpeningLead
from bot.storage.unit import Unit


def opening(unit: Unit, opening_id: int) -> Opening | None:
    """The opening, also one that is closed."""
    return unit.get(Opening, opening_id)


def opening_of(unit: Unit, opening_id: int) -> Opening:
    """The same where a loop or a person points to it. Raises NotFound."""
    row = opening(unit, opening_id)
    if row is None:
        raise NotFound("This opening isn't there any more.")
    return row


def open_ones(unit: Unit, limit: int) -> Sequence[Opening]:
    """Openings that loops can be planned for, newest first."""
    still = unit.rows(Opening).where(Opening.closed_at.is_(None))
    return unit.session.scalars(still.order_by(Opening.id.desc()).limit(limit)).all()


def number_open(unit: Unit) -> int:
    """How many openings loops can be planned for."""
    still = select(func.count()).select_from(Opening).where(unit.own(Opening), Opening.closed_at.is_(None))
    return unit.session.scalar(still) or 0


def titles(unit: Unit, opening_ids: Collection[int]) -> dict[int, str]:
    """What openings are called, by id."""
    wanted = select(Opening.id, Opening.title).where(unit.own(Opening), Opening.id.in_(opening_ids))
    return {row.id: row.title for row in unit.session.execute(wanted)}


def competencies(unit: Unit, opening_id: int) -> tuple[OpeningCompetency, ...]:
    """What an opening looks for, in its order."""
    sought = unit.rows(OpeningCompetency).where(OpeningCompetency.opening_id == opening_id)
    return tuple(unit.session.scalars(sought.order_by(OpeningCompetency.position)))


def leads(unit: Unit, opening_id: int) -> tuple[str, ...]:
    """Who leads an opening, by user id, whether or not they are named leads any more."""
    named = select(OpeningLead.user_id).where(
        unit.own(OpeningLead), OpeningLead.opening_id == opening_id, OpeningLead.ended_at.is_(None)
    )
    return tuple(sorted(unit.session.scalars(named)))


def led_by(unit: Unit, user_id: str) -> frozenset[int]:
    """The openings whose list of leads has them, by id."""
    listed = select(OpeningLead.opening_id).where(
        unit.own(OpeningLead), OpeningLead.user_id == user_id, OpeningLead.ended_at.is_(None)
    )
    return frozenset(unit.session.scalars(listed))
