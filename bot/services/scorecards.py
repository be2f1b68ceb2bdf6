"""Scorecards: opened, saved field by field, submitted when complete, edited until the debrief opens."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from bot.domain.access import Action
from bot.domain.errors import Invalid, TooLate
from bot.domain.kits import SCORECARD_OPENS_BEFORE, Kit
from bot.domain.loops import GONE, CardState, Role
from bot.domain.questions import Bank, Rubric
from bot.domain.scorecards import (
    EVIDENCE,
    EVIDENCE_LENGTH,
    INSTEAD,
    LAST_PAGE,
    NOT_ASSESSED,
    PROBED,
    RATING,
    RECOMMENDATION,
    SEEN,
    SUMMARY,
    SUMMARY_LENGTH,
    SURENESS,
    Answer,
    Asked,
    Card,
    Change,
    Field,
    Gap,
    Probed,
    Recommendation,
    Stored,
    Sureness,
    Value,
    gaps,
    merged,
)
from bot.services.access import authorise, interview_of, loop_of
from bot.services.changes import free_again
from bot.services.context import Actor, Context, Transaction
from bot.services.kits import read_kit
from bot.services.panels import (
    assignments_of,
    card_of,
    card_state,
    refresh_home,
    refresh_kit,
    refresh_status,
    stop_seat,
)
from bot.services.plans import plan_anew
from bot.storage.tables import Assignment, Interview, Rating, Scorecard, ScorecardNote


@dataclass(frozen=True)
class Sheet:
    """What a scorecard's modal shows: the kit it belongs to, the rubric, and what is saved."""

    kit: Kit
    rubric: Rubric
    card: Card
    gaps: tuple[Gap, ...]


def open_card(context: Context, actor: Actor, interview_id: int) -> Sheet:
    """Begin a scorecard, or go on with it. Each call is a new rendering, with new ids for its inputs."""
    with context.transaction(actor) as tx:
        seat = _writable(tx, interview_id)
        card = card_of(tx, seat.id)
        if card is None:
            card = Scorecard(
                team_id=tx.team_id,
                interview_id=seat.id,
                loop_id=seat.loop_id,
                user_id=seat.user_id,
                render=0,
            )
            tx.session.add(card)
        card.render += 1
        tx.session.flush()
        return _sheet(tx, context.bank(), seat, card)


def save(context: Context, actor: Actor, interview_id: int, changes: Sequence[Change]) -> None:
    """Write the fields that changed in a view; what did not change there is left alone."""
    with context.transaction(actor) as tx:
        seat = _writable(tx, interview_id)
        card = _opened(tx, seat)
        _write(tx, seat, card, changes)
        if card.submitted_at is not None and changes:
            card.edited_at = tx.now


def mark(
    context: Context,
    actor: Actor,
    interview_id: int,
    question_id: str,
    state: Asked,
    changes: Sequence[Change],
) -> Sheet:
    """Say that a question wasn't reached, or was (nothing typed is lost either way).

    That is the panelist's to say: a shadow's word changes nothing, since the questions are their host's.
    """
    with context.transaction(actor) as tx:
        seat = _writable(tx, interview_id)
        card = _opened(tx, seat)
        _write(tx, seat, card, changes)
        if seat.role != Role.PANELIST:
            raise TooLate("Whom you sit with says what was reached. Choose “not assessed” here.")
        _mark(tx, seat, question_id, state)
        card.render += 1
        tx.session.flush()
        return _sheet(tx, context.bank(), seat, card)


def _mark(tx: Transaction, seat: Interview, question_id: str, state: Asked) -> None:
    """What was not reached is offered to a later panelist at once, and taken back from them if it was after all."""
    for row in assignments_of(tx, seat.id):
        if row.question_id != question_id or row.state == state:
            continue
        if row.state == Asked.NOT_REACHED:
            free_again(tx, seat, question_id)
        row.state = state
        if state == Asked.NOT_REACHED:
            plan_anew(tx, loop_of(tx, seat.loop_id, lock=True))


