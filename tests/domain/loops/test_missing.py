"""Interviews that weren't held as planned: what happened, not before they begin, and taken back."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.errors import Invalid, TooLate
from bot.domain.loops.loop import Loop
from bot.domain.loops.missing import may_take_back, miss, take_back
from bot.domain.loops.seat import Seat
from bot.domain.loops.states import CardState, LoopState, Missed, SeatState
from bot.domain.scorecards import Asked
from tests.domain.loops.built import NOW, ask, happened, last, loop, seat

HELD = NOW + timedelta(hours=1, minutes=5)
"""The first interview has begun, the second hasn't."""


def missed(*seats: Seat) -> Loop:
    """The first seat's candidate didn't come; the plan that follows gives its question to the second."""
    of = loop(*seats)
    miss(of, seats[0], "no_show", HELD, by_lead=False)
    of.events.clear()
    return of


def asked(one: Seat) -> list[str]:
    """What it asks or asked."""
    return sorted(one.question_ids)


def test_an_interview_that_has_not_begun_can_not_have_failed_to_happen() -> None:
    one = seat()
    of = loop(one)
    assert one.start_at is not None
    with pytest.raises(TooLate, match="hasn't begun yet"):
        miss(of, one, "no_show", one.start_at - timedelta(seconds=1), by_lead=True)
    assert (one.state, one.missed, of.events) == (SeatState.WAITING, None, [])
    miss(of, one, "no_show", one.start_at, by_lead=True)
    assert (one.state, one.missed) == (SeatState.MISSED, Missed.NO_SHOW)


@pytest.mark.parametrize("what", ["", "eaten"])
def test_what_happened_has_to_be_said(what: str) -> None:
    one = seat()
    with pytest.raises(Invalid):
        miss(loop(one), one, what, HELD, by_lead=False)
    assert one.missed is None


def test_of_an_interview_cut_short_the_scorecard_is_waited_for() -> None:
    one = seat(state=SeatState.CONFIRMED)
    of = loop(one)
    miss(of, one, "part", HELD, by_lead=False)
    assert (one.state, one.counts, asked(one)) == (SeatState.CONFIRMED, True, ["q1"])
    assert happened(of) == ["InterviewCutShort"]
    take_back(of, one, HELD)
    assert (one.missed, one.state) == (None, SeatState.CONFIRMED)


def test_taken_back_the_seat_is_as_it_was() -> None:
    one = seat(state=SeatState.CONFIRMED)
    of = missed(one)
    assert may_take_back(of, one)
    take_back(of, one, HELD)
    assert (one.state, one.missed, asked(one)) == (SeatState.CONFIRMED, None, ["q1"])
    assert happened(of) == ["PlanAsked", "MissTakenBack"]
    take_back(of, one, HELD)
    assert len(of.events) == 2


def test_a_question_that_a_later_panelist_was_to_ask_comes_back() -> None:
    one, two = seat(1), seat(2)
    of = missed(one, two)
    two.asks.append(one.asks.pop())
    take_back(of, one, HELD)
    assert (asked(one), asked(two)) == (["q1"], ["q2"])
    assert last(of).changed == (two,)


def test_a_question_that_nobody_was_to_ask_any_more_comes_back() -> None:
    one = seat(1)
    of = missed(one)
    one.asks.clear()
    take_back(of, one, HELD)
    assert asked(one) == ["q1"]


@pytest.mark.parametrize("met", [{"card": CardState.DRAFT}, {"start_at": NOW}])
def test_a_question_that_was_asked_meanwhile_stays_where_it_was_asked(met: dict[str, Any]) -> None:
    one, two = seat(1), seat(2, **met)
    of = missed(one, two)
    two.asks.append(one.asks.pop())
    take_back(of, one, HELD)
    assert (asked(one), asked(two)) == ([], ["q1", "q2"])


def test_what_was_not_reached_elsewhere_is_asked_again_here() -> None:
    one, two = seat(1), seat(2)
    of = missed(one, two)
    one.asks.clear()
    two.asks.append(ask("q1", state=Asked.NOT_REACHED))
    take_back(of, one, HELD)
    assert asked(one) == ["q1"]


def test_it_is_not_taken_back_once_the_debrief_is_out() -> None:
    one = seat()
    of = missed(one)
    of.state = LoopState.DEBRIEFED
    assert not may_take_back(of, one)
    with pytest.raises(TooLate, match="debrief has been posted"):
        take_back(of, one, HELD)


def test_of_a_seat_that_was_missed_before_this_was_kept_the_lead_sets_a_time() -> None:
    one = seat(state=SeatState.MISSED)
    of = loop(one)
    assert not may_take_back(of, one)
    with pytest.raises(TooLate, match="Ask the lead"):
        take_back(of, one, HELD)
    one.sit(NOW, 45)
    assert one.missed is None
