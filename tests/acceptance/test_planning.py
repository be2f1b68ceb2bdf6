"""Planning a loop as a lead does it: the form, its faults, the plan, and sending the kits."""

import re
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from bot.acting.context import Actor
from bot.demo.cast import ADMIN, CHANNEL, LEAD, PANEL, SHADOW, STAND_IN
from bot.domain.loops import LoopState
from bot.domain.loops.seating import SeatForm
from bot.domain.openings import OpeningForm
from bot.services import openings, people
from bot.services.loops import drafting, placing, reading
from bot.storage.tables import Interview, Loop
from sandbox.surfaces import Modal
from tests.acceptance.house import BEGIN, DEBRIEF, FIRST, House, competency_keys

PRIYA, MARC, INES, JO, TOMAS = PANEL
LONG = "Ada " * 1_250


def fill(house: House, **changes: Any) -> Modal:
    """The form with everything that a loop of two needs; changes by label."""
    house.lead.command("/loop")
    modal = house.lead.modal
    modal.click("Add details")
    house.lead.wait_for(lambda: "Email" in house.lead.modal.labels)
    given = {
        "Candidate": "Ada Kowalski",
        "Panelists": [PRIYA.name, MARC.name],
        "First interview": FIRST,
        "Debrief": DEBRIEF,
        "Notes for the panel": "Ask about the move to Berlin.",
    }
    for label, value in (given | changes).items():
        modal.fill(label, value)
    return house.lead.modal


def rows(house: House, kind: type[Any]) -> list[Any]:
    with house.context.database.reading() as session:
        return list(session.query(kind).all())


FAULTS: tuple[tuple[str, Any, str], ...] = (
    ("First interview", BEGIN - timedelta(days=1), "still to come"),
    ("Debrief", BEGIN - timedelta(days=1), "still to come"),
    ("Debrief", FIRST + timedelta(minutes=30), "not over by then"),
    ("Stand-ins", [PRIYA.name], "already among the panelists"),
    ("Shadows", [MARC.name], "already among the panelists"),
    ("Label", "Ada Kowalski of Poznan", "13 characters"),
    ("Notes for the panel", "x" * 1_501, "1,500"),
    ("Links", "x" * 1_501, "1,500"),
)


def test_a_fault_stands_on_its_field_and_the_rest_is_kept(quick_house: House) -> None:
    house = quick_house
    modal = fill(house)
    for label, value, says in FAULTS:
        right = {"First interview": FIRST, "Debrief": DEBRIEF, "Notes for the panel": "Be on time."}.get(
            label
        )
        modal.fill(label, value)
        modal.submit()
        assert list(modal.errors) == [label], modal.errors
        assert says in modal.errors[label]
        assert modal.value("Candidate") == "Ada Kowalski"
        assert modal.value("Panelists") == [PRIYA.name, MARC.name]
        modal.fill(label, right)
    assert rows(house, Loop) == []
    modal.submit()
    assert len(rows(house, Loop)) == 1


def test_all_faults_are_said_at_once(quick_house: House) -> None:
    house = quick_house
    modal = fill(house, **{"Slack user": PRIYA.name, "Label": "x" * 14, "First interview": BEGIN})
    modal.submit()
    assert set(modal.errors) == {"Panelists", "Label", "First interview", "Debrief channel"}
    assert "candidate" in modal.errors["Panelists"]
    assert modal.value("Notes for the panel") == "Ask about the move to Berlin."


def test_the_candidate_is_known_by_their_email_too(quick_house: House) -> None:
    modal = fill(quick_house, Email="PRIYA@example.com")
    modal.submit()
    assert modal.errors["Panelists"].startswith("That is the candidate")


def test_a_loop_needs_a_panelist(quick_house: House) -> None:
    house = quick_house
    modal = fill(house, Panelists=[])
    modal.submit()
    assert list(modal.errors) == ["Panelists"]
    assert rows(house, Loop) == []


