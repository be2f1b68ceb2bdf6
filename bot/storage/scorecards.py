"""Scorecards field by field: opened, locked while they are written, read whole."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, or_, select, update

from bot.domain.scorecards import NOT_ASSESSED, RATING, Field, Stored
from bot.storage.sealing import placed
from bot.storage.tables import (
    Rating,
    Scorecard,
    ScorecardNote,
)
from bot.storage.unit import Scope, Unit
from bot.storage.upsert import insert_once, insert_or_update_all


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
        given = (rating.question_id, rating.dimension, rating.value, rating.acted_at, rating.written_in)
        found[rating.scorecard_id] |= [rated(*given)]
    for note in unit.session.scalars(
        unit.rows(ScorecardNote).where(ScorecardNote.scorecard_id.in_(card_ids))
    ):
        words = (note.question_id, note.field, note.value, note.acted_at, note.written_in)
        found[note.scorecard_id] |= [noted(*words)]
    return found


def rated(
    question_id: str, dimension: str, value: int | None, acted_at: str, written_in: str
) -> tuple[Field, Stored]:
    """A field from the row of a rating."""
    chosen = NOT_ASSESSED if value is None else str(value)
    return Field(question_id, f"{RATING}{dimension}"), Stored(chosen, acted_at, written_in)


def noted(question_id: str, name: str, value: str, acted_at: str, written_in: str) -> tuple[Field, Stored]:
    """A field from the row of a note, or of a change to a card that is in."""
    return Field(question_id, name), Stored(json.loads(value), acted_at, written_in)


def write(unit: Unit, card_id: int, written: Mapping[Field, Stored]) -> None:
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


def not_blind(unit: Unit, card_id: int) -> None:
    """Note that its author could read the others before it was in."""
    unit.session.execute(
        update(Scorecard).where(unit.own(Scorecard), Scorecard.id == card_id).values(blind=False)
    )


def written_on(unit: Scope) -> ColumnElement[bool]:
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
