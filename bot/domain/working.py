"""Somebody's working calendar: their hours and days, the public holidays of their country, and when they are away."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

MORNING, EVENING = 9, 18
WEEKDAYS = frozenset({1, 2, 3, 4, 5})
FURTHEST = 400
"""Days that are looked through for a working one: whoever has none in them is asked as if they had all."""
HOUR = timedelta(hours=1)
NOWHERE: Mapping[date, str] = {}


@dataclass(frozen=True)
class WorkingCalendar:
    """When somebody works: from `hours[0]` to `hours[1]` by the clock in `zone`, on these ISO weekdays.

    Not on the public holidays of `country` (ISO 3166; None or one that isn't known: none), and not before
    `away_until`, the day on which they are back.
    """

    zone: ZoneInfo
    hours: tuple[int, int] = (MORNING, EVENING)
    days: frozenset[int] = WEEKDAYS
    country: str | None = None
    away_until: date | None = None

    def works_on(self, day: date) -> bool:
        """Whether they work on that day."""
        if self.away_until is not None and day < self.away_until:
            return False
        return day.isoweekday() in self.days and day not in public_holidays(self.country, day.year)

    def begins(self, day: date) -> datetime:
        """When their hours begin on a day."""
        return self._clock(day, self.hours[0])

    def ends(self, day: date) -> datetime:
        """When their hours end on a day; an end at 24 is the next midnight."""
        return self._clock(day, self.hours[1])

    def ends_after(self, at: datetime) -> datetime:
        """When their hours end on that moment's local day."""
        return self.ends(self._day(at))

    def next_morning(self, after: datetime) -> datetime:
        """When they begin on their next working day after that moment's local day."""
        return self.begins(self._next(self._day(after)))

    def in_hours(self, at: datetime) -> datetime:
        """That moment where they work then; else when they next begin."""
        day = self._day(at)
        if self.works_on(day):
            if at < self.begins(day):
                return self.begins(day)
            if at <= self.ends(day):
                return at
        return self.next_morning(at)

    def last_hour_before(self, at: datetime) -> datetime:
        """When the last working hour begins of their working day before that moment's local day."""
        day = self._day(at)
        before = next((one for one in _days(day, -1) if self.works_on(one)), day - timedelta(days=1))
        return max(self.ends(before) - HOUR, self.begins(before))

    def hours_before(self, at: datetime, hours: int) -> datetime:
        """The moment from which there are so many working hours until `at`, were they not away."""
        left, day, usual = timedelta(hours=hours), self._day(at), replace(self, away_until=None)
        for one in (day, *_days(day, -1)):
            if not usual.works_on(one):
                continue
            end = min(at, self.ends(one))
            room = _span(self.begins(one), end)
            if room >= left:
                return (end.astimezone(_UTC) - left).astimezone(self.zone)
            left -= max(room, timedelta())
        return at - timedelta(hours=hours)

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def _next(self, day: date) -> date:
        return next((one for one in _days(day, 1) if self.works_on(one)), day + timedelta(days=1))

    def _clock(self, day: date, hour: int) -> datetime:
        if hour == 24:
            day, hour = day + timedelta(days=1), 0
        return datetime.combine(day, time(hour), tzinfo=self.zone)


_UTC = ZoneInfo("UTC")


def country_of(locale: str | None) -> str | None:
    """The country that a locale of Slack's names: DE for de-DE. None where it names none."""
    _, _, country = (locale or "").partition("-")
    return country if len(country) == 2 and country.isalpha() and country.isupper() else None


@cache
def public_holidays(country: str | None, year: int) -> Mapping[date, str]:
    """The public holidays of a country in a year, from the library `holidays`; none of one that it doesn't know."""
    if not country:
        return NOWHERE
    try:
        return dict(holidays.country_holidays(country, years=year))
    except NotImplementedError:
        return NOWHERE


def is_known(country: str) -> bool:
    """Whether the public holidays of this country are known here."""
    return country in holidays.list_supported_countries()


def _days(after: date, step: int) -> Iterator[date]:
    return (after + timedelta(days=step * number) for number in range(1, FURTHEST + 1))


def _span(begin: datetime, end: datetime) -> timedelta:
    """How long it really is: the same clock times may be 23 or 25 hours apart."""
    return end.astimezone(_UTC) - begin.astimezone(_UTC)
