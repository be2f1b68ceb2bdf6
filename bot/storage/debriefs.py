"""Debriefs as they were shown, and decisions."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, or_, select

from bot.domain.debriefs import Earlier
from bot.storage.ratings import learned_from_these
from bot.storage.tables import DebriefRecord, Decision, Loop
from bot.storage.unit import Unit


def record(unit: Unit, loop_id: int) -> DebriefRecord | None:
    """A loop's debrief as it was shown; None where it has not opened."""
    return unit.session.scalar(unit.rows(DebriefRecord).where(DebriefRecord.loop_id == loop_id))


def record_of(unit: Unit, loop_id: int) -> DebriefRecord:
    """The same of a loop whose debrief has opened. Raises NoResultFound otherwise."""
    return unit.session.scalars(unit.rows(DebriefRecord).where(DebriefRecord.loop_id == loop_id)).one()


def keep(unit: Unit, loop_id: int, numbers: str, fit: str | None) -> None:
    """Keep a debrief's figures as they are shown, and what they came from (both JSON)."""
    unit.add(DebriefRecord(team_id=unit.team_id, loop_id=loop_id, numbers=numbers, fit=fit))


def decide(unit: Unit, loop_id: int, user_id: str, outcome: str, reason: str, rule_read: str | None) -> int:
    """Keep a decision beside those before it, with what the agreed rule read then; returns its number."""
    made = Decision(
        team_id=unit.team_id,
        loop_id=loop_id,
        decided_by=user_id,
        decided_at=unit.now,
        outcome=outcome,
        reason=reason,
        rule_read=rule_read,
    )
    return unit.add(made).id


def records(unit: Unit) -> Sequence[DebriefRecord]:
    """Every debrief of this workspace, oldest first."""
    return unit.session.scalars(unit.rows(DebriefRecord).order_by(DebriefRecord.id)).all()


def newest_fit(unit: Unit) -> str | None:
    """What the newest debrief's figures came from (JSON), of those that could be calibrated and are no practice."""
    fits = (
        select(DebriefRecord.fit)
        .join(Loop, Loop.id == DebriefRecord.loop_id)
        .where(unit.own(DebriefRecord), DebriefRecord.fit.is_not(None), *learned_from_these())
    )
    return unit.session.scalar(fits.order_by(DebriefRecord.id.desc()).limit(1))


def newest_decision(unit: Unit, loop_id: int) -> Decision | None:
    """The decision on a loop that counts; the earlier ones stay on record."""
    made = unit.rows(Decision).where(Decision.loop_id == loop_id)
    return unit.session.scalar(made.order_by(Decision.id.desc()).limit(1))


def decisions(unit: Unit, loop_id: int) -> Sequence[Decision]:
    """Every decision on a loop, the newest first."""
    made = unit.rows(Decision).where(Decision.loop_id == loop_id)
    return unit.session.scalars(made.order_by(Decision.id.desc())).all()


def decisions_on(unit: Unit, loop_ids: Collection[int]) -> dict[int, Decision]:
    """The decisions that count on many loops, by loop."""
    made = unit.rows(Decision).where(Decision.loop_id.in_(loop_ids))
    return {row.loop_id: row for row in unit.session.scalars(made.order_by(Decision.id))}


def loops_of(unit: Unit, ids: Collection[int]) -> dict[int, Loop]:
    """These loops' rows, by id; those that are gone are left out."""
    return {loop.id: loop for loop in unit.session.scalars(unit.rows(Loop).where(Loop.id.in_(ids)))}


def made_of_samples(unit: Unit) -> bool:
    """Whether every loop of this workspace is a sample, also where there is none."""
    real = select(Loop.id).where(unit.own(Loop), Loop.sample.is_(False))
    return unit.session.scalar(real.limit(1)) is None


def earlier_loops(unit: Unit, loop_id: int) -> Earlier:
    """The loops of its opening that had their debrief before this one: of other candidates, and no practice."""
    this = unit.session.scalars(unit.rows(Loop).where(Loop.id == loop_id)).one()
    samples = func.count().filter(Loop.sample.is_(True))
    counts = select(func.count(), samples).select_from(Loop).where(unit.own(Loop))
    before = counts.where(
        Loop.opening_id == this.opening_id,
        Loop.candidate_id != this.candidate_id,
        Loop.debriefed_at < this.debriefed_at,
        or_(Loop.practice.is_(False), Loop.sample.is_(True)),
    )
    return Earlier(*unit.session.execute(before).one())