def test_only_a_channel_that_can_hold_a_debrief_is_taken(quick_house: House) -> None:
    house = quick_house
    house.extra_channel("all-hands", private=False)
    house.extra_channel("with-ravi", (LEAD, PANEL[0]))
    house.extra_channel("elsewhere", bot=False)
    old = house.extra_channel("old-hiring")
    house.world.sandbox.change_channel(old, archived=True)
    said = {}
    modal = fill(house, **{"Slack user": PRIYA.name, "Panelists": [MARC.name]})
    for name in ("all-hands", "with-ravi", "elsewhere", "old-hiring"):
        modal.fill("Debrief channel", name)
        modal.submit()
        assert list(modal.errors) == ["Debrief channel"], modal.errors
        said[name] = modal.errors["Debrief channel"]
    assert "Everybody can read" in said["all-hands"]
    assert "candidate is in that channel" in said["with-ravi"]
    assert "/invite @Fairloop" in said["elsewhere"]
    assert "archived" in said["old-hiring"]
    assert rows(house, Loop) == []


def test_a_name_of_five_thousand_characters_is_refused_at_its_field(quick_house: House) -> None:
    house = quick_house
    modal = fill(house, Candidate=LONG[:3_000])
    modal.submit()
    assert list(modal.errors) == ["Candidate"]
    assert modal.value("Panelists") == [PRIYA.name, MARC.name]
    modal.fill("Candidate", "Ada Kowalski")
    modal.submit()
    house.settle()
    house.lead.wait_for(lambda: house.lead.modal.title == "The plan")


def test_a_forged_form_gets_the_same_errors(quick_house: House) -> None:
    house = quick_house
    modal = fill(house)
    view = house.view(modal)
    view["state"]["values"]["name"]["value"]["value"] = LONG
    answer = house.submitted(LEAD, view)
    assert answer["response_action"] == "errors"
    assert list(answer["errors"]) == ["name"]
    assert "5,000 characters" in answer["errors"]["name"]
    view["state"]["values"]["name"]["value"]["value"] = "Ada"
    view["state"]["values"]["panelists"]["value"]["selected_users"] = []
    assert list(house.submitted(LEAD, view)["errors"]) == ["panelists"]
    view["state"]["values"]["panelists"]["value"]["selected_users"] = ["U0NOBODY"]
    assert list(house.submitted(LEAD, view)["errors"]) == ["panelists"]
    view["state"]["values"]["panelists"]["value"]["selected_users"] = [house.person(PRIYA).id]
    opening = next(key for key in view["state"]["values"] if key.startswith("opening"))
    view["state"]["values"][opening]["loop.opening"]["selected_option"]["value"] = "999"
    assert list(house.submitted(LEAD, view)["errors"]) == [opening]
    view["state"]["values"]["email"]["value"]["value"] = "x" * 2_000 + "@example.com"
    view["state"]["values"][opening]["loop.opening"]["selected_option"]["value"] = str(house.opening_id)
    assert list(house.submitted(LEAD, view)["errors"]) == ["email"]
    assert rows(house, Loop) == []


def test_nobody_plans_their_own_interviews(quick_house: House) -> None:
    modal = fill(quick_house, **{"Slack user": LEAD.name})
    modal.submit()
    assert modal.errors["Slack user"].startswith("The candidate is you")


@pytest.mark.both
def test_see_the_plan_again_changes_the_same_loop(house: House) -> None:
    modal = fill(house, Shadows=[SHADOW.name], **{"Stand-ins": [STAND_IN.name]})
    modal.submit()
    house.settle()
    house.lead.wait_for(lambda: house.lead.modal.submit_text == "Send kits")
    house.lead.modal.back()
    assert modal.value("Candidate") == "Ada Kowalski"
    modal.fill("Panelists", [INES.name, JO.name, MARC.name])
    modal.submit()
    house.settle()
    plan = house.lead.wait_for(lambda: house.lead.modal.submit_text and house.lead.modal)
    assert INES.name in plan.text
    assert PRIYA.name not in plan.text
    assert plan.text.startswith("A. K. ·")
    plan.submit()
    house.settle()
    assert [loop.state for loop in rows(house, Loop)] == [LoopState.RUNNING]
    assert len(rows(house, Interview)) == 5


@pytest.mark.both
def test_a_second_click_on_send_kits_changes_nothing(house: House) -> None:
    modal = fill(house)
    modal.submit()
    house.settle()
    plan = house.lead.wait_for(lambda: house.lead.modal.submit_text == "Send kits" and house.lead.modal)
    view = house.view(plan)
    assert house.submitted(LEAD, view) == {"response_action": "clear"}
    assert house.submitted(LEAD, view) == {"response_action": "clear"}
    house.move_to(FIRST)
    assert len([one for one in house.person(PRIYA).dm() if "Interview kit" in one.text]) == 1
    assert len([one for one in house.lead.dm() if "Loop ·" in one.text]) == 1


