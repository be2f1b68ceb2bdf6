from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.prep import (
    Rating,
    Sent,
    Standing,
    days_until,
    streak,
    tip_of_the_week,
    topics_by_question,
    week,
)
from bot.domain.questions import Tip
from tests.domain.prep.questions import question
from tests.domain.prep.subscriptions import SETTINGS

SUNDAY = date(2026, 11, 29)
DAY = timedelta(days=1)


def sent(*graded: bool, last: date = SUNDAY) -> list[Sent]:
    return [Sent(last - n * DAY, f"q{n}", done) for n, done in enumerate(graded)]


def test_a_streak_counts_answers_up_to_today_which_may_still_be_open() -> None:
    assert streak(sent(False, True, True, False, True), SUNDAY) == 2
    assert streak(sent(True, True, False), SUNDAY) == 2


def test_yesterday_left_alone_ends_a_streak() -> None:
    assert streak(sent(False, True, last=SUNDAY - DAY), SUNDAY) == 0


def test_days_without_a_question_do_not_break_a_streak() -> None:
    assert streak([Sent(SUNDAY, "a", True), Sent(SUNDAY - 5 * DAY, "b", True)], SUNDAY) == 2


def rated(days_ago: int, id: str, rating: Rating = Rating.GOOD) -> Sent:
    at = datetime.combine(SUNDAY - days_ago * DAY, time(9), tzinfo=UTC)
    return Sent(at.date(), id, graded=True, rating=rating, rated_at=at)


def test_a_week_counts_its_own_day_and_says_how_they_stand_and_stood() -> None:
    pool = [question("data-a"), question("data-b"), question("data-c"), question("mlops-d", "mlops")]
    past = [rated(8, "data-a"), rated(7, "data-b", Rating.HARD)]
    history = [*past, rated(3, "data-a"), Sent(SUNDAY - DAY, "data-c", False), rated(0, "data-b")]
    found = week(SUNDAY, history, pool, topics_by_question(pool), SETTINGS)
    assert (found.sent, found.rated, found.own, found.streak) == (3, 2, True, 1)
    assert found.now == Standing(("Data c", "Mlops d"), (), ("Data b",), ("Data a",))
    assert found.before == Standing(("Data c", "Mlops d"), ("Data b",), ("Data a",), ())
    assert found.days_left is None


def test_the_first_week_has_none_before_it_and_its_own_day_may_be_open_or_without_a_question() -> None:
    pool = [question("data-a")]
    open_still = week(SUNDAY, [Sent(SUNDAY, "data-a", False)], pool, topics_by_question(pool), SETTINGS)
    assert (open_still.own, open_still.before, open_still.sent) == (False, None, 1)
    assert week(SUNDAY, [rated(1, "data-a")], pool, topics_by_question(pool), SETTINGS).own is None


def test_before_an_interview_a_week_says_how_many_questions_are_left() -> None:
    dated = replace(SETTINGS, interview=SUNDAY + 5 * DAY, weekdays=frozenset({0, 2, 3}))
    found = week(SUNDAY, [], [], {}, dated)
    assert (found.days_left, found.left) == (5, 2)


def test_a_question_comes_back_on_a_day_that_was_chosen() -> None:
    friday = date(2026, 11, 27)
    assert days_until(friday + DAY, friday) == 1
    assert days_until(friday + DAY, friday, frozenset({0, 4})) == 3
    assert days_until(friday - DAY, friday) == 1


def test_each_week_has_its_tip_and_after_the_last_the_first_comes_again() -> None:
    tips = [Tip(id=f"tip-{n}", title="T", text="T", this_week="T") for n in range(3)]
    weeks = [tip_of_the_week(tips, SUNDAY, SUNDAY + 7 * n * DAY).id for n in range(4)]
    assert weeks == ["tip-0", "tip-1", "tip-2", "tip-0"]
    assert tip_of_the_week(tips, SUNDAY, SUNDAY - DAY).id == "tip-0"
