"""Interviews that move once the kits are out: another time, or two in one room."""

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.domain.errors import Invalid, TooLate
from bot.domain.loops.events import InterviewMoved, InterviewShared
from bot.domain.loops.loop import Loop
from bot.domain.loops.planned import ask_anew
from bot.domain.loops.seat import Seat
from bot.domain.loops.states import CardState, Role, SeatState
from bot.domain.scorecards import Asked

LENGTHS = range(15, 241)
"""Minutes that an interview may last."""
NO_HOST = "That seat was given up. Pick another panelist."


def move(loop: Loop, seat: Seat, start: datetime | None, minutes: int, now: datetime, *, busy: bool) -> None:
    """Another day, time or length; one that didn't happen is held after all. The same time changes nothing.

    `busy` is whether its panelist has another interview then. Two who held it together are on their own again
    where the time differs. Raises Invalid at the fields.
    """
    check_may_move(loop, seat)
    if (seat.start_at, seat.minutes) == (start, minutes) and not seat.gone:
        return
    found = _time_faults(loop, seat, start, minutes, now, busy)
    if found or start is None:
        raise Invalid(found)
    parted = loop.partner_of(seat) if start != seat.start_at else None
    if parted is not None:
        seat.with_id, parted.with_id = None, None
    _begin_anew(seat)
    ask_anew(loop)
    room = in_same_room(loop, seat)
    for one in room:
        one.sit(start, minutes)
    loop.set_first()
    loop.happened(InterviewMoved(loop, seat, tuple(room), parted))


def join(loop: Loop, seat: Seat, host: Seat, now: datetime, *, busy: bool) -> None:
    """Let a panelist sit in another's interview: each asks their own questions, the time is shared in halves.

    `busy` is whether the one who joins has another interview then. Raises Invalid where they can't.
    """
    check_may_move(loop, seat)
    if seat.with_id == host.id:
        return
    _check_pair(loop, seat, host, now, busy)
    ask_anew(loop)
    seat.with_id, host.with_id = host.id, seat.id
    seat.start_at, seat.minutes = host.start_at, host.minutes
    room = in_same_room(loop, seat)
    for one in room:
        one.sit(host.start_at, host.minutes)
    loop.set_first()
    loop.happened(InterviewShared(loop, seat, host, tuple(room)))


def check_may_move(loop: Loop, seat: Seat) -> None:
    """Raise TooLate where the seat isn't on a running loop's panel."""
    loop.check_running()
    if seat.role is not Role.PANELIST:
        raise TooLate("That seat isn't on the panel any more.")
    if seat.state is SeatState.DECLINED:
        raise TooLate("That seat was given up. Undo that, or add a panelist.")


def in_same_room(loop: Loop, seat: Seat) -> list[Seat]:
    """The seat, its partner, and the shadows who sit in with either."""
    hosts = {seat.id, seat.with_id} - {None}
    others = [one for one in loop.in_order() if not one.gone and one is not seat]
    return [seat, *(one for one in others if one.id == seat.with_id or one.host_id in hosts)]


def _begin_anew(seat: Seat) -> None:
    """Nothing was asked in it: what was marked there is forgotten."""
    seat.asks = [ask for ask in seat.asks if ask.open]
    for ask in seat.asks:
        ask.state = Asked.PLANNED


def _time_faults(
    loop: Loop, seat: Seat, start: datetime | None, minutes: int, now: datetime, busy: bool
) -> dict[str, str]:
    if seat.card is not CardState.NONE:
        return {"start": "Its scorecard has been begun, so this interview counts as held."}
    if start is None or start <= now:
        return {"start": "Pick a time that is still to come."}
    if minutes not in LENGTHS:
        return {"minutes": "Pick a length from the list."}
    end = start + timedelta(minutes=minutes)
    if end > loop.debrief_at:
        return {
            "start": "It would not be over by the debrief. Move the debrief first, or pick an earlier time."
        }
    if busy:
        return {"start": "They have another interview at that time. Pick another time."}
    same = in_same_room(loop, seat) if start == seat.start_at else [seat]
    if _overlaps(loop, start, end, {one.id for one in same}):
        return {"start": "The candidate has another interview at that time. Pick another time."}
    return {}


def _overlaps(loop: Loop, start: datetime, end: datetime, but: Collection[int]) -> bool:
    return any(
        one.start_at < end and start < one.end
        for one in loop.panel
        if one.id not in but and one.start_at is not None and one.end is not None
    )


def _check_pair(loop: Loop, seat: Seat, host: Seat, now: datetime, busy: bool) -> None:
    """Raise Invalid where these two can't hold one interview together."""
    fault = None
    if host is seat or host.role is not Role.PANELIST or host.gone:
        fault = NO_HOST
    elif seat.gone:
        fault = "That interview didn't happen. Move it to another time first."
    elif seat.with_id is not None or host.with_id is not None:
        fault = "Two hold that interview together already. Move one of them first."
    elif loop.has_met(seat, now) or loop.has_met(host, now):
        fault = "One of these interviews has begun already."
    elif busy:
        fault = "They have another interview at that time. Pick another panelist."
    if fault:
        raise Invalid({"host": fault})