def test_a_plan_that_was_not_sent_takes_no_label(house: House) -> None:
    fill(house).submit()
    house.settle()
    house.lead.modal.dismiss()
    modal = fill(house)
    modal.submit()
    house.settle()
    plan = house.lead.wait_for(lambda: house.lead.modal.submit_text and house.lead.modal)
    assert plan.text.startswith("A. K. ·")
    plan.submit()
    house.settle()
    second = house.plan([INES])
    assert reading.view(house.context, house.actor(LEAD), second).label == "A. K. 2"


def test_the_plan_keeps_its_hard_rules(house: House) -> None:
    loop_id = house.plan(PANEL, minutes=30)
    seats = reading.view(house.context, house.actor(LEAD), loop_id).panel
    asked = [ask.question_id for seat in seats for ask in seat.asks]
    assert len(asked) == len(set(asked)) > 0
    assert all(sum(ask.minutes for ask in seat.asks) <= seat.minutes - 10 for seat in seats)


def mended(house: House, plan: Modal) -> Modal:
    """The plan after every button that mends something was pressed."""
    while mends := [text for text in plan.buttons if re.match(r"Add \d|Give|Ask", text)]:
        plan.click(mends[0], nth=0)
        house.settle()
        plan = house.lead.wait_for(lambda: "Planning" not in house.lead.modal.text and house.lead.modal)
    return plan


def test_a_time_that_was_chosen_is_kept_and_who_had_it_moves_on(quick_house: House) -> None:
    house = quick_house
    loop_id = drafting.draft(house.context, house.actor(LEAD), house.form(), "V1").loop_id
    house.settle()
    first, second = reading.view(house.context, house.actor(LEAD), loop_id).panel
    assert second.start is not None
    chosen = SeatForm(first.user_id, second.start, 45)
    placing.change(house.context, house.actor(LEAD), first.interview_id, chosen)
    now = {seat.user_id: seat.start for seat in reading.view(house.context, house.actor(LEAD), loop_id).panel}
    assert now[first.user_id] == second.start
    moved = now[second.user_id]
    assert moved is not None
    assert moved >= second.start + timedelta(minutes=45)


@pytest.mark.long
def test_mends_keep_interviews_apart_and_before_the_debrief(quick_house: House) -> None:
    house = quick_house
    last_end = FIRST + timedelta(minutes=45)
    wanted = competency_keys(house.context, 1)
    form = OpeningForm("Wide role", "ml_engineer", "senior", house.channel_id, competencies=wanted)
    openings.create(house.context, house.actor(LEAD), form)
    given = {"Panelists": [PRIYA.name], "Stand-ins": [STAND_IN.name], "Debrief": last_end}
    modal = fill(house, Shadows=[SHADOW.name], **given)
    modal.choose("Opening", "Wide role")
    house.lead.wait_for(lambda: house.lead.modal.value("Opening").startswith("Wide role"))
    modal.fill("Minutes each", "45 minutes")
    modal.submit()
    house.settle()
    plan = mended(house, house.lead.wait_for(lambda: house.lead.modal.submit_text and house.lead.modal))
    seats = reading.view(house.context, house.actor(LEAD), rows(house, Loop)[0].id).seats
    panel = [(seat.start, seat.end) for seat in seats if seat.counts and seat.start and seat.end]
    assert panel[-1][1] > last_end
    assert all(before[1] <= after[0] for before, after in pairwise(sorted(panel)))
    hosts = {seat.interview_id: seat for seat in seats}
    shadow = next(seat for seat in seats if seat.host_id)
    host = hosts[shadow.host_id or 0]
    assert (shadow.start, shadow.end) == (host.start, host.end)
    plan.submit()
    assert "pick a later debrief" in house.lead.modal.text
    house.lead.modal.back()
    assert [loop.state for loop in rows(house, Loop)] == [LoopState.DRAFT]


def test_an_opening_made_from_the_form_is_there_to_pick(quick_house: House) -> None:
    house = quick_house
    modal = fill(house)
    modal.click("New opening")
    house.lead.wait_for(lambda: house.lead.modal.title == "New opening")
    new = house.lead.modal
    new.fill("Title", "Data engineer")
    new.fill("Debrief channel", CHANNEL)
    new.submit()
    assert house.lead.modal.id == modal.id
    house.lead.wait_for(lambda: any("Data engineer" in one for one in modal.options("Opening")))
    assert "Data engineer" in modal.value("Opening")
    assert modal.value("Candidate") == "Ada Kowalski"
    modal.submit()
    house.settle()
    house.lead.wait_for(lambda: "Data engineer" in house.lead.modal.text)


