from datetime import date, timedelta

import fsrs
import pytest

from bot.domain.prep import Card, Chosen, History, Rating, Why, choose, choose_now, next_date, review
from bot.domain.prep.memory import SCHEDULER
from bot.domain.questions import Kind, Level, Question
from tests.domain.prep.questions import prep_questions, question

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def card(id: str, due_in: int, stability: float = 5.0, reviewed_ago: int = 10) -> Card:
    return Card(id, stability, 5.0, TODAY - reviewed_ago * DAY, TODAY + due_in * DAY)


def chosen(pool: list[Question], cards: list[Card], history: History | None = None) -> Chosen:
    found = choose(pool, {one.question_id: one for one in cards}, history or History(), TODAY)
    assert found is not None
    return found


def test_no_interval_is_ever_fuzzed_or_shorter_than_a_day() -> None:
    assert (SCHEDULER.learning_steps, SCHEDULER.relearning_steps, SCHEDULER.enable_fuzzing) == ((), (), False)
    for rating in Rating:
        assert review("q", None, rating, TODAY).interval >= 1
        assert review("q", card("q", 0), rating, TODAY).interval >= 1


@pytest.mark.parametrize("rating", list(Rating))
def test_a_first_rating_gives_the_interval_of_fsrs(rating: Rating) -> None:
    theirs, _ = SCHEDULER.review_card(fsrs.Card(card_id=1), fsrs.Rating(rating.value))
    mine = review("q", None, rating, TODAY)
    assert theirs.stability == mine.stability
    assert theirs.last_review is not None
    assert mine.interval == (theirs.due - theirs.last_review).days


def test_a_rating_on_an_old_message_does_not_turn_the_calendar_back() -> None:
    known = review("q", None, Rating.GOOD, TODAY)
    assert review("q", known, Rating.GOOD, TODAY - 3 * DAY).reviewed == TODAY


def test_the_weakest_of_what_is_due_comes_first() -> None:
    pool = [question("data-a"), question("data-b"), question("data-c")]
    found = chosen(pool, [card("data-a", 0), card("data-b", -1, stability=1.0), card("data-c", 3)])
    assert (found.question.id, found.why) == ("data-b", Why.DUE)


def test_after_two_repeats_a_new_one_has_its_turn_however_much_is_due() -> None:
    pool = [question("data-a"), question("data-b")]
    assert chosen(pool, [card("data-a", 0)], History(reviews_in_a_row=1)).why is Why.DUE
    assert chosen(pool, [card("data-a", 0)], History(reviews_in_a_row=2)).why is Why.NEW


def test_with_nothing_due_or_new_nothing_comes_so_that_what_is_back_in_43_days_is_not_back_in_2() -> None:
    pool = [question("data-a"), question("data-b")]
    cards = {
        one.question_id: one for one in (card("data-a", 5, stability=20), card("data-b", 43, stability=3))
    }
    assert choose(pool, cards, History(), TODAY) is None
    assert next_date(pool, cards, History(), TODAY) == TODAY + 5 * DAY
    found = choose(pool, cards, History(), TODAY + 5 * DAY)
    assert found == Chosen(pool[0], Why.DUE)


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ({"data-a": Rating.HARD, "data-b": Rating.GOOD}, ("data-a", Why.EARLY)),
        ({"data-a": Rating.GOOD, "data-b": Rating.GOOD}, ("data-c", Why.NEW)),
    ],
)
def test_who_asks_for_more_gets_what_went_badly_and_then_something_new(
    ratings: dict[str, Rating], expected: tuple[str, Why]
) -> None:
    pool = [question("data-a"), question("data-b"), question("data-c")]
    cards = {one: card(one, 9) for one in ("data-a", "data-b")}
    found = choose_now(pool, cards, History(ratings=ratings), TODAY)
    assert found is not None
    assert (found.question.id, found.why) == expected


def test_who_asks_for_more_gets_nothing_twice_on_a_date() -> None:
    pool = [question("data-a"), question("data-b")]
    sent = History({"data-a": TODAY, "data-b": TODAY - DAY})
    found = choose_now(pool, {}, sent, TODAY)
    assert found is not None
    assert found.question.id == "data-b"
    assert choose_now(pool[:1], {}, sent, TODAY) is None


def test_the_first_question_is_easy_and_short_and_never_coding() -> None:
    pool = [
        question("data-long", levels=(Level.JUNIOR,)).model_copy(update={"minutes": 12}),
        question("data-code", levels=(Level.JUNIOR,), kind=Kind.CODING),
        question("data-hard", levels=(Level.SENIOR,)),
        question("data-easy", levels=(Level.JUNIOR, Level.MID)),
    ]
    assert chosen(pool, []).question.id == "data-easy"
    assert chosen(pool[:2], []).question.id == "data-long"


