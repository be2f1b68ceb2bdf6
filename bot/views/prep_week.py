"""The week of prep: a line, the progress by topic as a chart and in words, and one tip."""

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.prep import TopicProgress, Week
from bot.domain.questions import Tip
from bot.views import aloud
from bot.views.blocks import Json, bold, context, cut, escape, line, resolved, rich, section
from bot.views.newer import LABEL_LENGTH, bars
from bot.views.words import count, listed

MOST_TOPICS = 12
WORDS_LENGTH = 2_000
_DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def week_message(week: Week, tip: Tip | None) -> tuple[str, list[Json]]:
    """What Sunday brings."""
    text = "Your week of prep"
    due = sum(week.due)
    said = [f"{week.rated} of {count(week.sent, 'question')} answered"]
    if week.streak > 1:
        said.append(f"{week.streak} in a row")
    said.append(f"{due} coming back this week" if due else "nothing due this week")
    blocks: list[object] = [section(f"*{text}*\n{' · '.join(said)}")]
    if week.topics:
        blocks.append(_chart(week.topics[:MOST_TOPICS]))
    blocks.append(context(escape(progress(week))))
    if tip is not None:
        blocks.append(
            rich(line(bold(f"Tip: {tip.title}")), line(tip.text), line(bold("This week: "), tip.this_week))
        )
    return aloud.message(text, resolved(blocks))


def progress(week: Week) -> str:
    """What the chart shows, and on which day how much comes back, in words."""
    topics = [f"{one.name} {one.seen} of {one.total} seen, {one.settled} settled" for one in week.topics]
    due = [f"{name} {number}" for name, number in _coming(week) if number]
    back = f"Coming back: {listed(due)}." if due else "Nothing comes back next week."
    return cut(f"{'; '.join(topics) or 'No topics yet'}. {back}", WORDS_LENGTH)


def _chart(topics: Sequence[TopicProgress]) -> object:
    names = [_name(one.name, number) for number, one in enumerate(topics, start=1)]
    series = {
        "Settled": dict(zip(names, (one.settled for one in topics), strict=True)),
        "Seen": dict(zip(names, (one.seen for one in topics), strict=True)),
        "In all": dict(zip(names, (one.total for one in topics), strict=True)),
    }
    return bars("Questions by topic", series)


def _name(name: str, number: int) -> str:
    """As much of it as a bar holds; the number keeps two long ones apart."""
    return name if len(name) <= LABEL_LENGTH else f"{cut(name, LABEL_LENGTH - 3)} {number}"


def _coming(week: Week) -> list[tuple[str, int]]:
    days = [week.last + timedelta(days=ahead) for ahead in range(1, len(week.due) + 1)]
    return [(_DAY_NAMES[day.weekday()], number) for day, number in zip(days, week.due, strict=True)]
