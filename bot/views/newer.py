"""The blocks of 2026, through slackblocks where it has them, with Slack's limits checked and narrower ones of our own.

What a workspace without them is sent instead is in `bot/slack/plain.py`; each block here has such a way back.
Limits: https://docs.slack.dev/reference/block-kit/blocks, and https://pypi.org/project/slackblocks/3.0.0/.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import slackblocks as sb

from bot.views.blocks import UNNUMBERED, Json, cut

COLUMNS = 4
"""A phone shows about five columns (Slack's own advice); the widest of ours has a name in the first."""
ROWS = 100
"""With its head: more than that the older `table` can't hold."""
IN_CONTAINER = ("actions", "context", "divider", "section")
"""What Slack was seen to take inside a container; of rich text in one its page and its validator disagree."""
ALERT_LENGTH = 200
LABEL_LENGTH = 20
"""Of a bar."""
Level = Literal["default", "info", "warning", "error", "success"]


@dataclass(frozen=True)
class Figure:
    """A number in a table: people sort by it, and see it as `text`."""

    value: float
    text: str


@dataclass
class Heading:
    """A heading of a level, which slackblocks' header doesn't have."""

    text: str
    level: int
    block_id: str = UNNUMBERED

    def _resolve(self) -> Json:
        text = {"type": "plain_text", "text": self.text, "emoji": True}
        return {"type": "header", "block_id": self.block_id, "text": text, "level": self.level}


class Moment(sb.RichText):  # type: ignore[misc]
    """A time inside rich text, shown in the zone of whoever's device reads it, which slackblocks doesn't have."""

    def __init__(self, at: datetime, fallback: str) -> None:
        super().__init__(fallback)
        self._at = at

    def _resolve(self) -> Json:
        return {
            "type": "date",
            "timestamp": int(self._at.timestamp()),
            "format": "{date_short_pretty}, {time}",
            "fallback": self.text,
        }


def heading(text: str, level: int) -> Heading:
    """A heading; level 1 is what a message is about, 2 what is in it. Raises ValueError beyond Slack's 1 to 4."""
    if not 1 <= level <= 4:
        raise ValueError(f"a heading's level is 1 to 4: {level}")
    return Heading(cut(text, 150), level)


def data_table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str | Figure]]) -> Any:
    """A table that people sort and screen readers walk through, whole on one page.

    The first column names its row. Raises ValueError beyond four columns, or more than 100 rows with the head;
    slackblocks refuses rows of other lengths, and none at all.
    """
    if len(head) > COLUMNS or len(rows) >= ROWS:
        raise ValueError(f"a table holds {COLUMNS} columns and {ROWS} rows with its head")
    cells = [[sb.RawText(text) for text in head], *([_cell(one) for one in row] for row in rows)]
    return sb.DataTableBlock(cells, caption, page_size=max(len(rows), 1), block_id=UNNUMBERED)


def collapsed(title: str, blocks: Sequence[Any]) -> Any:
    """Something for who wants to know more, closed at first; in messages only.

    Raises ValueError for a block that Slack may not take in there; slackblocks refuses none, and more than ten.
    """
    wrong = {block.type.value for block in blocks} - set(IN_CONTAINER)
    if wrong:
        raise ValueError(f"a container doesn't hold {', '.join(sorted(wrong))}")
    return sb.ContainerBlock(
        list(blocks), title=cut(title, 150), is_collapsible=True, default_collapsed=True, block_id=UNNUMBERED
    )


def alert(text: str, level: Level = "info", *, id: str = UNNUMBERED) -> Any:
    """A line of mrkdwn on top of a modal; its words say what its colour says. Modals only.

    Raises slackblocks' error beyond 200 characters.
    """
    return sb.AlertBlock(sb.Text(text), level=level, block_id=id)


def bars(title: str, series: Mapping[str, Mapping[str, float]]) -> Any:
    """Bars side by side: for each of up to 12 series the same 1 to 20 labels of at most 20 characters, in this order.

    Its numbers stand in words beside it, because no screen reader gets a chart and its way back is to leave it out.
    """
    labels = list(next(iter(series.values()), {}))
    rows = [
        sb.DataSeries(name, [sb.DataPoint(label, value) for label, value in values.items()])
        for name, values in series.items()
    ]
    return sb.DataVisualizationBlock(title, sb.BarChart(rows, sb.AxisConfig(labels)), block_id=UNNUMBERED)


def moment(at: datetime, fallback: str) -> Moment:
    """A time in a channel, where everybody reads it in their own zone; `fallback` is it in words, with its zone."""
    return Moment(at, fallback)


def _cell(value: str | Figure) -> Any:
    return sb.RawNumber(value.value, value.text) if isinstance(value, Figure) else sb.RawText(value or "–")
