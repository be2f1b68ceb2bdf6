"""The week of prep in a picture: days, topics, and what comes back. Drawn without pyplot, for threads."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from bot.domain.prep import TopicProgress, Week
from bot.views.charts import BLUE, GREY, INK, ORANGE, PAPER
from bot.views.words import count, listed

_PALE = "#E3E3E3"
_WIDTH, _DPI = 3.6, 300
_DAYS, _TOPIC, _FOOT = 0.62, 0.27, 0.62
_MOST_TOPICS = 12
_DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def week_chart(week: Week) -> bytes:
    """A PNG of 1,080 px, to be read at 360 px wide."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    topics = week.topics[:_MOST_TOPICS]
    height = _DAYS + _TOPIC * len(topics) + _FOOT
    figure = Figure(figsize=(_WIDTH, height), dpi=_DPI, facecolor=PAPER)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, _WIDTH)
    axes.set_ylim(0, height)
    axes.axis("off")
    _days(axes, week, height)
    for number, topic in enumerate(topics):
        _topic(axes, topic, height - _DAYS - _TOPIC * (number + 0.5))
    _foot(axes, week)
    out = BytesIO()
    figure.savefig(out, format="png", facecolor=PAPER)
    return out.getvalue()


def week_alt(week: Week) -> str:
    """The same in words, for those who don't see it; within Slack's 2,000 characters."""
    answered = f"{week.rated} of {count(week.sent, 'question')} answered this week, {week.streak} in a row"
    topics = [f"{one.name} {one.seen} of {one.total} seen, {one.settled} settled" for one in week.topics]
    due = [f"{name} {number}" for name, number in _coming(week) if number]
    back = f"Coming back: {listed(due)}." if due else "Nothing comes back next week."
    said = f"{answered}. {'; '.join(topics) or 'No topics yet'}. {back}"
    return said if len(said) <= 2000 else f"{said[:1999]}…"


def _days(axes: Any, week: Week, height: float) -> None:
    first = week.last - timedelta(days=len(week.days) - 1)
    for number, state in enumerate(week.days):
        x = 0.36 + number * 0.48
        name = _DAY_NAMES[(first + timedelta(days=number)).weekday()]
        axes.text(x, height - 0.16, name, fontsize=7.5, color=INK, ha="center", va="center")
        if state is None:
            axes.plot([x - 0.05, x + 0.05], [height - 0.4] * 2, color=GREY, linewidth=1)
        else:
            face = BLUE if state else PAPER
            axes.plot([x], [height - 0.4], "o", color=face, markeredgecolor=BLUE, markersize=9)
        if state:
            axes.text(
                x, height - 0.405, "✓", fontsize=7, color=PAPER, ha="center", va="center", fontweight="bold"
            )


def _topic(axes: Any, topic: TopicProgress, y: float) -> None:
    """Settled in full colour, seen in half, the rest pale; the numbers say it too."""
    left, wide = 1.42, 1.55
    axes.text(0.12, y, topic.name[:20], fontsize=7.5, color=INK, va="center", parse_math=False)
    for share, colour, alpha in ((1.0, _PALE, 1.0), (topic.seen, BLUE, 0.4), (topic.settled, BLUE, 1.0)):
        part = share if colour == _PALE else share / max(1, topic.total)
        axes.barh(y, wide * part, height=0.12, left=left, color=colour, alpha=alpha)
    text = f"{topic.seen} of {topic.total}"
    axes.text(_WIDTH - 0.1, y, text, fontsize=7.5, color=INK, ha="right", va="center")


def _foot(axes: Any, week: Week) -> None:
    axes.text(0.12, 0.46, "■ settled", fontsize=7, color=BLUE, va="center")
    axes.text(0.72, 0.46, "■ seen", fontsize=7, color=BLUE, alpha=0.55, va="center")
    due = [f"{name} {number}" for name, number in _coming(week) if number]
    text = f"Coming back: {', '.join(due)}" if due else "Nothing comes back next week"
    axes.text(0.12, 0.2, text, fontsize=7.5, color=ORANGE if due else GREY, va="center")


def _coming(week: Week) -> list[tuple[str, int]]:
    days = [week.last + timedelta(days=ahead) for ahead in range(1, len(week.due) + 1)]
    return [(_DAY_NAMES[day.weekday()], number) for day, number in zip(days, week.due, strict=True)]
