"""Labels, times and forms of loops, and what a loop in each state lets happen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import NotFound, TooLate
from bot.domain.loops.forms import LoopForm, distinct_label, faults, initials
from bot.domain.loops.leaving import confirm, decline, have_back, know, miss
from bot.domain.loops.loop import Loop, Plan
from bot.domain.loops.planned import Planned, not_reached, store
from bot.domain.loops.seat import Ask, Seat
from bot.domain.loops.states import CardState, LoopState, Role, SeatState
from bot.domain.loops.timetable import (
    Slot,
    at_place,
    following,
    next_working_day,
    overlapping,
    timetable,
    without_overlaps,
)
from bot.domain.scorecards import Asked

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 6, 9, 8, tzinfo=BERLIN)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Ada Kowalski", "A. K."),
        ("ana maria de souza", "A. M. D."),
        ("Bo", "B."),
        ("(Al) Kim", "K."),
        (" ", "Candidate"),
    ],
)
def test_initials(name: str, label: str) -> None:
    assert initials(name) == label


@pytest.mark.parametrize(
    ("wanted", "taken", "label"),
    [
        ("A. K.", [], "A. K."),
        ("A. K.", ["A. K."], "A. K. 2"),
        ("A. K.", ["A. K.", "A. K. 2"], "A. K. 3"),
        ("W" * 14, [], "W" * 13),
        ("W" * 14, ["W" * 13], "W" * 11 + " 2"),
    ],
)
def test_a_label_is_its_own_and_fits(wanted: str, taken: list[str], label: str) -> None:
    assert distinct_label(wanted, taken) == label


FOLLOWING = {
    "the next half hour with five minutes between": ("06-09 14:00", 45, 45, "06-09 15:00"),
    "25 minutes leave five": ("06-09 14:00", 25, 30, "06-09 14:30"),
    "26 don't": ("06-09 14:00", 26, 30, "06-09 15:00"),
    "over at 18:00 is in time": ("06-09 16:00", 45, 60, "06-09 17:00"),
    "a minute later is the next day at ten": ("06-09 16:00", 45, 61, "06-10 10:00"),
    "after Friday comes Monday": ("06-12 17:00", 45, 45, "06-15 10:00"),
    "past midnight too": ("06-09 23:00", 45, 45, "06-10 10:00"),
    "ten o'clock is ten after the clocks change": ("03-27 17:00", 45, 45, "03-30 10:00"),
}


@pytest.mark.parametrize(("start", "minutes", "then", "wanted"), FOLLOWING.values(), ids=FOLLOWING)
def test_the_next_interview_begins(start: str, minutes: int, then: int, wanted: str) -> None:
    found = following(at(start), minutes, then, BERLIN)
    assert found.astimezone(UTC) == at(wanted).astimezone(UTC)


def test_a_timetable_has_as_many_starts_as_interviews() -> None:
    starts = timetable(at("06-09 16:00"), 45, 3, BERLIN)
    assert starts == (at("06-09 16:00"), at("06-09 17:00"), at("06-10 10:00"))
    assert timetable(at("06-09 16:00"), 45, 0, BERLIN) == ()


@pytest.mark.parametrize(
    ("day", "wanted"), [("06-11", "06-12"), ("06-12", "06-15"), ("06-13", "06-15"), ("06-14", "06-15")]
)
def test_the_next_working_day(day: str, wanted: str) -> None:
    found = next_working_day(at(f"{day} 23:30"), BERLIN, NOW.time())
    assert found.date() == at(f"{wanted} 00:00").date()


def slots(*starts: str) -> list[Slot]:
    return [Slot(number, at(start), 45) for number, start in enumerate(starts, 1)]


def test_interviews_that_touch_do_not_overlap_and_a_minute_more_does() -> None:
    given = slots("06-09 10:00", "06-09 10:45", "06-09 11:29")
    assert overlapping(given, given[0]) is None
    assert overlapping(given, given[1]) == given[2]
    assert overlapping(given, given[2]) == given[1]


def test_who_would_begin_before_the_last_is_over_moves_on() -> None:
    found = without_overlaps(slots("06-09 10:00", "06-09 10:30", "06-09 11:00", "06-09 15:00"), BERLIN)
    assert [one.start for one in found] == [
        at(f"06-09 {hour}") for hour in ("10:00", "11:00", "12:00", "15:00")
    ]
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(("place", "order"), [(0, [3, 1, 2]), (1, [1, 3, 2]), (2, [1, 2, 3])])
def test_people_change_places_and_times_stay(place: int, order: list[int]) -> None:
    found = at_place(slots("06-09 10:00", "06-09 11:00", "06-09 12:00"), 3, place, BERLIN)
    assert [one.id for one in found] == order
    assert [one.start.hour for one in found] == [10, 11, 12]


FORM = LoopForm(
    "Ada Kowalski",
    "A. K.",
    1,
    ("U1", "U2"),
    ("U3",),
    ("U4",),
    NOW + timedelta(hours=1),
    45,
    NOW + timedelta(days=1),
    "C1",
)
FAULTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "no name": ({"name": " "}, "name", "Write the candidate's name."),
    "a long name": ({"name": "W" * 121}, "name", "That is 121 characters. Keep the name to 120."),
    "a long label": ({"label": "W" * 14}, "label", "Keep it to 13 characters: initials are enough."),
    "long links": ({"links": "W" * 1501}, "links", "That is 1,501 characters. Keep it to 1,500."),
    "long notes": ({"notes": "W" * 1501}, "notes", "That is 1,501 characters. Keep it to 1,500."),
    "a long email": ({"email": "W" * 255}, "email", "That is 255 characters. Keep it to 254."),
    "a long id": ({"ats_id": "W" * 121}, "ats_id", "That is 121 characters. Keep it to 120."),
    "no opening": ({"opening_id": None}, "opening", "Pick an opening, or make one with New opening."),
    "no first time": ({"first_at": None}, "first_at", "Pick a time that is still to come."),
    "a first time that is now": ({"first_at": NOW}, "first_at", "Pick a time that is still to come."),
    "no debrief": ({"debrief_at": None}, "debrief_at", "Pick a time that is still to come."),
    "a debrief now": ({"debrief_at": NOW}, "debrief_at", "Pick a time that is still to come."),
    "no channel": ({"channel_id": None}, "channel", "Pick the private channel that the debrief is for."),
    "nobody": ({"panelists": ()}, "panelists", "Pick at least one panelist."),
    "nine": ({"panelists": tuple("ABCDEFGHI")}, "panelists", "A loop has at most 8 panelists."),
    "twice": ({"stand_ins": ("U1",)}, "stand_ins", "Somebody here is already among the panelists."),
    "a stand-in who shadows": (
        {"shadows": ("U3",)},
        "shadows",
        "Somebody here is already among the stand-ins.",
    ),
    "the candidate": (
        {"slack_user": "U2"},
        "panelists",
        "That is the candidate. Leave them out of the panel.",
    ),
}


def test_a_form_at_its_limits_has_no_faults() -> None:
    longest = replace(
        FORM,
        name="W" * 120,
        label="W" * 13,
        links="W" * 1500,
        notes="W" * 1500,
        email="W" * 254,
        ats_id="W" * 120,
    )
    assert faults(longest, NOW, FORM.debrief_at) == {}
    assert faults(replace(FORM, panelists=tuple("ABCDEFGH")), NOW, None) == {}


@pytest.mark.parametrize(("changed", "field", "said"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_said_at_its_field(changed: dict[str, Any], field: str, said: str) -> None:
    assert faults(replace(FORM, **changed), NOW, None) == {field: said}


def test_a_debrief_before_the_last_interview_is_over_is_refused() -> None:
    assert FORM.debrief_at is not None
    late = FORM.debrief_at + timedelta(minutes=1)
    assert faults(FORM, NOW, late) == {
        "debrief_at": "The last interview is not over by then. Pick a later time."
    }


def loop(*seats: Seat, state: LoopState = LoopState.RUNNING) -> Loop:
    end = NOW + timedelta(days=1)
    return Loop(1, 1, "Lead", "A. K.", state, "senior", "C1", NOW, 45, end, NOW, id=1, seats=list(seats))


def seat(id: int = 1, role: Role = Role.PANELIST, **more: Any) -> Seat:
    given: dict[str, Any] = {"start_at": NOW + timedelta(hours=id), "minutes": 45, "id": id, "position": id}
    asks = [Ask(f"q{id}", "v1", "data", 1, 15, "")] if role is Role.PANELIST else []
    return Seat(f"U{id}", role, asks=asks, **(given | more))


REFUSED = {
    LoopState.DRAFT: "The kits are not out yet",
    LoopState.CANCELLED: "This loop was called off",
    LoopState.DEBRIEFED: "The debrief has been posted",
    LoopState.DECIDED: "The debrief has been posted",
}


@pytest.mark.parametrize("state", REFUSED)
def test_seats_change_only_while_a_loop_runs(state: LoopState) -> None:
    one = seat()
    of = loop(one, state=state)
    with pytest.raises(TooLate, match=REFUSED[state]):
        confirm(of, one)
    with pytest.raises(TooLate, match=REFUSED[state]):
        know(of, one)
    with pytest.raises(TooLate, match=REFUSED[state]):
        miss(of, one, by_lead=True)
    with pytest.raises(TooLate, match=REFUSED[state]):
        decline(of, one, [], by_lead=False)
    with pytest.raises(TooLate, match=REFUSED[state]):
        have_back(of, one, NOW, own=True, busy=False)
    assert of.events == []
    assert one.state is SeatState.WAITING


def test_nothing_is_asked_of_a_stand_in() -> None:
    one = seat(role=Role.STAND_IN)
    with pytest.raises(TooLate, match="You stand in"):
        confirm(loop(one), one)


def test_confirming_twice_happens_once() -> None:
    one = seat()
    of = loop(one)
    confirm(of, one)
    confirm(of, one)
    assert one.state is SeatState.CONFIRMED
    assert len(of.events) == 1


@pytest.mark.parametrize("by_lead", [True, False])
def test_an_interview_whose_scorecard_is_in_was_held(by_lead: bool) -> None:
    one = seat(card=CardState.IN)
    with pytest.raises(TooLate, match="^Their scorecard is in" if by_lead else "^Your scorecard is in"):
        miss(loop(one), one, by_lead=by_lead)
    begun = seat(card=CardState.DRAFT)
    with pytest.raises(TooLate, match="^Their scorecard has" if by_lead else "^Your scorecard has"):
        decline(loop(begun), begun, [], by_lead=by_lead)
    miss(loop(begun), begun, by_lead=by_lead)
    assert begun.state is SeatState.MISSED


def test_a_stand_in_takes_seat_time_questions_and_shadow_and_all_can_be_had_back() -> None:
    one, other = seat(1), seat(2, Role.STAND_IN, start_at=None)
    shadow = seat(3, Role.SHADOW, host_id=1)
    of = loop(one, other, shadow)
    decline(of, one, [other], by_lead=False)
    assert (one.state, one.counts, one.asks) == (SeatState.DECLINED, False, [])
    assert (other.role, other.replaces_id, other.start_at) == (Role.PANELIST, 1, one.start_at)
    assert other.question_ids == {"q1"}
    assert shadow.host_id == 2
    assert of.panel == [other]
    happened = len(of.events)
    decline(of, one, [other], by_lead=False)
    assert len(of.events) == happened
    have_back(of, one, NOW, own=True, busy=False)
    assert (one.state, one.question_ids) == (SeatState.WAITING, frozenset({"q1"}))
    assert (other.role, other.replaces_id, other.start_at, other.question_ids) == (
        Role.STAND_IN,
        None,
        None,
        frozenset(),
    )
    assert shadow.host_id == 1


def test_a_seat_is_not_given_back_once_its_time_has_come_or_somebody_is_busy() -> None:
    one = seat()
    of = loop(one)
    decline(of, one, [], by_lead=False)
    with pytest.raises(TooLate, match="another interview at that time"):
        have_back(of, one, NOW, own=True, busy=True)
    assert one.start_at is not None
    with pytest.raises(TooLate, match="Somebody has met the candidate"):
        have_back(of, one, one.start_at, own=True, busy=False)
    assert of.may_be_had_back(one, one.start_at - timedelta(minutes=1))
    assert not of.may_be_had_back(one, one.start_at)


def test_who_had_a_kit_and_comes_back_has_confirmed_by_it() -> None:
    one = seat(kit_revision=1, state=SeatState.SENT)
    of = loop(one)
    decline(of, one, [], by_lead=False)
    have_back(of, one, NOW, own=True, busy=False)
    assert one.state is SeatState.CONFIRMED
    decline(of, one, [], by_lead=True)
    have_back(of, one, NOW, own=False, busy=False)
    assert one.state is SeatState.CONFIRMED


def test_two_who_hold_one_interview_part_when_one_leaves() -> None:
    one, other = seat(1, with_id=2), seat(2, with_id=1)
    of = loop(one, other)
    decline(of, one, [], by_lead=False)
    assert (one.with_id, other.with_id) == (None, None)
    have_back(of, one, NOW, own=True, busy=False)
    assert (one.with_id, other.with_id) == (2, 1)


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
    assert (one.question_ids, one.left, other.question_ids) == ({"q1"}, frozenset(), {"q2"})


def test_nobody_says_what_became_of_a_question_that_is_not_theirs() -> None:
    one, other = seat(1), seat(2)
    with pytest.raises(NotFound, match="isn't on this scorecard"):
        not_reached(loop(one, other), one, "q2", Asked.NOT_REACHED, NOW)
    assert other.asks[0].state is Asked.PLANNED
