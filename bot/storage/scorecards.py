"""Scorecards field by field: opened, locked while they are written, read whole."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, update

from bot.domain.loops import LoopState, Role, SeatState
from bot.domain.scorecards import NOT_ASSESSED, RATING, Field, Stored
from bot.storage.sealing import placed
from bot.storage.tables import (
    Assignment,
    Interview,
    Loop,
    Opening,
    QuestionVersion,
    Rating,
    Scorecard,
    ScorecardNote,
)
from bot.storage.unit import Unit
from bot.storage.upsert import insert_once, insert_or_update_all

Fields = Mapping[Field, Stored]


@dataclass(frozen=True)
class Place:
    """Where a scorecard is written: its seat, as far as writing on it asks, and its loop's state.

    `asker_id` is the seat whose questions it scores: a shadow's is that of whom they sit with. `card_id` is None
    where it was never opened, `submitted_at` where it isn't in.
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

    @property
    def late(self) -> bool:
        """Whether the debrief has opened, so that its author can read the others."""
        return self.debriefed_at is not None


@dataclass(frozen=True)
class Row:
    """One scorecard's row."""

    id: int
    interview_id: int
    user_id: str
    render: int
    submitted_at: datetime | None
    edited_at: datetime | None = None
    blind: bool = True


def place(unit: Unit, interview_id: int) -> Place | None:
    """Where this seat's scorecard is written; None where there is no such seat.

    Who may write holds the card until the end, so that a debrief that opens meanwhile waits, or is seen.
    """
    if unit.writing:
        held = select(Scorecard.id).where(unit.own(Scorecard), Scorecard.interview_id == interview_id)
        unit.session.execute(held.with_for_update())
    row = unit.session.execute(
        select(
            Interview.id.label("seat_id"),
            func.coalesce(Interview.host_id, Interview.id).label("asker_id"),
            Interview.loop_id.label("id"),
            Interview.user_id,
            Interview.role,
            Interview.state.label("seat_state"),
            Interview.start_at,
            Loop.state.label("loop_state"),
            Loop.debriefed_at,
            Opening.question_set,
            Scorecard.id.label("card_id"),
            Scorecard.submitted_at,
        )
        .join(Loop, Loop.id == Interview.loop_id)
        .join(Opening, Opening.id == Loop.opening_id)
        .outerjoin(Scorecard, Scorecard.interview_id == Interview.id)
        .where(unit.own(Interview), Interview.id == interview_id)
    ).one_or_none()
    if row is None:
        return None
    typed = {
        "role": Role(row.role),
        "seat_state": SeatState(row.seat_state),
        "loop_state": LoopState(row.loop_state),
    }
    return Place(**{**row._mapping, **typed})


def asked(unit: Unit, seat_id: int) -> list[str]:
    """The questions that a seat asks, asked or left, in the words that they were planned with (JSON)."""
    same = and_(
        QuestionVersion.team_id == Assignment.team_id,
        QuestionVersion.question_id == Assignment.question_id,
        QuestionVersion.version == Assignment.version,
    )
    planned = (
        select(QuestionVersion.content)
        .join(Assignment, same)
        .where(unit.own(Assignment), Assignment.interview_id == seat_id)
    )
    return list(unit.session.scalars(planned))


def hold_all(unit: Unit, loop_id: int) -> None:
    """Let nobody write on a loop's scorecards until the end."""
    held = (
        select(Scorecard.id).where(unit.own(Scorecard), Scorecard.loop_id == loop_id).order_by(Scorecard.id)
    )
    unit.session.execute(held.with_for_update())


def open_one(unit: Unit, seat_id: int, loop_id: int, user_id: str) -> int:
    """A new rendering of a seat's scorecard, which is made where it was never opened; returns its number."""
    insert_once(
        unit.session,
        Scorecard,
        {
            "team_id": unit.team_id,
            "interview_id": seat_id,
            "loop_id": loop_id,
            "user_id": user_id,
            "render": 0,
        },
        ["interview_id"],
    )
    return _render(unit, seat_id)


