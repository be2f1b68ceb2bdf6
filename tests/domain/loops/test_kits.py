"""When a kit goes out."""

from itertools import product

import pytest

from bot.domain.loops.events import KitHeldBack, KitPutOff, KitSent
from bot.domain.loops.kits import send
from bot.domain.loops.states import GONE, LoopState, SeatState
from tests.domain.loops.built import loop, seat

NOBODYS = [
    (state, stands)
    for state, stands in product(LoopState, SeatState)
    if state is not LoopState.RUNNING or stands in GONE
]


@pytest.mark.parametrize(("state", "stands"), NOBODYS)
def test_no_kit_goes_to_a_loop_that_does_not_run_or_to_who_left(state: LoopState, stands: SeatState) -> None:
    one = seat(state=stands)
    of = loop(one, state=state)
    for may, planning in product((True, False), repeat=2):
        send(of, one, 9, may_interview=may, planning=planning)
    assert (of.events, one.kit_revision, one.state) == ([], 0, stands)


def test_the_lead_hears_of_who_cannot_interview_whether_or_not_a_plan_is_made() -> None:
    for planning in (True, False):
        one = seat()
        of = loop(one)
        send(of, one, 9, may_interview=False, planning=planning)
        assert of.events == [KitHeldBack(of, one)]
        assert (one.kit_revision, one.state) == (0, SeatState.WAITING)


def test_a_kit_waits_for_the_plan_that_is_made() -> None:
    one = seat()
    of = loop(one)
    send(of, one, 9, may_interview=True, planning=True)
    assert of.events == [KitPutOff(of, one, 9)]
    assert (one.kit_revision, one.state) == (0, SeatState.WAITING)


@pytest.mark.parametrize(
    ("stands", "revision", "replaces", "then"),
    [
        (SeatState.WAITING, 0, None, SeatState.SENT),
        (SeatState.SENT, 1, 1, SeatState.SENT),
        (SeatState.CONFIRMED, 3, 3, SeatState.CONFIRMED),
    ],
)
def test_a_kit_that_goes_out_replaces_the_one_before(
    stands: SeatState, revision: int, replaces: int | None, then: SeatState
) -> None:
    one = seat(state=stands, kit_revision=revision)
    of = loop(one)
    send(of, one, 9, may_interview=True, planning=False)
    assert of.events == [KitSent(of, one, replaces)]
    assert (one.kit_revision, one.state) == (revision + 1, then)
