"""Times, counts and lists as people say them."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.ground.zones import TwelveHours

USER = re.compile(r"\b([UW][A-Z0-9]{6,})\b")


def day(at: datetime, zone: ZoneInfo) -> str:
    """Mon 24 Nov"""
    local = at.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b}"


def date_words(on: date) -> str:
    """Mon 24 Nov"""
    return f"{on:%a} {on.day} {on:%b}"


def clock(at: datetime, zone: ZoneInfo) -> str:
    """14:00, or 2:00 PM for who counts to twelve"""
    local = at.astimezone(zone)
    return f"{local:%I:%M %p}".lstrip("0") if isinstance(zone, TwelveHours) else f"{local:%H:%M}"


def when(at: datetime, zone: ZoneInfo) -> str:
    """Mon 24 Nov, 14:00"""
    return f"{day(at, zone)}, {clock(at, zone)}"


def short_when(at: datetime, zone: ZoneInfo) -> str:
    """Mon 14:00"""
    return f"{at.astimezone(zone):%a} {clock(at, zone)}"


def near_when(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Mon 14:00 within six days, Mon 15 Dec, 14:00 where a weekday would not say which one."""
    return short_when(at, zone) if abs(at - now) < timedelta(days=6) else when(at, zone)


def listed(items: Sequence[str]) -> str:
    """a, b and c"""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def count(number: int, one: str, many: str | None = None) -> str:
    """1 question, 2 questions"""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def ago(span: timedelta) -> str:
    """2 days, 3 hours, 10 minutes"""
    if span >= timedelta(days=1):
        return count(span.days, "day")
    hours = int(span.total_seconds() // 3600)
    return count(hours, "hour") if hours else count(max(1, int(span.total_seconds() // 60)), "minute")


def with_mentions(text: str) -> str:
    """Words of the planner, with people's ids as mentions."""
    return USER.sub(r"<@\1>", text)


def score(value: float | None) -> str:
    """2.9, or a dash where there is none."""
    return "–" if value is None else f"{value:.1f}"
