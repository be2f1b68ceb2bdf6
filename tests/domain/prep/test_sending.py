"""The rules of a question of the day: who sees it, its steps, its rating, and what is written."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.errors import NotFound, TooLate
from bot.domain.prep import Rating, Subscriber, next_probe, review
from bot.domain.prep import events as happened
from bot.domain.prep.sending import FOR_EVERYBODY, GONE
from bot.domain.prep.states import LONGEST_ANSWER, Step
from tests.domain.prep.questions import question
from tests.domain.prep.subscriptions import ADA, MONDAY, ROOM, sending

TODAY = date(2026, 11, 23)
FIRST = review("data-1", None, Rating.GOOD, TODAY - timedelta(days=2))


@pytest.mark.parametrize(
    ("who", "user", "sees", "works"),
    [
        (ADA, "UADA", None, None),
        (ADA, "UEVE", GONE, GONE),
        (ROOM, "UEVE", None, FOR_EVERYBODY),
        (ROOM, "CROOM", None, FOR_EVERYBODY),
    ],
)
def test_a_question_is_seen_and_worked_by_whom_the_table_says(
    who: Subscriber, user: str, sees: str | None, works: str | None
) -> None:
    one = sending(who)
    for check, refusal in ((one.check_seen_by, sees), (one.check_worked_by, works)):
        if refusal is None:
            check(user)
        else:
            with pytest.raises(NotFound, match=refusal):
                check(user)


@pytest.mark.parametrize("now", list(Step))
@pytest.mark.parametrize("to", list(Step))
def test_steps_go_forward_alone_and_only_a_rating_grades(now: Step, to: Step) -> None:
    one = sending(step=now)
    goes = (now, to) in {
        (Step.ASKED, Step.FOLLOWED),
        (Step.ASKED, Step.SHOWN),
        (Step.FOLLOWED, Step.SHOWN),
    }
    assert one.advance(to) == ((happened.StepTaken(3, to),) if goes else ())
    assert one.step is (to if goes else now)


def test_a_rating_says_when_it_comes_back_and_counts_once() -> None:
    one = sending(card=FIRST)
    assert one.back_in() is None
    assert one.rate(Rating.GOOD, MONDAY) == (happened.Rated(3, Rating.GOOD),)
    assert one.before == FIRST
    assert one.card == review("data-1", FIRST, Rating.GOOD, TODAY)
    assert one.back_in() == (one.card.due - TODAY).days
    assert one.rate(Rating.AGAIN, MONDAY) == ()
    assert one.rating is Rating.GOOD


def test_a_rating_counts_on_the_date_where_they_are() -> None:
    one = sending()
    one.rate(Rating.GOOD, datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
    assert one.card is not None
    assert one.card.reviewed == TODAY + timedelta(days=1)


@pytest.mark.parametrize("card", [None, FIRST])
def test_a_rating_that_is_taken_back_leaves_what_was_remembered_before(card: object) -> None:
    one = sending(card=card, step=Step.SHOWN)
    untouched = sending(card=card, step=Step.SHOWN)
    one.rate(Rating.EASY, MONDAY)
    assert one.take_back(rated_since=False) == (happened.RatingTakenBack(3),)
    assert one == untouched


def test_what_was_not_rated_is_not_taken_back_and_what_was_rated_since_stays() -> None:
    assert sending(step=Step.SHOWN).take_back(rated_since=False) == ()
    one = sending()
    one.rate(Rating.EASY, MONDAY)
    with pytest.raises(TooLate):
        one.take_back(rated_since=True)
    assert one.rating is Rating.EASY


def test_an_answer_is_kept_up_to_its_length_and_an_empty_one_deletes_it() -> None:
    one = sending()
    assert one.write(" ") == ()
    assert one.write("x" * (LONGEST_ANSWER + 1)) == (happened.AnswerWritten(3),)
    assert len(one.answer) == LONGEST_ANSWER
    assert one.write(" \n") == (happened.AnswerDeleted(3),)
    assert one.answer == ""


def test_a_click_that_could_not_be_answered_is_said_with_its_date() -> None:
    assert sending().miss_click() == (happened.ClickUnanswered(ADA, TODAY, 3),)


def test_each_time_a_question_comes_back_its_next_follow_up_is_asked() -> None:
    two = question("data-1")
    assert [next_probe(two, times) for times in range(4)] == [0, 1, 0, 1]
