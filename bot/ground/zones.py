"""Somebody's zone, and whether they count its hours to twelve or to twenty-four."""

from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError


class TwelveHours(ZoneInfo):
    """A zone as people read it whose clocks say 2:00 PM. Anybody else's is a plain ZoneInfo."""


def zone_of(name: str | None, locale: str | None) -> ZoneInfo:
    """The IANA zone by which somebody of a locale (en-US) reads times.

    UTC for bots, to whom Slack gives none, and for names that are unknown here; twenty-four hours for locales that are.
    """
    kind = TwelveHours if _counts_to_twelve(locale or "") else ZoneInfo
    try:
        return kind(name or "UTC")
    except (KeyError, ValueError, OSError):
        return kind("UTC")


@cache
def _counts_to_twelve(locale: str) -> bool:
    """What the Unicode locale data has for a short time of day."""
    try:
        return "h" in Locale.parse(locale, sep="-").time_formats["short"].pattern
    except (UnknownLocaleError, ValueError):
        return False
