"""What somebody was sent, day by day, and what the choice of the next question needs of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.prep.choice import History, Why
from bot.domain.prep.memory import Rating


@dataclass(frozen=True)
class Sent:
    """One question that was sent; `graded` is whether the person said how it went.

    `number` is 0 for the question of the day, and counts from 1 those that they asked for on the same date.
    """

    day: date
    question_id: str
    graded: bool
    why: Why = Why.NEW
    rating: Rating | None = None
    rated_at: datetime | None = None
    number: int = 0


def history_of(
    sent: Iterable[Sent], competencies: Mapping[str, str], topics: Mapping[str, str] | None = None
) -> History:
    """What was sent, oldest first, as the choice needs it.

    `competencies` and `topics` are by question, of those the bank has.
    """
    last: dict[str, date] = {}
    turns: dict[str, date] = {}
    ratings: dict[str, Rating] = {}
    repeats = 0
    for one in sent:
        last[one.question_id] = one.day
        repeats = 0 if one.why is Why.NEW else repeats + 1
        if one.why is Why.NEW and one.question_id in competencies:
            turns[competencies[one.question_id]] = one.day
        if one.rating is not None:
            ratings[one.question_id] = one.rating
    seen = frozenset(topics[id] for id in last if id in topics) if topics else frozenset()
    return History(last, turns, repeats, ratings, seen)
