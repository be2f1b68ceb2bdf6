"""Who sits when: a draft's seats are laid, changed, mended and added to; a running loop can get one more panelist."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.errors import Invalid, NotFound, TooLate
from bot.domain.loops.events import PanelistAdded, SeatChanged, ShadowMoved
from bot.domain.loops.loop import Loop
from bot.domain.loops.moving import LENGTHS
from bot.domain.loops.planned import ask_anew, mended
from bot.domain.loops.seat import Seat
from bot.domain.loops.states import MOST_PANELISTS, LoopState, Role, SeatState
from bot.domain.loops.timetable import Slot, at_place, following, overlapping, without_overlaps

OPEN = (LoopState.DRAFT, LoopState.RUNNING)


@dataclass(frozen=True)
class SeatForm:
    """A seat as the lead wants it. `place` is its turn among the interviews, from 0; None leaves the order."""

    user_id: str | None
    start: datetime | None
    minutes: int
    place: int | None = None


def seat_everybody(
    loop: Loop,
    panelists: Sequence[str],
    stand_ins: Sequence[str],
    shadows: Sequence[str],
    starts: Sequence[datetime],
) -> dict[int, Seat]:
    """Lay a draft's seats anew, as its form says; returns whom each shadow, by their turn, sits in with.

    Seats have no ids yet, so hosts are set once they are saved.
    """
    loop.seats = [
        Seat(user_id, Role.PANELIST, position, start, loop.minutes)
        for position, (user_id, start) in enumerate(zip(panelists, starts, strict=True))
    ]
    hosts = list(loop.seats)
    loop.seats += [
        Seat(user_id, Role.STAND_IN, position, None, loop.minutes)
        for position, user_id in enumerate(stand_ins)
    ]
    found = {}
    for position, user_id in enumerate(shadows):
        host = hosts[position % len(hosts)]
        found[len(loop.seats)] = host
        loop.seats.append(Seat(user_id, Role.SHADOW, host.position, host.start_at, loop.minutes))
    return found


def change(
    loop: Loop,
    seat: Seat,
    form: SeatForm,
    faults: Mapping[str, str],
    zone: ZoneInfo,
    now: datetime,
    *,
    busy: bool,
) -> None:
    """Give a draft's seat another person, turn, time or length. Raises Invalid at the fields.

    `faults` are what is wrong with the person, `busy` is whether they have another interview then. Whoever sits
    in the loop already changes places. `zone` is the lead's.
    """
    loop.check_draft()
    found = {**faults, **_time_faults(loop, seat, form, now, busy)}
    if found or form.user_id is None or form.start is None:
        raise Invalid(found)
    if form.user_id != seat.user_id:
        for other in loop.seats:
            if other.user_id == form.user_id:
                other.user_id = seat.user_id
        seat.user_id = form.user_id
    # First, so that of two that begin together the one whose time was chosen keeps it.
    slots = [
        Slot(seat.id, form.start, form.minutes),
        *(_slot(one) for one in _timed(loop) if one is not seat),
    ]
    turn = [slot.id for slot in sorted(slots, key=lambda slot: slot.start)].index(seat.id)
    moved = form.place is not None and form.start == seat.start_at and form.place != turn
    retime(loop, at_place(slots, seat.id, form.place or 0, zone) if moved else without_overlaps(slots, zone))
    ask_anew(loop)
    loop.happened(SeatChanged(loop, seat))


def add_faults(loop: Loop, form: SeatForm, now: datetime, *, busy: bool) -> dict[str, str]:
    """Why this person can't be one panelist more, at the fields. Raises TooLate where the loop is over."""
    if loop.state not in OPEN:
        raise TooLate("This loop is over, so nobody can join it.")
    found = {}
    panel = _timed(loop)
    if form.user_id in {seat.user_id for seat in panel}:
        found["person"] = "They are on the panel already. Pick somebody else."
    if len(panel) >= MOST_PANELISTS:
        found["person"] = f"A loop has at most {MOST_PANELISTS} panelists."
    return found | _time_faults(loop, None, form, now, busy)


def newcomer(loop: Loop, user_id: str, start: datetime, minutes: int) -> Seat:
    """A seat for one panelist more: the one that they had as stand-in or shadow, or a new one."""
    place = len(_timed(loop))
    waiting = (seat for seat in loop.in_order() if seat.user_id == user_id and not seat.gone)
    seat = next((seat for seat in waiting if seat.role is not Role.PANELIST), None)
    if seat is None:
        seat = Seat(user_id, Role.PANELIST, place, start, minutes)
        loop.seats.append(seat)
    seat.role, seat.host_id, seat.reverse, seat.state = Role.PANELIST, None, False, SeatState.WAITING
    seat.start_at, seat.minutes, seat.position = start, minutes, place
    return seat


