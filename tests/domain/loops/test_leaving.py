"""Seats that change hands, and interviews that didn't happen."""

from datetime import timedelta
from itertools import product

import pytest

from bot.domain.errors import TooLate
from bot.domain.loops.events import (
    CandidateKnown,
    InterviewMissed,
    SeatConfirmed,
    SeatGivenUp,
    SeatHadBack,
    ShadowSitsOut,
)
from bot.domain.loops.leaving import GIVEN_UP, confirm, decline, have_back, know
from bot.domain.loops.loop import Loop
from bot.domain.loops.missing import check_may_miss, miss
from bot.domain.loops.seat import Seat
from bot.domain.loops.states import GONE, CardState, LoopState, Role, SeatState
from bot.domain.scorecards import Asked
from tests.domain.loops.built import NOW, ask, at, happened, last, loop, seat

HELD = NOW + timedelta(hours=2)
"""When the first two interviews have begun."""
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
        miss(of, one, "not_held", HELD, by_lead=True)
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
        miss(loop(one), one, "not_held", HELD, by_lead=by_lead)
    begun = seat(card=CardState.DRAFT)
    with pytest.raises(TooLate, match="^Their scorecard has" if by_lead else "^Your scorecard has"):
        decline(loop(begun), begun, [], by_lead=by_lead)
    miss(loop(begun), begun, "not_held", HELD, by_lead=by_lead)
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


@pytest.mark.parametrize("state", GONE)
def test_who_left_is_not_there_again_by_confirming(state: SeatState) -> None:
    one = seat(state=state)
    of = loop(one)
    with pytest.raises(TooLate) as told:
        confirm(of, one)
    assert (told.value.text, one.state, of.events) == (GIVEN_UP, state, [])


@pytest.mark.parametrize("state", [SeatState.WAITING, SeatState.SENT])
def test_a_panelist_confirms(state: SeatState) -> None:
    one = seat(state=state)
    of = loop(one)
    confirm(of, one)
    assert of.events == [SeatConfirmed(of, one)]


def test_who_knows_the_candidate_says_so_each_time() -> None:
    one = seat()
    of = loop(one)
    know(of, one)
    know(of, one)
    assert one.knows_candidate
    assert of.events == [CandidateKnown(of, one)] * 2


@pytest.mark.parametrize("by_lead", [True, False])
def test_an_interview_that_did_not_happen_frees_its_questions_once(by_lead: bool) -> None:
    one = seat()
    of = loop(one)
    miss(of, one, "no_show", HELD, by_lead=by_lead)
    assert (one.state, of.revision) == (SeatState.MISSED, 1)
    assert happened(of) == ["PlanAsked", "InterviewMissed"]
    assert last(of) == InterviewMissed(of, one, by_lead)
    miss(of, one, "no_show", HELD, by_lead=by_lead)
    assert len(of.events) == 2


@pytest.mark.parametrize("state", GONE)
def test_who_left_leaves_nothing_more_behind(state: SeatState) -> None:
    one = seat(state=state)
    of = loop(one)
    decline(of, one, [], by_lead=False)
    miss(of, one, "moved", HELD, by_lead=False)
    assert (one.state, of.events) == (state, [])


@pytest.mark.parametrize("card", CardState)
def test_only_a_scorecard_that_is_in_says_that_an_interview_was_held(card: CardState) -> None:
    one = seat(card=card)
    if card is CardState.IN:
        with pytest.raises(TooLate):
            check_may_miss(one, HELD, by_lead=False)
    else:
        check_may_miss(one, HELD, by_lead=False)


@pytest.mark.parametrize("by_lead", [True, False])
def test_a_seat_without_a_stand_in_stays_empty_and_its_partner_is_alone(by_lead: bool) -> None:
    one, other = seat(1, with_id=2), seat(2, with_id=1)
    of = loop(one, other)
    decline(of, one, [], by_lead=by_lead)
    assert happened(of) == ["PlanAsked", "SeatGivenUp"]
    assert last(of) == SeatGivenUp(of, one, by_lead, None, other, ())
    assert one.question_ids == {"q1"}


def test_the_first_free_stand_in_takes_over_with_partner_and_shadows_but_not_what_was_asked() -> None:
    asked = [ask("asked", state=Asked.ASKED), ask("planned")]
    one = seat(1, with_id=2, asks=asked, minutes=60, position=7)
    partner, first, second = seat(2, with_id=1), seat(3, Role.STAND_IN), seat(4, Role.STAND_IN)
    shadow, elsewhere = seat(5, Role.SHADOW, host_id=1), seat(6, Role.SHADOW, host_id=2)
    of = loop(one, partner, first, second, shadow, elsewhere)
    decline(of, one, [first, second], by_lead=True)
    assert last(of) == SeatGivenUp(of, one, True, first, partner, (shadow,))
    assert one.question_ids == {"asked"}
    assert first.question_ids == {"planned"}
    assert (one.with_id, partner.with_id, first.with_id) == (None, 3, 2)
    assert (shadow.host_id, elsewhere.host_id) == (3, 2)
    assert (first.role, first.state, first.replaces_id) == (Role.PANELIST, SeatState.WAITING, 1)
    assert (first.start_at, first.minutes, first.position) == (one.start_at, 60, 7)
    assert second.role is Role.STAND_IN
    assert of.stand_in_for(one) is first