def _render(unit: Unit, seat_id: int) -> int:
    again = update(Scorecard).where(unit.own(Scorecard), Scorecard.interview_id == seat_id)
    return unit.session.execute(
        again.values(render=Scorecard.render + 1).returning(Scorecard.render)
    ).scalar_one()


def of_seats(unit: Unit, seat_ids: Collection[int]) -> list[Row]:
    """The scorecards of these seats that were opened."""
    rows = unit.session.execute(
        select(
            Scorecard.id,
            Scorecard.interview_id,
            Scorecard.user_id,
            Scorecard.render,
            Scorecard.submitted_at,
            Scorecard.edited_at,
            Scorecard.blind,
        ).where(unit.own(Scorecard), Scorecard.interview_id.in_(seat_ids))
    )
    return [Row(*row) for row in rows]


def fields(unit: Unit, card_ids: Collection[int]) -> dict[int, dict[Field, Stored]]:
    """What stands on these scorecards, by card."""
    found: dict[int, dict[Field, Stored]] = {id: {} for id in card_ids}
    for rating in unit.session.scalars(unit.rows(Rating).where(Rating.scorecard_id.in_(card_ids))):
        value = NOT_ASSESSED if rating.value is None else str(rating.value)
        field = Field(rating.question_id, f"{RATING}{rating.dimension}")
        found[rating.scorecard_id][field] = Stored(value, rating.acted_at, rating.written_in)
    for note in unit.session.scalars(
        unit.rows(ScorecardNote).where(ScorecardNote.scorecard_id.in_(card_ids))
    ):
        field = Field(note.question_id, note.field)
        found[note.scorecard_id][field] = Stored(json.loads(note.value), note.acted_at, note.written_in)
    return found


def write(unit: Unit, card_id: int, written: Fields) -> None:
    """Put values into fields, over what stood there."""
    ratings, notes = [], []
    for field, stored in written.items():
        row = {
            "team_id": unit.team_id,
            "scorecard_id": card_id,
            "question_id": field.question_id,
            "acted_at": stored.acted_at,
            "written_in": stored.written_in,
        }
        if field.dimension is None:
            notes.append({**row, "field": field.name, "value": json.dumps(stored.value)})
        else:
            value = None if stored.value == NOT_ASSESSED else int(str(stored.value))
            ratings.append({**row, "dimension": field.dimension, "value": value})
    insert_or_update_all(unit.session, Rating, ratings, ["scorecard_id", "question_id", "dimension"])
    sealed = placed(unit.session, ScorecardNote, notes)
    insert_or_update_all(unit.session, ScorecardNote, sealed, ["scorecard_id", "question_id", "field"])


def edited(unit: Unit, card_id: int) -> None:
    """Note that a card that is in was changed."""
    changed = update(Scorecard).where(
        unit.own(Scorecard), Scorecard.id == card_id, Scorecard.submitted_at.is_not(None)
    )
    unit.session.execute(changed.values(edited_at=unit.now))


def hand_in(unit: Unit, card_id: int, *, blind: bool = True) -> None:
    """Note that a card is in now; not `blind` where its author could read the others before."""
    handed_in = update(Scorecard).where(unit.own(Scorecard), Scorecard.id == card_id)
    unit.session.execute(handed_in.values(submitted_at=unit.now, blind=blind))


def written_on(unit: Unit) -> ColumnElement[bool]:
    """That anything was written on a scorecard; one that was only opened says nothing yet."""
    return or_(
        exists().where(unit.own(Rating), Rating.scorecard_id == Scorecard.id),
        exists().where(unit.own(ScorecardNote), ScorecardNote.scorecard_id == Scorecard.id),
    )


def forget_opened(unit: Unit, seat_id: int) -> None:
    """Forget a card on which nothing was written."""
    unit.session.execute(
        delete(Scorecard)
        .where(unit.own(Scorecard), Scorecard.interview_id == seat_id, ~written_on(unit))
        .execution_options(synchronize_session=False)
    )
