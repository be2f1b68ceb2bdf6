"""Working calendars: hours, days, holidays, absence, and clocks that change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.working import WorkingCalendar, country_of, is_known, public_holidays

BERLIN, NEW_YORK, KOLKATA, CAIRO = (
    ZoneInfo("Europe/Berlin"),
    ZoneInfo("America/New_York"),
    ZoneInfo("Asia/Kolkata"),
    ZoneInfo("Africa/Cairo"),
)
HOME = WorkingCalendar(BERLIN)


def at(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    """A local time of 2026, as the database gives it back: in UTC."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=zone).astimezone(UTC)


# 2026-06-09 is a Tuesday.
IN_HOURS = {
    "in hours it stays": (HOME, "06-09 11:30", "06-09 11:30"),
    "their beginning and end are in hours": (HOME, "06-09 18:00", "06-09 18:00"),
    "before them it is their beginning": (HOME, "06-09 08:59", "06-09 09:00"),
    "after them it is the next morning": (HOME, "06-09 18:01", "06-10 09:00"),
    "a weekend is left alone": (HOME, "06-12 19:00", "06-15 09:00"),
    "their own days count": (WorkingCalendar(BERLIN, days=frozenset({7, 1})), "06-09 10:00", "06-14 09:00"),
    "their own hours count": (WorkingCalendar(BERLIN, hours=(13, 22)), "06-09 10:00", "06-09 13:00"),
    "a holiday of their country is left alone": (
        WorkingCalendar(BERLIN, country="DE"),
        "05-24 12:00",
        "05-26 09:00",
    ),
    "elsewhere it is a working day": (WorkingCalendar(BERLIN, country="GB"), "05-26 12:00", "05-26 12:00"),
    "a country that nobody knows has weekends alone": (
        WorkingCalendar(BERLIN, country="XX"),
        "05-25 12:00",
        "05-25 12:00",
    ),
    "who is away is asked on the day they are back": (
        WorkingCalendar(BERLIN, away_until=date(2026, 6, 17)),
        "06-09 12:00",
        "06-17 09:00",
    ),
    "who is back on a Saturday on the Monday after it": (
        WorkingCalendar(BERLIN, away_until=date(2026, 6, 13)),
        "06-09 12:00",
        "06-15 09:00",
    ),
}


@pytest.mark.parametrize(("calendar", "given", "wanted"), IN_HOURS.values(), ids=IN_HOURS)
def test_what_falls_outside_moves_to_when_they_next_begin(
    calendar: WorkingCalendar, given: str, wanted: str
) -> None:
    assert calendar.in_hours(at(given)).astimezone(UTC) == at(wanted)


@pytest.mark.parametrize(
    ("zone", "given", "wanted"),
    [
        (BERLIN, "03-27 19:00", "03-30 09:00"),
        (BERLIN, "10-23 19:00", "10-26 09:00"),
        (NEW_YORK, "10-30 19:00", "11-02 09:00"),
        (CAIRO, "04-23 19:00", "04-24 09:00"),
        (KOLKATA, "06-09 19:00", "06-10 09:00"),
    ],
)
def test_nine_stays_nine_when_clocks_change_and_where_they_stand_at_the_half_hour(
    zone: ZoneInfo, given: str, wanted: str
) -> None:
    assert WorkingCalendar(zone).in_hours(at(given, zone)).astimezone(UTC) == at(wanted, zone)


@pytest.mark.parametrize(
    ("calendar", "given", "wanted"),
    [
        (HOME, "06-10 14:00", "06-09 17:00"),
        (HOME, "06-15 09:00", "06-12 17:00"),
        (WorkingCalendar(BERLIN, hours=(7, 12)), "06-10 14:00", "06-09 11:00"),
        (WorkingCalendar(BERLIN, hours=(9, 10)), "06-10 14:00", "06-09 09:00"),
        (WorkingCalendar(BERLIN, country="DE"), "05-26 10:00", "05-22 17:00"),
    ],
)
def test_the_last_working_hour_of_the_working_day_before(
    calendar: WorkingCalendar, given: str, wanted: str
) -> None:
    assert calendar.last_hour_before(at(given)).astimezone(UTC) == at(wanted)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("06-10 16:00", "06-10 14:00"),
        ("06-10 10:00", "06-09 17:00"),
        ("06-10 09:00", "06-09 16:00"),
        ("06-10 22:00", "06-10 16:00"),
        ("06-15 09:30", "06-12 16:30"),
        ("03-30 10:00", "03-27 17:00"),
    ],
)
def test_two_working_hours_before(given: str, wanted: str) -> None:
    assert HOME.hours_before(at(given), 2).astimezone(UTC) == at(wanted)


def test_an_hour_that_comes_twice_counts_twice() -> None:
    night = WorkingCalendar(BERLIN, hours=(0, 6), days=frozenset({7}))
    assert night.hours_before(at("10-25 06:00"), 7).astimezone(UTC) == at("10-25 00:00")


def test_an_hour_that_never_comes_counts_for_nothing() -> None:
    night = WorkingCalendar(BERLIN, hours=(0, 6), days=frozenset({7}))
    assert night.hours_before(at("03-29 06:00"), 5).astimezone(UTC) == at("03-29 00:00")


def test_hours_that_end_at_midnight_end_with_the_day() -> None:
    assert WorkingCalendar(BERLIN, hours=(16, 24)).ends(date(2026, 6, 9)).astimezone(UTC) == at("06-10 00:00")


def test_whoever_has_no_working_day_is_asked_all_the_same() -> None:
    nobody = WorkingCalendar(BERLIN, days=frozenset())
    assert nobody.in_hours(at("06-09 12:00")).astimezone(UTC) == at("06-10 09:00")
    assert nobody.last_hour_before(at("06-10 12:00")).astimezone(UTC) == at("06-09 17:00")
    assert nobody.hours_before(at("06-10 12:00"), 2) == at("06-10 12:00") - timedelta(hours=2)


@pytest.mark.parametrize(
    ("locale", "country"),
    [
        ("de-DE", "DE"),
        ("en-US", "US"),
        ("es-LA", "LA"),
        ("de", None),
        ("", None),
        (None, None),
        ("zh-Hant", None),
    ],
)
def test_a_country_is_what_the_locale_names(locale: str | None, country: str | None) -> None:
    assert country_of(locale) == country


def test_holidays_are_those_of_the_library_and_none_where_it_knows_none() -> None:
    assert date(2026, 10, 3) in public_holidays("DE", 2026)
    assert public_holidays("XX", 2026) == public_holidays(None, 2026) == {}
    assert is_known("DE")
    assert not is_known("XX")
