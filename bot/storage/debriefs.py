"""Debriefs as they were shown, and decisions."""

from collections.abc import Sequence

from sqlalchemy import select

from bot.storage.tables import DebriefRecord, Decision
from bot.storage.unit import Unit


def record(unit: Unit, loop_id: int) -> DebriefRecord | None:
    """A loop's debrief as it was shown; None where it has not opened."""
    return unit.session.scalar(unit.rows(DebriefRecord).where(DebriefRecord.loop_id == loop_id))


def records(unit: Unit) -> Sequence[DebriefRecord]:
    """Every debrief of this workspace, oldest first."""
    return unit.session.scalars(unit.rows(DebriefRecord).order_by(DebriefRecord.id)).all()


def newest_fit(unit: Unit) -> str | None:
    """What the newest debrief's figures came from (JSON), of those that could be calibrated."""
    fits = select(DebriefRecord.fit).where(unit.own(DebriefRecord), DebriefRecord.fit.is_not(None))
    return unit.session.scalar(fits.order_by(DebriefRecord.id.desc()).limit(1))


def newest_decision(unit: Unit, loop_id: int) -> Decision | None:
    """The decision on a loop that counts; the earlier ones stay on record."""
    made = unit.rows(Decision).where(Decision.loop_id == loop_id)
    return unit.session.scalar(made.order_by(Decision.id.desc()).limit(1))
