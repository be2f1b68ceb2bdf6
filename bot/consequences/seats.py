"""What follows when a seat changes hands or times, or something is said about it."""

from typing import assert_never

from bot.acting.access import leaders_of
from bot.acting.context import Transaction
from bot.consequences import debriefs, showing, times
from bot.consequences.nudges import shrink
from bot.domain.loops.events import (
    CandidateKnown,
    HolderLeft,
    InterviewCutShort,
    InterviewMissed,
    InterviewMoved,
    InterviewShared,
    KitHeldBack,
    KitPutOff,
    KitSent,
    MissTakenBack,
    QuestionsChanged,
    QuestionTakenOut,
    SeatConfirmed,
    SeatEvent,
    SeatGivenUp,
    SeatHadBack,
    ShadowSitsOut,
)
from bot.domain.loops.loop import Loop
from bot.domain.loops.seat import Seat
from bot.letters.kits import Kit, KitReplaced
from bot.letters.seats import SeatBack, SeatNews, SeatTold, ToHolder, ToLead
from bot.storage import outbox


def follow(tx: Transaction, event: SeatEvent) -> None:
    """Letters, due rows, the record, and what is shown anew."""
    match event:
        case KitSent(loop, seat, replaces):
            _kit_sent(tx, loop, seat, replaces)
        case KitPutOff(_, seat, due_id):
            times.put_off_kit(tx, seat, due_id)
        case KitHeldBack(loop, seat):
            tell_lead(tx, loop, seat, "cannot")
        case SeatConfirmed(loop, seat):
            _shown(tx, loop, seat)
        case SeatGivenUp():
            _given_up(tx, event)
        case ShadowSitsOut():
            _sits_out(tx, event)
        case SeatHadBack():
            _had_back(tx, event)
        case InterviewMissed(loop, seat, by_lead):
            _missed(tx, loop, seat, by_lead)
        case InterviewCutShort(loop, seat, by_lead):
            if not by_lead:
                tell_lead(tx, loop, seat, "cut_short")
            _shown(tx, loop, seat)
            tx.audit("interview cut short", f"interview:{seat.id}")
        case MissTakenBack():
            _took_place(tx, event)
        case CandidateKnown(loop, seat):
            tell_lead(tx, loop, seat, "knows")
            tx.audit("knows the candidate", f"interview:{seat.id}")
        case HolderLeft(loop, seat):
            tell_lead(tx, loop, seat, "left")
        case InterviewMoved():
            _moved(tx, event)
        case InterviewShared(loop, seat, host, room):
            for one in room:
                times.kit_follows(tx, loop, one)
            showing.status(tx, loop)
            tx.audit("interview together", f"interview:{seat.id}", str(host.id))
        case QuestionTakenOut(_, seat, question_id):
            tx.audit("replace question", f"interview:{seat.id}", question_id)
        case QuestionsChanged(loop, seats):
            times.kits_anew(tx, loop, seats)
        case never:
            assert_never(never)


def tell_lead(tx: Transaction, loop: Loop, seat: Seat, what: ToLead) -> None:
    """A short message about a seat to the first of those who lead the loop, where anybody does."""
    for lead in leaders_of(tx, loop)[:1]:
        SeatNews(what, seat.id, loop.revision, lead, loop.candidate_id).put(tx)


def _tell_holder(tx: Transaction, loop: Loop, seat: Seat, what: ToHolder) -> None:
    SeatTold(what, seat.id, loop.revision, seat.user_id, loop.candidate_id).put(tx)


def _shown(tx: Transaction, loop: Loop, *seats: Seat) -> None:
    showing.kits(tx, seats)
    showing.status(tx, loop)


def _kit_sent(tx: Transaction, loop: Loop, seat: Seat, replaces: int | None) -> None:
    if replaces is not None:
        KitReplaced(seat.id, replaces, seat.user_id).put(tx)
    Kit(seat.id, seat.kit_revision, seat.user_id, loop.candidate_id).put(tx)
    showing.status(tx, loop)


def _given_up(tx: Transaction, event: SeatGivenUp) -> None:
    loop, seat = event.loop, event.seat
    times.stop_seat(tx, seat)
    if event.taken_by is not None:
        times.seat(tx, loop, event.taken_by)
    others = [*event.shadows, *([event.partner] if event.partner else [])]
    tell_lead(tx, loop, seat, "stood_in" if event.taken_by else "seat_empty")
    debriefs.fewer_expected(tx, loop)
    _shown(tx, loop, *others, seat)
    if event.by_lead:
        _tell_holder(tx, loop, seat, "given_up")
    tx.audit("decline interview", f"interview:{seat.id}")


def _sits_out(tx: Transaction, event: ShadowSitsOut) -> None:
    loop, seat = event.loop, event.seat
    times.stop_seat(tx, seat)
    tell_lead(tx, loop, seat, "sits_out")
    _shown(tx, loop, seat, *([event.host] if event.host else []))
    if event.by_lead:
        _tell_holder(tx, loop, seat, "given_up")
    tx.audit("decline interview", f"interview:{seat.id}")


def _had_back(tx: Transaction, event: SeatHadBack) -> None:
    loop, seat, stand_in = event.loop, event.seat, event.stood_down
    if stand_in is not None:
        times.stop_seat(tx, stand_in)
        if stand_in.kit_revision:
            _tell_holder(tx, loop, stand_in, "stood_down")
        showing.kits(tx, [stand_in])
    showing.kits(tx, event.touched)
    times.kits_anew(tx, loop, event.changed)
    if event.kit_due:
        times.kit_follows(tx, loop, seat)
    else:
        times.reminders(tx, loop, seat)
    for lead in leaders_of(tx, loop)[:1]:
        earlier = outbox.newest_of(tx, SeatNews.kind, seat.id, lead)
        if earlier is not None:
            SeatBack(earlier, seat.id, lead).put(tx)
    _shown(tx, loop, seat)
    tx.audit("undo decline", f"interview:{seat.id}")


def _missed(tx: Transaction, loop: Loop, seat: Seat, by_lead: bool) -> None:
    times.stop_seat(tx, seat)
    shrink(tx, seat)
    if by_lead:
        _tell_holder(tx, loop, seat, "didnt_happen")
    else:
        tell_lead(tx, loop, seat, "didnt_happen")
    debriefs.fewer_expected(tx, loop)
    tx.audit("interview didn't happen", f"interview:{seat.id}", seat.missed)
    _shown(tx, loop, seat)


def _took_place(tx: Transaction, event: MissTakenBack) -> None:
    loop, seat = event.loop, event.seat
    times.kits_anew(tx, loop, event.changed)
    times.reminders(tx, loop, seat)
    if tx.actor.user_id == seat.user_id:
        tell_lead(tx, loop, seat, "took_place")
    else:
        _tell_holder(tx, loop, seat, "took_place")
    _shown(tx, loop, seat)
    tx.audit("interview took place", f"interview:{seat.id}")


def _moved(tx: Transaction, event: InterviewMoved) -> None:
    loop, seat = event.loop, event.seat
    if event.parted is not None:
        showing.kits(tx, [event.parted])
    for one in event.room:
        shrink(tx, one)
        times.kit_follows(tx, loop, one)
    showing.status(tx, loop)
    when = seat.start_at.isoformat() if seat.start_at else ""
    tx.audit("move interview", f"interview:{seat.id}", f"{when} {seat.minutes}")
