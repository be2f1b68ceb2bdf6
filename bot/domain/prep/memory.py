"""What somebody remembers of a question: FSRS, in whole days of their own calendar.

https://github.com/open-spaced-repetition/py-fsrs: without learning or relearning steps and without fuzz an
interval is a number of days. A review is put at noon UTC of the person's local date, so that a question
graded at 9:20 is due again at 9:00 some days later, whatever the clocks did in between.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import IntEnum

import fsrs

SCHEDULER = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


class Rating(IntEnum):
    """How it went; the numbers are those of FSRS."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True)
class Card:
    """A question that somebody has rated. `stability` is in days, `difficulty` 1-10, both FSRS's own."""

    question_id: str
    stability: float
    difficulty: float
    reviewed: date
    due: date
    reviews: int = 1

    @property
    def interval(self) -> int:
        """Days from the last review to the next."""
        return (self.due - self.reviewed).days

    def weakness(self, day: date) -> float:
        """Higher where it is less likely to be remembered on that day: FSRS's recall falls with days/stability."""
        return (day - self.reviewed).days / self.stability


def review(question_id: str, card: Card | None, rating: Rating, day: date) -> Card:
    """The card after the person rated the question on that local date; `card` is None the first time.

    A rating for a date before the last review (an old message) counts as of that review.
    """
    if card is not None:
        day = max(day, card.reviewed)
    after, _ = SCHEDULER.review_card(_as_fsrs(card, day), fsrs.Rating(int(rating)), _noon(day))
    assert after.stability is not None
    assert after.difficulty is not None
    reviews = 1 if card is None else card.reviews + 1
    return Card(question_id, after.stability, after.difficulty, day, after.due.date(), reviews)


def _as_fsrs(card: Card | None, day: date) -> fsrs.Card:
    """With an id given: without one the library waits for a free millisecond."""
    if card is None:
        return fsrs.Card(card_id=0, due=_noon(day))
    return fsrs.Card(
        card_id=0,
        state=fsrs.State.Review,
        stability=card.stability,
        difficulty=card.difficulty,
        due=_noon(card.due),
        last_review=_noon(card.reviewed),
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)
