"""Ratings as calibration reads them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from bot.domain.loops import GONE, Role
from bot.domain.scorecards import Asked
from bot.storage.database import Database
from bot.storage.tables import Assignment, Interview, Loop, Rating, Scorecard
from bot.storage.unit import Unit

AT_ONCE = 500
"""Loops in one statement: databases bound how many parameters it may have."""


@dataclass(frozen=True)
class Counted:
    """A rating that counts: 1 to 4. `other` is whether something else was asked in place of the question."""

    scorecard_id: int
    loop_id: int
    opening_id: int
    user_id: str
    question_id: str
    dimension: str
    value: int
    competency: str
    other: bool


def workspaces(database: Database) -> list[str]:
    """The team ids of all workspaces that have loops."""
    with database.reading() as session:
        return sorted(session.scalars(select(Loop.team_id).distinct()))


def learned_from(unit: Unit) -> frozenset[int]:
    """The loops whose ratings calibration learns from."""
    return frozenset(unit.session.scalars(select(Loop.id).where(unit.own(Loop), *learned_from_these())))


def samples(unit: Unit) -> frozenset[int]:
    """The loops that are a demo's made-up past."""
    return frozenset(unit.session.scalars(select(Loop.id).where(unit.own(Loop), Loop.sample.is_(True))))


def of_opened_debriefs(unit: Unit) -> list[Counted]:
    """Every rating that calibration learns from."""
    return _counted(unit, *learned_from_these())


def of_opened(unit: Unit, loops: Collection[int]) -> list[Counted]:
    """The same, of these loops alone."""
    ids = sorted(loops)
    parts = (ids[begin : begin + AT_ONCE] for begin in range(0, len(ids), AT_ONCE))
    return [row for part in parts for row in _counted(unit, *learned_from_these(), Loop.id.in_(part))]


def of_loop(unit: Unit, loop_id: int) -> list[Counted]:
    """What the panel of one loop has handed in, whether or not its debrief has opened."""
    return _counted(unit, Loop.id == loop_id)


def learned_from_these() -> tuple[ColumnElement[bool], ...]:
    """Which loops: their debrief has opened (until then scorecards are sealed), and they are no practice."""
    return Loop.debriefed_at.is_not(None), or_(Loop.practice.is_(False), Loop.sample.is_(True))


def _counts() -> tuple[ColumnElement[bool], ...]:
    """Which ratings of a loop, in its own debrief and in everybody's: this is the one place that says so.

    Given (not "not assessed"), handed in blind, by a panelist who held their interview, of a question that was asked.
    """
    return (
        Rating.value.is_not(None),
        Scorecard.submitted_at.is_not(None),
        Scorecard.blind.is_(True),
        Interview.role == Role.PANELIST,
        Interview.state.not_in(GONE),
        Assignment.state != Asked.NOT_REACHED,
    )


def _counted(unit: Unit, *of: ColumnElement[bool]) -> list[Counted]:
    rows = unit.session.execute(
        select(
            Scorecard.id,
            Scorecard.loop_id,
            Loop.opening_id,
            Scorecard.user_id,
            Rating.question_id,
            Rating.dimension,
            Rating.value,
            Assignment.competency,
            Assignment.state,
        )
        .join(Scorecard, Scorecard.id == Rating.scorecard_id)
        .join(Interview, Interview.id == Scorecard.interview_id)
        .join(Loop, Loop.id == Scorecard.loop_id)
        .join(
            Assignment,
            (Assignment.interview_id == Interview.id) & (Assignment.question_id == Rating.question_id),
        )
        .where(unit.own(Rating), *_counts(), *of)
        .order_by(Scorecard.loop_id, Scorecard.user_id, Rating.question_id, Rating.dimension)
    )
    return [
        Counted(card, loop, opening, user, question, dimension, value, competency, state == Asked.OTHER)
        for card, loop, opening, user, question, dimension, value, competency, state in rows
        if value is not None
    ]
