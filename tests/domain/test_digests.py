"""When a lead's week is summed up: on Monday mornings by their own clock, across changes of the clock too."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.digests import next_monday
from tests.chance import dice

BERLIN, SYDNEY = ZoneInfo("Europe/Berlin"), ZoneInfo("Australia/Sydney")


def in_berlin(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("now", "monday"),
    [
        ((2026, 3, 2, 8, 59), (2026, 3, 2, 9)),
        ((2026, 3, 2, 9, 0), (2026, 3, 9, 9)),
        ((2026, 3, 8, 23, 0), (2026, 3, 9, 9)),
        ((2026, 3, 27, 12, 0), (2026, 3, 30, 9)),
        ((2026, 10, 23, 12, 0), (2026, 10, 26, 9)),
    ],
)
def test_the_next_monday_at_nine(now: Sequence[int], monday: Sequence[int]) -> None:
    assert next_monday(in_berlin(*now), BERLIN) == in_berlin(*monday)


def test_it_is_always_a_monday_at_nine_within_eight_days_and_later_than_now() -> None:
    source = dice("mondays")
    for _ in range(500):
        now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=source.randrange(700_000))
        for zone in (BERLIN, SYDNEY):
            found = next_monday(now, zone)
            local = found.astimezone(zone)
            assert (local.weekday(), local.hour, local.minute) == (0, 9, 0)
            assert now < found <= now + timedelta(days=7, hours=1)
