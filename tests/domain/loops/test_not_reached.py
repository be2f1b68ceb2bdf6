"""A question that a seat left stays left there: it is offered to others, and never comes back."""

import pytest

from bot.domain.errors import NotFound
from bot.domain.loops.loop import Plan
from bot.domain.loops.planned import Planned, not_reached, store
from bot.domain.loops.seat import Ask
from bot.domain.scorecards import Asked
from tests.domain.loops.built import NOW, loop, seat


def test_what_was_not_reached_never_comes_back_to_the_seat_that_left_it() -> None:
    one, other = seat(1), seat(2)
    of = loop(one, other)
    not_reached(of, one, "q1", Asked.NOT_REACHED, NOW)
    assert one.left == {"q1"}
    again = [Planned(one, "q1", 1, ""), Planned(other, "q2", 2, "")]
    store(of, Plan(), again, {"q1": Ask("q1", "v1", "data", 1, 15, "")}, facts=[])
    assert [(ask.question_id, ask.state) for ask in one.asks] == [("q1", Asked.NOT_REACHED)]
    store(of, Plan(), [Planned(other, "q1", 1, "")], {"q1": Ask("q1", "v1", "data", 1, 15, "")}, facts=["q2"])
    assert other.question_ids == {"q1", "q2"}


def test_what_was_reached_after_all_is_taken_back_from_the_later_seat() -> None:
    one, other = seat(1), seat(2)
    of = loop(one, other)
    not_reached(of, one, "q1", Asked.NOT_REACHED, NOW)
    other.asks.append(Ask("q1", "v1", "data", 2, 15, ""))
    not_reached(of, one, "q1", Asked.PLANNED, NOW)
    assert one.question_ids == {"q1"}
    assert one.left == frozenset()
    assert other.question_ids == {"q2"}


def test_nobody_says_what_became_of_a_question_that_is_not_theirs() -> None:
    one, other = seat(1), seat(2)
    with pytest.raises(NotFound, match="isn't on this scorecard"):
        not_reached(loop(one, other), one, "q2", Asked.NOT_REACHED, NOW)
    assert other.asks[0].state is Asked.PLANNED