@pytest.mark.parametrize("known", [[], [card("data-a", -2)]])
def test_a_question_that_was_left_alone_rests_five_days(known: list[Card]) -> None:
    pool, cards = [question("data-a")], {one.question_id: one for one in known}
    history = History({"data-a": TODAY})
    came = [
        number for number in range(1, 8) if choose(pool, cards, history, TODAY + number * DAY) is not None
    ]
    assert came == [5, 6, 7]


INTERVIEW = TODAY + 9 * DAY


def with_date(pool: list[Question], cards: list[Card], history: History, day: date = TODAY) -> Chosen | None:
    return choose(pool, {one.question_id: one for one in cards}, history, day, INTERVIEW)


def test_before_an_interview_what_went_badly_comes_before_what_is_new_and_that_before_what_is_due() -> None:
    pool = [question("data-bad"), question("data-new"), question("data-good")]
    cards = [card("data-bad", 0), card("data-good", 0, stability=0.1)]
    history = History(
        {"data-bad": TODAY - 10 * DAY, "data-good": TODAY - 10 * DAY},
        ratings={"data-bad": Rating.HARD, "data-good": Rating.GOOD},
    )
    order = []
    for _ in range(3):
        found = with_date(pool, cards, history)
        assert found is not None
        order.append(found.question.id)
        pool.remove(found.question)
    assert order == ["data-bad", "data-new", "data-good"]


def test_before_an_interview_a_topic_comes_once_before_another_comes_twice() -> None:
    pool = [
        question("data-a2").model_copy(update={"family": "joins"}),
        question("mlops-b", "mlops").model_copy(update={"family": "drift"}),
    ]
    history = History({"data-a": TODAY - DAY}, {"mlops": TODAY - DAY}, topics=frozenset({"joins"}))
    without = choose(pool, {}, history, TODAY)
    found = with_date(pool, [], history)
    assert without is not None
    assert found is not None
    assert (without.question.id, found.question.id) == ("data-a2", "mlops-b")


def test_before_an_interview_what_went_badly_does_not_wait_longer_than_two_days() -> None:
    pool, weak = [question("data-a")], Card("data-a", 30.0, 5.0, TODAY, TODAY + 30 * DAY)
    history = History({"data-a": TODAY}, ratings={"data-a": Rating.HARD})
    came = [number for number in range(1, 4) if with_date(pool, [weak], history, TODAY + number * DAY)]
    assert came == [2, 3]
    good = History({"data-a": TODAY}, ratings={"data-a": Rating.GOOD})
    assert with_date(pool, [weak], good, TODAY + 7 * DAY) is None


def test_a_date_that_is_over_counts_down_to_nothing() -> None:
    pool, weak = [question("data-a")], Card("data-a", 30.0, 5.0, TODAY, TODAY + 30 * DAY)
    history = History({"data-a": TODAY}, ratings={"data-a": Rating.HARD})
    assert choose(pool, {"data-a": weak}, history, TODAY + 3 * DAY, TODAY - DAY) is None


def test_new_questions_take_all_competencies_in_turn_and_the_easier_first() -> None:
    pool = list(prep_questions())
    history, order = History(), []
    for number in range(16):
        day = TODAY + number * DAY
        found = choose([one for one in pool if Level.MID in one.levels], {}, history, day)
        assert found is not None
        order.append(found.question)
        history = History(
            {**history.questions, found.question.id: day},
            {**history.competencies, found.question.competency: day},
        )
    assert [one.competency for one in order[:8]] == [one.competency for one in order[8:]]
    assert len({one.competency for one in order[:8]}) == 8
    assert all(Level.JUNIOR in one.levels for one in order[:8])


def test_a_question_that_was_never_rated_waits_until_all_others_were_seen() -> None:
    pool = [question("data-a"), question("data-b")]
    history = History({"data-a": TODAY - DAY}, {"data": TODAY - DAY})
    assert chosen(pool, [], history).question.id == "data-b"


def test_a_due_question_that_was_left_alone_lets_the_next_weakest_pass() -> None:
    pool = [question("data-a"), question("data-b")]
    cards = [card("data-a", -2, stability=1.0), card("data-b", -1)]
    assert chosen(pool, cards, History({"data-a": TODAY - DAY})).question.id == "data-b"


def test_without_questions_there_is_nothing_to_choose() -> None:
    assert choose([], {}, History(), TODAY) is None
