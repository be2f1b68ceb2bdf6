"""What a debrief should bear in mind: what was planned and not asked, and how the interviews came about."""

from collections.abc import Sequence

from sqlalchemy import select

from bot.domain.debriefs import Circumstance, Flag, NotAsked
from bot.domain.loops import GONE, Role, SeatState
from bot.domain.questions import Bank
from bot.domain.scorecards import Asked
from bot.services import questions
from bot.services.context import Transaction
from bot.services.panels import assignments_of
from bot.storage.tables import Assignment, Audit, Interview, Loop

KNOWS = "knows the candidate"
REPLACED = "replace question"


def not_asked(tx: Transaction, bank: Bank, seats: Sequence[Interview]) -> tuple[NotAsked, ...]:
    """Questions that nobody got to, that something else was asked in place of, or that were taken out."""
    rows = [row for seat in seats if _counts(seat) for row in assignments_of(tx, seat.id)]
    holder = {seat.id: seat.user_id for seat in seats}
    asked = {row.question_id for row in rows if row.state in (Asked.PLANNED, Asked.ASKED)}
    found: dict[str, NotAsked] = {}
    for row in rows:
        if row.state == Asked.OTHER:
            found[row.question_id] = NotAsked(_short(tx, row), (holder[row.interview_id],), instead=True)
        elif row.state == Asked.NOT_REACHED and row.question_id not in asked:
            before = found.get(row.question_id, NotAsked(_short(tx, row), ()))
            found[row.question_id] = NotAsked(before.question, (*before.people, holder[row.interview_id]))
    short = {question.id: question.short for question in bank.all_questions}
    replaced = [row.detail or "" for row in _audited(tx, REPLACED, seats)]
    return (*found.values(), *(NotAsked(short.get(id, id), ()) for id in replaced))


def flags(tx: Transaction, loop: Loop, seats: Sequence[Interview]) -> tuple[Flag, ...]:
    """What was unusual about the interviews, seat by seat."""
    holder = {seat.id: seat.user_id for seat in seats}
    knows = {row.thing for row in _audited(tx, KNOWS, seats)}
    found: list[Flag] = []
    for seat in seats:
        who = seat.user_id
        if seat.role == Role.SHADOW and seat.reverse and seat.host_id and seat.state not in GONE:
            found.append(Flag(Circumstance.SHADOW_ASKED, (who, holder[seat.host_id])))
        if seat.role == Role.PANELIST and seat.state == SeatState.MISSED:
            found.append(Flag(Circumstance.MISSED, (who,)))
        if not _counts(seat):
            continue
        if seat.replaces_id is not None:
            found.append(Flag(Circumstance.STOOD_IN, (who, holder[seat.replaces_id])))
        if seat.with_id is not None and seat.id < seat.with_id:
            found.append(Flag(Circumstance.TOGETHER, (who, holder[seat.with_id])))
        if seat.minutes < loop.minutes:
            found.append(Flag(Circumstance.SHORTER, (who,), (seat.minutes, loop.minutes)))
        if _thing(seat) in knows:
            found.append(Flag(Circumstance.KNOWS, (who,)))
    return tuple(found)


def _counts(seat: Interview) -> bool:
    return seat.role == Role.PANELIST and seat.state not in GONE


def _short(tx: Transaction, row: Assignment) -> str:
    return questions.kept(tx, row.question_id, row.version).short


def _thing(seat: Interview) -> str:
    return f"interview:{seat.id}"


def _audited(tx: Transaction, action: str, seats: Sequence[Interview]) -> list[Audit]:
    wanted = select(Audit).where(
        Audit.team_id == tx.team_id, Audit.action == action, Audit.thing.in_([_thing(seat) for seat in seats])
    )
    return list(tx.session.scalars(wanted.order_by(Audit.id)))
