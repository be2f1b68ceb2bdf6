"""What the templates ask: texts as HTML, names, times and what stands in an input, for one viewer."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from sandbox.inputs import KEYS, TEXTS, shown_to
from sandbox.page import charts, icons, markdown, mrkdwn, richtext
from sandbox.page.dates import Dates
from sandbox.page.words import Words

Json = dict[str, Any]

# Twelve quiet colours for people's initials; white on each has a contrast of at least 4.5 to 1.
COLOURS = (
    "#1264a3",
    "#8e4585",
    "#a23b1f",
    "#3b6e22",
    "#6b4fbb",
    "#00696b",
    "#9b2c5e",
    "#7a5700",
    "#44546a",
    "#b0274a",
    "#2d5f3e",
    "#4d4bb0",
)
# From here on Slack folds a section that doesn't say `expand`.
FOLD_FROM = 700


class Names:
    """The names behind ids, as the control API gives them ("@Name", "#channel")."""

    def __init__(self, shown: Mapping[str, str]) -> None:
        self._shown = shown

    def _of(self, key: str) -> str | None:
        name = self._shown.get(key)
        return name[1:] if name else None

    person = channel = group = _of


@dataclass(frozen=True)
class Painter:
    """Everything that depends on who is looking."""

    viewer: str
    names: Names
    dates: Dates
    bot: str = ""

    @classmethod
    def of(cls, state: Json) -> "Painter":
        """The painter for a screen as the control API gives it."""
        dates = Dates(ZoneInfo(state["you"]["tz"]), datetime.fromisoformat(state["now"]))
        return cls(state["you"]["id"], Names(state["names"]), dates, state.get("app", {}).get("user", ""))

    @property
    def words(self) -> Words:
        """Mentions, dates and emoji for this viewer."""
        return Words(self.names, self.dates, self.viewer)

    def mrkdwn(self, text: str) -> Markup:
        """A message's text."""
        return mrkdwn.to_html(text, self.words)

    def text(self, given: Json | None) -> Markup:
        """A text object of either kind."""
        if not given:
            return Markup()
        if given["type"] == "mrkdwn":
            return self.mrkdwn(given["text"])
        return mrkdwn.plain_to_html(given["text"], emoji=given.get("emoji", True) is not False)

    def bare(self, given: Json | None) -> str:
        """A text object as characters alone, for attributes and menus."""
        return self.text(given).striptags() if given else ""

    def rich(self, elements: list[Json]) -> Markup:
        """The elements of a rich_text block."""
        return richtext.to_html(elements, self.words)

    def markdown(self, text: str) -> Markup:
        """The text of a markdown block."""
        return markdown.to_html(text)

    def chart(self, block: Json) -> Markup:
        """The drawing of a data_visualization block."""
        return charts.to_html(block)

    def sign(self, icon: str) -> str:
        """A character for one of Slack's icons."""
        return icons.sign(icon)

    def sees(self, element: Json) -> bool:
        """Whether an element is there for this viewer."""
        return shown_to(element, self.viewer)

    def numeric(self, rows: list[list[Json]], column: int) -> bool:
        """Whether a column of a data table sorts by numbers: only if each of its cells is one."""
        return all(row[column]["type"] == "raw_number" for row in rows)

    def fingerprint(self, block: Json) -> str:
        """A short name for what a block holds: another one as soon as anything in it is."""
        return hashlib.sha256(json.dumps(block, sort_keys=True).encode()).hexdigest()[:8]

    def typed(self, held: Any) -> str:
        """What stands in a rich text input, as the text that was typed."""
        return richtext.to_source(held["elements"]) if held else ""

    def name(self, key: str) -> str:
        """Who or what an id stands for."""
        return self.names.person(key) or key

    def colour(self, key: str) -> str:
        """A person's colour; the same on every screen."""
        return COLOURS[hashlib.sha256(key.encode()).digest()[0] % len(COLOURS)]

    def initials(self, key: str) -> str:
        """One or two letters for a picture."""
        words = [word for word in self.name(key).split() if word[0].isalnum()]
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"

    def held(self, values: Json, block: Json, element: Json) -> Any:
        """What stands in an input: a string, an option's value, an id, a number, or a list of those."""
        state = values.get(block["block_id"], {}).get(element["action_id"], {})
        key, initial = KEYS[element["type"]]
        value = state.get(key, element.get(initial))
        if key == "selected_option":
            return value["value"] if value else None
        if key == "selected_options":
            return [option["value"] for option in value or []]
        return value if value is not None or element["type"] not in TEXTS else ""

    def local(self, timestamp: int | None) -> str:
        """A Unix time as a datetime-local field wants it, in the viewer's zone."""
        return f"{self.dates.at(timestamp):%Y-%m-%dT%H:%M}" if timestamp else ""

    def next_working_day(self) -> str:
        """Nine o'clock of the next day from Monday to Friday in the viewer's zone, as ISO 8601."""
        moment = self.dates.now.astimezone(self.dates.zone)
        day = moment + timedelta(days=1)
        while day.weekday() >= 5:
            day += timedelta(days=1)
        return day.replace(hour=9, minute=0, second=0, microsecond=0).isoformat()

    def folded(self, block: Json) -> bool:
        """Whether Slack would fold this section behind "See more"."""
        text = (block.get("text") or {}).get("text", "")
        return not block.get("expand") and len(text) > FOLD_FROM


def as_json(value: Any) -> str:
    """A payload for people to read."""
    return json.dumps(value, indent=2, ensure_ascii=False, sort_keys=False)
