"""The countdown to an interview: which days are left, and from when something comes back."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.domain.prep import Card, Rating, comes_back, countdown, is_over, questions_left
from bot.domain.prep.countdown import end_of, eve_of
from tests.domain.prep.subscriptions import BERLIN, SETTINGS

MONDAY, DAY = date(2026, 11, 23), timedelta(days=1)
FRIDAY = replace(SETTINGS, interview=MONDAY + 4 * DAY)
NOON = datetime(2026, 11, 23, 12, tzinfo=BERLIN)


def test_a_countdown_runs_up_to_the_day_itself_and_its_last_question_comes_two_days_before() -> None:
    found = countdown(FRIDAY.interview, MONDAY)
    assert found is not None
    assert (found.last_day, found.eve, found.days_left(MONDAY)) == (MONDAY + 2 * DAY, MONDAY + 3 * DAY, 4)
    assert countdown(FRIDAY.interview, MONDAY + 4 * DAY) is not None
    assert countdown(FRIDAY.interview, MONDAY + 5 * DAY) is None
    assert countdown(None, MONDAY) is None


@pytest.mark.parametrize(("day", "over"), [(4, False), (5, True)])
def test_an_interview_is_over_on_the_day_after(day: int, over: bool) -> None:
    assert is_over(FRIDAY.interview, MONDAY + day * DAY) is over
    assert not is_over(None, MONDAY)


@pytest.mark.parametrize(
    ("after", "weekdays", "left"), [(0, range(7), 2), (-1, range(7), 3), (2, range(7), 0), (0, (2, 4), 1)]
)
def test_questions_are_left_on_chosen_weekdays_up_to_two_days_before(
    after: int, weekdays: range, left: int
) -> None:
    assert questions_left(replace(FRIDAY, weekdays=frozenset(weekdays)), MONDAY + after * DAY) == left


def card(due_in: int) -> Card:
    return Card("data-a", 3.0, 5.0, MONDAY, MONDAY + due_in * DAY)


@pytest.mark.parametrize(
    ("due_in", "rating", "back"),
    [
        (1, Rating.GOOD, 1),
        (2, Rating.GOOD, 2),
        (3, Rating.GOOD, None),
        (43, Rating.EASY, None),
        (43, Rating.HARD, 2),
        (1, Rating.AGAIN, 1),
    ],
)
def test_what_is_rated_comes_back_before_the_interview_or_not_at_all(
    due_in: int, rating: Rating, back: int | None
) -> None:
    expected = None if back is None else MONDAY + back * DAY
    assert comes_back(card(due_in), rating, FRIDAY) == expected


def test_without_a_date_it_comes_back_when_fsrs_says_on_a_day_that_was_chosen() -> None:
    assert comes_back(card(43), Rating.HARD, SETTINGS) == MONDAY + 43 * DAY
    mondays = replace(SETTINGS, weekdays=frozenset({0}))
    assert comes_back(card(2), Rating.GOOD, mondays) == MONDAY + 7 * DAY


def test_the_eve_is_told_at_six_and_prep_pauses_at_ten_the_day_after() -> None:
    eve, end = eve_of(FRIDAY, NOON), end_of(FRIDAY, NOON)
    assert eve is not None
    assert end is not None
    assert (eve.day, eve.at.astimezone(BERLIN).hour) == (MONDAY + 3 * DAY, 18)
    assert (end.day, end.at.astimezone(BERLIN).hour) == (MONDAY + 5 * DAY, 10)


def test_on_the_day_itself_there_is_no_eve_to_tell_and_after_it_nothing() -> None:
    on_the_day, after = NOON + 4 * DAY, NOON + 5 * DAY
    assert eve_of(FRIDAY, on_the_day) is None
    assert end_of(FRIDAY, on_the_day) is not None
    assert end_of(FRIDAY, after) is None
    assert (eve_of(SETTINGS, NOON), end_of(SETTINGS, NOON)) == (None, None)
