"""Where a scorecard is written: read in one statement, since every tap on a scorecard asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, and_, bindparam, func, select

from bot.domain.loops import LoopState, Role, SeatState
from bot.domain.scorecards import Field, Stored
from bot.storage import access, scorecards, sealing
from bot.storage.access import Facts
from bot.storage.json_rows import json_rows, rows_in
from bot.storage.tables import (
    Assignment,
    Candidate,
    DataKeyRow,
    Interview,
    Loop,
    Opening,
    Rating,
    Scorecard,
    ScorecardDraft,
    ScorecardNote,
)
from bot.storage.types import in_place, opened
from bot.storage.unit import AnyWorkspace, Scope, Unit

Fields = Mapping[Field, Stored]


@dataclass(frozen=True)
class Place:
    """Where a scorecard is written: its seat, as far as writing on it asks, its loop's state, and what stands there.

    `asker_id` is the seat whose questions it scores: a shadow's is that of whom they sit with; `asked` are those
    questions' ids and versions. `facts` say how whoever asks stands to the loop. `card_id` is None where it was never
    opened, `submitted_at` where it isn't in; `drafts` are changes beside what was handed in.
    """

    seat_id: int
    asker_id: int
    id: int
    """The loop's."""
    user_id: str
    role: Role
    seat_state: SeatState
    start_at: datetime | None
    loop_state: LoopState
    question_set: str
    """The opening's."""
    debriefed_at: datetime | None
    card_id: int | None
    submitted_at: datetime | None
    facts: Facts
    known: Fields
    drafts: Fields
    asked: tuple[tuple[str, str], ...]

    @property
    def late(self) -> bool:
        """Whether the debrief has opened, so that its author can read the others."""
        return self.debriefed_at is not None


def place(unit: Unit, interview_id: int, user_id: str) -> Place | None:
    """Where this seat's scorecard is written, for this person; None where there is no such seat.

    Who may write holds the card until the end, so that a debrief that opens meanwhile waits, or is seen.
    """
    if unit.writing:
        _hold(unit, interview_id)
    row = unit.ask(_PLACE, seat_id=interview_id, user_id=user_id).one_or_none()
    if row is None:
        return None
    if unit.writing and row.card_id is not None and row.wrapped is not None:
        tables = (ScorecardNote, ScorecardDraft)
        sealing.know_key(unit.session, tables, row.card_id, row.key_id, row.wrapped)
    return _read(unit, row, user_id)


def _hold(unit: Unit, interview_id: int) -> None:
    """The card, and the key of what is written on it. SQLite has one writer, who holds everything.

    A statement of its own: what it waited for is seen by the next one only.
    """
    if unit.session.get_bind().dialect.name == "sqlite":
        return
    if unit.ask(_HELD, seat_id=interview_id).first() is None:
        unit.ask(_HELD_ALONE, seat_id=interview_id)


def _read(unit: Unit, row: Row[Any], user_id: str) -> Place:
    dialect = unit.session.get_bind().dialect
    ratings = [scorecards.rated(*one) for one in rows_in(row.ratings)]
    notes, drafts = (
        [
            scorecards.noted(question_id, name, opened(value, dialect) or "null", acted_at, written_in)
            for question_id, name, value, acted_at, written_in in rows_in(found)
        ]
        for found in (row.notes, row.drafts)
    )
    return Place(
        seat_id=row.seat_id,
        asker_id=row.asker_id,
        id=row.loop_id,
        user_id=row.holder,
        role=Role(row.role),
        seat_state=SeatState(row.seat_state),
        start_at=row.start_at,
        loop_state=LoopState(row.loop_state),
        question_set=row.question_set,
        debriefed_at=row.debriefed_at,
        card_id=row.card_id,
        submitted_at=row.submitted_at,
        facts=access.facts_in(unit, user_id, row),
        known=dict(ratings + notes),
        drafts=dict(drafts),
        asked=tuple((question_id, version) for question_id, version in rows_in(row.asked)),
    )


def _place(unit: Scope) -> Select[*tuple[Any, ...]]:
    asker = func.coalesce(Interview.host_id, Interview.id)
    return (
        access.standing(unit)
        .add_columns(
            Interview.id.label("seat_id"),
            asker.label("asker_id"),
            Interview.loop_id,
            Interview.user_id.label("holder"),
            Interview.role,
            Interview.state.label("seat_state"),
            Interview.start_at,
            Loop.state.label("loop_state"),
            Loop.debriefed_at,
            Opening.question_set,
            Scorecard.id.label("card_id"),
            Scorecard.submitted_at,
            DataKeyRow.id.label("key_id"),
            DataKeyRow.wrapped,
            _ratings(unit).label("ratings"),
            _words(unit, ScorecardNote).label("notes"),
            _words(unit, ScorecardDraft).label("drafts"),
            _asked(unit, asker).label("asked"),
        )
        .join(Interview, and_(unit.own(Interview), Interview.loop_id == Loop.id))
        .join(Opening, Opening.id == Loop.opening_id)
        .outerjoin(Scorecard, and_(unit.own(Scorecard), Scorecard.interview_id == Interview.id))
        .outerjoin(DataKeyRow, _current_key(unit))
        .where(Interview.id == bindparam("seat_id"))
    )


def _current_key(unit: Scope) -> ColumnElement[bool]:
    """That a key is the one that text about the loop's candidate is sealed under now."""
    return and_(
        unit.own(DataKeyRow), DataKeyRow.subject == Candidate.row_key, DataKeyRow.retired_at.is_(None)
    )


def _ratings(unit: Scope) -> ScalarSelect[str]:
    row = json_rows(Rating.question_id, Rating.dimension, Rating.value, Rating.acted_at, Rating.written_in)
    found = select(row).where(unit.own(Rating), Rating.scorecard_id == Scorecard.id)
    return found.correlate(Scorecard).scalar_subquery()


def _words(unit: Scope, of: type[ScorecardNote] | type[ScorecardDraft]) -> ScalarSelect[str]:
    row = json_rows(of.question_id, of.field, in_place(of.__table__.c["value"]), of.acted_at, of.written_in)
    found = select(row).where(unit.own(of), of.scorecard_id == Scorecard.id)
    return found.correlate(Scorecard).scalar_subquery()


def _asked(unit: Scope, asker: ColumnElement[int]) -> ScalarSelect[str]:
    row = json_rows(Assignment.question_id, Assignment.version)
    found = select(row).where(unit.own(Assignment), Assignment.interview_id == asker)
    return found.correlate(Interview).scalar_subquery()


def _held(unit: Scope) -> Select[int]:
    """The card for ourselves, and its key from whoever would retire it."""
    return (
        select(Scorecard.id)
        .join(Loop, Loop.id == Scorecard.loop_id)
        .join(Candidate, Candidate.id == Loop.candidate_id)
        .join(DataKeyRow, _current_key(unit))
        .where(unit.own(Scorecard), Scorecard.interview_id == bindparam("seat_id"))
        .with_for_update(of=Scorecard)
        .suffix_with("FOR SHARE OF data_keys", dialect="postgresql")
    )


def _held_alone(unit: Scope) -> Select[int]:
    wanted = select(Scorecard.id).where(unit.own(Scorecard), Scorecard.interview_id == bindparam("seat_id"))
    return wanted.with_for_update()


_PLACE = _place(AnyWorkspace())
_HELD = _held(AnyWorkspace())
_HELD_ALONE = _held_alone(AnyWorkspace())
