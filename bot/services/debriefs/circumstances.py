"""What a debrief should bear in mind: what was planned and not asked, and how the interviews came about."""

from bot.acting.context import Transaction
from bot.domain.debriefs import Circumstance, Flag, NotAsked
from bot.domain.loops import Role, SeatState
from bot.domain.loops.loop import Loop
from bot.domain.loops.seat import Ask
from bot.domain.questions import Bank
from bot.domain.scorecards import Asked
from bot.services import questions
from bot.storage import wishes


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


def flags(loop: Loop) -> tuple[Flag, ...]:
    """What was unusual about the interviews, seat by seat."""
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
        if seat.knows_candidate:
            found.append(Flag(Circumstance.KNOWS, (who,)))
    return tuple(found)


def _short(tx: Transaction, ask: Ask) -> str:
    return questions.kept(tx, ask.question_id, ask.version).short
