"""Seats: answered, given up, stood in for, called off; and what reaches the lead when Slack refuses a message."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from bot.acting.context import system
from bot.delivery.outbox import Note, put, take_back
from bot.demo import cast
from bot.demo.cast import LEAD, PANEL, SHADOW, STAND_IN
from bot.demo.story import EVIDENCE_LABEL
from bot.domain.loops import CardState, LoopState, Role, SeatState, SeatView
from bot.services.loops import reading
from bot.services.loops import seats as seat_services
from sandbox.controls import NotOnScreen
from tests.acceptance.house import DEBRIEF, FIRST, OUTSIDER, House

PRIYA, MARC, INES, JO, TOMAS = PANEL
KITS_OUT = FIRST - timedelta(hours=20)


def seat(house: House, loop_id: int, role: cast.Role) -> SeatView:
    view = reading.view(house.context, house.actor(LEAD), loop_id)
    return next(one for one in view.seats if one.user_id == house.person(role).id)


def kits(house: House, role: cast.Role) -> list[str]:
    return [one.text for one in house.person(role).dm() if "Interview kit" in one.text]


@pytest.mark.both
def test_a_stand_in_gets_the_seat_with_its_questions(house: House) -> None:
    loop_id = house.plan([PRIYA, MARC], stand_ins=[STAND_IN])
    house.move_to(KITS_OUT)
    asked = {ask.question_id for ask in seat(house, loop_id, MARC).asks}
    house.kit(MARC).click("I can't make it", confirm=True)
    house.settle()
    taken = seat(house, loop_id, STAND_IN)
    assert {ask.question_id for ask in taken.asks} == asked
    assert taken.role is Role.PANELIST
    assert len(kits(house, STAND_IN)) == 1
    assert "nobody else gets these questions" in house.kit(STAND_IN).text
    assert kits(house, MARC) == []
    assert "stands in and gets the kit" in house.message(LEAD, "can't make").text


def test_who_only_opened_the_scorecard_can_still_give_up_the_seat(quick_house: House) -> None:
    house = quick_house
    loop_id = house.plan([PRIYA, MARC], stand_ins=[STAND_IN])
    house.move_to(FIRST - timedelta(minutes=5))
    house.open_card(PRIYA).close()
    house.settle()
    house.kit(PRIYA).click("I can't make it", confirm=True)
    house.settle()
    assert seat(house, loop_id, STAND_IN).role is Role.PANELIST
    house.open_card(STAND_IN).fill(EVIDENCE_LABEL, "Asked what changed.")
    house.forged(STAND_IN, "kit.decline", str(house.interview(loop_id, STAND_IN)))
    house.person(STAND_IN).modal.close()
    assert "counts as held" in house.told(STAND_IN)


@pytest.mark.both
def test_declining_twice_takes_one_stand_in(house: House) -> None:
    loop_id = house.plan([PRIYA, MARC], stand_ins=[STAND_IN, INES])
    house.move_to(KITS_OUT)
    interview = str(house.interview(loop_id, MARC))
    house.kit(MARC).click("I can't make it", confirm=True)
    house.forged(MARC, "kit.decline", interview)
    house.forged(MARC, "kit.confirm", interview)
    house.settle()
    assert "given up" in house.told(MARC)
    assert seat(house, loop_id, STAND_IN).role is Role.PANELIST
    assert seat(house, loop_id, INES).role is Role.STAND_IN
    assert seat(house, loop_id, MARC).state is SeatState.DECLINED
    house.kit(STAND_IN).click("I can't make it", confirm=True)
    house.settle()
    assert seat(house, loop_id, INES).role is Role.PANELIST
    assert len(kits(house, INES)) == 1


@pytest.mark.both
def test_two_who_drop_out_at_the_same_moment_do_not_share_a_stand_in(house: House) -> None:
    loop_id = house.plan([PRIYA, MARC], stand_ins=[STAND_IN])
    house.move_to(KITS_OUT)
    seats = {role: house.interview(loop_id, role) for role in (PRIYA, MARC)}
    together = Barrier(2)

    def drop_out(role: cast.Role) -> None:
        together.wait()
        seat_services.decline(house.context, house.actor(role), seats[role])

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(drop_out, seats))
    house.settle()
    news = [one.text for one in house.person(LEAD).dm() if "can't make" in one.text]
    assert [sum(words in text for text in news) for words in ("stands in and", "no stand-in is free")] == [
        1,
        1,
    ]


AFTER_ALL = "I can't make it after all"


def test_who_confirmed_can_give_the_seat_up_after_all(quick_house: House) -> None:
    house = quick_house
    loop_id = house.plan([PRIYA, MARC], stand_ins=[STAND_IN])
    house.move_to(KITS_OUT)
    kit, marc = house.kit(MARC), house.person(MARC)
    assert AFTER_ALL not in kit.menu_options
    kit.click("I'll be there")
    house.settle()
    kit.menu(AFTER_ALL)
    assert "If somebody stands in, they get your questions" in marc.modal.text
    marc.modal.close()
    assert seat(house, loop_id, MARC).state is SeatState.CONFIRMED
    kit.menu(AFTER_ALL)
    marc.modal.submit()
    house.settle()
    assert seat(house, loop_id, MARC).state is SeatState.DECLINED
    assert seat(house, loop_id, STAND_IN).role is Role.PANELIST


def test_a_seat_is_not_given_up_after_its_interview(quick_house: House) -> None:
    house = quick_house
    loop_id = house.plan([PRIYA, MARC], stand_ins=[STAND_IN])
    house.move_to(KITS_OUT)
    house.kit(PRIYA).click("I'll be there")
    house.move_to(FIRST + timedelta(minutes=50))
    house.forged(PRIYA, "kit.menu", f"decline:{house.interview(loop_id, PRIYA)}", kind="overflow")
    assert "counts as held" in house.told(PRIYA)
    assert seat(house, loop_id, PRIYA).state is SeatState.CONFIRMED
    house.move_to(FIRST + timedelta(minutes=51))
    house.kit(PRIYA).click("Open scorecard")
    house.person(PRIYA).modal.close()
    house.settle()
    assert AFTER_ALL not in house.kit(PRIYA).menu_options


def test_that_it_did_not_happen_is_asked_before_it_is_so(quick_house: House) -> None:
    house = quick_house
    loop_id = house.plan([PRIYA, MARC])
    house.move_to(FIRST + timedelta(minutes=50))
    priya = house.person(PRIYA)
    house.kit(PRIYA).menu("It didn't happen")
    assert "You can take it back on your kit" in priya.modal.text
    priya.modal.choose("What happened?", "The candidate didn't come")
    view = house.view(priya.modal)
    assert "Only the people who lead this loop" in str(house.submitted(MARC, view))
    priya.modal.close()
    assert seat(house, loop_id, PRIYA).state is SeatState.SENT
    house.kit(PRIYA).menu("It didn't happen")
    priya.modal.choose("What happened?", "The candidate didn't come")
    priya.modal.submit()
    house.settle()
    assert priya.modals == []
    assert seat(house, loop_id, PRIYA).state is SeatState.MISSED
    assert "the candidate didn't come" in house.message(LEAD, "News about your loop").text
    gone = house.message(PRIYA, "The candidate didn't come")
    assert "Nothing is expected from you" in gone.text
    gone.click("It was held after all")
    house.settle()
    assert seat(house, loop_id, PRIYA).state is SeatState.SENT
    assert "held after all" in house.message(LEAD, "held after all").text
    assert "Open scorecard" in house.kit(PRIYA).buttons


def test_that_it_did_not_happen_is_not_offered_before_the_interview(quick_house: House) -> None:
    house = quick_house
    loop_id = house.plan([PRIYA])
    house.move_to(KITS_OUT)
    with pytest.raises(NotOnScreen):
        house.kit(PRIYA).menu("It didn't happen")
    house.forged(PRIYA, "kit.menu", f"missed:{house.interview(loop_id, PRIYA)}", kind="overflow")
    assert "hasn't begun yet" in house.told(PRIYA)


def test_a_nudge_that_could_not_go_out_does_not_use_up_the_next(quick_house: House) -> None:
    house = quick_house
    loop_id = house.plan([PRIYA], debrief_at=FIRST + timedelta(days=3))
    house.move_to(FIRST + timedelta(minutes=40))
    interview = house.interview(loop_id, PRIYA)
    with house.context.transaction(system(house.actor(PRIYA).team_id)) as tx:
        earlier = Note(f"nudge:{interview}:1", "nudge", interview, house.person(PRIYA).id)
        assert put(tx, earlier)
        take_back(tx, earlier.key)
    house.move_to(FIRST + timedelta(hours=3))
    assert "isn't in yet" in house.message(PRIYA, "scorecard isn't in yet").text


def test_a_stand_in_who_is_busy_then_is_passed_over(quick_house: House) -> None:
    house = quick_house
    house.plan([STAND_IN], name="Bo Berg", first_at=FIRST + timedelta(minutes=75))
    loop_id = house.plan([PRIYA, MARC], stand_ins=[STAND_IN, INES])
    house.move_to(KITS_OUT)
    house.kit(MARC).click("I can't make it", confirm=True)
    house.settle()
    assert seat(house, loop_id, STAND_IN).role is Role.STAND_IN
    assert seat(house, loop_id, INES).role is Role.PANELIST


def test_without_a_stand_in_the_lead_is_told_and_the_loop_goes_on(quick_house: House) -> None:
    house = quick_house
    loop_id = house.plan([PRIYA, MARC])
    house.move_to(KITS_OUT)
    house.kit(MARC).click("I can't make it", confirm=True)
    house.settle()
    assert "no stand-in is free" in house.message(LEAD, "can't make").text
    house.move_to(FIRST + timedelta(hours=1))
    house.score(loop_id, PRIYA)
    assert "can't be met any more" in house.message(LEAD, "A debrief is waiting for you").text
    house.move_to(DEBRIEF)
    house.message(LEAD, "Nothing has been posted").click("Post with 1", confirm=True)
    house.settle()
    assert "Debrief ready · 1 of 1 scorecard" in house.debrief().text
    assert house.refusals() == []


def test_a_shadow_who_can_not_come_costs_nobody_a_seat(quick_house: House) -> None:
    house = quick_house
    loop_id = house.plan([PRIYA, MARC], stand_ins=[STAND_IN], shadows=[SHADOW])
    house.move_to(KITS_OUT)
    assert "your scores don't count" in house.kit(SHADOW).text
    house.kit(SHADOW).click("I can't make it", confirm=True)
    house.settle()
    assert seat(house, loop_id, STAND_IN).role is Role.STAND_IN
    assert "can't sit in" in house.message(LEAD, "can't sit in").text
    assert "Shadow:" not in house.message(LEAD, "scorecards in").text


def test_stand_ins_have_nothing_to_answer_before_a_seat_is_theirs(quick_house: House) -> None:
    house = quick_house
    loop_id = house.plan([PRIYA], stand_ins=[STAND_IN])
    house.move_to(FIRST)
    interview = str(house.interview(loop_id, STAND_IN))
    for action in ("kit.confirm", "kit.decline", "scorecard.open"):
        house.forged(STAND_IN, action, interview)
        assert "You stand in" in house.told(STAND_IN)
    assert seat(house, loop_id, STAND_IN).card is CardState.NONE


def test_a_click_on_a_cancelled_loop_changes_nothing(quick_house: House) -> None:
    house = quick_house
    loop_id = house.plan([PRIYA, MARC])
    house.move_to(KITS_OUT)
    interview = str(house.interview(loop_id, PRIYA))
    house.message(LEAD, "scorecards in").menu("Candidate withdrew, cancel", confirm=True)
    house.settle()
    assert "called off" in house.message(PRIYA, "called off").text
    for action, kind in (("kit.confirm", "button"), ("kit.decline", "button"), ("scorecard.open", "button")):
        house.forged(PRIYA, action, interview, kind=kind)
        assert "called off" in house.told(PRIYA) or "isn't running" in house.told(PRIYA)
    for choice in ("snooze", "missed", "excuse"):
        house.forged(PRIYA, "nudge.menu", f"{choice}:{interview}", kind="overflow")
        assert "called off" in house.told(PRIYA)
    house.move_to(DEBRIEF + timedelta(days=1))
    assert reading.view(house.context, house.actor(LEAD), loop_id).state is LoopState.CANCELLED
    assert [one for one in house.lead.channel("hire-ml-senior") if "Debrief" in one.text] == []
    assert [one for one in house.person(PRIYA).dm() if "scorecard isn't" in one.text] == []


def test_old_buttons_after_a_replacement_are_refused_kindly(quick_house: House) -> None:
    house = quick_house
    loop_id = house.plan([PRIYA, MARC], stand_ins=[STAND_IN])
    house.move_to(KITS_OUT)
    interview = str(house.interview(loop_id, MARC))
    house.kit(MARC).click("I can't make it", confirm=True)
    house.move_to(FIRST + timedelta(hours=2))
    house.forged(MARC, "scorecard.open", interview)
    assert "given up" in house.told(MARC)
    house.forged(MARC, "kit.confirm", interview)
    assert "given up" in house.told(MARC)


def test_a_kit_that_can_not_arrive_reaches_the_lead_with_a_stand_in(quick_house: House) -> None:
    house = quick_house
    loop_id = house.plan([PRIYA, MARC], stand_ins=[STAND_IN])
    house.world.sandbox.remove_person(house.person(PRIYA))
    house.move_to(KITS_OUT)
    letter = house.message(LEAD, "can't reach")
    assert "A kit can't reach @Priya Raman" in letter.text
    letter.click("Ask the stand-in")
    house.settle()
    assert STAND_IN.name in house.lead.ephemerals[-1].text
    assert seat(house, loop_id, STAND_IN).role is Role.PANELIST
    assert len(kits(house, STAND_IN)) == 1
    letter.click("Ask the stand-in")
    assert "given up already" in house.lead.ephemerals[-1].text


def test_a_kit_that_can_not_arrive_frees_the_seat_where_nobody_stands_in(quick_house: House) -> None:
    house = quick_house
    loop_id = house.plan([PRIYA, MARC])
    house.world.sandbox.remove_person(house.person(PRIYA))
    house.move_to(KITS_OUT)
    house.message(LEAD, "can't reach").click("Free the seat")
    house.settle()
    assert "nobody stands in" in house.lead.ephemerals[-1].text
    assert seat(house, loop_id, PRIYA).state is SeatState.DECLINED


def test_a_late_panelist_is_asked_again_only_as_often_as_helps(house: House) -> None:
    later_debrief = FIRST + timedelta(days=2)
    loop_id = house.plan([PRIYA], debrief_at=later_debrief)
    house.move_to(FIRST + timedelta(hours=2, minutes=46))
    first = house.message(PRIYA, "scorecard isn't in yet")
    first.menu("Ask me next working morning")
    house.settle()
    assert "Tue 09:00" in house.person(PRIYA).ephemerals[-1].text
    assert "Asked for your scorecard" in first.text
    house.move_to(FIRST + timedelta(hours=18, minutes=59))
    assert [one for one in house.person(PRIYA).dm() if "isn't in yet" in one.text] == []
    house.move_to(FIRST + timedelta(hours=19))
    house.message(PRIYA, "scorecard isn't in yet").menu("Go on without me")
    house.settle()
    assert "aren't asked for it any more" in house.person(PRIYA).ephemerals[-1].text
    assert house.message(LEAD, "isn't waited for any more")
    house.move_to(later_debrief)
    assert "0 scorecards are in, this opening wants 1" in house.message(LEAD, "Nothing has been posted").text
    assert seat(house, loop_id, PRIYA).card is CardState.NONE


def nudged(house: House, role: cast.Role) -> list[str]:
    """Everything of a nudge that stands, shrunk ones left out."""
    words = ("scorecard isn't in yet", "without your scorecard")
    return [one.text for one in house.person(role).dm() if any(word in one.text for word in words)]


def test_a_snoozed_nudge_says_nothing_of_a_debrief_that_is_far_away(house: House) -> None:
    debrief = FIRST + timedelta(days=4)
    loop_id = house.plan([PRIYA], debrief_at=debrief)
    house.move_to(FIRST + timedelta(hours=2, minutes=46))
    house.message(PRIYA, "scorecard isn't in yet").menu("Ask me next working morning")
    house.settle()
    for days in (1, 2, 3):
        house.move_to(FIRST + timedelta(days=days, hours=-5))
        (said,) = nudged(house, PRIYA)
        assert "isn't in yet" in said
    house.move_to(debrief - timedelta(hours=2))
    assert "The debrief comes soon" in house.message(PRIYA, "without your scorecard").text
    assert seat(house, loop_id, PRIYA).card is CardState.NONE


def test_who_said_go_on_without_me_is_left_alone_when_things_move(house: House) -> None:
    loop_id = house.plan([PRIYA, MARC], debrief_at=FIRST + timedelta(days=3))
    house.move_to(FIRST + timedelta(hours=2, minutes=46))
    house.message(PRIYA, "scorecard isn't in yet").menu("Go on without me")
    house.settle()
    later = FIRST + timedelta(days=5)
    seat_services.move_debrief(house.context, house.actor(LEAD), loop_id, later)
    house.move_to(later - timedelta(hours=1))
    assert nudged(house, PRIYA) == []
    assert nudged(house, MARC)


def test_an_interview_that_did_not_happen_asks_nothing_more(house: House) -> None:
    loop_id = house.plan([PRIYA, MARC])
    house.move_to(FIRST + timedelta(hours=2, minutes=46))
    nudge = house.message(PRIYA, "scorecard")
    nudge.menu("It didn't happen")
    house.person(PRIYA).modal.choose("What happened?", "It wasn't held")
    house.person(PRIYA).modal.submit()
    house.settle()
    assert "it wasn't held" in house.message(LEAD, "News about your loop").text
    house.score(loop_id, MARC)
    house.move_to(DEBRIEF)
    house.message(LEAD, "Nothing has been posted").click("Post with 1", confirm=True)
    house.settle()
    assert "Debrief ready · 1 of 1 scorecard" in house.debrief().text
    house.forged(PRIYA, "nudge.menu", f"excuse:{house.interview(loop_id, PRIYA)}", kind="overflow")
    assert "debrief has been posted" in house.told(PRIYA)


def test_whose_scorecard_is_in_is_not_excused(quick_house: House) -> None:
    house = quick_house
    loop_id = house.plan([PRIYA])
    house.move_to(FIRST + timedelta(hours=1))
    house.score(loop_id, PRIYA)
    for choice in ("snooze", "missed", "excuse"):
        house.forged(PRIYA, "nudge.menu", f"{choice}:{house.interview(loop_id, PRIYA)}", kind="overflow")
        assert "scorecard is in" in house.told(PRIYA)
    assert [one for one in house.lead.dm() if "can't score" in one.text] == []


def test_everybody_reads_their_own_local_times(quick_house: House) -> None:
    house = quick_house
    loop_id = house.plan([PRIYA, OUTSIDER, JO])
    house.move_to(KITS_OUT + timedelta(hours=2))
    assert "Mon 24 Nov, 14:00" in house.kit(PRIYA).text
    assert "Mon 24 Nov, 19:30" in house.kit(OUTSIDER).text
    assert "Mon 24 Nov, 15:00" in house.kit(JO).text
    house.person(OUTSIDER).open_home()
    house.person(OUTSIDER).wait_for(lambda: "Mon 24 Nov, 19:30" in house.person(OUTSIDER).home.text)
    house.move_to(FIRST + timedelta(hours=1))
    house.score(loop_id, OUTSIDER)
    status = house.message(LEAD, "1 of 3 scorecards in").text
    assert f"@{OUTSIDER.name} Mon 15:00" in status


def test_the_candidates_links_can_be_clicked_and_the_rest_is_text(quick_house: House) -> None:
    house = quick_house
    links = (
        "CV: https://example.org/cv_(2).pdf, call (https://meet.example.org/a?b=1&c=2).\n"
        "Not javascript://x nor https://(x), <https://y.example|z>"
    )
    house.plan([PRIYA], links=links, notes="*No* links here.")
    house.move_to(KITS_OUT)
    house.kit(PRIYA).click("Candidate")
    assert "example.org" not in house.person(PRIYA).modal.text
    house.person(PRIYA).modal.click("Show links and notes")
    shown = house.view(house.person(PRIYA).modal)["blocks"][1]["elements"][1]["elements"]
    assert [one["url"] for one in shown if one["type"] == "link"] == [
        "https://example.org/cv_(2).pdf",
        "https://meet.example.org/a?b=1&c=2",
        "https://y.example",
    ]
    assert "".join(one.get("text") or one["url"] for one in shown) == links
    assert house.refusals() == []
