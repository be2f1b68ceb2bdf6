"""When somebody is asked for their scorecard, and no more often than helps."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.loops import next_working_day

FIRST_AFTER = timedelta(hours=2)
LAST_BEFORE = timedelta(hours=2)
APART = timedelta(hours=3)
MORNING = time(9)
EVENING = time(18)


def nudges(end: datetime, debrief_at: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Times to ask for a scorecard after an interview that is over at `end`.

    The first two hours after it, then each working morning at 9:00 local, the last two hours before the
    debrief; never outside 9:00-18:00 local except the last, and at least three hours apart, the later one
    winning because it says what a missing scorecard means for the debrief.
    """
    last = max(end + timedelta(minutes=15), debrief_at - LAST_BEFORE)
    if last >= debrief_at:
        return ()
    times = [in_hours(end + FIRST_AFTER, zone)]
    while (following := next_working_day(times[-1], zone, MORNING)) < last:
        times.append(following)
    return (*(at for at in times if last - at >= APART), last)


def is_last(at: datetime, debrief_at: datetime) -> bool:
    """Whether a nudge at that time says what a missing scorecard means, because the debrief comes soon."""
    return debrief_at - at <= LAST_BEFORE


def tomorrow_at_nine(now: datetime, zone: ZoneInfo) -> datetime:
    """The next day at 9:00 local."""
    day = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, MORNING, tzinfo=zone)


def in_hours(at: datetime, zone: ZoneInfo) -> datetime:
    """That moment where it is within 9:00-18:00 local on a working day; else the next such day's, or today's, 9:00."""
    local = at.astimezone(zone)
    if local.weekday() >= 5 or local.time() > EVENING:
        return next_working_day(at, zone, MORNING)
    if local.time() < MORNING:
        return datetime.combine(local.date(), MORNING, tzinfo=zone)
    return at
