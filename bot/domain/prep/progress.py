"""How it is going: days in a row, the week, and what comes back when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.prep.history import Sent
from bot.domain.prep.memory import Card
from bot.domain.prep.settings import EVERY_DAY
from bot.domain.questions import Question, Tip

SETTLED_DAYS = 7
"""A question whose next review is at least so far away counts as settled."""

_WEEK = 7


@dataclass(frozen=True)
class TopicProgress:
    """One competency: questions that suit the settings, those rated so far, and those that are settled."""

    name: str
    total: int
    seen: int
    settled: int


@dataclass(frozen=True)
class Week:
    """A week that ends on `last`. `days` says for each (oldest first): True rated, False left, None nothing sent.

    `due` counts the questions that come back, `due[0]` on the day after `last` or overdue, for seven days.
    """

    last: date
    days: tuple[bool | None, ...]
    streak: int
    topics: tuple[TopicProgress, ...]
    due: tuple[int, ...]

    @property
    def sent(self) -> int:
        """Questions sent this week."""
        return sum(day is not None for day in self.days)

    @property
    def rated(self) -> int:
        """Questions rated this week."""
        return sum(day is True for day in self.days)


def streak(sent: Sequence[Sent], today: date) -> int:
    """Questions answered in a row up to the newest; today's may still be open. Any order."""
    count = 0
    for one in sorted(sent, key=lambda it: it.day, reverse=True):
        if one.graded:
            count += 1
        elif one.day < today:
            break
    return count


def week(
    last: date,
    sent: Sequence[Sent],
    cards: Mapping[str, Card],
    pool: Sequence[Question],
    names: Mapping[str, str],
) -> Week:
    """The seven days up to `last`. `pool` is what suits the settings, `names` are competencies' names by key."""
    days = {one.day: one.graded for one in sent}
    span = [last - timedelta(days=_WEEK - 1 - number) for number in range(_WEEK)]
    wanted = {one.id for one in pool}
    coming = [card.due for card in cards.values() if card.question_id in wanted]
    return Week(
        last=last,
        days=tuple(days.get(day) for day in span),
        streak=streak(sent, last),
        topics=_topics(cards, pool, names),
        due=tuple(_due(coming, last, ahead) for ahead in range(1, _WEEK + 1)),
    )


def days_until(due: date, today: date, weekdays: frozenset[int] = EVERY_DAY) -> int:
    """Days from today until the first of these weekdays on which something due can come back; at least 1."""
    day = max(due, today + timedelta(days=1))
    while day.weekday() not in weekdays:
        day += timedelta(days=1)
    return (day - today).days


def tip_of_the_week(tips: Sequence[Tip], started: date, today: date) -> Tip:
    """One tip a week, in order, beginning again after the last."""
    return tips[max(0, (today - started).days) // _WEEK % len(tips)]


def _due(coming: Sequence[date], last: date, ahead: int) -> int:
    day = last + timedelta(days=ahead)
    return sum(due == day or (ahead == 1 and due < day) for due in coming)


def _topics(
    cards: Mapping[str, Card], pool: Sequence[Question], names: Mapping[str, str]
) -> tuple[TopicProgress, ...]:
    found = []
    for key in dict.fromkeys(one.competency for one in pool):
        own = [one.id for one in pool if one.competency == key]
        seen = [cards[id] for id in own if id in cards]
        settled = sum(card.interval >= SETTLED_DAYS for card in seen)
        found.append(TopicProgress(names.get(key, key), len(own), len(seen), settled))
    return tuple(found)
