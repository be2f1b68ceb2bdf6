"""Times as whoever reads them has them on their wall."""

from datetime import UTC, datetime

import pytest

from bot.ground.zones import zone_of
from bot.views.words import clock, short_when, when

AFTERNOON = datetime(2025, 11, 24, 19, 5, tzinfo=UTC)
NIGHT = datetime(2025, 11, 24, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en-US", "2:05 PM"),
        ("en-GB", "14:05"),
        ("de-DE", "14:05"),
        ("ko-KR", "2:05 PM"),
        ("es-LA", "14:05"),
        ("xx-Nowhere", "14:05"),
        ("", "14:05"),
        (None, "14:05"),
    ],
)
def test_a_time_is_told_as_the_readers_locale_counts_hours(locale: str | None, words: str) -> None:
    assert clock(AFTERNOON, zone_of("America/New_York", locale)) == words


def test_midnight_is_twelve_and_no_zero_leads() -> None:
    zone = zone_of("America/New_York", "en-US")
    assert clock(NIGHT, zone) == "12:30 AM"
    assert when(AFTERNOON, zone) == "Mon 24 Nov, 2:05 PM"
    assert short_when(AFTERNOON, zone) == "Mon 2:05 PM"


@pytest.mark.parametrize("name", [None, "", "Mars/Olympus", "../etc/passwd"])
def test_a_zone_that_is_unknown_here_is_utc(name: str | None) -> None:
    assert zone_of(name, "en-US").key == "UTC"
