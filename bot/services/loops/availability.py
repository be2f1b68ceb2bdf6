"""Who is busy when, and who has as many interviews in a week as they want."""

from datetime import datetime, timedelta

from bot.acting.access import is_candidate_of
from bot.acting.context import Transaction
from bot.domain.loops.loop import Loop
from bot.domain.loops.seat import Seat
from bot.domain.loops.states import Role
from bot.domain.people import outside
from bot.storage import interviews, people


def busy(tx: Transaction, user_id: str, start: datetime, minutes: int, but: int | None = None) -> bool:
    """Whether this person has another interview at that time, in any loop."""
    end = start + timedelta(minutes=minutes)
    return any(
        one.id != but and one.end > start
        for one in interviews.of_person(tx, user_id, start - timedelta(days=1), end)
    )


def busy_then(
    tx: Transaction, user_id: str | None, start: datetime | None, minutes: int, seat: Seat | None
) -> bool:
    """The same for a form that may be empty; the seat that it is about doesn't count."""
    if user_id is None or start is None:
        return False
    return busy(tx, user_id, start, minutes, but=seat.id if seat else None)


def in_week(tx: Transaction, user_id: str, at: datetime, loop: Loop) -> int:
    """How many interviews they have in that week (Monday to Sunday, UTC): of this loop and of all that run."""
    monday = (at - timedelta(days=at.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    return len(interviews.of_person(tx, user_id, monday, monday + timedelta(days=7), loop.id))


def over_limit(tx: Transaction, user_id: str, at: datetime, loop: Loop, more: int = 0) -> bool:
    """Whether that week, with `more` interviews, is beyond what they said they can take."""
    person = people.person(tx, user_id)
    limit = person.weekly_limit if person else None
    return limit is not None and in_week(tx, user_id, at, loop) + more > limit


def free_stand_ins(tx: Transaction, loop: Loop, seat: Seat) -> list[Seat]:
    """The stand-ins who could take a seat over, first who is asked first; who would be over their limit comes last."""
    start = seat.start_at
    if start is None or start <= tx.now:
        return []
    free = [
        one
        for one in loop.in_order()
        if one.role is Role.STAND_IN
        and not one.gone
        and not is_candidate_of(tx, loop, one.user_id)
        and not busy(tx, one.user_id, start, seat.minutes)
    ]
    return sorted(free, key=lambda one: over_limit(tx, one.user_id, start, loop, 1))


def warnings(tx: Transaction, loop: Loop) -> tuple[str, ...]:
    """Who on the panel has two interviews at once, more that week than they want, or one outside their hours.

    In words with user ids; none of it keeps a lead from sending the plan.
    """
    found = []
    for seat in loop.panel:
        if seat.start_at is None:
            continue
        if busy(tx, seat.user_id, seat.start_at, seat.minutes, but=seat.id):
            found.append(f"{seat.user_id} has another interview at that time.")
        person = people.person(tx, seat.user_id)
        if person is None:
            continue
        number = in_week(tx, seat.user_id, seat.start_at, loop)
        if person.weekly_limit is not None and number > person.weekly_limit:
            held = "1 interview" if number == 1 else f"{number} interviews"
            found.append(f"{seat.user_id} has {held} that week and takes {person.weekly_limit}.")
        if late := _outside_hours(tx, seat, seat.start_at, (person.hours_from, person.hours_to)):
            found.append(late)
    return tuple(dict.fromkeys(found))


def _outside_hours(tx: Transaction, seat: Seat, start: datetime, hours: tuple[int, int]) -> str | None:
    known = people.in_slack(tx, seat.user_id)
    if known is None or not outside(hours, start, seat.minutes, seat.zone):
        return None
    there = f"{start.astimezone(seat.zone):%H:%M} in {known.zone}"
    return f"{seat.user_id} interviews from {hours[0]}:00 to {hours[1]}:00, and it is {there} then."