def submit(context: Context, actor: Actor, interview_id: int, changes: Sequence[Change]) -> Sheet:
    """Hand it in where nothing is missing; otherwise the sheet's gaps say what is. Everything typed is kept.

    Raises Invalid with faults of the last page's own fields, after saving what was filled in.
    """
    with context.transaction(actor) as tx:
        seat = _writable(tx, interview_id)
        card = _opened(tx, seat)
        _write(tx, seat, card, changes)
        card.render += 1
        tx.session.flush()
        sheet = _sheet(tx, context.bank(), seat, card)
        faults = _last_page_faults(sheet.card)
        if not faults and not sheet.gaps:
            _hand_in(tx, seat, card)
            sheet = _sheet(tx, context.bank(), seat, card)
    if faults:
        raise Invalid(faults)
    return sheet


def read_card(tx: Transaction, card: Scorecard, states: Mapping[str, str]) -> Card:
    """A scorecard from its rows. `states` are what became of the planned questions."""
    ratings = tx.session.scalars(
        select(Rating).where(Rating.team_id == tx.team_id, Rating.scorecard_id == card.id)
    ).all()
    notes = {
        (row.question_id, row.field): json.loads(row.value)
        for row in tx.session.scalars(
            select(ScorecardNote).where(
                ScorecardNote.team_id == tx.team_id, ScorecardNote.scorecard_id == card.id
            )
        )
    }
    answers = {}
    for question_id, state in states.items():
        probed = notes.get((question_id, PROBED))
        answers[question_id] = Answer(
            state=Asked(state),
            evidence=notes.get((question_id, EVIDENCE), ""),
            ratings={row.dimension: row.value for row in ratings if row.question_id == question_id},
            probed=Probed(probed) if probed else None,
            seen=tuple(notes.get((question_id, SEEN), ())),
            instead=notes.get((question_id, INSTEAD), ""),
        )
    recommendation, sureness = notes.get((LAST_PAGE, RECOMMENDATION)), notes.get((LAST_PAGE, SURENESS))
    return Card(
        scorecard_id=card.id,
        interview_id=card.interview_id,
        user_id=card.user_id,
        answers=answers,
        recommendation=Recommendation(recommendation) if recommendation else None,
        sureness=Sureness(sureness) if sureness else None,
        summary=notes.get((LAST_PAGE, SUMMARY), ""),
        submitted_at=card.submitted_at,
        render=card.render,
    )


def _sheet(tx: Transaction, bank: Bank, seat: Interview, row: Scorecard) -> Sheet:
    states = {item.question_id: item.state for item in _asked_rows(tx, seat)}
    card = read_card(tx, row, states)
    rubric = bank.rubric
    names = {dimension.key: dimension.short for dimension in rubric.dimensions}
    return Sheet(read_kit(tx, bank, seat), rubric, card, gaps(card, list(states), names))


def _hand_in(tx: Transaction, seat: Interview, card: Scorecard) -> None:
    first = card.submitted_at is None
    if first:
        card.submitted_at = tx.now
    else:
        card.edited_at = tx.now
    for row in _asked_rows(tx, seat):
        if row.state == Asked.PLANNED and seat.role == Role.PANELIST:
            row.state = Asked.ASKED
    stop_seat(tx, seat.id)
    refresh_kit(tx, seat)
    refresh_status(tx, loop_of(tx, seat.loop_id))
    refresh_home(tx, seat.user_id)
    tx.audit("submit scorecard" if first else "edit scorecard", f"interview:{seat.id}")


def _asked_rows(tx: Transaction, seat: Interview) -> list[Assignment]:
    return assignments_of(tx, seat.host_id or seat.id)


