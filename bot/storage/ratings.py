"""Ratings as calibration reads them."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from bot.domain.loops import GONE, Role
from bot.domain.scorecards import Asked
from bot.storage.database import Database
from bot.storage.tables import Assignment, Interview, Loop, Rating, Scorecard
from bot.storage.unit import Unit


@dataclass(frozen=True)
class Counted:
    """A rating that counts: 1 to 4. `other` is whether something else was asked in place of the question."""

    scorecard_id: int
    loop_id: int
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


def of_opened_debriefs(unit: Unit, also_loop: int | None = None) -> list[Counted]:
    """Every rating of loops whose debrief has opened, and of one more loop."""
    return _counted(unit, or_(Loop.debriefed_at.is_not(None), Loop.id == (also_loop or 0)))


def of_loop(unit: Unit, loop_id: int) -> list[Counted]:
    """What the panel of one loop has handed in, whether or not its debrief has opened."""
    return _counted(unit, Loop.id == loop_id)


def _counted(unit: Unit, of: ColumnElement[bool]) -> list[Counted]:
    """Every rating that counts in these loops: submitted, by a panelist, of a question that their seat asked."""
    rows = unit.session.execute(
        select(
            Scorecard.id,
            Scorecard.loop_id,
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
            (Assignment.interview_id == Interview.id)
            & (Assignment.question_id == Rating.question_id)
            & (Assignment.state != Asked.NOT_REACHED),
        )
        .where(
            unit.own(Rating),
            Rating.value.is_not(None),
            Scorecard.submitted_at.is_not(None),
            Interview.role == Role.PANELIST,
            Interview.state.not_in(GONE),
            of,
        )
        .order_by(Scorecard.loop_id, Scorecard.user_id, Rating.question_id, Rating.dimension)
    )
    return [
        Counted(card_id, loop_id, user_id, question_id, dimension, value, competency, state == Asked.OTHER)
        for card_id, loop_id, user_id, question_id, dimension, value, competency, state in rows
        if value is not None
    ]
