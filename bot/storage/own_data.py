"""What is kept about a candidate, row by row, as plain values."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from bot.domain.loops import LoopState
from bot.storage.tables import (
    Assignment,
    Candidate,
    DebriefRecord,
    Decision,
    Interview,
    Loop,
    Opening,
    Rating,
    Scorecard,
    ScorecardNote,
)
from bot.storage.unit import Unit

Json = dict[str, Any]
OF_RECORD = ("id", "label", "name", "email", "ats_id", "slack_user", "links", "notes")


def records(unit: Unit, ids: Collection[int]) -> list[Json]:
    """The records themselves."""
    found = unit.session.scalars(unit.rows(Candidate).where(Candidate.id.in_(ids)).order_by(Candidate.id))
    return [{name: getattr(one, name) for name in OF_RECORD} for one in found]


def loops(unit: Unit, ids: Collection[int]) -> list[Json]:
    """Their loops, oldest first."""
    found = unit.session.execute(
        select(Loop, Opening.title)
        .join(Opening, Opening.id == Loop.opening_id)
        .where(unit.own(Loop), Loop.candidate_id.in_(ids))
        .order_by(Loop.id)
    )
    return [
        {
            "id": loop.id,
            "opening": title,
            "label": loop.label,
            "level": loop.level,
            "state": loop.state,
            "planned": loop.created_at.isoformat(),
            "first_interview": loop.first_at.isoformat(),
            "debrief": loop.debrief_at.isoformat(),
        }
        for loop, title in found
    ]


def seats(unit: Unit, loop_id: int) -> list[Json]:
    """A loop's interviews, each with what was asked and written; `panelist` is the user id.

    Until its debrief opens a running loop's scorecards are sealed here, too: of each it says whether it is in.
    """
    sealed = unit.session.scalar(
        select(Loop.state).where(unit.own(Loop), Loop.id == loop_id, Loop.state == LoopState.RUNNING)
    )
    found = unit.session.scalars(
        unit.rows(Interview).where(Interview.loop_id == loop_id).order_by(Interview.position, Interview.id)
    )
    return [
        {
            "panelist": one.user_id,
            "role": one.role,
            "start": one.start_at.isoformat() if one.start_at else None,
            "minutes": one.minutes,
            "questions": list(
                unit.session.scalars(
                    select(Assignment.question_id)
                    .where(unit.own(Assignment), Assignment.interview_id == one.id)
                    .order_by(Assignment.position)
                )
            ),
            "scorecard": _card(unit, one.id, sealed=sealed is not None),
        }
        for one in found.all()
    ]


def _card(unit: Unit, interview_id: int, *, sealed: bool) -> Json | None:
    card = unit.session.scalar(unit.rows(Scorecard).where(Scorecard.interview_id == interview_id))
    if card is None:
        return None
    if sealed:
        return {"submitted": card.submitted_at.isoformat() if card.submitted_at else None, "sealed": True}
    given = unit.session.scalars(
        unit.rows(Rating).where(Rating.scorecard_id == card.id).order_by(Rating.question_id, Rating.dimension)
    )
    said = unit.session.scalars(
        unit.rows(ScorecardNote)
        .where(ScorecardNote.scorecard_id == card.id)
        .order_by(ScorecardNote.question_id, ScorecardNote.field)
    )
    return {
        "submitted": card.submitted_at.isoformat() if card.submitted_at else None,
        "ratings": [
            {"question": one.question_id, "dimension": one.dimension, "value": one.value} for one in given
        ],
        "written": [
            {"question": one.question_id or None, "field": one.field, "value": json.loads(one.value)}
            for one in said
        ],
    }


def debrief(unit: Unit, loop_id: int) -> str | None:
    """A debrief's figures as they were shown (JSON)."""
    return unit.session.scalar(
        select(DebriefRecord.numbers).where(unit.own(DebriefRecord), DebriefRecord.loop_id == loop_id)
    )


def decisions(unit: Unit, loop_id: int) -> list[Json]:
    """Every decision on a loop, the newest last."""
    found = unit.session.scalars(unit.rows(Decision).where(Decision.loop_id == loop_id).order_by(Decision.id))
    return [{"at": one.decided_at.isoformat(), "outcome": one.outcome, "reason": one.reason} for one in found]
