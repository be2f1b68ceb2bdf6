"""The first hour: whoever installs it is welcomed, names leads, and the lead knows what comes first."""

from bot.acting.context import Actor
from bot.demo.cast import ADMIN, LEAD, PANEL
from bot.services import first_day, people
from tests.acceptance.house import House

PRIYA, MARC, INES = PANEL[:3]


def nobody_leads(house: House) -> None:
    """As it is before the first naming."""
    people.name_leads(house.context, house.actor(ADMIN), [])
    house.settle()


def installed(house: House) -> None:
    """The administrator has come back from Slack's page."""
    first_day.installed(house.context, house.world.sandbox.team_id, house.person(ADMIN).id)
    house.settle()


def test_whoever_installs_it_names_a_lead_who_is_told_what_comes_first(quick_house: House) -> None:
    house = quick_house
    nobody_leads(house)
    installed(house)
    welcome = house.message(ADMIN, "Fairloop is here")
    welcome.click("What it keeps")
    olga = house.person(ADMIN)
    assert "recordings" in olga.modal.text
    olga.modal.close()
    welcome.click("Name hiring leads")
    olga.modal.fill("Hiring leads", [MARC.name])
    olga.modal.submit()
    house.settle()
    named = house.message(MARC, "You lead hiring in Fairloop now")
    assert f"@{ADMIN.name} named you" in named.text
    named.click("Openings")
    assert "Openings" in house.person(MARC).modal.title
    assert house.refusals() == []


def test_the_welcome_comes_once_and_not_where_somebody_leads(quick_house: House) -> None:
    house = quick_house
    installed(house)
    assert [one for one in house.person(ADMIN).dm() if "Fairloop is here" in one.text] == []


def test_of_a_user_group_those_who_are_in_it_now_are_looked_through_and_named(quick_house: House) -> None:
    house = quick_house
    people_in_it = [house.person(role) for role in (MARC, INES)]
    group = house.world.sandbox.add_group("hiring", people_in_it)
    olga = house.person(ADMIN)
    olga.command("/loop", "leads")
    olga.modal.choose("Or from a user group", "@hiring")
    olga.modal.submit()
    assert "@hiring is filled in below" in olga.modal.text
    assert house.ids([LEAD]) == people.leads(house.context, house.actor(LEAD)), "nobody is named yet"
    olga.modal.fill("Hiring leads", [LEAD.name, MARC.name])
    olga.modal.submit()
    house.settle()
    assert set(people.leads(house.context, house.actor(LEAD))) == set(house.ids([LEAD, MARC]))
    house.message(MARC, "You lead hiring")
    assert house.person(INES).dm() == []
    house.world.sandbox.change_group(group, users=[house.person(PRIYA).id, house.person(MARC).id])
    house.settle()
    assert set(people.leads(house.context, house.actor(LEAD))) == set(house.ids([LEAD, MARC]))
    assert house.refusals() == []


def test_a_group_without_people_says_so_at_its_field(quick_house: House) -> None:
    house = quick_house
    house.world.sandbox.add_group("nobody", [])
    olga = house.person(ADMIN)
    olga.command("/loop", "leads")
    olga.modal.choose("Or from a user group", "@nobody")
    olga.modal.submit()
    assert "Pick people instead" in olga.modal.errors["Or from a user group"]


def test_help_is_the_same_for_everybody_without_a_part_candidate_or_not(quick_house: House) -> None:
    house = quick_house
    guest = house.world.sandbox.add_person("Gil Guest", guest=True)
    candidate = house.world.sandbox.add_person("Ada Kim")
    colleague = house.world.sandbox.add_person("Cleo Colleague")
    house.plan([PRIYA], slack_user=candidate.id)
    told = set()
    for one in (guest, candidate, colleague):
        for word in ("help", "mine"):
            one.command("/loop", word)
            told.add((word, one.ephemerals[-1].text))
    assert {word for word, _ in told} == {"help", "mine"}
    assert len(told) == 2, told
    assert f"@{LEAD.name}" in str(told)


def test_a_lead_and_a_panelist_ask_what_is_theirs(quick_house: House) -> None:
    house = quick_house
    house.plan([PRIYA, MARC])
    house.lead.command("/loop", "status")
    status = house.lead.ephemerals[-1]
    assert "A. K. · Senior ML engineer · 0 of 2 scorecards" in status.text
    status.click("Change the plan")
    assert "A. K." in house.lead.modal.text
    priya = house.person(PRIYA)
    priya.command("/loop", "mine")
    assert "Next: A. K." in priya.ephemerals[-1].text
    priya.command("/loop", "status")
    assert "planned by hiring leads" in priya.ephemerals[-1].text
    priya.command("/loop", "help")
    assert "you are a panelist" in priya.ephemerals[-1].text
    house.lead.command("/loop", "help")
    assert "your 1 running loop" in house.lead.ephemerals[-1].text
    assert house.refusals() == []


def test_where_nobody_leads_each_home_says_what_comes_next(quick_house: House) -> None:
    house = quick_house
    nobody_leads(house)
    olga, jo = house.person(ADMIN), house.world.sandbox.add_person("Cleo Colleague")
    olga.open_home()
    olga.wait_for(lambda: "Nobody can plan a loop yet" in olga.home.text)
    olga.home.click("Name hiring leads")
    olga.modal.close()
    jo.open_home()
    jo.wait_for(lambda: "an administrator of this workspace names" in jo.home.text)
    people.name_leads(house.context, Actor(house.world.sandbox.team_id, olga.id), [house.lead.id])
    house.settle()
    olga.open_home()
    olga.wait_for(lambda: "opens no scorecard and no debrief" in olga.home.text)
