"""When the next question goes out: at the person's hour in their own zone, once a day."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.prep.settings import EVERY_DAY, SUNDAY, Settings

LATE_BY = timedelta(hours=6)
"""A question that downtime held up still goes out so long after its hour, and after that not at all."""

A_MINUTE = 200
"""Questions that one workspace gets in a minute, below Slack's 300, so that kits find room between them."""
SUMMARIES_A_MINUTE = 50
"""Weekly summaries: each uploads a picture, and Slack takes about a hundred uploads a minute."""
EVENING, LAST_HOUR = 18, 23
LONGEST_SPREAD = timedelta(minutes=50)
LONGEST_SUMMARY_SPREAD = timedelta(hours=4)

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_FURTHEST = 15


@dataclass(frozen=True)
class Occurrence:
    """One sending: `day` is the local date that it is for (once a day counts by it), `at` is UTC."""

    day: date
    at: datetime


def send_time(day: date, hour: int, zone: ZoneInfo) -> datetime | None:
    """The moment (UTC) of an hour on a local date.

    Of an hour that occurs twice the first; where the clocks skip it, the moment after the skipped time, which
    may be the next date's first; None where the zone has no such date at all (Apia, 30 December 2011).
    """
    wall = datetime.combine(day, time(hour))
    at = wall.replace(tzinfo=zone).astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) == wall:
        return at
    resumes = _end_of_gap(wall, zone)
    before, after = (resumes - _SECOND).astimezone(zone).date(), resumes.astimezone(zone).date()
    return None if before < day < after else resumes


def next_send(settings: Settings, after: datetime, last_day: date | None = None) -> Occurrence:
    """The first sending after this moment, on a weekday of the settings and a date later than `last_day`.

    It knows nothing of an interview: who plans by it asks bot.domain.prep.countdown whether the date is too late.
    """
    day = after.astimezone(settings.zone).date() - _DAY
    if last_day is not None and day <= last_day:
        day = last_day + _DAY
    for _ in range(_FURTHEST):
        if day.weekday() in settings.weekdays:
            at = send_time(day, settings.hour, settings.zone)
            if at is not None and at > after:
                return Occurrence(day, at)
        day += _DAY
    raise AssertionError("a week has a day of every subscription")


def next_summary(settings: Settings, after: datetime, last_day: date | None = None) -> Occurrence:
    """The next weekly summary: on Sunday evening, whether or not they get a question that day."""
    sundays = replace(settings, hour=summary_hour(settings.hour), weekdays=frozenset({SUNDAY}))
    return next_send(sundays, after, last_day)


def summary_hour(hour: int) -> int:
    """The hour of the weekly summary: in the evening, some hours after that of the question, so that it counts."""
    return min(LAST_HOUR, max(EVENING, hour + 3))


def days_until(due: date, today: date, weekdays: frozenset[int] = EVERY_DAY) -> int:
    """Days from today until the first of these weekdays on which something due can come back; at least 1."""
    day = max(due, today + timedelta(days=1))
    while day.weekday() not in weekdays:
        day += timedelta(days=1)
    return (day - today).days


def timely(planned: datetime, now: datetime) -> bool:
    """Whether a sending that was planned for this moment is still worth it."""
    return now - planned <= LATE_BY


def spread(at: datetime, zone: ZoneInfo, crowd: int, ticket: int) -> datetime:
    """The moment for one of a crowd at the same hour, still inside the hour (`crowd` others wait for it).

    Fewer than 200 get theirs at once. `ticket` is a number of the person's that stays the same.
    """
    into = at.astimezone(zone)
    left = timedelta(minutes=60 - into.minute) - timedelta(minutes=10)
    return at + _share(crowd, ticket, A_MINUTE, min(LONGEST_SPREAD, left))


def spread_summary(at: datetime, crowd: int, ticket: int) -> datetime:
    """The moment for one summary of a crowd; they have pictures, and all day."""
    return at + _share(crowd, ticket, SUMMARIES_A_MINUTE, LONGEST_SUMMARY_SPREAD)


def _share(crowd: int, ticket: int, a_minute: int, longest: timedelta) -> timedelta:
    if crowd < a_minute:
        return timedelta()
    seconds = min(-(-crowd // a_minute) * 60, int(longest.total_seconds()))
    return timedelta(seconds=_scattered(ticket) % seconds)


def _scattered(ticket: int) -> int:
    """Neighbouring numbers far apart (Knuth's multiplicative hash), so that any crowd spreads evenly."""
    return ticket * 2654435761 % 2**32 >> 8


def _end_of_gap(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first moment after the time that the clocks skip around `wall`, to the second."""
    early = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    late = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    offset = early.astimezone(zone).utcoffset()
    while late - early > _SECOND:
        middle = early + (late - early) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset:
            early = middle
        else:
            late = middle
    return late
