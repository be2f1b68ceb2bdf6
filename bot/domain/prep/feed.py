"""The calendar feed of a prep page, as iCalendar (RFC 5545): what a calendar needs to remind somebody, and no more.

No entry says "interview", because colleagues may see a calendar.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from bot.domain.prep.countdown import EVE_HOUR, countdown, is_over
from bot.domain.prep.settings import Settings
from bot.domain.prep.times import send_time

AHEAD = 30
"""Days that the feed looks ahead."""
LASTS = timedelta(minutes=3)
OCTETS = 75
"""The longest line that RFC 5545 (3.1) allows, in bytes."""

_DAY = timedelta(days=1)


def calendar(settings: Settings, url: str, host: str, now: datetime) -> str:
    """The feed of who has these settings; `url` opens the question, `host` makes the entries' ids worldwide ones."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Fairloop//Prep//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Prep",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
        *_entries(settings, url, host, now),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def empty() -> str:
    """The feed of a page that is gone."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Fairloop//Prep//EN", "END:VCALENDAR"]
    return "".join(f"{line}\r\n" for line in lines)


def _entries(settings: Settings, url: str, host: str, now: datetime) -> Iterator[str]:
    today = now.astimezone(settings.zone).date()
    if is_over(settings.interview, today):
        return
    found = countdown(settings.interview, today)
    for ahead in range(AHEAD):
        day = today + ahead * _DAY
        if found is not None and day >= found.eve:
            if day == found.eve:
                said = f"You are ready. Three lines to read: {url}"
                yield from _entry(settings, day, EVE_HOUR, ("No question tonight", said, host), now)
            return
        said = f"Today's question: {url}"
        yield from _entry(settings, day, settings.hour, ("Three minutes of prep", said, host), now)


def _entry(
    settings: Settings, day: date, hour: int, words: tuple[str, str, str], now: datetime
) -> Iterator[str]:
    at = send_time(day, hour, settings.zone)
    if at is None:
        return
    title, said, host = words
    yield from (
        "BEGIN:VEVENT",
        f"UID:{day}@prep.{host}",
        f"DTSTAMP:{_stamp(now)}",
        f"DTSTART:{_stamp(at)}",
        f"DTEND:{_stamp(at + LASTS)}",
        f"SUMMARY:{_escaped(title)}",
        f"DESCRIPTION:{_escaped(said)}",
        "TRANSP:TRANSPARENT",
        "CLASS:PRIVATE",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escaped(title)}",
        "TRIGGER:PT0S",
        "END:VALARM",
        "END:VEVENT",
    )


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    """TEXT of RFC 5545 (3.3.11)."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Lines of at most 75 bytes; what is continued begins with a space."""
    part = ""
    for letter in line:
        if len(f"{part}{letter}".encode()) > OCTETS:
            yield part
            part = " "
        part += letter
    yield part
