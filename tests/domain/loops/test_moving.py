"""Interviews that move once the kits are out, and two that become one."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.domain.errors import Invalid, TooLate
from bot.domain.loops.events import InterviewMoved, InterviewShared
from bot.domain.loops.loop import Loop
from bot.domain.loops.moving import check_may_move, in_same_room, join, move
from bot.domain.loops.seat import Seat
from bot.domain.loops.states import CardState, LoopState, Role, SeatState
from bot.domain.scorecards import Asked
from tests.domain.loops.built import DEBRIEF, NOW, ask, at, happened, last, loop, seat

Wish = Callable[[Loop, Seat], None]


def moved(of: Loop, one: Seat, start: datetime | None, minutes: int = 45, *, busy: bool = False) -> None:
    move(of, one, start, minutes, NOW, busy=busy)


NOT_ON_THE_PANEL = "That seat isn't on the panel any more."
MAY_NOT: dict[str, tuple[dict[str, Any], LoopState, str]] = {
    "a draft": ({}, LoopState.DRAFT, "The kits are not out yet. Change the plan on its page."),
    "a debrief that is out": (
        {},
        LoopState.DEBRIEFED,
        "The debrief has been posted, so this can't change any more.",
    ),
    "a shadow": ({"role": Role.SHADOW}, LoopState.RUNNING, NOT_ON_THE_PANEL),
    "a stand-in": ({"role": Role.STAND_IN}, LoopState.RUNNING, NOT_ON_THE_PANEL),
    "a seat that was given up": (
        {"state": SeatState.DECLINED},
        LoopState.RUNNING,
        "That seat was given up. Undo that, or add a panelist.",
    ),
}


@pytest.mark.parametrize(("given", "state", "said"), MAY_NOT.values(), ids=MAY_NOT)
def test_only_seats_on_a_running_loops_panel_move(given: dict[str, Any], state: LoopState, said: str) -> None:
    one, other = seat(1, **given), seat(2)
    of = loop(one, other, state=state)
    wishes: list[Wish] = [
        check_may_move,
        lambda of, one: moved(of, one, at("15:00")),
        lambda of, one: join(of, one, other, NOW, busy=False),
    ]
    for wish in wishes:
        with pytest.raises(TooLate) as told:
            wish(of, one)
        assert told.value.text == said
    assert of.events == []


START, LENGTH = "start", "minutes"
STILL, TAKEN = (
    "Pick a time that is still to come.",
    "The candidate has another interview at that time. Pick another time.",
)
LATE = "It would not be over by the debrief. Move the debrief first, or pick an earlier time."
HELD = "Its scorecard has been begun, so this interview counts as held."
BUSY = "They have another interview at that time. Pick another time."
FROM_LIST = "Pick a length from the list."
# The one that moves sits at 9:00-9:45, another at 10:00-10:45, the debrief is tomorrow at 8:00.
FAULTS: dict[str, tuple[datetime | None, int, bool, CardState, dict[str, str]]] = {
    "fits": (at("11:00"), 45, False, CardState.NONE, {}),
    "no time": (None, 45, False, CardState.NONE, {START: STILL}),
    "now": (NOW, 45, False, CardState.NONE, {START: STILL}),
    "a minute from now": (NOW + timedelta(minutes=1), 45, False, CardState.NONE, {}),
    "the shortest": (at("11:00"), 15, False, CardState.NONE, {}),
    "too short": (at("11:00"), 14, False, CardState.NONE, {LENGTH: FROM_LIST}),
    "the longest": (at("11:00"), 240, False, CardState.NONE, {}),
    "too long": (at("11:00"), 241, False, CardState.NONE, {LENGTH: FROM_LIST}),
    "over as the debrief begins": (DEBRIEF - timedelta(minutes=45), 45, False, CardState.NONE, {}),
    "over a minute later": (
        DEBRIEF - timedelta(minutes=44),
        45,
        False,
        CardState.NONE,
        {START: LATE},
    ),
    "busy": (at("11:00"), 45, True, CardState.NONE, {START: BUSY}),
    "begun": (at("11:00"), 45, False, CardState.DRAFT, {START: HELD}),
    "until the next begins": (at("9:15"), 45, False, CardState.NONE, {}),
    "a minute longer": (at("9:15"), 46, False, CardState.NONE, {START: TAKEN}),
    "as the other ends": (at("10:45"), 45, False, CardState.NONE, {}),
    "a minute before it ends": (at("10:44"), 45, False, CardState.NONE, {START: TAKEN}),
}


@pytest.mark.parametrize(("start", "minutes", "busy", "card", "faults"), FAULTS.values(), ids=FAULTS)
def test_an_interview_moves_where_nothing_is_in_its_way(
    start: datetime | None, minutes: int, busy: bool, card: CardState, faults: dict[str, str]
) -> None:
    one, other = seat(1, card=card), seat(2)
    of = loop(one, other)
    if faults:
        with pytest.raises(Invalid) as told:
            moved(of, one, start, minutes, busy=busy)
        assert told.value.fields == faults
        assert (one.start_at, of.events) == (at("9:00"), [])
        return
    moved(of, one, start, minutes, busy=busy)
    assert (one.start_at, one.minutes) == (start, minutes)
    assert happened(of) == ["PlanAsked", "InterviewMoved"]
    assert last(of) == InterviewMoved(of, one, (one,), None)
    assert of.first_at == min(one.start_at or NOW, at("10:00"))


def test_seats_of_a_loop_that_have_no_time_or_left_are_in_nobodys_way() -> None:
    one, gone, timeless = seat(1), seat(2, state=SeatState.DECLINED), seat(3, start_at=None)
    moved(loop(one, gone, timeless), one, at("10:00"))
    assert one.start_at == at("10:00")


def test_the_same_time_changes_nothing_though_it_could_not_be_picked_now() -> None:
    one = seat(1, card=CardState.DRAFT)
    of = loop(one)
    moved(of, one, at("9:00"), 45, busy=True)
    assert of.events == []


def test_an_interview_that_did_not_happen_is_held_after_all_at_the_same_time_too() -> None:
    marked = [ask("q1", state=Asked.OTHER), ask("q2", state=Asked.NOT_REACHED), ask("q3")]
    one = seat(1, state=SeatState.MISSED, asks=marked)
    of = loop(one)
    moved(of, one, at("9:00"))
    assert (one.state, last(of)) == (SeatState.WAITING, InterviewMoved(of, one, (one,), None))
    assert [(it.question_id, it.state) for it in one.asks] == [("q1", Asked.PLANNED), ("q3", Asked.PLANNED)]


def pair() -> tuple[Loop, list[Seat]]:
    """Two who hold one interview, each with a shadow, one shadow who left, and a third panelist."""
    seats = [
        seat(1, with_id=2, start_at=at("9:00"), kit_revision=1, state=SeatState.CONFIRMED),
        seat(2, with_id=1, start_at=at("9:00")),
        seat(3, Role.SHADOW, host_id=1, start_at=at("9:00")),
        seat(4, Role.SHADOW, host_id=2, start_at=at("9:00")),
        seat(5, Role.SHADOW, host_id=1, start_at=at("9:00"), state=SeatState.DECLINED),
        seat(6, start_at=at("14:00")),
    ]
    return loop(*seats), seats


def test_everybody_in_a_room_is_the_pair_and_their_shadows() -> None:
    of, (one, other, shadow, others, _, third) = pair()
    assert in_same_room(of, one) == [one, other, shadow, others]
    assert in_same_room(of, other) == [other, one, shadow, others]
    assert in_same_room(of, third) == [third]


def test_another_length_is_everybodys_in_the_room_and_who_had_a_kit_is_asked_again() -> None:
    of, (one, other, shadow, others, gone, _) = pair()
    moved(of, one, at("9:00"), 60)
    assert [it.minutes for it in (one, other, shadow, others, gone)] == [60, 60, 60, 60, 45]
    assert (one.state, other.state) == (SeatState.SENT, SeatState.WAITING)
    assert (one.with_id, last(of)) == (2, InterviewMoved(of, one, (one, other, shadow, others), None))


def test_two_who_held_one_interview_part_where_one_moves_to_another_time() -> None:
    of, (one, other, shadow, others, _, _) = pair()
    moved(of, one, at("11:00"))
    assert (one.with_id, other.with_id) == (None, None)
    assert [it.start_at for it in (one, shadow)] == [at("11:00")] * 2
    assert [it.start_at for it in (other, others)] == [at("9:00")] * 2
    assert last(of) == InterviewMoved(of, one, (one, shadow), other)


def test_a_pair_parts_only_to_a_time_that_is_free_for_the_candidate() -> None:
    of, (one, *_) = pair()
    with pytest.raises(Invalid) as told:
        moved(of, one, at("9:30"))
    assert told.value.fields == {START: TAKEN}
    assert one.with_id == 2


NO_HOST = "That seat was given up. Pick another panelist."
TOGETHER = "Two hold that interview together already. Move one of them first."
BEGUN = "One of these interviews has begun already."
PAIRS: dict[str, tuple[dict[str, Any], dict[str, Any], bool, str]] = {
    "a shadow as host": ({}, {"role": Role.SHADOW}, False, NO_HOST),
    "a host who left": ({}, {"state": SeatState.DECLINED}, False, NO_HOST),
    "a host who missed it": ({}, {"state": SeatState.MISSED}, False, NO_HOST),
    "one who missed theirs": (
        {"state": SeatState.MISSED},
        {},
        False,
        "That interview didn't happen. Move it to another time first.",
    ),
    "one of a pair": ({"with_id": 3}, {}, False, TOGETHER),
    "a host of a pair": ({}, {"with_id": 3}, False, TOGETHER),
    "one who writes": ({"card": CardState.DRAFT}, {}, False, BEGUN),
    "a host who writes": ({}, {"card": CardState.DRAFT}, False, BEGUN),
    "one whose interview begins": ({"start_at": NOW}, {}, False, BEGUN),
    "a host whose interview begins": ({}, {"start_at": NOW}, False, BEGUN),
    "one who is busy": (
        {},
        {},
        True,
        "They have another interview at that time. Pick another panelist.",
    ),
}


@pytest.mark.parametrize(("given", "hosts", "busy", "said"), PAIRS.values(), ids=PAIRS)
def test_two_hold_one_interview_only_where_both_can(
    given: dict[str, Any], hosts: dict[str, Any], busy: bool, said: str
) -> None:
    one, host, third = seat(1, **given), seat(2, **hosts), seat(3)
    of = loop(one, host, third)
    before = (one.with_id, host.with_id)
    with pytest.raises(Invalid) as told:
        join(of, one, host, NOW, busy=busy)
    assert told.value.fields == {"host": said}
    assert ((one.with_id, host.with_id), of.events) == (before, [])


def test_nobody_holds_an_interview_together_with_themselves() -> None:
    one = seat(1)
    with pytest.raises(Invalid) as told:
        join(loop(one), one, one, NOW, busy=False)
    assert told.value.fields == {"host": NO_HOST}


def test_two_share_the_hosts_time_with_their_shadows_and_once_is_enough() -> None:
    one, host = seat(2), seat(3, minutes=60, kit_revision=1, state=SeatState.CONFIRMED)
    shadow = seat(4, Role.SHADOW, host_id=2)
    of = loop(one, host, shadow)
    join(of, one, host, NOW, busy=False)
    assert (one.with_id, host.with_id) == (3, 2)
    assert [(it.start_at, it.minutes) for it in of.seats] == [(at("11:00"), 60)] * 3
    assert (one.state, host.state, of.first_at) == (SeatState.WAITING, SeatState.SENT, at("11:00"))
    assert happened(of) == ["PlanAsked", "InterviewShared"]
    assert last(of) == InterviewShared(of, one, host, (one, host, shadow))
    join(of, one, host, NOW, busy=True)
    assert len(of.events) == 2
