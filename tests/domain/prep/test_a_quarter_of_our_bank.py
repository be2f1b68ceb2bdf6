"""Ninety days of prep from the bank that comes with Fairloop: no day without something new or due.

With nothing new or due there is no question: what was said to come back later doesn't come before.
"""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.prep import Card, History, Rating, Settings, Why, choose, pool, review
from bot.domain.questions import Level
from tests.packaged import read_bank

FIRST = date(2026, 3, 2)
DAYS = 90


SHARED = "other_role"
"""What any role shares: 9 to 19 questions a level, so it lasts weeks, not a quarter."""
ROLES = [one.key for one in read_bank().sets if one.key != SHARED]


def ninety_days(role: str, level: Level, rating: Rating) -> list[str | None]:
    """What somebody gets who answers every day and rates each answer the same."""
    questions = pool(read_bank(), Settings(role, level, 9, ZoneInfo("UTC")), lambda _: True)
    cards: dict[str, Card] = {}
    last: dict[str, date] = {}
    competencies: dict[str, date] = {}
    repeats, sent = 0, list[str | None]()
    for number in range(DAYS):
        day = FIRST + timedelta(days=number)
        chosen = choose(questions, cards, History(last, competencies, repeats), day)
        if chosen is None:
            sent.append(None)
            continue
        id = chosen.question.id
        repeats = 0 if chosen.why is Why.NEW else repeats + 1
        last[id] = day
        if chosen.why is Why.NEW:
            competencies[chosen.question.competency] = day
        cards[id] = review(id, cards.get(id), rating, day)
        sent.append(id)
    return sent


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("rating", [Rating.GOOD, Rating.AGAIN])
def test_no_day_is_without_something_new_or_due(role: str, level: Level, rating: Rating) -> None:
    sent = ninety_days(role, level, rating)
    assert [place for place, id in enumerate(sent) if id is None] == []


@pytest.mark.parametrize("level", list(Level))
def test_what_any_role_shares_lasts_three_weeks(level: Level) -> None:
    sent = ninety_days(SHARED, level, Rating.GOOD)
    assert None not in sent[:21]
