"""Who is busy when, and who has as many interviews in a week as they want."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.domain.loops import GONE, LoopState, Role
from bot.domain.people import outside
from bot.services.context import Transaction
from bot.services.panels import seats_of
from bot.storage.tables import Interview, Loop, Person, SlackUser


def busy(tx: Transaction, user_id: str, start: datetime, minutes: int, but: int | None = None) -> bool:
    """Whether this person has another interview at that time, in any loop."""
    end = start + timedelta(minutes=minutes)
    rows = _interviews(tx, user_id, start - timedelta(days=1), end)
    return any(
        row.id != but and row.start_at is not None and row.start_at + timedelta(minutes=row.minutes) > start
        for row in rows
    )


def in_week(tx: Transaction, user_id: str, at: datetime, loop: Loop) -> int:
    """How many interviews they have in that week (Monday to Sunday, UTC): of this loop and of all that run."""
    monday = (at - timedelta(days=at.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    return len(_interviews(tx, user_id, monday, monday + timedelta(days=7), loop))


def over_limit(tx: Transaction, user_id: str, at: datetime, loop: Loop, more: int = 0) -> bool:
    """Whether that week, with `more` interviews, is beyond what they said they can take."""
    person = tx.session.get(Person, (tx.team_id, user_id))
    limit = person.weekly_limit if person else None
    return limit is not None and in_week(tx, user_id, at, loop) + more > limit


def warnings(tx: Transaction, loop: Loop) -> tuple[str, ...]:
    """Who on the panel has two interviews at once, more that week than they want, or one outside their hours.

    In words with user ids; none of it keeps a lead from sending the plan.
    """
    found = []
    for seat in seats_of(tx, loop.id):
        if seat.role != Role.PANELIST or seat.state in GONE or seat.start_at is None:
            continue
        if busy(tx, seat.user_id, seat.start_at, seat.minutes, but=seat.id):
            found.append(f"{seat.user_id} has another interview at that time.")
        if over_limit(tx, seat.user_id, seat.start_at, loop):
            person = tx.session.get_one(Person, (tx.team_id, seat.user_id))
            number = in_week(tx, seat.user_id, seat.start_at, loop)
            held = "1 interview" if number == 1 else f"{number} interviews"
            found.append(f"{seat.user_id} has {held} that week and takes {person.weekly_limit}.")
        if late := _outside_hours(tx, seat, seat.start_at):
            found.append(late)
    return tuple(dict.fromkeys(found))


def _outside_hours(tx: Transaction, seat: Interview, start: datetime) -> str | None:
    person = tx.session.get(Person, (tx.team_id, seat.user_id))
    known = tx.session.get(SlackUser, (tx.team_id, seat.user_id))
    if person is None or known is None:
        return None
    hours, zone = (person.hours_from, person.hours_to), ZoneInfo(known.zone)
    if not outside(hours, start, seat.minutes, zone):
        return None
    there = f"{start.astimezone(zone):%H:%M} in {known.zone}"
    return f"{seat.user_id} interviews from {hours[0]}:00 to {hours[1]}:00, and it is {there} then."


def _interviews(
    tx: Transaction, user_id: str, begin: datetime, end: datetime, loop: Loop | None = None
) -> list[Interview]:
    """Interviews that begin in a time, of loops that run (or ran), and of `loop` even while it is a draft."""
    counted = Loop.state.in_((LoopState.RUNNING, LoopState.DEBRIEFED, LoopState.DECIDED))
    return list(
        tx.session.scalars(
            select(Interview)
            .join(Loop, Loop.id == Interview.loop_id)
            .where(
                Interview.team_id == tx.team_id,
                Interview.user_id == user_id,
                Interview.state.not_in(GONE),
                Interview.start_at >= begin,
                Interview.start_at < end,
                Loop.practice.is_(False),
                counted if loop is None else (counted | (Loop.id == loop.id)),
            )
        )
    )
