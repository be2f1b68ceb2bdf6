"""Dates as Slack's client shows them: in the viewer's own zone, by the workspace's calendar.

Source: https://docs.slack.dev/messaging/formatting-message-text#date-formatting
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Dates:
    """Shows moments to one person: their zone, and what today is."""

    zone: ZoneInfo
    now: datetime

    def at(self, timestamp: float | str) -> datetime:
        """A Unix time or a message's ts in the viewer's zone."""
        return datetime.fromtimestamp(float(timestamp), self.zone)

    def time(self, timestamp: float | str) -> str:
        """A time of day, such as 2:05 PM."""
        return clock(self.at(timestamp))

    def day(self, timestamp: float | str) -> str:
        """The heading above a day's messages: Today, Yesterday, or Monday, November 24th."""
        moment = self.at(timestamp)
        near = self._near(moment)
        if near:
            return near.capitalize()
        heading = f"{moment:%A}, {moment:%B} {ordinal(moment.day)}"
        return heading if moment.year == self.now.astimezone(self.zone).year else f"{heading}, {moment.year}"

    def full(self, timestamp: float | str) -> str:
        """A whole moment, for tooltips and screen readers: Mon 24 Nov 2025, 2:05 PM."""
        moment = self.at(timestamp)
        return f"{moment:%a} {moment.day} {moment:%b %Y}, {clock(moment)}"

    def ago(self, timestamp: float | str) -> str:
        """How long ago, in the largest whole unit."""
        seconds = int((self.now - self.at(timestamp)).total_seconds())
        ahead, seconds = seconds < 0, abs(seconds)
        for size, unit in ((86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
            count = seconds // size
            if count:
                words = f"{count} {unit}{'' if count == 1 else 's'}"
                return f"in {words}" if ahead else f"{words} ago"
        return "just now"

    def filled(self, timestamp: float | str, form: str) -> str:
        """A date template such as "{date_short_pretty} at {time}" for this viewer; unknown tokens stay."""
        moment = self.at(timestamp)
        near = self._near(moment)

        def token(match: re.Match[str]) -> str:
            name = match[1]
            if name == "ago":
                return self.ago(timestamp)
            if name == "day_divider_pretty":
                return self.day(timestamp)
            if name.endswith("_pretty"):
                return near or _shown(name.removesuffix("_pretty"), moment) or match[0]
            return _shown(name, moment) or match[0]

        text = re.sub(r"\{(\w+)\}", token, form)
        return text[:1].upper() + text[1:] if near and text.startswith(near) else text

    def _near(self, moment: datetime) -> str:
        days = (moment.date() - self.now.astimezone(self.zone).date()).days
        return {0: "today", 1: "tomorrow", -1: "yesterday"}.get(days, "")


def clock(moment: datetime) -> str:
    """A time of day on the 12-hour clock, without a leading zero."""
    return f"{moment.hour % 12 or 12}:{moment:%M} {'AM' if moment.hour < 12 else 'PM'}"


def ordinal(number: int) -> str:
    """A day of the month: 1st, 2nd, 3rd, 11th."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


_TOKENS: dict[str, Callable[[datetime], str]] = {
    "date_num": lambda m: f"{m:%Y-%m-%d}",
    "date_slash": lambda m: f"{m:%d/%m/%Y}",
    "date": lambda m: f"{m:%B} {ordinal(m.day)}, {m.year}",
    "date_short": lambda m: f"{m:%b} {m.day}, {m.year}",
    "date_long": lambda m: f"{m:%A}, {m:%B} {ordinal(m.day)}, {m.year}",
    "date_long_full": lambda m: f"{m:%B} {m.day}, {m.year}",
    "time": clock,
    "time_secs": lambda m: f"{m.hour % 12 or 12}:{m:%M:%S} {'AM' if m.hour < 12 else 'PM'}",
}


def _shown(name: str, moment: datetime) -> str | None:
    show = _TOKENS.get(name)
    return show(moment) if show else None
