"""Who sits when: a draft's seats laid, changed, mended and added to; a running loop's newcomer."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.domain.errors import Invalid, NotFound, TooLate
from bot.domain.loops.events import PanelistAdded, PlanMended, SeatChanged, ShadowMoved
from bot.domain.loops.loop import Loop
from bot.domain.loops.seat import Seat
from bot.domain.loops.seating import (
    Mending,
    SeatForm,
    add_faults,
    added,
    change,
    mend,
    move_shadow,
    newcomer,
    next_start,
    retime,
    seat_everybody,
)
from bot.domain.loops.states import CardState, LoopState, Role, SeatState
from bot.domain.loops.timetable import Slot
from tests.domain.loops.built import BERLIN, DEBRIEF, NOW, at, happened, last, loop, seat

OVER = [state for state in LoopState if state not in (LoopState.DRAFT, LoopState.RUNNING)]
STILL = "Pick a time that is still to come."


def draft(*seats: Seat) -> Loop:
    return loop(*seats, state=LoopState.DRAFT)


def starts(of: Loop) -> list[datetime | None]:
    return [one.start_at for one in of.seats]


def test_a_form_lays_panelists_stand_ins_and_shadows_who_sit_in_by_turns() -> None:
    of = draft(seat(9))
    times = [at("9:00"), at("10:00")]
    hosts = seat_everybody(of, ["A", "B"], ["C", "D"], ["E", "F", "G"], times)
    assert [(it.user_id, it.role, it.position, it.start_at, it.minutes) for it in of.seats] == [
        ("A", Role.PANELIST, 0, at("9:00"), 45),
        ("B", Role.PANELIST, 1, at("10:00"), 45),
        ("C", Role.STAND_IN, 0, None, 45),
        ("D", Role.STAND_IN, 1, None, 45),
        ("E", Role.SHADOW, 0, at("9:00"), 45),
        ("F", Role.SHADOW, 1, at("10:00"), 45),
        ("G", Role.SHADOW, 0, at("9:00"), 45),
    ]
    assert {turn: host.user_id for turn, host in hosts.items()} == {4: "A", 5: "B", 6: "A"}


def changed(of: Loop, one: Seat, form: SeatForm, *, busy: bool = False, **faults: str) -> None:
    change(of, one, form, faults, BERLIN, NOW, busy=busy)


FAULTS: dict[str, tuple[SeatForm, bool, dict[str, str]]] = {
    "no time": (SeatForm("U1", None, 45), False, {"start": STILL}),
    "now": (SeatForm("U1", NOW, 45), False, {"start": STILL}),
    "too short": (SeatForm("U1", at("9:00"), 14), False, {"minutes": "Pick a length from the list."}),
    "too long": (SeatForm("U1", at("9:00"), 241), False, {"minutes": "Pick a length from the list."}),
    "after the debrief": (
        SeatForm("U1", DEBRIEF - timedelta(minutes=44), 45),
        False,
        {"start": "It would not be over by the debrief. Pick an earlier time."},
    ),
    "while another of the loop goes on": (
        SeatForm("U1", at("10:44"), 45),
        False,
        {"start": "There is another interview of this loop at that time. Pick another time."},
    ),
    "busy": (
        SeatForm("U1", at("9:00"), 45),
        True,
        {"start": "They have another interview at that time. Pick another time."},
    ),
    "nobody": (SeatForm(None, at("9:00"), 45), False, {}),
}


@pytest.mark.parametrize(("form", "busy", "faults"), FAULTS.values(), ids=FAULTS)
def test_what_is_wrong_with_a_changed_seat_is_said_at_its_field(
    form: SeatForm, busy: bool, faults: dict[str, str]
) -> None:
    one = seat(1)
    of = draft(one, seat(2))
    with pytest.raises(Invalid) as told:
        changed(of, one, form, busy=busy)
    assert told.value.fields == faults
    assert (one.user_id, one.start_at, of.events) == ("U1", at("9:00"), [])


def test_what_is_wrong_with_the_person_is_said_with_the_rest() -> None:
    one = seat(1)
    with pytest.raises(Invalid) as told:
        changed(draft(one), one, SeatForm("U9", None, 45), person="Pick somebody else.")
    assert told.value.fields == {"person": "Pick somebody else.", "start": STILL}


def test_seats_are_changed_on_a_drafts_page_alone() -> None:
    one = seat(1)
    with pytest.raises(TooLate, match="The kits are out"):
        changed(loop(one), one, SeatForm("U1", at("11:00"), 45))


def test_who_sits_in_the_loop_already_changes_places_and_others_come_new() -> None:
    one, other, shadow = seat(1), seat(2), seat(3, Role.SHADOW, host_id=1)
    of = draft(one, other, shadow)
    changed(of, one, SeatForm("U2", one.start_at, 45))
    assert [it.user_id for it in of.seats] == ["U2", "U1", "U3"]
    changed(of, one, SeatForm("U9", one.start_at, 45))
    assert [it.user_id for it in of.seats] == ["U9", "U1", "U3"]
    assert happened(of) == ["PlanAsked", "SeatChanged"] * 2
    assert last(of) == SeatChanged(of, one)


TIMES: dict[str, tuple[SeatForm, list[str]]] = {
    "as it was": (SeatForm("U1", at("9:00"), 45), ["9:00", "10:00", "11:00"]),
    "later, after the others": (SeatForm("U1", at("12:00"), 45), ["12:00", "10:00", "11:00"]),
    "longer: the next move on": (SeatForm("U1", at("9:00"), 90), ["9:00", "11:00", "12:00"]),
    "together with the next: whose time was chosen keeps it": (
        SeatForm("U1", at("10:00"), 45),
        ["10:00", "11:00", "12:00"],
    ),
    "the last turn": (SeatForm("U1", at("9:00"), 45, 2), ["11:00", "9:00", "10:00"]),
    "the turn that it has": (SeatForm("U1", at("9:00"), 45, 0), ["9:00", "10:00", "11:00"]),
    "of time and turn the time counts": (SeatForm("U1", at("12:00"), 45, 1), ["12:00", "10:00", "11:00"]),
}


@pytest.mark.parametrize(("form", "wanted"), TIMES.values(), ids=TIMES)
def test_a_changed_seat_has_its_time_and_the_others_make_room(form: SeatForm, wanted: list[str]) -> None:
    one, two, three = seat(1), seat(2), seat(3)
    of = draft(one, two, three, seat(4, Role.SHADOW, host_id=2))
    changed(of, one, form)
    assert starts(of) == [*(at(hour) for hour in wanted), at(wanted[1])]
    order = sorted((one, two, three), key=lambda it: it.start_at or NOW)
    assert [it.position for it in order] == [0, 1, 2]
    assert of.first_at == order[0].start_at


@pytest.mark.parametrize("state", OVER)
def test_nobody_joins_or_follows_another_in_a_loop_that_is_over(state: LoopState) -> None:
    host, shadow = seat(1), seat(2, Role.SHADOW)
    of = loop(host, shadow, state=state)
    with pytest.raises(TooLate, match="nobody can join it"):
        add_faults(of, SeatForm("U9", at("12:00"), 45), NOW, busy=False)
    with pytest.raises(TooLate, match="its shadows can't change"):
        move_shadow(of, shadow, host, reverse=True)
    assert of.events == []


ON_IT = "They are on the panel already. Pick somebody else."
FULL = "A loop has at most 8 panelists."


@pytest.mark.parametrize(
    ("panel", "user_id", "faults"),
    [
        (2, "U9", {}),
        (2, "U2", {"person": ON_IT}),
        (7, "U9", {}),
        (8, "U9", {"person": FULL}),
        (8, "U1", {"person": FULL}),
    ],
)
def test_one_more_joins_a_panel_of_at_most_seven_others(
    panel: int, user_id: str, faults: dict[str, str]
) -> None:
    of = loop(*(seat(number) for number in range(1, panel + 1)))
    form = SeatForm(user_id, at("20:00"), 45)
    assert add_faults(of, form, NOW, busy=False) == faults
    assert add_faults(of, form, NOW, busy=True).keys() == faults.keys() | {"start"}


def test_who_joins_needs_a_time_that_is_free_once_the_kits_are_out() -> None:
    busy = {"start": "There is another interview of this loop at that time. Pick another time."}
    form = SeatForm("U9", at("9:30"), 45)
    assert add_faults(loop(seat(1), seat(2)), form, NOW, busy=False) == busy
    early = SeatForm("U9", at("8:30"), 45)
    assert add_faults(loop(seat(1)), early, NOW, busy=False) == busy
    assert add_faults(draft(seat(1)), early, NOW, busy=False) == {}


@pytest.mark.parametrize(
    ("given", "same"),
    [
        ({"role": Role.STAND_IN, "start_at": None}, True),
        ({"role": Role.SHADOW, "host_id": 1, "reverse": True}, True),
        ({"role": Role.STAND_IN, "state": SeatState.DECLINED}, False),
        ({"role": Role.PANELIST, "state": SeatState.DECLINED}, False),
    ],
)
def test_a_newcomer_has_the_seat_that_they_had_or_a_new_one(given: dict[str, Any], same: bool) -> None:
    known = seat(2, **given)
    of = loop(seat(1), known)
    one = newcomer(of, "U2", at("15:00"), 60)
    assert (one is known) is same
    assert len(of.seats) == (2 if same else 3)
    assert (one.role, one.state, one.host_id, one.reverse) == (Role.PANELIST, SeatState.WAITING, None, False)
    assert (one.user_id, one.start_at, one.minutes, one.position) == ("U2", at("15:00"), 60, 1)


@pytest.mark.parametrize(
    ("state", "wanted"), [(LoopState.DRAFT, at("10:00")), (LoopState.RUNNING, at("9:30"))]
)
def test_only_in_a_draft_the_others_make_room_for_a_newcomer(state: LoopState, wanted: datetime) -> None:
    one = seat(1, start_at=at("9:00"))
    of = loop(one, seat(2, start_at=at("9:30")), state=state)
    added(of, one, BERLIN)
    assert starts(of) == [at("9:00"), wanted]
    assert happened(of) == ["PlanAsked", "PanelistAdded"]
    assert last(of) == PanelistAdded(of, one)


def test_a_newcomers_scorecard_is_waited_for_though_the_lead_went_on_with_fewer() -> None:
    one = seat(1, start_at=at("9:00"))
    of = loop(one, seat(2, card=CardState.IN), state=LoopState.RUNNING)
    of.goes_on_with = 1
    added(of, one, BERLIN)
    assert of.goes_on_with is None


def test_a_shadow_follows_another_and_the_same_changes_nothing() -> None:
    old, new = seat(1), seat(2, minutes=60)
    shadow = seat(3, Role.SHADOW, host_id=1, start_at=at("9:00"), position=1)
    of = loop(old, new, shadow)
    move_shadow(of, shadow, old, reverse=False)
    assert of.events == []
    move_shadow(of, shadow, new, reverse=False)
    assert (shadow.host_id, shadow.start_at, shadow.minutes, shadow.position) == (2, at("10:00"), 60, 2)
    assert last(of) == ShadowMoved(of, shadow, (old, new))
    move_shadow(of, shadow, new, reverse=True)
    assert (shadow.reverse, last(of)) == (True, ShadowMoved(of, shadow, (new,)))
    assert happened(of) == ["PlanAsked", "ShadowMoved"] * 2


@pytest.mark.parametrize("host", [None, seat(1, Role.STAND_IN), seat(1, state=SeatState.MISSED)])
def test_a_shadow_follows_only_who_interviews(host: Seat | None) -> None:
    shadow = seat(2, Role.SHADOW)
    of = loop(shadow)
    with pytest.raises(Invalid) as told:
        move_shadow(of, shadow, host, reverse=False)
    assert told.value.fields == {"host": "That seat was given up. Pick another panelist."}
    assert of.events == []


def test_a_mend_gives_more_minutes_or_topics_and_the_next_make_room() -> None:
    one, two = seat(1), seat(2)
    of = draft(one, two)
    mend(of, Mending("U1", "minutes", 30), "{1}", BERLIN)
    assert ([it.minutes for it in of.seats], starts(of)) == ([75, 45], [at("9:00"), at("10:30")])
    assert (happened(of), last(of)) == (["PlanAsked", "PlanMended"], PlanMended(of, "{1}"))
    mend(of, Mending("U2", "competencies", 2), "{2}", BERLIN)
    assert (one.most_competencies, two.most_competencies) == (3, 5)


def test_a_mend_puts_a_stand_in_on_the_panel_after_the_others() -> None:
    stand_in = seat(3, Role.STAND_IN, start_at=None)
    of = draft(seat(1), seat(2), stand_in)
    mend(of, Mending("U3", "panelist", 60), "{}", BERLIN)
    assert (stand_in.role, stand_in.start_at, stand_in.minutes) == (Role.PANELIST, at("11:00"), 60)
    assert stand_in.position == 2


@pytest.mark.parametrize("panelist", [None, "U8", "U2"])
def test_a_mend_is_of_somebody_who_asks_in_this_loop(panelist: str | None) -> None:
    of = draft(seat(1), seat(2, Role.SHADOW))
    with pytest.raises(NotFound, match="Go back and add another panelist"):
        mend(of, Mending(panelist, "minutes", 15), "{}", BERLIN)
    with pytest.raises(TooLate, match="The kits are out"):
        mend(loop(seat(1)), Mending("U1", "minutes", 15), "{}", BERLIN)


def test_one_more_could_begin_after_the_last_or_when_the_loop_was_to_begin() -> None:
    assert next_start(draft(seat(2), seat(1)), 45, BERLIN) == at("11:00")
    assert next_start(draft(seat(1, Role.STAND_IN)), 45, BERLIN) == NOW


def test_times_and_turns_are_set_with_shadows_and_the_loops_beginning() -> None:
    one, two, shadow = seat(1), seat(2), seat(3, Role.SHADOW, host_id=2)
    of = draft(one, two, shadow)
    retime(of, [Slot(2, at("13:00"), 30), Slot(1, at("14:00"), 60)])
    assert [(it.start_at, it.minutes, it.position) for it in of.seats] == [
        (at("14:00"), 60, 1),
        (at("13:00"), 30, 0),
        (at("13:00"), 30, 0),
    ]
    assert of.first_at == at("13:00")


def test_an_interview_may_last_until_the_debrief_itself() -> None:
    one = seat(1)
    of = draft(one)
    changed(of, one, SeatForm("U1", DEBRIEF - timedelta(minutes=45), 45))
    assert one.end == DEBRIEF
