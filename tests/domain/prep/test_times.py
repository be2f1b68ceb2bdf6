from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.domain.prep import Settings, next_send, next_summary, send_time, spread, spread_summary, timely
from bot.domain.prep.zones import PLACES
from bot.domain.questions import Level

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 11, 23)


def settings(hour: int, zone: ZoneInfo = BERLIN, weekdays: frozenset[int] = frozenset(range(7))) -> Settings:
    return Settings("data_scientist", Level.MID, hour, zone, weekdays=weekdays)


def local(day: date, hour: int, zone: str) -> str:
    at = send_time(day, hour, ZoneInfo(zone))
    assert at is not None
    return f"{at.astimezone(ZoneInfo(zone)):%a %d %H:%M %z}"


@pytest.mark.parametrize(
    ("zone", "day", "hour", "expected"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 2, "Sun 29 03:00 +0200"),
        ("Australia/Lord_Howe", date(2026, 10, 4), 2, "Sun 04 02:30 +1100"),
        ("Africa/Cairo", date(2026, 4, 24), 0, "Fri 24 01:00 +0300"),
        ("America/Nuuk", date(2026, 3, 28), 23, "Sun 29 00:00 -0100"),
        ("Pacific/Chatham", date(2026, 9, 27), 3, "Sun 27 03:45 +1345"),
    ],
)
def test_an_hour_that_the_clocks_skip_becomes_the_next_one(
    zone: str, day: date, hour: int, expected: str
) -> None:
    assert local(day, hour, zone) == expected


@pytest.mark.parametrize(
    ("zone", "day", "hour", "expected"),
    [
        ("Europe/Berlin", date(2026, 10, 25), 2, "Sun 25 02:00 +0200"),
        ("America/Havana", date(2026, 11, 1), 0, "Sun 01 00:00 -0400"),
        ("Australia/Lord_Howe", date(2026, 4, 5), 1, "Sun 05 01:00 +1100"),
        ("America/Nuuk", date(2026, 10, 24), 23, "Sat 24 23:00 -0100"),
    ],
)
def test_an_hour_that_occurs_twice_is_used_once_and_the_first_time(
    zone: str, day: date, hour: int, expected: str
) -> None:
    assert local(day, hour, zone) == expected
    chosen = Settings("data_scientist", Level.MID, hour, ZoneInfo(zone))
    first = next_send(chosen, datetime.combine(day, datetime.min.time(), tzinfo=UTC) - timedelta(days=1))
    while first.day < day:
        first = next_send(chosen, first.at, first.day)
    assert next_send(chosen, first.at, first.day).day == day + timedelta(days=1)


def test_a_date_that_a_zone_left_out_has_no_question() -> None:
    apia = ZoneInfo("Pacific/Apia")
    assert send_time(date(2011, 12, 30), 9, apia) is None
    thursday = next_send(settings(9, apia), datetime(2011, 12, 29, 12, tzinfo=UTC))
    assert thursday.day == date(2011, 12, 29)
    assert next_send(settings(9, apia), thursday.at, thursday.day).day == date(2011, 12, 31)


def test_only_chosen_weekdays_bring_a_question() -> None:
    chosen = settings(9, weekdays=frozenset({0, 3}))
    at, last, days = datetime(2026, 11, 22, tzinfo=UTC), None, []
    for _ in range(4):
        found = next_send(chosen, at, last)
        at, last = found.at, found.day
        days.append(found.day.day)
    assert days == [23, 26, 30, 3]


def test_a_later_hour_on_a_day_that_had_its_question_waits_for_tomorrow() -> None:
    now = datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert next_send(settings(18), now, MONDAY).day == MONDAY + timedelta(days=1)
    assert next_send(settings(18), now).day == MONDAY


def test_moving_west_over_the_date_line_brings_no_second_question_that_day() -> None:
    auckland = next_send(settings(9, ZoneInfo("Pacific/Auckland")), datetime(2026, 11, 22, 12, tzinfo=UTC))
    assert auckland.day == MONDAY
    moved = next_send(settings(9, ZoneInfo("Pacific/Honolulu")), auckland.at, auckland.day)
    assert moved.day == MONDAY + timedelta(days=1)


def test_the_summary_comes_on_sunday_evening_whatever_the_weekdays_are() -> None:
    chosen = settings(9, weekdays=frozenset({0}))
    found = next_summary(chosen, datetime(2026, 11, 23, tzinfo=UTC))
    assert (found.day, found.at) == (date(2026, 11, 29), datetime(2026, 11, 29, 17, tzinfo=UTC))


def test_what_downtime_held_up_goes_out_the_same_morning_or_not_at_all() -> None:
    planned = datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert timely(planned, planned + timedelta(hours=6))
    assert not timely(planned, planned + timedelta(hours=6, seconds=1))


def test_a_small_crowd_gets_its_question_on_the_hour() -> None:
    at = datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert {spread(at, BERLIN, 199, ticket) for ticket in range(199)} == {at}


def test_three_hundred_take_two_minutes_so_that_kits_find_room_between_them() -> None:
    at = datetime(2026, 11, 23, 8, tzinfo=UTC)
    first = sum(spread(at, BERLIN, 300, ticket) - at < timedelta(minutes=1) for ticket in range(300))
    assert 120 < first < 180


def test_ten_thousand_at_one_hour_leave_room_in_every_minute_and_stay_in_the_hour() -> None:
    at = datetime(2026, 11, 23, 8, tzinfo=UTC)
    minutes = [0] * 60
    for ticket in range(1, 10_001):
        minutes[(spread(at, BERLIN, 10_000, ticket) - at) // timedelta(minutes=1)] += 1
    assert max(minutes) < 250
    assert all(minutes[:50])
    assert sum(minutes[50:]) == 0


def test_a_crowd_stays_inside_what_is_left_of_half_an_hour() -> None:
    howe = ZoneInfo("Australia/Lord_Howe")
    at = send_time(date(2026, 10, 4), 2, howe)
    assert at is not None
    latest = max(spread(at, howe, 10_000, ticket) for ticket in range(10_000))
    assert latest.astimezone(howe).hour == 2


def test_summaries_take_their_time_because_of_their_pictures() -> None:
    at = datetime(2026, 11, 29, 8, tzinfo=UTC)
    late = max(spread_summary(at, 10_000, ticket) for ticket in range(10_000)) - at
    assert timedelta(hours=3) < late < timedelta(hours=4)


def test_settings_refuse_what_no_calendar_has() -> None:
    with pytest.raises(ValueError, match="0 to 23"):
        settings(24)
    with pytest.raises(ValueError, match="weekdays"):
        settings(9, weekdays=frozenset())
    with pytest.raises(ValueError, match="weekdays"):
        settings(9, weekdays=frozenset({7}))


def test_there_is_a_place_to_choose_for_every_offset_that_people_live_by() -> None:
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    uninhabited = {timedelta(hours=-12), timedelta(hours=-11), timedelta(hours=-2)}
    offsets = {noon.astimezone(ZoneInfo(name)).utcoffset() for name in available_timezones()}
    offered = {noon.astimezone(ZoneInfo(place)).utcoffset() for place in PLACES}
    assert len(PLACES) == len(set(PLACES)) <= 98
    assert offsets - offered <= uninhabited
