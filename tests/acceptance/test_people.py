"""What panelists are good at and when they can: said by leads, their hours by themselves, and heard by the plan."""

from datetime import timedelta

import pytest

from bot.demo.cast import ADMIN, CHANNEL, LEAD, PANEL, SHADOW, Role
from bot.domain.errors import NotAllowed
from bot.services import people
from bot.services.people import PAGE
from bot.storage.tables import Person
from sandbox.surfaces import Modal
from tests.acceptance.house import DEBRIEF, FIRST, House

PRIYA, MARC, INES, JO, TOMAS = PANEL


def listed(house: House) -> Modal:
    """The people, as the lead sees them."""
    house.lead.command("/loop", "people")
    return house.lead.modal


def plan_text(house: House, *panel: Role) -> str:
    """What the lead reads on a new plan's page."""
    lead = house.lead
    lead.command("/loop")
    form = lead.modal
    form.fill("Candidate", "Bo Berg")
    form.fill("Panelists", [role.name for role in panel])
    form.fill("First interview", FIRST)
    form.fill("Debrief", DEBRIEF)
    form.fill("Debrief channel", CHANNEL)
    form.submit()
    house.settle()
    return str(lead.wait_for(lambda: "Planning…" not in lead.modal.text and lead.modal.text))


def test_a_lead_describes_a_colleague(quick_house: House) -> None:
    house = quick_house
    page = listed(house)
    page.click("Edit", within=f"@{MARC.name}")
    form = house.lead.modal
    assert form.value("Seniority") == "Mid, 2-5 years"
    assert form.value("Data hygiene") == "Best"
    assert form.value("Product sense") == "Can"
    form.choose("Seniority", "Senior, 5+ years")
    form.choose("Interviews a week", "2")
    form.choose("From", "15:00")
    form.choose("To", "15:00")
    form.choose("Product sense", "Well")
    form.submit()
    assert "begin before it ends" in form.errors["To"]
    form.choose("To", "20:00")
    form.submit()
    assert f"@{MARC.name}\nsenior · 2 a week · 15:00 to 20:00 · 3 strengths said" in house.lead.modal.text
    known = people.panelist(house.context, house.actor(LEAD), house.person(MARC).id)
    assert (known.strengths["product"], known.strengths["data"], known.weekly_limit) == (2, 3, 2)
    while house.lead.modals:
        house.lead.modal.close()
    text = plan_text(house, MARC, PRIYA)
    assert f"@{MARC.name} interviews from 15:00 to 20:00, and it is 14:00 in Europe/Berlin then." in text
    assert f"@{PRIYA.name} interviews from" not in text
    assert house.refusals() == []


def test_somebody_who_was_never_on_a_panel_is_described_before(quick_house: House) -> None:
    house = quick_house
    listed(house).click("Add somebody")
    form = house.lead.modal
    form.fill("Who", SHADOW.name)
    form.choose("MLOps", "Doesn't ask about it")
    form.submit()
    assert f"@{SHADOW.name}" in house.lead.modal.text
    known = people.panelist(house.context, house.actor(LEAD), house.person(SHADOW).id)
    assert known.strengths["mlops"] == 0


@pytest.mark.both
def test_a_colleague_sets_their_own_hours_and_nothing_else(house: House) -> None:
    jo = house.person(JO)
    jo.open_home()
    home = jo.wait_for(lambda: jo.home if "My hours and limit" in jo.home.buttons else None)
    home.click("My hours and limit")
    form = jo.modal
    assert form.labels == ["Interviews a week", "From", "To", "Days", "Country", "Away until"]
    form.choose("Interviews a week", "0")
    form.choose("From", "14:00")
    form.submit()
    assert jo.modals == []
    known = people.panelist(house.context, house.actor(LEAD), jo.id)
    assert (known.weekly_limit, known.hours) == (0, (14, 18))
    assert (known.seniority, known.strengths) == (JO.seniority, dict(JO.strengths)), "these stay"
    text = plan_text(house, JO, PRIYA)
    assert f"@{JO.name} has 1 interview that week and takes 0." in text
    assert f"@{JO.name} interviews from 14:00 to 18:00, and it is 13:00 in Europe/London then." in text