@pytest.mark.parametrize(("host_id", "by_lead"), list(product([1, None], [True, False])))
def test_a_shadow_who_stays_away_changes_no_plan(host_id: int | None, by_lead: bool) -> None:
    host, shadow = seat(1), seat(2, Role.SHADOW, host_id=host_id)
    of = loop(host, shadow)
    decline(of, shadow, [host], by_lead=by_lead)
    assert (shadow.state, shadow.before_leaving) == (SeatState.DECLINED, None)
    assert of.events == [ShadowSitsOut(of, shadow, by_lead, host if host_id else None)]


def left(one: Seat, *others: Seat, free: tuple[Seat, ...] = ()) -> Loop:
    """A loop in which a seat was given up."""
    of = loop(one, *others)
    decline(of, one, free, by_lead=False)
    of.events = []
    return of


def test_a_seat_that_nobody_gave_up_stays_as_it_is() -> None:
    one = seat(state=SeatState.SENT)
    of = loop(one)
    have_back(of, one, NOW, own=True, busy=True)
    assert (one.state, of.events) == (SeatState.SENT, [])


def test_an_interview_that_did_not_happen_is_not_had_back_but_moved() -> None:
    one = seat(state=SeatState.MISSED)
    with pytest.raises(TooLate, match="can't be given back"):
        have_back(loop(one), one, NOW, own=True, busy=False)


@pytest.mark.parametrize("card", CardState)
def test_a_seat_is_had_back_until_its_stand_in_has_begun_to_score(card: CardState) -> None:
    one, stand_in = seat(1), seat(2, Role.STAND_IN, start_at=None)
    of = left(one, stand_in, free=(stand_in,))
    stand_in.card = card
    if card is CardState.NONE:
        have_back(of, one, NOW, own=False, busy=False)
        assert one.state is SeatState.WAITING
        return
    with pytest.raises(TooLate, match="Somebody has met the candidate in that seat by now"):
        have_back(of, one, NOW, own=False, busy=False)
    assert of.events == []


OWN = [
    (SeatState.WAITING, 0, True, SeatState.WAITING),
    (SeatState.SENT, 1, True, SeatState.CONFIRMED),
    (SeatState.SENT, 1, False, SeatState.SENT),
    (SeatState.CONFIRMED, 1, False, SeatState.CONFIRMED),
]


@pytest.mark.parametrize(("before", "revision", "own", "then"), OWN)
def test_who_has_a_kit_and_says_so_themselves_has_confirmed(
    before: SeatState, revision: int, own: bool, then: SeatState
) -> None:
    one = seat(state=before, kit_revision=revision)
    have_back(left(one), one, NOW, own=own, busy=False)
    assert (one.state, one.before_leaving) == (then, None)


@pytest.mark.parametrize("kit_waits", [True, False])
def test_everything_is_as_before_and_the_stand_in_free_again(kit_waits: bool) -> None:
    one, partner = seat(1, with_id=2, kit_waits=kit_waits), seat(2, with_id=1)
    stand_in, shadow = seat(3, Role.STAND_IN, start_at=None), seat(4, Role.SHADOW, host_id=1)
    of = left(one, partner, stand_in, shadow, free=(stand_in,))
    have_back(of, one, NOW, own=False, busy=False)
    assert (one.with_id, partner.with_id, stand_in.with_id) == (2, 1, None)
    assert (shadow.host_id, stand_in.start_at, stand_in.replaces_id) == (1, None, None)
    assert (stand_in.role, stand_in.state) == (Role.STAND_IN, SeatState.WAITING)
    assert happened(of) == ["PlanAsked", "SeatHadBack"]
    touched = (shadow, partner, partner)
    assert last(of) == SeatHadBack(of, one, stand_in, touched, (stand_in,), kit_waits)


def test_a_partner_who_left_or_found_another_is_not_had_back() -> None:
    for change in ({"state": SeatState.DECLINED}, {"with_id": 3}):
        one, partner = seat(1, with_id=2), seat(2, with_id=1)
        of = left(one, partner, seat(3))
        for name, value in change.items():
            setattr(partner, name, value)
        have_back(of, one, NOW, own=False, busy=False)
        assert (one.with_id, last(of).touched) == (None, ())


def test_questions_that_went_elsewhere_meanwhile_come_back_and_whose_changed_is_said() -> None:
    one, other, third = seat(1), seat(2), seat(3)
    of = left(one, other, third)
    other.asks += one.asks
    one.asks = []
    third.asks = []
    have_back(of, one, NOW, own=False, busy=False)
    assert [sorted(it.question_ids) for it in of.seats] == [["q1"], ["q2"], ["q3"]]
    assert last(of).changed == (other, third)
    again = third.asks[0]
    assert (again.version, again.competency, again.position, again.minutes, again.reason, again.id) == (
        "v1",
        "data",
        1,
        15,
        "",
        0,
    )


def test_a_question_planned_meanwhile_goes_and_what_was_asked_meanwhile_stays() -> None:
    one, other, met = seat(1), seat(2), seat(3, start_at=at("8:30"))
    of = left(one, other, met)
    other.asks = [ask("new"), ask("done", state=Asked.ASKED)]
    met.asks = [ask("theirs")]
    have_back(of, one, at("8:30"), own=False, busy=False)
    assert [sorted(it.question_ids) for it in of.seats] == [["q1"], ["done", "q2"], ["theirs"]]


def test_a_question_of_who_met_the_candidate_meanwhile_stays_there() -> None:
    one, met = seat(1), seat(2)
    of = left(one, met)
    met.asks += one.asks
    one.asks, met.start_at = [], at("8:30")
    have_back(of, one, at("8:30"), own=False, busy=False)
    assert [sorted(it.question_ids) for it in of.seats] == [[], ["q1", "q2"]]
