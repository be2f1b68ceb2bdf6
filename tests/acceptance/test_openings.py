"""Openings in Slack: a lead makes, copies, changes, archives and reopens them, and plans from one in a minute."""

import pytest

from bot.demo.cast import CHANNEL, LEAD, PANEL, STAND_IN
from bot.services.debriefs import deciding
from sandbox.surfaces import Modal
from tests.acceptance.house import DEBRIEF, FIRST, House

PRIYA, MARC, INES, JO, TOMAS = PANEL
TITLE = "Senior ML engineer"


def listed(house: House) -> Modal:
    """The openings, as the lead sees them."""
    house.lead.command("/loop", "openings")
    return house.lead.modal


def shown(house: House, words: str) -> Modal:
    """The modal on top once these words are in it."""
    found: Modal = house.lead.wait_for(lambda: words in house.lead.modal.text and house.lead.modal)
    return found


@pytest.mark.both
def test_an_opening_is_made_changed_copied_archived_and_reopened(house: House) -> None:
    lead = house.lead
    listed(house).click("New, half-hour loops")
    form = lead.modal
    assert form.value("Minutes each") == "30 minutes"
    assert form.value("Panelists in a loop") == "4 panelists"
    picked = form.value("Competencies")
    assert "where everybody can ask about everything." in form.text
    form.choose("Level", "Junior, 0-2 years")
    lead.wait_for(lambda: lead.modal.value("Competencies") != picked)
    form.fill("Title", TITLE)
    form.fill("Debrief channel", CHANNEL)
    form.submit()
    assert form.errors["Title"].startswith("Another opening is called that.")
    form.fill("Title", "Junior ML engineer")
    form.click("More")
    lead.wait_for(lambda: "Stand-ins" in lead.modal.labels)
    assert form.value("Title") == "Junior ML engineer", "what was typed stays"
    form.fill("Stand-ins", [STAND_IN.name])
    form.choose("Minutes to spare in each", "5 minutes")
    form.submit()
    page = shown(house, "Junior ML engineer")
    page.click("Edit", nth=0)
    form = lead.modal
    assert form.title == "Change the opening"
    assert form.value("Title") == "Junior ML engineer"
    form.choose("Panelists in a loop", "1 panelist")
    lead.wait_for(lambda: "1 panelist is wanted" in lead.modal.text)
    form.submit()
    assert "2 people look at" in form.errors["Panelists in a loop"]
    form.choose("Panelists in a loop", "5 panelists")
    form.fill("Title", "ML engineer, first years")
    form.submit()
    page = shown(house, "ML engineer, first years")
    page.click("Copy", nth=0)
    form = lead.modal
    assert form.value("Title") == "Copy of ML engineer, first years"
    form.submit()
    page = shown(house, "Copy of")
    page.click("Archive", nth=0, confirm=True)
    lead.wait_for(lambda: "Copy of" not in lead.modal.text)
    page.click("Archived")
    shown(house, "Copy of").click("Reopen")
    shown(house, "Copy of")
    assert house.refusals() == []


def test_a_loop_is_planned_from_its_opening(quick_house: House) -> None:
    house = quick_house
    listed(house).click("Plan a loop")
    form = house.lead.wait_for(lambda: house.lead.modal.title == "Plan a loop" and house.lead.modal)
    assert TITLE in form.value("Opening")
    assert "interviews of 45 minutes, where everybody can ask about everything." in form.text
    form.fill("Candidate", "Bo Berg")
    form.fill("Panelists", [PRIYA.name, MARC.name])
    form.fill("First interview", FIRST)
    form.fill("Debrief", DEBRIEF)
    form.submit()
    house.settle()
    house.lead.wait_for(lambda: house.lead.modal.submit_text == "Send kits")
    assert house.refusals() == []


def test_the_rule_is_agreed_on_in_slack_and_stands_on_the_plan(quick_house: House) -> None:
    house = quick_house
    page = listed(house)
    page.click("Agreed rule")
    form = house.lead.modal
    assert "Nothing is agreed on." in form.text
    form.choose(form.labels[0], "Bar 3, must-have")
    form.choose(form.labels[1], "Bar 2.5, can be learnt")
    must, learnt = form.labels[:2]
    form.submit()
    listed(house).click("Agreed rule")
    said = f"Agreed on 20 Nov by @{LEAD.name}: {must} is a must-have, at 3; {learnt} at 2.5."
    assert said in house.lead.modal.text
    while house.lead.modals:
        house.lead.modal.close()
    house.lead.command("/loop")
    form = house.lead.modal
    form.fill("Candidate", "Bo Berg")
    form.fill("Panelists", [PRIYA.name, MARC.name])
    form.fill("First interview", FIRST)
    form.fill("Debrief", DEBRIEF)
    form.submit()
    house.settle()
    house.lead.wait_for(lambda: house.lead.modal.submit_text == "Send kits")
    assert said in house.lead.modal.text
    assert house.refusals() == []


def test_the_number_of_decided_loops_leads_to_them(quick_house: House) -> None:
    house = quick_house
    loop_id = house.plan([PRIYA, MARC])
    house.move_to(FIRST.replace(hour=18))
    for role in (PRIYA, MARC):
        house.score(loop_id, role)
    house.move_to(DEBRIEF)
    deciding.decide(house.context, house.actor(LEAD), loop_id, "move_on", "Sound on limits.")
    house.settle()
    house.lead.open_home()
    home = house.lead.wait_for(
        lambda: house.lead.home if "1 decided loop" in house.lead.home.buttons else None
    )
    home.click("1 decided loop")
    assert "A. K. · Senior ML engineer\nMove forward" in house.lead.modal.text
    assert house.refusals() == []
