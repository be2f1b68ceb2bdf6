"""How it is going: days in a row, the week, and its tip."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.prep.countdown import countdown, questions_left
from bot.domain.prep.history import Sent
from bot.domain.prep.settings import Settings
from bot.domain.prep.standing import Standing, standing
from bot.domain.questions import Question, Tip

_WEEK = 7


@dataclass(frozen=True)
class Week:
    """A week that ends on `last`, which counts too: `own` says of it True rated, False left, None nothing sent.

    `sent` and `rated` count questions. `before` is how they stood a week earlier, None in their first week.
    With an interview to come `days_left` are those until it from `last` on, `left` the questions before it.
    """

    last: date
    sent: int
    rated: int
    own: bool | None
    streak: int
    now: Standing
    before: Standing | None = None
    days_left: int | None = None
    left: int = 0


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
    pool: Sequence[Question],
    topics: Mapping[str, str],
    settings: Settings,
) -> Week:
    """The seven days up to `last`. `pool` is what suits the settings, `topics` are those of the bank's questions."""
    first = last - timedelta(days=_WEEK - 1)
    own = [one.graded for one in sent if one.day == last]
    this_week = [one for one in sent if first <= one.day <= last]
    earlier = [one for one in sent if one.day < first]
    found = countdown(settings.interview, last)
    return Week(
        last=last,
        sent=len(this_week),
        rated=sum(one.graded for one in this_week),
        own=all(own) if own else None,
        streak=streak(sent, last),
        now=standing(sent, topics, settings, pool),
        before=standing(_rated_before(earlier, first, settings), topics, settings, pool) if earlier else None,
        days_left=found.days_left(last) if found else None,
        left=questions_left(settings, last),
    )


def _rated_before(sent: Sequence[Sent], day: date, settings: Settings) -> list[Sent]:
    return [one for one in sent if one.rated_at and one.rated_at.astimezone(settings.zone).date() < day]


def tip_of_the_week(tips: Sequence[Tip], started: date, today: date) -> Tip:
    """One tip a week, in order, beginning again after the last."""
    return tips[max(0, (today - started).days) // _WEEK % len(tips)]
