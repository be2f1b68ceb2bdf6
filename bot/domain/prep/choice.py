"""Which question somebody gets today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.prep.countdown import WEAK, available, countdown
from bot.domain.prep.memory import Card, Rating
from bot.domain.prep.topics import topic_of
from bot.domain.questions import Kind, Level, Question

REVIEWS_IN_A_ROW = 2
"""After so many repeated questions a new one gets its turn, however much is due."""
REST = timedelta(days=5)
"""So long a question that was left unanswered doesn't come again."""
FIRST_MINUTES = 8
"""The first question of all is no longer than this, and never coding."""

_LEVELS = list(Level)


class Why(StrEnum):
    """Why it is this one. EARLY is before its time: they asked for their weakest, or got it so in the past."""

    DUE = "due"
    NEW = "new"
    EARLY = "early"


@dataclass(frozen=True)
class History:
    """What was sent so far: last local dates by question, and by competency for new ones; repeats in a row.

    `ratings` are the last ones by question, `topics` those of which something was sent.
    """

    questions: Mapping[str, date] = field(default_factory=dict)
    competencies: Mapping[str, date] = field(default_factory=dict)
    reviews_in_a_row: int = 0
    ratings: Mapping[str, Rating] = field(default_factory=dict)
    topics: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Chosen:
    """The question of the day."""

    question: Question
    why: Why


def choose(
    pool: Sequence[Question],
    cards: Mapping[str, Card],
    history: History,
    day: date,
    interview: date | None = None,
) -> Chosen | None:
    """The question for this local date out of those that may be sent; None where nothing is new or due.

    Due ones first, the weakest before the others; after two of them a new one, competencies in turn and the
    easier first. With an interview to come: what went badly first, then topics that they haven't seen, then
    the rest that is due. What was sent and never rated rests five days, and counts as new after what was
    never sent. The very first is short, easy and not coding, where there is such a one.
    """
    rested = [one for one in pool if _rested(one, cards, history, day)]
    new = [one for one in rested if one.id not in cards]
    if new and not history.questions and not cards:
        return Chosen(_first(new, history), Why.NEW)
    found = countdown(interview, day)
    due = [one for one in rested if one.id in cards and _due(one, cards, history, interview) <= day]
    urgent = [one for one in due if found is None or history.ratings.get(one.id) in WEAK]
    if urgent and (not new or history.reviews_in_a_row < REVIEWS_IN_A_ROW):
        return Chosen(_weakest(urgent, cards, history, day), Why.DUE)
    if new:
        unseen = [one for one in new if found and topic_of(one) not in history.topics]
        return Chosen(_next_new(unseen or new, history), Why.NEW)
    return Chosen(_weakest(due, cards, history, day), Why.DUE) if due else None


def choose_now(
    pool: Sequence[Question], cards: Mapping[str, Card], history: History, day: date
) -> Chosen | None:
    """A further question that they ask for: what went badly, the weakest first, then a new one, then the weakest.

    Nothing that was sent on this date comes; None where nothing else may be sent.
    """
    fresh = [one for one in pool if history.questions.get(one.id) != day]
    rated = [one for one in fresh if one.id in cards]
    weak = [one for one in rated if history.ratings.get(one.id) in WEAK]
    new = [one for one in fresh if one.id not in cards]
    if not weak and new:
        return Chosen(_next_new(new, history), Why.NEW)
    if not rated:
        return None
    chosen = _weakest(weak or rated, cards, history, day)
    return Chosen(chosen, Why.DUE if cards[chosen.id].due <= day else Why.EARLY)


def next_date(
    pool: Sequence[Question],
    cards: Mapping[str, Card],
    history: History,
    day: date,
    interview: date | None = None,
) -> date | None:
    """The first date after this one on which a question of the pool may come again; None where there is none.

    Of an interview's countdown: None where that is too late.
    """
    dates = [
        max(_rest_ends(one, cards, history) or day, _due(one, cards, history, interview))
        if one.id in cards
        else _rest_ends(one, cards, history) or day
        for one in pool
    ]
    found = countdown(interview, day)
    first = max(min(dates), day + timedelta(days=1)) if dates else None
    return None if first is None or (found and first > found.last_day) else first


def hardness(question: Question) -> float:
    """The mean of its levels, 0 for junior to 2 for senior."""
    return sum(_LEVELS.index(level) for level in question.levels) / len(question.levels)


def _rested(question: Question, cards: Mapping[str, Card], history: History, day: date) -> bool:
    ends = _rest_ends(question, cards, history)
    return ends is None or ends <= day


def _rest_ends(question: Question, cards: Mapping[str, Card], history: History) -> date | None:
    """The date from which a question may come again that was left unanswered; None where it wasn't."""
    sent = history.questions.get(question.id)
    card = cards.get(question.id)
    return None if sent is None or (card is not None and card.reviewed >= sent) else sent + REST


def _due(question: Question, cards: Mapping[str, Card], history: History, interview: date | None) -> date:
    return available(cards[question.id], history.ratings.get(question.id), interview)


def _first(new: Sequence[Question], history: History) -> Question:
    easy = [one for one in new if one.minutes <= FIRST_MINUTES and one.kind is not Kind.CODING]
    return min(easy, key=lambda one: (hardness(one), one.minutes)) if easy else _next_new(new, history)


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
