"""When a scorecard is asked for, as a table of local times."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, product
from zoneinfo import ZoneInfo

import pytest

from bot.domain.reminders import APART, is_last, lead_told, nudges
from bot.domain.working import WorkingCalendar

BERLIN, NEW_YORK, CAIRO, KOLKATA = (
    ZoneInfo("Europe/Berlin"),
    ZoneInfo("America/New_York"),
    ZoneInfo("Africa/Cairo"),
    ZoneInfo("Asia/Kolkata"),
)
USUAL = WorkingCalendar(BERLIN)
AWAY = WorkingCalendar(BERLIN, away_until=date(2026, 6, 12))
LATE = WorkingCalendar(BERLIN, hours=(13, 21))
GERMAN = WorkingCalendar(BERLIN, country="DE")


def at(text: str, zone: ZoneInfo) -> datetime:
    """A local time, as the database gives it back: in UTC."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=zone).astimezone(UTC)


# 2026-06-09 is a Tuesday. An interview's end, the debrief, and when to ask; all local.
TABLE = {
    "at the end, four hours later, and two working hours before a debrief on the next day": (
        USUAL,
        ("06-09 14:00", "06-10 16:00"),
        ["06-09 14:00", "06-09 18:00", "06-10 14:00"],
    ),
    "where the debrief is later still, on the next working morning, too": (
        USUAL,
        ("06-09 14:00", "06-12 16:00"),
        ["06-09 14:00", "06-09 18:00", "06-10 09:00", "06-12 14:00"],
    ),
    "what falls after hours comes when they next begin": (
        USUAL,
        ("06-09 14:01", "06-12 16:00"),
        ["06-09 14:01", "06-10 09:00", "06-11 09:00", "06-12 14:00"],
    ),
    "what falls before hours too": (
        USUAL,
        ("06-09 04:00", "06-10 16:00"),
        ["06-09 04:00", "06-09 09:00", "06-10 14:00"],
    ),
    "the one at the end keeps no hours": (
        USUAL,
        ("06-09 22:00", "06-10 16:00"),
        ["06-09 22:00", "06-10 09:00", "06-10 14:00"],
    ),
    "of two that are close together then the last stays": (
        USUAL,
        ("06-09 19:30", "06-10 12:00"),
        ["06-09 19:30", "06-10 10:00"],
    ),
    "three hours apart is enough": (
        USUAL,
        ("06-09 19:30", "06-10 14:00"),
        ["06-09 19:30", "06-10 09:00", "06-10 12:00"],
    ),
    "a weekend is left alone": (
        USUAL,
        ("06-12 17:00", "06-16 16:00"),
        ["06-12 17:00", "06-15 09:00", "06-16 14:00"],
    ),
    "an interview on a Saturday is asked for at its end and on Monday": (
        USUAL,
        ("06-13 10:00", "06-15 16:00"),
        ["06-13 10:00", "06-15 09:00", "06-15 14:00"],
    ),
    "a debrief the same day is named two hours before": (
        USUAL,
        ("06-09 10:00", "06-09 17:00"),
        ["06-09 10:00", "06-09 15:00"],
    ),
    "a debrief soon after it is one reminder": (USUAL, ("06-09 14:00", "06-09 15:30"), ["06-09 14:00"]),
    "a debrief as it ends is none": (USUAL, ("06-09 14:00", "06-09 14:00"), []),
    "a debrief before the end asks nobody": (USUAL, ("06-09 14:00", "06-09 13:00"), []),
    "two working hours before an early debrief lie on the day before": (
        USUAL,
        ("06-09 09:30", "06-10 10:00"),
        ["06-09 09:30", "06-09 13:30", "06-09 17:00"],
    ),
    "who is away is asked when they are back": (
        AWAY,
        ("06-09 14:00", "06-15 16:00"),
        ["06-09 14:00", "06-12 09:00", "06-15 14:00"],
    ),
    "in an absence nobody is asked but at the interview's end": (
        AWAY,
        ("06-09 14:00", "06-11 16:00"),
        ["06-09 14:00"],
    ),
    "who works late is asked late": (
        LATE,
        ("06-09 16:00", "06-11 16:00"),
        ["06-09 16:00", "06-09 20:00", "06-10 13:00", "06-11 14:00"],
    ),
    "a public holiday is left alone": (
        GERMAN,
        ("05-22 17:00", "05-26 16:00"),
        ["05-22 17:00", "05-26 09:00", "05-26 14:00"],
    ),
    "nine o'clock stays nine when summer time begins": (
        USUAL,
        ("03-27 17:00", "03-31 16:00"),
        ["03-27 17:00", "03-30 09:00", "03-31 14:00"],
    ),
    "and when it ends": (
        WorkingCalendar(NEW_YORK),
        ("10-30 17:00", "11-03 16:00"),
        ["10-30 17:00", "11-02 09:00", "11-03 14:00"],
    ),
    "and where it begins in the night to a working day": (
        WorkingCalendar(CAIRO),
        ("04-23 17:00", "04-24 16:00"),
        ["04-23 17:00", "04-24 09:00", "04-24 14:00"],
    ),
    "and where clocks stand at the half hour": (
        WorkingCalendar(KOLKATA),
        ("06-09 10:00", "06-10 16:00"),
        ["06-09 10:00", "06-09 14:00", "06-10 14:00"],
    ),
}


