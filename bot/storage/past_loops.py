"""Loops that count and are over, as statistics read them: each is one statement, for however many loops.

With `since` only those whose debrief has opened then or later.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from bot.domain.loops import GONE, Role
from bot.domain.scorecards import LAST_PAGE, RECOMMENDATION, Asked
from bot.storage.ratings import learned_from_these
from bot.storage.tables import (
    Assignment,
    Decision,
    Interview,
    Loop,
    Opening,
    QuestionVersion,
    Revision,
    Scorecard,
    ScorecardNote,
)
from bot.storage.unit import Unit


@dataclass(frozen=True)
class PastLoop:
    """A loop whose debrief has opened, and that is no practice."""

    id: int
    opening_id: int
    opening: str
    level: str
    debriefed_at: datetime


@dataclass(frozen=True)
class PastSeat:
    """A panelist's interview that was held, or is not known not to have been; `handed_in_at` None: no scorecard."""

    loop_id: int
    user_id: str
    start_at: datetime
    minutes: int
    scorecard_id: int | None
    handed_in_at: datetime | None

    @property
    def hours_to_scorecard(self) -> float | None:
        """From its end until the scorecard was in, below 0 where that was sooner; None without one."""
        if self.handed_in_at is None:
            return None
        return (self.handed_in_at - self.start_at) / timedelta(hours=1) - self.minutes / 60


@dataclass(frozen=True)
class PastAsk:
    """What became of a question that was planned for a seat of a panelist."""

    loop_id: int
    user_id: str
    question_id: str
    version: str
    competency: str
    state: Asked


@dataclass(frozen=True)
class PastDecision:
    """The newest decision on a loop; `rule_read` is what the agreed rule read then, None where it had no reading."""

    loop_id: int
    outcome: str
    at: datetime
    rule_read: str | None


def _since(since: datetime | None) -> tuple[ColumnElement[bool], ...]:
    newer = () if since is None else (Loop.debriefed_at >= since,)
    return (*learned_from_these(), *newer)


def loops(unit: Unit, since: datetime | None = None) -> list[PastLoop]:
    """All of them, in the order in which they were debriefed."""
    rows = unit.session.execute(
        select(Loop.id, Loop.opening_id, Opening.title, Loop.level, Loop.debriefed_at)
        .join(Opening, Opening.id == Loop.opening_id)
        .where(unit.own(Loop), *_since(since))
        .order_by(Loop.debriefed_at, Loop.id)
    )
    return [
        PastLoop(id, opening_id, title, level, opened)
        for id, opening_id, title, level, opened in rows
        if opened is not None
    ]


def seats(unit: Unit, since: datetime | None = None) -> list[PastSeat]:
    """Their panelists' interviews that have a time and were not given up or missed."""
    wanted = (
        select(
            Interview.loop_id,
            Interview.user_id,
            Interview.start_at,
            Interview.minutes,
            Scorecard.id,
            Scorecard.submitted_at,
        )
        .join(Loop, Loop.id == Interview.loop_id)
        .outerjoin(Scorecard, Scorecard.interview_id == Interview.id)
        .where(
            unit.own(Interview),
            Interview.role == Role.PANELIST,
            Interview.state.not_in(GONE),
            Interview.start_at.is_not(None),
            *_since(since),
        )
    )
    rows = unit.session.execute(wanted.order_by(Interview.loop_id, Interview.position, Interview.id))
    return [
        PastSeat(loop_id, user_id, start, minutes, card, handed_in)
        for loop_id, user_id, start, minutes, card, handed_in in rows
        if start is not None
    ]


def asks(unit: Unit, since: datetime | None = None) -> list[PastAsk]:
    """The questions that those interviews were planned to ask."""
    wanted = (
        select(
            Assignment.loop_id,
            Interview.user_id,
            Assignment.question_id,
            Assignment.version,
            Assignment.competency,
            Assignment.state,
        )
        .join(Interview, Interview.id == Assignment.interview_id)
        .join(Loop, Loop.id == Assignment.loop_id)
        .where(
            unit.own(Assignment),
            Interview.role == Role.PANELIST,
            Interview.state.not_in(GONE),
            *_since(since),
        )
    )
    rows = unit.session.execute(wanted.order_by(Assignment.loop_id, Assignment.id))
    return [PastAsk(*row[:-1], Asked(row[-1])) for row in rows]


def recommendations(unit: Unit, since: datetime | None = None) -> dict[int, str]:
    """What the scorecards of those loops recommend that were in blind, by scorecard (JSON)."""
    wanted = (
        select(ScorecardNote.scorecard_id, ScorecardNote.value)
        .join(Scorecard, Scorecard.id == ScorecardNote.scorecard_id)
        .join(Loop, Loop.id == Scorecard.loop_id)
        .where(
            unit.own(ScorecardNote),
            Scorecard.submitted_at.is_not(None),
            Scorecard.blind.is_(True),
            ScorecardNote.question_id == LAST_PAGE,
            ScorecardNote.field == RECOMMENDATION,
            *_since(since),
        )
    )
    return {row.scorecard_id: row.value for row in unit.session.execute(wanted)}


def after_talk(unit: Unit, since: datetime | None = None) -> dict[int, str]:
    """What panelists of those loops hold after the talk, by scorecard; of cards that were blind alone."""
    wanted = (
        select(Revision.scorecard_id, Revision.recommendation)
        .join(Scorecard, Scorecard.id == Revision.scorecard_id)
        .join(Loop, Loop.id == Scorecard.loop_id)
        .where(unit.own(Revision), Scorecard.blind.is_(True), *_since(since))
    )
    return {row.scorecard_id: row.recommendation for row in unit.session.execute(wanted)}


def decisions(unit: Unit, since: datetime | None = None) -> list[PastDecision]:
    """The newest decision on each of those loops."""
    newest = select(func.max(Decision.id)).where(unit.own(Decision)).group_by(Decision.loop_id)
    wanted = (
        select(Decision.loop_id, Decision.outcome, Decision.decided_at, Decision.rule_read)
        .join(Loop, Loop.id == Decision.loop_id)
        .where(unit.own(Decision), Decision.id.in_(newest), *_since(since))
    )
    return [PastDecision(*row) for row in unit.session.execute(wanted.order_by(Decision.loop_id))]


def versions_used(unit: Unit) -> list[QuestionVersion]:
    """The words of every question version that one of those loops was planned with."""
    used = (
        select(Assignment.question_id, Assignment.version)
        .join(Loop, Loop.id == Assignment.loop_id)
        .where(unit.own(Assignment), *learned_from_these())
        .distinct()
        .subquery()
    )
    wanted = unit.rows(QuestionVersion).join(
        used,
        (used.c.question_id == QuestionVersion.question_id) & (used.c.version == QuestionVersion.version),
    )
    return list(unit.session.scalars(wanted.order_by(QuestionVersion.question_id, QuestionVersion.version)))
