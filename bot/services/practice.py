"""Samples: loops that never were, entered through the services and marked, to show things with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.acting.context import Actor, Context, Transaction
from bot.acting.loops import changing
from bot.domain.errors import TooLate
from bot.domain.loops import LoopState, Role, SeatState, initials, planned
from bot.domain.loops.loop import Loop, Plan
from bot.domain.loops.seat import Ask, Seat
from bot.domain.scorecards import (
    EVIDENCE,
    FIRST_PROBE,
    LAST_PAGE,
    PROBE,
    RATING,
    RECOMMENDATION,
    SURENESS,
    Change,
    Field,
    Probed,
    Recommendation,
    Sureness,
    fingerprint,
)
from bot.services import people, questions, scorecards
from bot.storage import debriefs, leads
from bot.storage import loops as stored
from bot.storage.openings import opening_of
from bot.storage.tables import Candidate

EMPTY = fingerprint(None)


@dataclass(frozen=True)
class PracticeSheet:
    """One panelist's part: question ids with a rating for each dimension, and the recommendation."""

    user_id: str
    ratings: Mapping[str, Mapping[str, int]]
    evidence: str
    recommendation: Recommendation


def enter(
    context: Context, actor: Actor, opening_id: int, name: str, at: datetime, sheets: Sequence[PracticeSheet]
) -> int:
    """Enter a past loop whose interviews began at `at`, with its scorecards, as if it had been decided; its id.

    Nothing is posted. The calendar of `context` must stand after the interviews. Raises TooLate where the workspace
    has a loop that is no sample: samples count like real loops, so they never stand among real ones that were there
    before. Raises ValueError where a scorecard couldn't be handed in as it is.
    """
    with context.transaction(actor) as tx:
        if not debriefs.made_of_samples(tx):
            raise TooLate("Samples go into a workspace without loops of its own, and this one has some.")
        loop, seats = _begun(tx, context, opening_id, name, at, sheets)
    for sheet, seat_id in zip(sheets, seats, strict=True):
        holder = Actor(actor.team_id, sheet.user_id)
        scorecards.open_card(context, holder, seat_id)
        handed_in = scorecards.submit(context, holder, seat_id, changes(sheet))
        if handed_in.gaps:
            raise ValueError(f"a practice scorecard with gaps: {handed_in.gaps[0].text}")
    with changing(context, actor, loop) as (tx, entered):
        planned.enter_practice(entered)
    return loop


def _begun(
    tx: Transaction,
    context: Context,
    opening_id: int,
    name: str,
    at: datetime,
    sheets: Sequence[PracticeSheet],
) -> tuple[int, list[int]]:
    opening = opening_of(tx, opening_id)
    candidate = tx.add(
        Candidate(
            team_id=tx.team_id,
            label=initials(name),
            name=name,
            name_key=tx.vault.fingerprint("name", name),
        )
    )
    loop = Loop(
        opening_id=opening.id,
        candidate_id=candidate.id,
        lead_id=tx.actor.user_id,
        label=candidate.label,
        state=LoopState.RUNNING,
        level=opening.level,
        channel_id=opening.channel_id,
        first_at=at,
        minutes=opening.minutes,
        debrief_at=at + timedelta(days=1),
        created_at=at,
        practice=True,
        sample=True,
        revision=1,
        plan=Plan(),
    )
    for number, sheet in enumerate(sheets):
        people.ensure(tx, sheet.user_id)
        loop.seats.append(_seat(tx, context, loop, number, sheet))
    stored.save(tx, loop)
    leads.write_of_loop(tx, loop.id, [loop.lead_id])
    return loop.id, [seat.id for seat in loop.seats]


def _seat(tx: Transaction, context: Context, loop: Loop, number: int, sheet: PracticeSheet) -> Seat:
    start = loop.first_at + timedelta(hours=number)
    seat = Seat(sheet.user_id, Role.PANELIST, number, start, loop.minutes, SeatState.CONFIRMED)
    for position, question_id in enumerate(sheet.ratings):
        question = context.bank().question(question_id)
        version = questions.keep_version(tx, question)
        seat.asks.append(
            Ask(question.id, version, question.competency, position, question.minutes, "practice data")
        )
    return seat


def changes(sheet: PracticeSheet) -> list[Change]:
    """What is written on a scorecard where somebody fills it in so."""
    filled = {
        Field(LAST_PAGE, RECOMMENDATION): str(sheet.recommendation),
        Field(LAST_PAGE, SURENESS): str(Sureness.FAIRLY),
    }
    for question_id, by_dimension in sheet.ratings.items():
        filled[Field(question_id, EVIDENCE)] = sheet.evidence
        filled[Field(question_id, f"{PROBE}{FIRST_PROBE}")] = Probed.NOT_PROBED
        for dimension, value in by_dimension.items():
            filled[Field(question_id, f"{RATING}{dimension}")] = str(value)
    return [Change(key, value, EMPTY, "0000000001.000000", "practice", True) for key, value in filled.items()]