@pytest.mark.parametrize(("calendar", "given", "wanted"), TABLE.values(), ids=TABLE)
def test_a_scorecard_is_asked_for(
    calendar: WorkingCalendar, given: tuple[str, str], wanted: list[str]
) -> None:
    end, debrief = (at(one, calendar.zone) for one in given)
    found = nudges(end, debrief, calendar)
    assert [one.astimezone(UTC) for one in found] == [at(one, calendar.zone) for one in wanted]


BEGIN = at("06-08 00:00", BERLIN)
HOURS = [BEGIN + timedelta(hours=hours) for hours in range(0, 24 * 8, 11)]


def test_nobody_is_asked_more_than_four_times_out_of_hours_or_after_the_debrief() -> None:
    """Every interview and debrief of a week, on a grid."""
    for calendar, end, debrief in product((USUAL, AWAY, LATE, GERMAN), HOURS, HOURS):
        found = nudges(end, debrief, calendar)
        told = (calendar, end, debrief, found)
        assert len(found) <= 4, told
        assert list(found) == sorted(set(found)), told
        assert all(end <= one < debrief for one in found), told
        for later in found[1:]:
            assert calendar.in_hours(later) == later, told
        assert all(b - a >= APART for a, b in pairwise(found[1:])), told


@pytest.mark.parametrize(
    ("end", "debrief", "wanted"),
    [
        ("06-09 14:00", "06-12 16:00", "06-10 13:00"),
        ("06-09 14:00", "06-11 12:00", "06-10 13:00"),
        ("06-09 14:00", "06-10 16:00", None),
        ("06-09 14:00", "06-09 13:00", None),
    ],
)
def test_the_lead_hears_once_that_a_scorecard_is_missing_unless_the_debrief_asks_them_first(
    end: str, debrief: str, wanted: str | None
) -> None:
    told = lead_told(at(end, BERLIN), at(debrief, BERLIN), USUAL, USUAL)
    assert told == (None if wanted is None else at(wanted, BERLIN))


def test_the_lead_hears_it_in_their_own_hours() -> None:
    abroad = WorkingCalendar(NEW_YORK)
    told = lead_told(at("06-09 14:00", BERLIN), at("06-12 16:00", BERLIN), USUAL, abroad)
    assert told == at("06-10 09:00", NEW_YORK)


@pytest.mark.parametrize(("minutes", "last"), [(119, True), (120, True), (121, False)])
def test_only_within_two_working_hours_of_the_debrief_its_meaning_is_said(minutes: int, last: bool) -> None:
    debrief = at("06-09 16:00", BERLIN)
    assert is_last(debrief - timedelta(minutes=minutes), debrief, USUAL) is last


def test_two_working_hours_before_a_debrief_at_nine_are_on_the_evening_before() -> None:
    assert is_last(at("06-08 16:00", BERLIN), at("06-09 09:00", BERLIN), USUAL)
    assert not is_last(at("06-08 15:59", BERLIN), at("06-09 09:00", BERLIN), USUAL)
