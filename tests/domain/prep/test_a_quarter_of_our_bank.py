"""Ninety days of prep from the bank that comes with Fairloop: no day without something new or due."""

from datetime import date, timedelta

import pytest

from bot.domain.prep import Card, History, Rating, Why, choose, review
from bot.domain.questions import Bank, Level, Question, parse_bank
from bot.ground.resources import read_question_files

FIRST = date(2026, 3, 2)
DAYS = 90


def pool(level: Level) -> tuple[Question, ...]:
    parsed = parse_bank(read_question_files())
    assert isinstance(parsed, Bank)
    return parsed.questions(level=level, prep=True)


def ninety_days(level: Level, rating: Rating) -> list[tuple[str, Why]]:
    """What somebody gets who answers every day and rates each answer the same."""
    questions = pool(level)
    cards: dict[str, Card] = {}
    last: dict[str, date] = {}
    competencies: dict[str, date] = {}
    repeats, sent = 0, list[tuple[str, Why]]()
    for number in range(DAYS):
        day = FIRST + timedelta(days=number)
        chosen = choose(questions, cards, History(last, competencies, repeats), day)
        assert chosen is not None
        id = chosen.question.id
        repeats = 0 if chosen.why is Why.NEW else repeats + 1
        last[id] = day
        if chosen.why is Why.NEW:
            competencies[chosen.question.competency] = day
        cards[id] = review(id, cards.get(id), rating, day)
        sent.append((id, chosen.why))
    return sent


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("rating", [Rating.GOOD, Rating.AGAIN])
def test_no_day_is_without_something_new_or_due(level: Level, rating: Rating) -> None:
    sent = ninety_days(level, rating)
    assert [place for place, (_, why) in enumerate(sent) if why is Why.EARLY] == []
