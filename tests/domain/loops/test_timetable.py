"""Interviews' times."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from bot.domain.loops.timetable import (
    Slot,
    at_place,
    following,
    next_working_day,
    overlapping,
    timetable,
    without_overlaps,
)
from tests.domain.loops.built import BERLIN, NOW


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=BERLIN)


FOLLOWING = {
    "the next half hour with five minutes between": ("06-09 14:00", 45, 45, "06-09 15:00"),
    "25 minutes leave five": ("06-09 14:00", 25, 30, "06-09 14:30"),
    "26 don't": ("06-09 14:00", 26, 30, "06-09 15:00"),
    "over at 18:00 is in time": ("06-09 16:00", 45, 60, "06-09 17:00"),
    "a minute later is the next day at ten": ("06-09 16:00", 45, 61, "06-10 10:00"),
    "after Friday comes Monday": ("06-12 17:00", 45, 45, "06-15 10:00"),
    "past midnight too": ("06-09 23:00", 45, 45, "06-10 10:00"),
    "ten o'clock is ten after the clocks change": ("03-27 17:00", 45, 45, "03-30 10:00"),
}


@pytest.mark.parametrize(("start", "minutes", "then", "wanted"), FOLLOWING.values(), ids=FOLLOWING)
def test_the_next_interview_begins(start: str, minutes: int, then: int, wanted: str) -> None:
    found = following(at(start), minutes, then, BERLIN)
    assert found.astimezone(UTC) == at(wanted).astimezone(UTC)


def test_a_timetable_has_as_many_starts_as_interviews() -> None:
    starts = timetable(at("06-09 16:00"), 45, 3, BERLIN)
    assert starts == (at("06-09 16:00"), at("06-09 17:00"), at("06-10 10:00"))
    assert timetable(at("06-09 16:00"), 45, 0, BERLIN) == ()


@pytest.mark.parametrize(
    ("day", "wanted"), [("06-11", "06-12"), ("06-12", "06-15"), ("06-13", "06-15"), ("06-14", "06-15")]
)
def test_the_next_working_day(day: str, wanted: str) -> None:
    found = next_working_day(at(f"{day} 23:30"), BERLIN, NOW.time())
    assert found.date() == at(f"{wanted} 00:00").date()


def slots(*starts: str) -> list[Slot]:
    return [Slot(number, at(start), 45) for number, start in enumerate(starts, 1)]


def test_interviews_that_touch_do_not_overlap_and_a_minute_more_does() -> None:
    given = slots("06-09 10:00", "06-09 10:45", "06-09 11:29")
    assert overlapping(given, given[0]) is None
    assert overlapping(given, given[1]) == given[2]
    assert overlapping(given, given[2]) == given[1]


def test_who_would_begin_before_the_last_is_over_moves_on() -> None:
    found = without_overlaps(slots("06-09 10:00", "06-09 10:30", "06-09 11:00", "06-09 15:00"), BERLIN)
    assert [one.start for one in found] == [
        at(f"06-09 {hour}") for hour in ("10:00", "11:00", "12:00", "15:00")
    ]
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(("place", "order"), [(0, [3, 1, 2]), (1, [1, 3, 2]), (2, [1, 2, 3])])
def test_people_change_places_and_times_stay(place: int, order: list[int]) -> None:
    found = at_place(slots("06-09 10:00", "06-09 11:00", "06-09 12:00"), 3, place, BERLIN)
    assert [one.id for one in found] == order
    assert [one.start.hour for one in found] == [10, 11, 12]