def test_a_title_that_is_too_long_is_refused_at_its_field(quick_house: House) -> None:
    house = quick_house
    house.lead.command("/loop", "openings")
    house.lead.modal.click("New opening")
    new = house.lead.modal
    new.fill("Title", "x" * 61)
    house.extra_channel("all-hands", private=False)
    new.fill("Debrief channel", "all-hands")
    new.submit()
    assert set(new.errors) == {"Title", "Debrief channel"}


def test_what_people_typed_is_never_markup(quick_house: House) -> None:
    house = quick_house
    house.plan([PRIYA], label="*<!channel>*")
    house.move_to(FIRST)
    for role in (LEAD, PRIYA):
        for message in house.person(role).dm():
            shown = [block for block in message.blocks if block["type"] in ("section", "context")]
            assert "<!" not in str([block.get("text") or block.get("elements") for block in shown])
    assert house.refusals() == []
    assert "<!channel>" in house.message(LEAD, "Loop ·").text


def test_without_a_lead_everybody_is_told_what_comes_first(quick_house: House) -> None:
    house = quick_house
    people.name_leads(house.context, Actor(house.world.sandbox.team_id, house.person(ADMIN).id), [])
    house.lead.command("/loop")
    assert "administrator" in house.lead.ephemerals[-1].text
    house.person(ADMIN).command("/loop")
    assert "/loop people" in house.person(ADMIN).ephemerals[-1].text
    house.person(PRIYA).open_home()
    house.person(PRIYA).wait_for(lambda: "administrator" in house.person(PRIYA).home.text)


def test_without_an_opening_the_form_says_to_make_one(quick_house: House) -> None:
    house = quick_house
    house.lead.command("/loop", "openings")
    house.lead.modal.click("Archive", confirm=True)
    house.lead.wait_for(lambda: "There is no opening yet" in house.lead.modal.text)
    house.lead.modal.close()
    house.lead.command("/loop")
    form = house.lead.modal
    assert "Make the first one" in form.text
    form.fill("Candidate", "Ada Kowalski")
    form.fill("Panelists", [PRIYA.name])
    form.fill("Debrief channel", CHANNEL)
    form.submit()
    assert "opening" in " ".join(form.errors.values()).lower()
    form.click("New opening")
    house.lead.wait_for(lambda: house.lead.modal.title == "New opening")
    house.lead.modal.fill("Title", "Data engineer")
    house.lead.modal.fill("Debrief channel", CHANNEL)
    house.lead.modal.submit()
    house.lead.wait_for(lambda: "Data engineer" in str(form.value("Opening")))
    assert form.value("Candidate") == "Ada Kowalski"
    form.submit()
    house.settle()
    house.lead.wait_for(lambda: house.lead.modal.submit_text == "Send kits")


def test_a_plan_that_waited_too_long_can_not_be_sent(quick_house: House) -> None:
    house = quick_house
    fill(house).submit()
    house.settle()
    plan = house.lead.wait_for(lambda: house.lead.modal.submit_text and house.lead.modal)
    house.move_to(FIRST + timedelta(minutes=1))
    plan.submit()
    assert "pick another time" in house.lead.modal.text
    house.lead.modal.back()
    assert house.lead.modal.value("Candidate") == "Ada Kowalski"


def test_commands_that_can_not_be_done_are_answered_in_words(quick_house: House) -> None:
    house = quick_house
    ines = house.person(INES)
    for text, says in {
        "help": "/loop mine",
        "HELP": "/loop mine",
        "": "Loops are planned by hiring leads",
        "plan": "Loops are planned by hiring leads",
        "openings": "by hiring leads",
        "people": "Only an administrator",
        "hire *everybody* <!channel>": "/loop help",
        "x" * 2_000: "/loop help",
    }.items():
        ines.command("/loop", text)
        assert says in ines.ephemerals[-1].text, text
        assert ines.last_error is None
    assert ines.modals == []
    assert "<!channel" not in str([one._now().get("text") for one in ines.ephemerals])
