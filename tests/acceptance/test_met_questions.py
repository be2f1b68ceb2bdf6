"""What a candidate met in another loop is not asked again; what they never met is theirs to be asked."""

from datetime import timedelta

import pytest

from bot.demo.cast import LEAD, PANEL
from bot.domain.errors import TooLate
from bot.services.debriefs import deciding
from bot.services.loops import drafting, reading
from bot.services.loops import seats as seat_services
from bot.services.questions import exposures, met_by_candidate
from bot.storage import loops as stored_loops
from bot.storage.tables import Candidate
from tests.acceptance.house import DEBRIEF, FIRST, House

PRIYA, MARC = PANEL[:2]
EMAIL = "ada@example.org"
NEXT_WEEK = {"first_at": FIRST + timedelta(days=7), "debrief_at": DEBRIEF + timedelta(days=7)}


def drafted(house: House, view_id: str, **changes: object) -> int:
    """A plan for the same person that nobody sent."""
    form = house.form(**{"email": EMAIL} | changes)
    loop_id = drafting.draft(house.context, house.actor(LEAD), form, view_id).loop_id
    house.settle()
    return loop_id


def asked(house: House, loop_id: int) -> set[str]:
    """The questions of a loop."""
    view = reading.view(house.context, house.actor(LEAD), loop_id)
    return {ask.question_id for seat in view.seats for ask in seat.asks}


def of_seat(house: House, interview_id: int) -> set[str]:
    view = reading.view_of_seat(house.context, house.actor(LEAD), interview_id)
    seat = next(one for one in view.seats if one.interview_id == interview_id)
    return {ask.question_id for ask in seat.asks}


def used(house: House) -> set[str]:
    """The questions that count as asked here."""
    with house.context.reading(house.actor(LEAD)) as tx:
        return {question_id for question_id, times in exposures(tx).items() if times}


def met(house: House, loop_id: int) -> set[str]:
    """What this loop's candidate met elsewhere, and so isn't asked in it."""
    with house.context.reading(house.actor(LEAD)) as tx:
        candidate = tx.session.get_one(Candidate, stored_loops.get(tx, loop_id).candidate_id)
        return set(met_by_candidate(tx, candidate, loop_id))


def cancel(house: House, loop_id: int) -> None:
    drafting.cancel(house.context, house.actor(LEAD), loop_id)
    house.settle()


def test_plans_that_were_closed_use_up_no_questions(house: House) -> None:
    first = drafted(house, "V1")
    cancel(house, drafted(house, "V2"))
    again = drafted(house, "V3")
    assert met(house, again) == set()
    assert len(asked(house, again)) == len(asked(house, first)) > 1
    assert used(house) == set()


def test_a_loop_called_off_before_its_first_interview_uses_up_none(house: House) -> None:
    loop_id = house.plan([PRIYA, MARC], email=EMAIL)
    planned = asked(house, loop_id)
    assert used(house) == planned
    house.move_to(FIRST - timedelta(hours=1))
    cancel(house, loop_id)
    assert used(house) == set()
    again = drafted(house, "V2", **NEXT_WEEK)
    assert met(house, again) == set()
    assert len(asked(house, again)) == len(planned)


@pytest.mark.both
def test_a_loop_called_off_half_way_uses_up_what_was_asked(house: House) -> None:
    loop_id = house.plan([PRIYA, MARC], email=EMAIL, minutes=30)
    held, to_come = (of_seat(house, house.interview(loop_id, role)) for role in (PRIYA, MARC))
    assert held
    assert to_come
    house.move_to(FIRST + timedelta(minutes=20))
    cancel(house, loop_id)
    assert used(house) == held
    again = drafted(house, "V2", **NEXT_WEEK)
    assert met(house, again) == held
    assert not asked(house, again) & held


def test_an_interview_that_never_happened_uses_up_none(quick_house: House) -> None:
    house = quick_house
    loop_id = house.plan([PRIYA], email=EMAIL)
    assert asked(house, loop_id)
    house.move_to(FIRST + timedelta(minutes=20))
    seat_services.missed(house.context, house.actor(PRIYA), house.interview(loop_id, PRIYA), "no_show")
    house.settle()
    cancel(house, loop_id)
    assert met(house, drafted(house, "V2", **NEXT_WEEK)) == set()


def test_what_was_asked_stays_out_after_the_debrief(house: House) -> None:
    loop_id = house.plan([PRIYA, MARC], email=EMAIL)
    planned = asked(house, loop_id)
    house.move_to(FIRST + timedelta(hours=3))
    for role in (PRIYA, MARC):
        house.score(loop_id, role)
    house.move_to(DEBRIEF)
    assert not asked(house, drafted(house, "V2", **NEXT_WEEK)) & planned
    deciding.decide(house.context, house.actor(LEAD), loop_id, "move_on", "Clear and careful.")
    assert not asked(house, drafted(house, "V3", **NEXT_WEEK)) & planned
    assert used(house) == planned


@pytest.mark.both
def test_of_two_plans_for_one_person_the_second_is_not_sent_with_the_same_questions(
    quick_house: House,
) -> None:
    house = quick_house
    first, second = drafted(house, "V1"), drafted(house, "V2", **NEXT_WEEK)
    assert asked(house, first) & asked(house, second)
    drafting.send_kits(house.context, house.actor(LEAD), first)
    with pytest.raises(TooLate, match="in another loop by now"):
        drafting.send_kits(house.context, house.actor(LEAD), second)
    again = drafted(house, "V2", **NEXT_WEEK)
    assert again == second
    assert not asked(house, first) & asked(house, second)
    drafting.send_kits(house.context, house.actor(LEAD), second)
    assert used(house) == asked(house, first) | asked(house, second)