def added(loop: Loop, seat: Seat, zone: ZoneInfo) -> None:
    """The newcomer has their seat (and its id): in a draft the others make room."""
    if loop.state is LoopState.DRAFT:
        retime(loop, without_overlaps([_slot(one) for one in _timed(loop)], zone))
    loop.goes_on_with = None
    ask_anew(loop)
    loop.happened(PanelistAdded(loop, seat))


def move_shadow(loop: Loop, seat: Seat, host: Seat | None, *, reverse: bool) -> None:
    """Whom a shadow sits in with, and whether they listen or (`reverse`) ask. The same changes nothing.

    Raises Invalid where there is no such host, TooLate where the loop is over.
    """
    if loop.state not in OPEN:
        raise TooLate("This loop is over, so its shadows can't change.")
    if host is None or host.role is not Role.PANELIST or host.gone:
        raise Invalid({"host": "That seat was given up. Pick another panelist."})
    if (seat.host_id, seat.reverse) == (host.id, reverse):
        return
    hosts = [one for one in loop.seats if one.id in {seat.host_id, host.id}]
    seat.host_id, seat.reverse = host.id, reverse
    seat.start_at, seat.minutes, seat.position = host.start_at, host.minutes, host.position
    ask_anew(loop)
    loop.happened(ShadowMoved(loop, seat, tuple(hosts)))


@dataclass(frozen=True)
class Mending:
    """A change that mends an unmet wish: more minutes or topics for somebody, or the stand-in on the panel."""

    panelist: str | None
    change: str
    by: int


def mend(loop: Loop, wanted: Mending, said: str, zone: ZoneInfo) -> None:
    """Make the change that mends an unmet wish; `said` is it as the page kept it. Raises NotFound, TooLate."""
    loop.check_draft()
    seats = {seat.user_id: seat for seat in loop.in_order() if seat.role is not Role.SHADOW}
    if wanted.panelist is None or wanted.panelist not in seats:
        raise NotFound("Go back and add another panelist; Fairloop can't pick one for you.")
    seat = seats[wanted.panelist]
    if wanted.change == "minutes":
        seat.minutes += wanted.by
    elif wanted.change == "competencies":
        seat.most_competencies += wanted.by
    else:
        seat.start_at, seat.minutes = next_start(loop, wanted.by, zone), wanted.by
        seat.role = Role.PANELIST
    retime(loop, without_overlaps([_slot(one) for one in _timed(loop)], zone))
    mended(loop, said)


def next_start(loop: Loop, minutes: int, zone: ZoneInfo) -> datetime:
    """When one more interview of so many minutes could begin after the last."""
    last = max((_slot(seat) for seat in _timed(loop)), key=lambda slot: slot.end, default=None)
    return loop.first_at if last is None else following(last.start, last.minutes, minutes, zone)


def retime(loop: Loop, slots: Sequence[Slot]) -> None:
    """Set times and turns; shadows come along. Whether the debrief is late enough is checked before kits go out."""
    seats = {seat.id: seat for seat in loop.seats}
    for position, slot in enumerate(slots):
        seat = seats[slot.id]
        for one in (seat, *loop.shadows_of([seat])):
            one.start_at, one.minutes, one.position = slot.start, slot.minutes, position
    loop.set_first()


def _time_faults(loop: Loop, seat: Seat | None, form: SeatForm, now: datetime, busy: bool) -> dict[str, str]:
    """What is wrong with a time, at its field; a seat that is yet to come is None."""
    if form.start is None or form.start <= now:
        return {"start": "Pick a time that is still to come."}
    if form.minutes not in LENGTHS:
        return {"minutes": "Pick a length from the list."}
    own = Slot(seat.id if seat else 0, form.start, form.minutes)
    if own.end > loop.debrief_at:
        return {"start": "It would not be over by the debrief. Pick an earlier time."}
    before = overlapping([_slot(one) for one in _timed(loop)], own)
    if before is not None and (loop.state is not LoopState.DRAFT or before.start < own.start):
        return {"start": "There is another interview of this loop at that time. Pick another time."}
    return {"start": "They have another interview at that time. Pick another time."} if busy else {}


def _timed(loop: Loop) -> list[Seat]:
    return [seat for seat in loop.panel if seat.start_at is not None]


def _slot(seat: Seat) -> Slot:
    assert seat.start_at is not None
    return Slot(seat.id, seat.start_at, seat.minutes)
