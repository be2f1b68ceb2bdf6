"""What somebody was sent, day by day, and what the choice of the next question needs of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.prep.choice import History, Why


@dataclass(frozen=True)
class Sent:
    """One question of the day; `graded` is whether the person said how it went."""

    day: date
    question_id: str
    graded: bool
    why: Why = Why.NEW


def history_of(sent: Iterable[Sent], competencies: Mapping[str, str]) -> History:
    """What was sent, oldest first, as the choice needs it; `competencies` by question, of those the bank has."""
    last: dict[str, date] = {}
    turns: dict[str, date] = {}
    repeats = 0
    for one in sent:
        last[one.question_id] = one.day
        repeats = 0 if one.why is Why.NEW else repeats + 1
        if one.why is Why.NEW and one.question_id in competencies:
            turns[competencies[one.question_id]] = one.day
    return History(last, turns, repeats)
