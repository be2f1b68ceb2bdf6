"""What prep pages say, from domain values: the words that templates fill in."""

from bot.domain.prep import Rating
from bot.domain.prep.pages import Today
from bot.domain.prep.states import Day
from bot.domain.questions import Level
from bot.views.prep import MEANS, RATINGS, minutes_of
from bot.views.prep_interview import HONEST, MORNING, days_to
from bot.views.words import count, date_words

LEVELS = (
    (Level.JUNIOR.value, "Junior", "Works in a sensible order, with hints"),
    (Level.MID.value, "Mid", "Chooses between two ways and defends it"),
    (Level.SENIOR.value, "Senior", "Weighs limits, has been through incidents"),
)
RATED = tuple((int(rating), RATINGS[rating], MEANS[rating]) for rating in Rating)


def head(days_left: int) -> str:
    """6 days to your interview"""
    said = days_to(days_left)
    return said[0].upper() + said[1:]


def minutes(day: Day) -> int:
    """How long the answer takes, without the follow-up."""
    return minutes_of(day)


def back(today: Today) -> str:
    """When a rated question comes again, as the choice of the question keeps to it."""
    day = today.day
    if day is None:
        return ""
    if today.days_left is not None:
        if day.back_on is None:
            return "This one doesn't come again before your interview."
        return f"This one can come back from {date_words(day.back_on)} on, before your interview."
    return f"This one can come back in {count(day.back_in, 'day')}." if day.back_in else "Rated."


WORDS = {
    "counted": count,
    "days_to": head,
    "minutes": minutes,
    "back": back,
    "on": date_words,
    "ratings": RATED,
    "levels": LEVELS,
    "honest": HONEST,
    "morning": MORNING,
}
"""What every template may use."""
