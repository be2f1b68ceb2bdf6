"""Questions as they were asked: their words, how often each was met, and by whom."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from bot.domain.loops import GONE, LoopState
from bot.domain.scorecards import Asked
from bot.storage.tables import Assignment, Interview, Loop, QuestionVersion
from bot.storage.unit import Unit

Version = tuple[str, str]
"""A question's id, and its version."""


def content(unit: Unit, question_id: str, version: str) -> str | None:
    """A question's words as they were (JSON); None where this version was never planned."""
    row = unit.session.get(QuestionVersion, (unit.team_id, question_id, version))
    return None if row is None else row.content


def contents(unit: Unit, question_ids: Collection[str]) -> dict[Version, str]:
    """All versions of these questions that were ever planned (JSON)."""
    rows = unit.session.execute(
        select(QuestionVersion.question_id, QuestionVersion.version, QuestionVersion.content).where(
            unit.own(QuestionVersion), QuestionVersion.question_id.in_(question_ids)
        )
    )
    return {(row.question_id, row.version): row.content for row in rows}


def keep(unit: Unit, question_id: str, version: str, words: str) -> None:
    """Keep the words of a version (JSON)."""
    unit.add(QuestionVersion(team_id=unit.team_id, question_id=question_id, version=version, content=words))


def met_since(unit: Unit, begin: datetime) -> dict[str, int]:
    """How often each question was met, or is to be, in loops that began since then; practice counts nothing."""
    rows = unit.session.execute(
        select(Assignment.question_id, func.count().label("times"))
        .join(Loop, Loop.id == Assignment.loop_id)
        .join(Interview, Interview.id == Assignment.interview_id)
        .where(unit.own(Assignment), _met_or_to_be(), Loop.first_at >= begin, Loop.practice.is_(False))
        .group_by(Assignment.question_id)
    )
    return {row.question_id: row.times for row in rows}


def met_by(unit: Unit, candidate_ids: Collection[int], but_loop: int) -> frozenset[str]:
    """Questions that were met, or are to be, in loops of these records, one loop left out.

    A draft, an interview that was called off before its time and one that didn't happen use up none.
    """
    met = (
        select(Assignment.question_id)
        .join(Loop, Loop.id == Assignment.loop_id)
        .join(Interview, Interview.id == Assignment.interview_id)
        .where(
            unit.own(Assignment), Loop.id != but_loop, Loop.candidate_id.in_(candidate_ids), _met_or_to_be()
        )
    )
    return frozenset(unit.session.scalars(met))


def _met_or_to_be() -> ColumnElement[bool]:
    """Whether the candidate met, or is to meet, an assignment's question in its interview and loop."""
    over = Loop.state.in_((LoopState.DEBRIEFED, LoopState.DECIDED))
    held = and_(Interview.state.not_in(GONE), or_(over, _begun_before_cancelled()))
    return and_(Assignment.state != Asked.NOT_REACHED, or_(Loop.state == LoopState.RUNNING, held))


def _begun_before_cancelled() -> ColumnElement[bool]:
    """Whether an interview's time had come, with its kit out, when its loop was called off."""
    begun = Loop.cancelled_at >= Interview.start_at
    return and_(Loop.state == LoopState.CANCELLED, Interview.kit_revision > 0, begun)


def versions_in(unit: Unit, loop_id: int) -> list[Version]:
    """What a loop asks or asked, in the words that it was planned with; without what was not reached."""
    rows = unit.session.execute(
        select(Assignment.question_id, Assignment.version).where(
            unit.own(Assignment), Assignment.loop_id == loop_id, Assignment.state != Asked.NOT_REACHED
        )
    )
    return [(row.question_id, row.version) for row in rows]


def ids_in(unit: Unit, loop_id: int, state: Asked | None = None) -> frozenset[str]:
    """The questions of a loop, or those of them in one state."""
    held = select(Assignment.question_id).where(unit.own(Assignment), Assignment.loop_id == loop_id)
    if state is not None:
        held = held.where(Assignment.state == state)
    return frozenset(unit.session.scalars(held))
