"""What a loop says of itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors import NotFound, TooLate
from bot.domain.loops.states import CardState, LoopState, Role, SeatState
from tests.domain.loops.built import NOW, loop, seat


def test_the_panel_is_in_order_of_time_and_without_who_left() -> None:
    late, early, gone = seat(2), seat(1), seat(3, state=SeatState.MISSED)
    of = loop(late, early, gone, seat(4, Role.SHADOW), seat(5, Role.STAND_IN, start_at=None))
    assert of.panel == [early, late]
    assert of.last_end() == late.end
    assert [one.id for one in of.in_order()][-1] == 5
    of.set_first()
    assert of.first_at == early.start_at
    with pytest.raises(NotFound):
        of.seat(9)


def test_a_panelist_has_met_the_candidate_once_the_interview_begins_or_their_scorecard_does() -> None:
    one = seat()
    assert one.start_at is not None
    assert not loop(one).has_met(one, one.start_at - timedelta(seconds=1))
    assert loop(one).has_met(one, one.start_at)
    assert not loop(one, state=LoopState.DRAFT).has_met(one, one.start_at)
    assert loop(replace(one, card=CardState.DRAFT)).has_met(replace(one, card=CardState.DRAFT), NOW)


def test_a_plan_changes_on_its_page_only_before_its_kits_are_out() -> None:
    loop(state=LoopState.DRAFT).check_draft()
    with pytest.raises(TooLate, match="The kits are out"):
        loop().check_draft()
