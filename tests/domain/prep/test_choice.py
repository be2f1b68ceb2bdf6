from datetime import date, timedelta

import fsrs
import pytest

from bot.domain.prep import Card, Chosen, History, Rating, Why, choose, review
from bot.domain.prep.memory import SCHEDULER
from bot.domain.questions import Level, Question
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


def test_with_nothing_due_or_new_the_weakest_comes_early_and_says_so() -> None:
    pool = [question("data-a"), question("data-b")]
    found = chosen(pool, [card("data-a", 5, stability=20), card("data-b", 9, stability=3)])
    assert (found.question.id, found.why) == ("data-b", Why.EARLY)


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
