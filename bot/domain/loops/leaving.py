"""Seats that change hands: given up, taken over by a stand-in, had back while nothing was asked."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.errors import TooLate
from bot.domain.loops.events import (
    CandidateKnown,
    SeatConfirmed,
    SeatGivenUp,
    SeatHadBack,
    ShadowSitsOut,
)
from bot.domain.loops.loop import Loop
from bot.domain.loops.planned import ask_anew
from bot.domain.loops.seat import Ask, Leaving, Seat
from bot.domain.loops.states import CardState, Role, SeatState
from bot.domain.scorecards import Asked

GIVEN_UP = "Your seat has been given up. Tell the lead if you can make it after all."


def confirm(loop: Loop, seat: Seat) -> None:
    """The panelist will be there; a second time changes nothing. Raises TooLate where they lost the seat."""
    loop.check_running(seat)
    if seat.gone:
        raise TooLate(GIVEN_UP)
    if seat.state is not SeatState.CONFIRMED:
        seat.state = SeatState.CONFIRMED
        loop.happened(SeatConfirmed(loop, seat))


def know(loop: Loop, seat: Seat) -> None:
    """The panelist knows the candidate: the lead decides."""
    loop.check_running(seat)
    seat.knows_candidate = True
    loop.happened(CandidateKnown(loop, seat))


def decline(loop: Loop, seat: Seat, free: Sequence[Seat], *, by_lead: bool) -> None:
    """A panelist can't make it, or their lead says so. The first of `free`, the stand-ins who could, takes over.

    A second time changes nothing. Raises TooLate where the interview counts as held.
    """
    loop.check_running(seat)
    if seat.gone:
        return
    if seat.card is not CardState.NONE:
        raise TooLate(
            f"{'Their' if by_lead else 'Your'} scorecard has been begun, so this interview counts as held."
        )
    if seat.role is Role.SHADOW:
        seat.state = SeatState.DECLINED
        host = loop.seat(seat.host_id) if seat.host_id is not None else None
        loop.happened(ShadowSitsOut(loop, seat, by_lead, host))
        return
    seat.before_leaving = Leaving(seat.state, seat.with_id, seat.kit_waits, snapshot(loop))
    seat.state = SeatState.DECLINED
    ask_anew(loop)
    partner = loop.partner_of(seat)
    taken_by = free[0] if free else None
    if taken_by is None:
        _part(seat, partner)
        loop.happened(SeatGivenUp(loop, seat, by_lead, None, partner))
    else:
        shadows = _take_over(loop, seat, taken_by, partner)
        loop.happened(SeatGivenUp(loop, seat, by_lead, taken_by, partner, tuple(shadows)))


def have_back(loop: Loop, seat: Seat, now: datetime, *, own: bool, busy: bool) -> None:
    """The panelist can make it after all: they have seat and questions back, the stand-in is free again.

    `own` is whether they say so themselves, `busy` whether they have another interview then. A seat that isn't
    given up stays as it is. Raises TooLate where it can't be given back.
    """
    loop.check_running()
    if not seat.gone:
        return
    kept = seat.before_leaving
    if kept is None or not loop.may_be_had_back(seat, now):
        raise TooLate("Somebody has met the candidate in that seat by now, so it can't be given back.")
    if busy:
        raise TooLate("There is another interview at that time by now, so the seat can't be given back.")
    stand_in = loop.stand_in_for(seat)
    ask_anew(loop)
    seat.state = SeatState.CONFIRMED if own and seat.kit_revision else kept.state
    seat.before_leaving = None
    touched: list[Seat] = []
    if stand_in is not None:
        touched += _stand_down(loop, stand_in, seat)
    partner = next((one for one in loop.seats if one.id == kept.partner_id), None)
    if partner is not None and not partner.gone and partner.with_id is None:
        seat.with_id, partner.with_id = partner.id, seat.id
        touched.append(partner)
    changed = [one for one in _restore(loop, kept.asks, now) if one is not seat]
    loop.happened(SeatHadBack(loop, seat, stand_in, tuple(touched), tuple(changed), kept.kit))


def snapshot(loop: Loop) -> tuple[Mapping[str, object], ...]:
    """Who is to ask what, so that it can be had back."""
    return tuple(
        {
            "interview_id": seat.id,
            "question_id": ask.question_id,
            "version": ask.version,
            "competency": ask.competency,
            "position": ask.position,
            "minutes": ask.minutes,
            "reason": ask.reason,
        }
        for seat in loop.seats
        for ask in seat.asks
        if ask.state is Asked.PLANNED
    )


def _take_over(loop: Loop, seat: Seat, stand_in: Seat, partner: Seat | None) -> list[Seat]:
    """Questions go with the seat, so that the kit can go out at once; returns the shadows, who go with it too."""
    stand_in.role, stand_in.replaces_id, stand_in.state = Role.PANELIST, seat.id, SeatState.WAITING
    stand_in.start_at, stand_in.minutes, stand_in.position = seat.start_at, seat.minutes, seat.position
    moving = [ask for ask in seat.asks if ask.state is Asked.PLANNED]
    seat.asks = [ask for ask in seat.asks if ask.state is not Asked.PLANNED]
    stand_in.asks += moving
    seat.with_id = None
    if partner is not None:
        stand_in.with_id, partner.with_id = partner.id, stand_in.id
    shadows = loop.shadows_of([seat])
    for shadow in shadows:
        shadow.host_id = stand_in.id
    return shadows


def _stand_down(loop: Loop, stand_in: Seat, seat: Seat) -> list[Seat]:
    """The stand-in is free again; returns who sat with them."""
    partner = loop.partner_of(stand_in)
    _part(stand_in, partner)
    stand_in.role, stand_in.replaces_id, stand_in.start_at = Role.STAND_IN, None, None
    stand_in.state = SeatState.WAITING
    shadows = loop.shadows_of([stand_in])
    for shadow in shadows:
        shadow.host_id = seat.id
    return [*shadows, *([partner] if partner else [])]


def _part(seat: Seat, partner: Seat | None) -> None:
    """Who sat in the same interview has it alone now."""
    if partner is not None:
        partner.with_id, seat.with_id = None, None


def _restore(loop: Loop, asks: Sequence[Mapping[str, object]], now: datetime) -> list[Seat]:
    """Put planned questions back where they were; returns the seats whose questions changed by it."""
    open_seats = {seat.id: seat for seat in loop.seats if not seat.gone and not loop.has_met(seat, now)}
    before = {id: seat.question_ids for id, seat in open_seats.items()}
    wanted = {str(ask["question_id"]): ask for ask in asks if ask["interview_id"] in open_seats}
    known = {ask.question_id: (seat, ask) for seat in loop.seats for ask in seat.asks}
    for question_id, (seat, ask) in known.items():
        if ask.state is not Asked.PLANNED or loop.has_met(seat, now):
            continue
        seat.asks.remove(ask)
        if question_id in wanted:
            open_seats[int(str(wanted[question_id]["interview_id"]))].asks.append(ask)
    for question_id, kept in wanted.items():
        if question_id not in known:
            open_seats[int(str(kept["interview_id"]))].asks.append(asked_again(kept))
    return [seat for id, seat in open_seats.items() if seat.question_ids != before[id]]


def asked_again(kept: Mapping[str, object]) -> Ask:
    """A question as it was to be asked."""
    return Ask(
        question_id=str(kept["question_id"]),
        version=str(kept["version"]),
        competency=str(kept["competency"]),
        position=int(str(kept["position"])),
        minutes=int(str(kept["minutes"])),
        reason=str(kept["reason"]),
    )
