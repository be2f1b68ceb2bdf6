"""The countdown to an interview: which days have a question, what is told on the eve, and when prep is over.

With a date nothing comes on the day before it, on the day itself, or after it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.prep.memory import Card, Rating
from bot.domain.prep.settings import Settings
from bot.domain.prep.times import Occurrence, days_until, send_time

EVE_HOUR = 18
"""On the day before, at this hour in their place, they are told what they can rely on."""
OVER_HOUR = 10
"""On the day after, at this hour, prep is paused."""
WEAK_AGAIN = 2
"""Days after which something weak comes back before an interview, where FSRS would wait longer."""
WEAK = (Rating.AGAIN, Rating.HARD)

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Countdown:
    """An interview that is still to come, or today. `last_day` is the last date that may have a question."""

    interview: date

    @property
    def eve(self) -> date:
        """The day before."""
        return self.interview - _DAY

    @property
    def last_day(self) -> date:
        """Two days before."""
        return self.interview - 2 * _DAY

    def days_left(self, today: date) -> int:
        """0 on the day itself."""
        return (self.interview - today).days


def countdown(interview: date | None, today: date) -> Countdown | None:
    """The countdown to an interview as of this local date; None without one to come."""
    return None if interview is None or interview < today else Countdown(interview)


def is_over(interview: date | None, today: date) -> bool:
    """Whether the interview was on an earlier local date."""
    return interview is not None and interview < today


def questions_left(settings: Settings, after: date) -> int:
    """How many dates later than this one bring a question before the interview; 0 without one to come."""
    found = countdown(settings.interview, after)
    if found is None:
        return 0
    days = range(1, (found.last_day - after).days + 1)
    return sum((after + ahead * _DAY).weekday() in settings.weekdays for ahead in days)


def comes_back(card: Card, rating: Rating, settings: Settings) -> date | None:
    """The first date on which a question can come that was rated like this; None: not before the interview.

    The choice of the question keeps to it: what is said to come back on a date doesn't come earlier.
    """
    earliest = available(card, rating, settings.interview)
    day = card.reviewed + days_until(earliest, card.reviewed, settings.weekdays) * _DAY
    found = countdown(settings.interview, card.reviewed)
    return None if found and day > found.last_day else day


def available(card: Card, rating: Rating | None, interview: date | None) -> date:
    """The date from which a rated question may come again: FSRS's, or sooner where it is weak before an interview."""
    if rating in WEAK and countdown(interview, card.reviewed):
        return min(card.due, card.reviewed + WEAK_AGAIN * _DAY)
    return card.due


def eve_of(settings: Settings, now: datetime) -> Occurrence | None:
    """When the eve is told, where that is still to come or today; None otherwise."""
    if settings.interview is None:
        return None
    eve = settings.interview - _DAY
    at = send_time(eve, EVE_HOUR, settings.zone)
    return Occurrence(eve, at) if at and eve >= now.astimezone(settings.zone).date() else None


def end_of(settings: Settings, now: datetime) -> Occurrence | None:
    """When prep is paused after the interview; None without an interview to come."""
    found = countdown(settings.interview, now.astimezone(settings.zone).date())
    if found is None:
        return None
    day = found.interview + _DAY
    at = send_time(day, OVER_HOUR, settings.zone) or send_time(day + _DAY, OVER_HOUR, settings.zone)
    return Occurrence(day, at) if at else None
