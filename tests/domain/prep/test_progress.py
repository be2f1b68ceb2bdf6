from datetime import date, timedelta

from bot.domain.prep import Card, Sent, days_until, streak, tip_of_the_week, week
from bot.domain.questions import Tip
from tests.domain.prep.questions import question

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


def test_a_week_says_what_was_rated_what_is_settled_and_what_comes_back() -> None:
    cards = {
        "data-a": Card("data-a", 9.0, 5.0, SUNDAY - 2 * DAY, SUNDAY + 7 * DAY),
        "data-b": Card("data-b", 1.0, 5.0, SUNDAY - 3 * DAY, SUNDAY - 2 * DAY),
        "gone-c": Card("gone-c", 1.0, 5.0, SUNDAY - 3 * DAY, SUNDAY + DAY),
    }
    pool = [question("data-a"), question("data-b"), question("data-c"), question("mlops-d", "mlops")]
    found = week(SUNDAY, sent(False, True, True), cards, pool, {"data": "Data hygiene"})
    assert found.days == (None, None, None, None, True, True, False)
    assert (found.sent, found.rated, found.streak) == (3, 2, 2)
    assert [(t.name, t.total, t.seen, t.settled) for t in found.topics] == [
        ("Data hygiene", 3, 2, 1),
        ("mlops", 1, 0, 0),
    ]
    assert found.due == (1, 0, 0, 0, 0, 0, 1)


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
