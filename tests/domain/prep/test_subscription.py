"""The rules of a subscription, as tables: what each wish does to it, and what it says has happened."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.domain.prep import Sent, Subscriber, Subscription
from bot.domain.prep import events as happened
from bot.domain.prep.times import LATE_BY, Occurrence
from tests.domain.prep.subscriptions import ADA, BERLIN, MONDAY, ROOM, SETTINGS, subscription

TODAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 29)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NINE = MONDAY + HOUR
Wish = Callable[[Subscription], tuple[happened.PrepEvent, ...]]


def planned(day: date, at: datetime, who: Subscriber = ADA) -> happened.QuestionPlanned:
    return happened.QuestionPlanned(who, Occurrence(day, at), BERLIN)


QUESTION = planned(TODAY, NINE)
WEEK = happened.SummaryPlanned(ADA, Occurrence(SUNDAY, NINE + 6 * DAY + 9 * HOUR))
LATER = replace(SETTINGS, hour=18)
WISHES: dict[str, Wish] = {
    "begin": lambda one: one.begin(MONDAY),
    "change": lambda one: one.change(LATER, MONDAY),
    "pause": lambda one: one.pause(),
    "resume": lambda one: one.resume(MONDAY),
    "lose": lambda one: one.lose(),
    "stop": lambda one: one.stop(),
    "leave": lambda one: one.leave(),
}
AT_SIX = (
    happened.QuestionPlanned(ADA, Occurrence(TODAY, NINE + 9 * HOUR), BERLIN),
    happened.SummaryPlanned(ADA, Occurrence(SUNDAY, NINE + 6 * DAY + 12 * HOUR)),
)
SAID: dict[tuple[str, bool], tuple[happened.PrepEvent, ...]] = {
    ("begin", False): (happened.Subscribed(ADA), QUESTION, WEEK),
    ("change", False): (happened.SettingsChanged(ADA), *AT_SIX),
    ("change", True): (happened.SettingsChanged(ADA),),
    ("pause", False): (happened.Paused(ADA),),
    ("pause", True): (happened.NothingChanged(ADA),),
    ("resume", False): (happened.NothingChanged(ADA),),
    ("resume", True): (happened.Resumed(ADA), QUESTION, WEEK),
    ("lose", False): (happened.Lost(ADA, "ULEAD"),),
    ("lose", True): (),
    ("stop", False): (happened.Stopped(ADA),),
    ("stop", True): (happened.Stopped(ADA),),
    ("leave", False): (happened.Left(ADA),),
    ("leave", True): (happened.Left(ADA),),
}
PAUSED_AFTER = {"pause": True, "lose": True, "resume": False}


@pytest.mark.parametrize(("wish", "paused"), SAID)
def test_each_wish_does_what_the_table_says_whether_it_is_paused_or_not(wish: str, paused: bool) -> None:
    one = subscription(paused=paused)
    assert WISHES[wish](one) == SAID[wish, paused]
    assert one.paused is PAUSED_AFTER.get(wish, paused)


def test_a_channel_gets_questions_and_no_week() -> None:
    question = planned(TODAY, NINE, ROOM)
    assert subscription(ROOM).begin(MONDAY) == (happened.Subscribed(ROOM), question)
    assert subscription(ROOM, paused=True).resume(MONDAY) == (happened.Resumed(ROOM), question)
    assert subscription(ROOM).lose() == (happened.Lost(ROOM, "ULEAD"),)


def test_a_new_one_begins_on_the_local_date_and_is_numbered_when_it_is_stored() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=MONDAY.tzinfo)
    new = Subscription.new("UADA", SETTINGS, "UADA", late, is_channel=False)
    assert new.started == TODAY + DAY
    assert new.stored_as(7).who == ADA


def test_other_settings_hold_and_a_pause_outlives_them() -> None:
    one = subscription(paused=True)
    one.change(LATER, MONDAY)
    assert one.settings.hour == 18
    assert one.paused


@pytest.mark.parametrize(
    ("who", "known", "key", "kept"),
    [(ADA, None, "k", "k"), (ADA, "old", "k", "k"), (ADA, "old", None, "old"), (ROOM, None, "k", None)],
)
def test_a_person_is_recognised_by_the_newest_email_and_a_channel_by_none(
    who: Subscriber, known: str | None, key: str | None, kept: str | None
) -> None:
    one = subscription(who, email_key=known)
    one.recognise_by(key)
    assert one.email_key == kept


@pytest.mark.parametrize(
    ("paused", "last", "late", "owed"),
    [
        (False, None, timedelta(), True),
        (False, TODAY - DAY, timedelta(), True),
        (False, TODAY, timedelta(), False),
        (False, TODAY + DAY, timedelta(), False),
        (True, None, timedelta(), False),
        (False, None, LATE_BY, True),
        (False, None, LATE_BY + timedelta(seconds=1), False),
    ],
)
def test_a_question_is_owed_once_a_date_in_time_and_not_in_a_pause(
    paused: bool, last: date | None, late: timedelta, owed: bool
) -> None:
    assert subscription(paused=paused, last_day=last).is_owed(TODAY, NINE, NINE + late) is owed


def test_after_a_question_or_none_the_date_is_done_and_the_next_is_planned() -> None:
    tomorrow = planned(TODAY + DAY, NINE + DAY)
    one = subscription()
    assert one.got(TODAY, 3, NINE) == (happened.QuestionSent(ADA, TODAY, 3), tomorrow)
    assert one.last_day == TODAY
    other = subscription()
    assert other.go_without(TODAY, NINE) == (happened.NoQuestionLeft(ADA, TODAY), tomorrow)
    assert other.last_day == TODAY


def test_a_date_that_is_let_go_is_not_marked_and_the_next_is_planned() -> None:
    one = subscription()
    assert one.skip(NINE + 7 * HOUR) == (planned(TODAY + DAY, NINE + DAY),)
    assert one.last_day is None
    assert subscription(paused=True).skip(NINE) == ()


def test_an_hour_that_is_under_way_and_brought_nothing_is_the_next() -> None:
    soon = NINE + timedelta(minutes=40)
    assert planned(TODAY, NINE) in subscription().begin(soon)
    assert planned(TODAY + DAY, NINE + DAY) in subscription(last_day=TODAY).begin(soon)
    assert subscription().overview([], soon).next_at == soon


SUNDAY_SIX = NINE + 6 * DAY + 9 * HOUR
NEXT_WEEK = happened.SummaryPlanned(ADA, Occurrence(SUNDAY + 7 * DAY, SUNDAY_SIX + 7 * DAY))
TOLD = happened.WeekSummedUp(ADA, SUNDAY)


@pytest.mark.parametrize(
    ("newest", "late", "said"),
    [
        (SUNDAY, timedelta(), (TOLD, NEXT_WEEK)),
        (SUNDAY - 6 * DAY, timedelta(), (TOLD, NEXT_WEEK)),
        (SUNDAY - 7 * DAY, timedelta(), (NEXT_WEEK,)),
        (SUNDAY + DAY, timedelta(), (NEXT_WEEK,)),
        (None, timedelta(), (NEXT_WEEK,)),
        (SUNDAY, LATE_BY + HOUR, (NEXT_WEEK,)),
    ],
)
def test_a_week_is_told_where_it_had_a_question_and_is_not_late(
    newest: date | None, late: timedelta, said: tuple[happened.PrepEvent, ...]
) -> None:
    one = subscription()
    sent = [Sent(newest, "q", graded=False)] if newest else []
    assert one.sum_up(SUNDAY, SUNDAY_SIX, SUNDAY_SIX + late, sent) == said
    assert one.last_summary == SUNDAY


def test_in_a_pause_no_week_is_told_and_none_is_planned() -> None:
    one = subscription(paused=True)
    assert one.sum_up(SUNDAY, SUNDAY_SIX, SUNDAY_SIX, [Sent(SUNDAY, "q", graded=True)]) == ()
    assert one.last_summary is None


def test_the_overview_counts_what_was_rated_and_a_pause_has_no_next() -> None:
    sent = [Sent(TODAY - DAY, "a", graded=False), Sent(TODAY, "b", graded=True)]
    shown = subscription().overview(sent, MONDAY)
    assert (shown.rated, shown.streak, shown.next_at) == (1, 1, NINE)
    assert subscription(paused=True).overview(sent, MONDAY).next_at is None


INTERVIEW = TODAY + 4 * DAY
DATED = replace(SETTINGS, interview=INTERVIEW)
EVE, END = NINE + 3 * DAY + 9 * HOUR, NINE + 5 * DAY + HOUR
DATES = happened.InterviewPlanned(ADA, Occurrence(INTERVIEW - DAY, EVE), Occurrence(INTERVIEW + DAY, END))


def test_a_date_plans_the_eve_and_the_end_and_taking_it_back_plans_neither() -> None:
    one = subscription()
    assert one.expect_interview(INTERVIEW, MONDAY) == (happened.SettingsChanged(ADA), QUESTION, WEEK, DATES)
    assert one.expect_interview(None, MONDAY) == (happened.SettingsChanged(ADA), QUESTION, WEEK)


def test_from_the_eve_on_no_question_is_planned_or_owed_until_the_date_is_gone() -> None:
    one = subscription(settings=DATED)
    owed = [number for number in range(8) if one.is_owed(TODAY + number * DAY, NINE, NINE)]
    assert owed == [0, 1, 2]
    assert one.got(INTERVIEW - 2 * DAY, 3, NINE + 2 * DAY) == (
        happened.QuestionSent(ADA, INTERVIEW - 2 * DAY, 3),
    )
    assert one.overview([], NINE + 2 * DAY).next_at is None
    assert planned(INTERVIEW - DAY, NINE + 3 * DAY) in one.expect_interview(None, NINE + 2 * DAY)


def test_a_further_question_plans_nothing() -> None:
    one = subscription()
    assert one.got_more(TODAY, 4, 1) == (happened.QuestionSent(ADA, TODAY, 4, 1),)
    assert one.last_day is None


@pytest.mark.parametrize(
    ("day", "late", "paused", "told"),
    [
        (INTERVIEW - DAY, timedelta(), False, True),
        (INTERVIEW - DAY, LATE_BY + HOUR, False, False),
        (INTERVIEW - DAY, timedelta(), True, False),
        (INTERVIEW - 2 * DAY, timedelta(), False, False),
        (INTERVIEW, timedelta(), False, False),
    ],
)
def test_the_eve_is_told_on_the_day_before_and_not_late(
    day: date, late: timedelta, paused: bool, told: bool
) -> None:
    one = subscription(settings=DATED, paused=paused)
    assert one.eve_comes(day, EVE, EVE + late) == ((happened.EveCame(ADA, day),) if told else ())


def test_prep_pauses_on_the_day_after_and_not_for_a_date_that_was_moved() -> None:
    one = subscription(settings=DATED)
    assert one.interview_over(INTERVIEW) == ()
    assert one.interview_over(INTERVIEW + DAY) == (happened.InterviewOver(ADA, INTERVIEW + DAY),)
    assert one.paused
    assert one.interview_over(INTERVIEW + DAY) == ()


def test_another_date_ends_that_pause_and_going_on_without_one_forgets_the_date() -> None:
    after = MONDAY + 5 * DAY
    again = subscription(settings=DATED, paused=True)
    again.expect_interview(INTERVIEW + 20 * DAY, after)
    assert not again.paused
    without = subscription(settings=DATED, paused=True)
    assert happened.Resumed(ADA) in without.resume(after)
    assert without.settings.interview is None


def test_a_pause_of_their_own_outlives_a_new_date_and_resuming_keeps_one_to_come() -> None:
    one = subscription(paused=True)
    one.expect_interview(INTERVIEW, MONDAY)
    assert one.paused
    assert DATES in one.resume(MONDAY)
    assert one.settings.interview == INTERVIEW


@pytest.mark.parametrize(("ahead", "told"), [(2, True), (1, False), (0, False)])
def test_no_week_is_told_on_the_eve_or_the_day_of_an_interview(ahead: int, told: bool) -> None:
    one = subscription(settings=replace(SETTINGS, interview=SUNDAY + ahead * DAY))
    said = one.sum_up(SUNDAY, SUNDAY_SIX, SUNDAY_SIX, [Sent(SUNDAY, "q", graded=False)])
    assert (TOLD in said) is told
