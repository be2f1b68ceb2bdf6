"""When a scorecard is asked for, as a table of local times."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.reminders import is_last, nudges, tomorrow_at_nine

BERLIN, NEW_YORK, CAIRO = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), ZoneInfo("Africa/Cairo")


def at(text: str, zone: ZoneInfo) -> datetime:
    """A local time, as the database gives it back: in UTC."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=zone).astimezone(UTC)


# 2026-06-09 is a Tuesday. An interview's end, the debrief, and when to ask; all local.
TABLE = {
    "two hours after, next morning, two hours before": (
        BERLIN,
        ("06-09 14:00", "06-10 16:00"),
        ["06-09 16:00", "06-10 09:00", "06-10 14:00"],
    ),
    "18:00 is still the same day": (
        BERLIN,
        ("06-09 16:00", "06-10 16:00"),
        ["06-09 18:00", "06-10 09:00", "06-10 14:00"],
    ),
    "a minute later is the next morning": (
        BERLIN,
        ("06-09 16:01", "06-10 16:00"),
        ["06-10 09:00", "06-10 14:00"],
    ),
    "nobody is asked before nine": (BERLIN, ("06-09 06:59", "06-09 16:00"), ["06-09 09:00", "06-09 14:00"]),
    "nine itself is in hours": (BERLIN, ("06-09 07:00", "06-09 16:00"), ["06-09 09:00", "06-09 14:00"]),
    "three hours apart is enough": (BERLIN, ("06-09 09:00", "06-09 16:00"), ["06-09 11:00", "06-09 14:00"]),
    "of two closer together the later one wins": (BERLIN, ("06-09 09:01", "06-09 16:00"), ["06-09 14:00"]),
    "a weekend is left alone": (
        BERLIN,
        ("06-12 17:00", "06-16 16:00"),
        ["06-15 09:00", "06-16 09:00", "06-16 14:00"],
    ),
    "an interview on a Saturday is asked for on Monday": (
        BERLIN,
        ("06-13 10:00", "06-15 16:00"),
        ["06-15 09:00", "06-15 14:00"],
    ),
    "an interview on a Sunday too": (
        BERLIN,
        ("06-14 10:00", "06-15 16:00"),
        ["06-15 09:00", "06-15 14:00"],
    ),
    "the last one keeps no hours": (BERLIN, ("06-09 17:00", "06-09 23:00"), ["06-09 21:00"]),
    "a debrief in an hour is asked for after a quarter": (
        BERLIN,
        ("06-09 14:00", "06-09 15:00"),
        ["06-09 14:15"],
    ),
    "a debrief in sixteen minutes too": (BERLIN, ("06-09 14:00", "06-09 14:16"), ["06-09 14:15"]),
    "a debrief in a quarter is too soon to ask": (BERLIN, ("06-09 14:00", "06-09 14:15"), []),
    "a debrief before the end asks nobody": (BERLIN, ("06-09 14:00", "06-09 13:00"), []),
    "nine o'clock stays nine when summer time begins": (
        BERLIN,
        ("03-27 17:00", "03-31 16:00"),
        ["03-30 09:00", "03-31 09:00", "03-31 14:00"],
    ),
    "and when it ends": (
        NEW_YORK,
        ("10-30 17:00", "11-03 16:00"),
        ["11-02 09:00", "11-03 09:00", "11-03 14:00"],
    ),
    "and where it begins in the night to a working day": (
        CAIRO,
        ("04-23 17:00", "04-24 16:00"),
        ["04-24 09:00", "04-24 14:00"],
    ),
}


@pytest.mark.parametrize(("zone", "given", "wanted"), TABLE.values(), ids=TABLE)
def test_a_scorecard_is_asked_for(zone: ZoneInfo, given: tuple[str, str], wanted: list[str]) -> None:
    end, debrief = given
    found = nudges(at(end, zone), at(debrief, zone), zone)
    assert [one.astimezone(UTC) for one in found] == [at(one, zone) for one in wanted]


@pytest.mark.parametrize(("minutes", "last"), [(119, True), (120, True), (121, False)])
def test_only_within_two_hours_of_the_debrief_its_meaning_is_said(minutes: int, last: bool) -> None:
    debrief = at("06-09 16:00", BERLIN)
    assert is_last(debrief - timedelta(minutes=minutes), debrief) is last


@pytest.mark.parametrize(
    ("now", "wanted"),
    [
        ("06-09 00:00", "06-10 09:00"),
        ("06-09 23:59", "06-10 09:00"),
        ("03-28 12:00", "03-29 09:00"),
        ("10-24 12:00", "10-25 09:00"),
    ],
)
def test_tomorrow_at_nine_is_tomorrow_on_the_wall(now: str, wanted: str) -> None:
    assert tomorrow_at_nine(at(now, BERLIN), BERLIN).astimezone(UTC) == at(wanted, BERLIN)
