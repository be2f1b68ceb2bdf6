"""Which question somebody gets today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.domain.prep.memory import Card
from bot.domain.questions import Level, Question

REVIEWS_IN_A_ROW = 2
"""After so many repeated questions a new one gets its turn, however much is due."""

_LEVELS = list(Level)


class Why(StrEnum):
    """Why it is this one."""

    DUE = "due"
    NEW = "new"
    EARLY = "early"


@dataclass(frozen=True)
class History:
    """What was sent so far: last local dates by question, and by competency for new ones; repeats in a row."""

    questions: Mapping[str, date] = field(default_factory=dict)
    competencies: Mapping[str, date] = field(default_factory=dict)
    reviews_in_a_row: int = 0


@dataclass(frozen=True)
class Chosen:
    """The question of the day."""

    question: Question
    why: Why


def choose(pool: Sequence[Question], cards: Mapping[str, Card], history: History, day: date) -> Chosen | None:
    """The question for this local date out of those that may be sent; None where there are none.

    Due ones first, the weakest before the others; after two of them a new one, competencies in turn and
    the easier first; with nothing due or new the weakest comes early. What was sent and never rated counts
    as new, after what was never sent.
    """
    due = [one for one in pool if one.id in cards and cards[one.id].due <= day]
    new = [one for one in pool if one.id not in cards]
    if due and (not new or history.reviews_in_a_row < REVIEWS_IN_A_ROW):
        return Chosen(_weakest(due, cards, history, day), Why.DUE)
    if new:
        return Chosen(_next_new(new, history), Why.NEW)
    return Chosen(_weakest(pool, cards, history, day), Why.EARLY) if pool else None


def hardness(question: Question) -> float:
    """The mean of its levels, 0 for junior to 2 for senior."""
    return sum(_LEVELS.index(level) for level in question.levels) / len(question.levels)


def _weakest(
    questions: Sequence[Question], cards: Mapping[str, Card], history: History, day: date
) -> Question:
    """The least remembered; one that came back since its last review and was left alone waits its turn."""

    def order(question: Question) -> tuple[date, float]:
        card = cards[question.id]
        sent = history.questions.get(question.id, card.reviewed)
        return (sent if sent > card.reviewed else date.min), -card.weakness(day)

    return min(questions, key=order)


def _next_new(questions: Sequence[Question], history: History) -> Question:
    def order(question: Question) -> tuple[date, date, float]:
        turn = history.competencies.get(question.competency, date.min)
        return turn, history.questions.get(question.id, date.min), hardness(question)

    return min(questions, key=order)