def _writable(tx: Transaction, interview_id: int) -> Interview:
    """The seat, where its holder may write now. Raises NotAllowed or TooLate."""
    seat = interview_of(tx, interview_id)
    loop = loop_of(tx, seat.loop_id)
    authorise(tx, Action.WRITE_SCORECARD, loop=loop, interview=seat)
    if loop.debriefed_at is not None:
        raise TooLate(
            "The debrief has opened, so scorecards are closed. Say in its thread what you'd change."
        )
    if loop.state != "running":
        raise TooLate("This loop isn't running, so there is nothing to score.")
    if seat.role == Role.STAND_IN:
        raise TooLate("You stand in. There is nothing to score unless a seat becomes free.")
    if seat.state in GONE:
        raise TooLate("This seat was given up. Tell the lead if the interview was held after all.")
    if seat.start_at is not None and tx.now < seat.start_at - SCORECARD_OPENS_BEFORE:
        raise TooLate("The scorecard opens ten minutes before the interview.")
    return seat


def _opened(tx: Transaction, seat: Interview) -> Scorecard:
    card = card_of(tx, seat.id)
    if card is None:
        raise TooLate("Open the scorecard again from your kit; this one was closed.")
    return card


def _last_page_faults(card: Card) -> dict[str, str]:
    found = {}
    if card.recommendation is None:
        found[RECOMMENDATION] = "Pick one. You can change it until the debrief."
    if card.sureness is None:
        found[SURENESS] = "Pick one."
    if len(card.summary) > SUMMARY_LENGTH:
        found[SUMMARY] = f"That is {len(card.summary)} characters. Keep it under {SUMMARY_LENGTH}."
    return found


def _write(tx: Transaction, seat: Interview, card: Scorecard, changes: Sequence[Change]) -> None:
    """Save what changed. With the first words or rating the scorecard is begun, and the lead sees that."""
    fresh = card_state(tx, seat.id) == CardState.NONE
    for change in changes:
        row = _row(tx, card, change.field)
        value = merged(change, _stored(row))
        if value is not None:
            _put(tx, card, row, change, _fitting(change.field, value))
    if fresh and card_state(tx, seat.id) != CardState.NONE:
        refresh_kit(tx, seat)
        refresh_status(tx, loop_of(tx, seat.loop_id))


def _fitting(field: Field, value: Value) -> Value:
    """Evidence that two devices wrote may be longer than one field: up to twice its length is kept."""
    return value[: 2 * EVIDENCE_LENGTH] if isinstance(value, str) and field.name == EVIDENCE else value


def _row(tx: Transaction, card: Scorecard, field: Field) -> Rating | ScorecardNote | None:
    if field.dimension is not None:
        return tx.session.get(Rating, (card.id, field.question_id, field.dimension))
    return tx.session.get(ScorecardNote, (card.id, field.question_id, field.name))


def _stored(row: Rating | ScorecardNote | None) -> Stored | None:
    if row is None:
        return None
    if isinstance(row, Rating):
        value: Value = NOT_ASSESSED if row.value is None else str(row.value)
    else:
        value = json.loads(row.value)
    return Stored(value, row.acted_at, row.written_in)


def _put(
    tx: Transaction, card: Scorecard, row: Rating | ScorecardNote | None, change: Change, value: Value
) -> None:
    if row is None:
        row = _new_row(tx, card, change.field)
    if isinstance(row, Rating):
        row.value = None if value == NOT_ASSESSED else int(str(value))
    else:
        row.value = json.dumps(value)
    row.acted_at, row.written_in = change.acted_at, change.view
    tx.session.add(row)
    tx.session.flush()


def _new_row(tx: Transaction, card: Scorecard, field: Field) -> Rating | ScorecardNote:
    if field.dimension is not None:
        return Rating(
            team_id=tx.team_id, scorecard_id=card.id, question_id=field.question_id, dimension=field.dimension
        )
    return ScorecardNote(
        team_id=tx.team_id, scorecard_id=card.id, question_id=field.question_id, field=field.name
    )


__all__ = ["RATING", "Sheet", "mark", "open_card", "read_card", "save", "submit"]