def test_nobody_but_a_lead_describes_people(quick_house: House) -> None:
    house = quick_house
    marc = house.person(MARC)
    marc.command("/loop", "people")
    assert "Only an administrator" in marc.ephemerals[-1].text
    house.forged(MARC, "people.edit", f"{house.person(JO).id}:1")
    assert "for hiring leads" in house.told(MARC)
    for user_id in (house.person(JO).id, marc.id):
        with pytest.raises(NotAllowed):
            people.set_panelist(
                house.context, house.actor(MARC), user_id, strengths={"data": 3}, seniority="senior"
            )
    forged = house.view(own_form(house))
    forged["private_metadata"] = f'{{"user_id": "{house.person(JO).id}", "page": 1, "below": null}}'
    house.submitted(MARC, forged)
    assert people.panelist(house.context, house.actor(LEAD), house.person(JO).id).weekly_limit is None


def own_form(house: House) -> Modal:
    """Marc's own form, with another limit in it."""
    marc = house.person(MARC)
    marc.open_home()
    marc.wait_for(lambda: "My hours and limit" in marc.home.buttons)
    marc.home.click("My hours and limit")
    marc.modal.choose("Interviews a week", "1")
    return marc.modal


def test_a_candidate_of_a_running_loop_sets_their_hours_as_before(quick_house: House) -> None:
    house = quick_house
    room = house.extra_channel("jo-debrief", (LEAD, PRIYA))
    house.plan([PRIYA], name="Jo Whitfield", slack_user=house.person(JO).id, channel_id=room.id)
    people.set_own(house.context, house.actor(JO), 1, (9, 18))
    assert people.own(house.context, house.actor(JO)).weekly_limit == 1


def test_a_long_list_of_people_comes_in_pages(quick_house: House) -> None:
    house = quick_house
    team = house.world.sandbox.team_id
    with house.world.fairloop.database.transaction() as session:
        for number in range(2 * PAGE):
            at = house.context.now() + timedelta(minutes=number)
            session.add(Person(team_id=team, user_id=f"U0MANY{number:05}", created_at=at))
    page = listed(house)
    assert "Page 1 of 3" in page.text
    page.click("Next")
    page.click("Next")
    assert "Page 3 of 3" in page.text
    assert "Next" not in page.buttons
    page.click("Back")
    assert "Page 2 of 3" in page.text
    assert house.refusals() == []


def test_an_administrator_names_leads_with_the_same_command(quick_house: House) -> None:
    house = quick_house
    olga = house.person(ADMIN)
    olga.command("/loop", "people")
    olga.modal.fill("Hiring leads", [LEAD.name, ADMIN.name])
    olga.modal.submit()
    house.settle()
    olga.command("/loop", "people")
    olga.modal.click("Hiring leads")
    olga.modal.fill("Hiring leads", [ADMIN.name])
    olga.modal.submit()
    house.lead.command("/loop", "people")
    assert "Only an administrator" in house.lead.ephemerals[-1].text


def test_who_leaves_slack_is_noticed_and_their_seat_offered_once(quick_house: House) -> None:
    house = quick_house
    house.plan([MARC, PRIYA])
    marc = house.person(MARC)
    house.world.sandbox.change_person(marc, real_name="Marc D.")
    house.settle()
    assert not [one for one in house.lead.dm() if "has left Slack" in one.text]
    house.world.sandbox.remove_person(marc)
    house.lead.wait_for(lambda: [one for one in house.lead.dm() if "has left Slack" in one.text])
    house.world.sandbox.change_person(marc, real_name="Marc Dubois")
    house.settle()
    (news,) = [one for one in house.lead.dm() if "has left Slack" in one.text]
    news.click("Free the seat")
    assert "The seat is free now" in house.told(LEAD)
