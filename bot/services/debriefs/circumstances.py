"""What a debrief should bear in mind: what was planned and not asked, and how the interviews came about."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from bot.acting.context import Transaction
from bot.domain.debriefs import Circumstance, Flag, HandedIn, NotAsked
from bot.domain.loops import Missed, Role, SeatState
from bot.domain.loops.loop import Loop
from bot.domain.loops.seat import Ask, Seat
from bot.domain.questions import Bank
from bot.domain.scorecards import Asked
from bot.services import questions
from bot.storage import interviews, wishes

LATE = timedelta(days=1)
MANY_A_DAY = 4
"""From so many interviews a day on, it is worth a word."""


def not_asked(tx: Transaction, bank: Bank, loop: Loop) -> tuple[NotAsked, ...]:
    """Questions that nobody got to, that something else was asked in place of, or that were taken out."""
    rows = [(seat.user_id, ask) for seat in loop.panel for ask in seat.in_turn]
    asked = {ask.question_id for _, ask in rows if ask.state in (Asked.PLANNED, Asked.ASKED)}
    found: dict[str, NotAsked] = {}
    for user_id, ask in rows:
        if ask.state is Asked.OTHER:
            found[ask.question_id] = NotAsked(_short(tx, ask), (user_id,), instead=True)
        elif ask.state is Asked.NOT_REACHED and ask.question_id not in asked:
            before = found.get(ask.question_id, NotAsked(_short(tx, ask), ()))
            found[ask.question_id] = NotAsked(before.question, (*before.people, user_id))
    short = {question.id: question.short for question in bank.all_questions}
    out = wishes.taken_out(tx, loop.id)
    return (*found.values(), *(NotAsked(short.get(id, id), ()) for id in out))


def flags(tx: Transaction, loop: Loop, sheets: Mapping[int, HandedIn]) -> tuple[Flag, ...]:
    """What was unusual about the interviews, seat by seat. `sheets` are the scorecards that are in, by seat."""
    holder = {seat.id: seat.user_id for seat in loop.seats}
    found: list[Flag] = []
    for seat in loop.in_order():
        who = seat.user_id
        if seat.role is Role.SHADOW and seat.reverse and seat.host_id and not seat.gone:
            found.append(Flag(Circumstance.SHADOW_ASKED, (who, holder[seat.host_id])))
        if seat.role is Role.PANELIST and seat.state is SeatState.MISSED:
            found.append(Flag(Circumstance.MISSED, (who,)))
        if not seat.counts:
            continue
        if seat.replaces_id is not None:
            found.append(Flag(Circumstance.STOOD_IN, (who, holder[seat.replaces_id])))
        if seat.with_id is not None and seat.id < seat.with_id:
            found.append(Flag(Circumstance.TOGETHER, (who, holder[seat.with_id])))
        if seat.minutes < loop.minutes:
            found.append(Flag(Circumstance.SHORTER, (who,), (seat.minutes, loop.minutes)))
        if seat.missed is Missed.PART:
            found.append(Flag(Circumstance.PART, (who,)))
        if seat.knows_candidate:
            found.append(Flag(Circumstance.KNOWS, (who,)))
        found += _when(tx, seat, sheets.get(seat.id))
    return tuple(found)


def _when(tx: Transaction, seat: Seat, sheet: HandedIn | None) -> Iterator[Flag]:
    """What the time of an interview and of its scorecard may have to do with it, of a scorecard that is in."""
    if sheet is None or seat.start_at is None or seat.end is None:
        return
    late = sheet.submitted_at - seat.end
    if late > LATE:
        yield Flag(Circumstance.LATE_CARD, (), number=int(late / timedelta(hours=1)))
    morning = seat.start_at.astimezone(seat.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    before = interviews.of_person(tx, seat.user_id, morning, seat.start_at)
    if len(before) + 1 >= MANY_A_DAY:
        yield Flag(Circumstance.NTH_OF_DAY, (), number=len(before) + 1)


def _short(tx: Transaction, ask: Ask) -> str:
    return questions.kept(tx, ask.question_id, ask.version).short
