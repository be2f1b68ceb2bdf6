"""Who leads what: named leads who are on its list, and nobody else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.acting.context import Actor
from bot.demo.cast import ADMIN, CHANNEL, LEAD, PANEL, SHADOW, STAND_IN, Role
from bot.domain.errors import NotAllowed
from bot.domain.openings import OpeningForm
from bot.services import home as home_service
from bot.services import openings, people
from bot.services.loops import reading
from bot.storage import access
from tests.acceptance.house import FIRST, House, competency_keys

PRIYA, MARC, INES = PANEL[:3]


def name(house: House, *roles: Role) -> None:
    """The administrator names exactly these."""
    people.name_leads(house.context, house.actor(ADMIN), house.ids(roles))


def shared_opening(house: House, *more: Role) -> int:
    """An opening that the lead shares with others."""
    form = OpeningForm("Data scientist", "ml_engineer", "mid", house.channel_id, quorum=2)
    keys = competency_keys(house.context, 2)
    return openings.create(
        house.context, house.actor(LEAD), replace(form, competencies=keys, leads=house.ids(more))
    )


def test_only_a_named_lead_can_be_picked_for_an_opening(quick_house: House) -> None:
    house = quick_house
    lead = house.lead
    lead.command("/loop", "openings")
    lead.modal.click("New opening")
    form = lead.modal
    form.fill("Title", "Data scientist")
    form.fill("Debrief channel", CHANNEL)
    form.click("More")
    lead.wait_for(lambda: "More leads" in lead.modal.labels)
    form.fill("More leads", [INES.name])
    form.submit()
    assert form.errors["More leads"] == (
        "Ines Carvalho isn't a hiring lead. Leave them out, or ask an administrator of this workspace "
        "to name them with /loop people."
    )
    name(house, LEAD, INES)
    form.submit()
    house.settle()
    assert "Data scientist" in lead.modal.text
    assert openings.choices(house.context, house.actor(INES))[0].title == "Data scientist"


@pytest.mark.both
def test_a_lead_who_was_removed_keeps_nothing_and_a_colleague_goes_on(house: House) -> None:
    name(house, LEAD, SHADOW)
    loop_id = house.plan([PRIYA, MARC], opening_id=shared_opening(house, SHADOW))
    assert reading.view(house.context, house.actor(SHADOW), loop_id).label == "A. K."
    name(house, SHADOW)
    with pytest.raises(NotAllowed):
        reading.view(house.context, house.actor(LEAD), loop_id)
    assert home_service.get(house.context, house.actor(LEAD)).running == ()
    house.move_to(FIRST - timedelta(hours=20))
    house.kit(PRIYA).click("I can't make it", confirm=True)
    house.settle()
    assert "can't make" in house.message(SHADOW, "can't make").text
    assert not any("can't make" in one.text for one in house.lead.dm())
    shown = [loop.id for loop in home_service.get(house.context, house.actor(SHADOW)).running]
    assert shown == [loop_id]


def test_a_loop_that_nobody_leads_any_more_is_nobodys_until_it_is_granted(house: House) -> None:
    loop_id = house.plan([PRIYA, MARC])
    name(house, STAND_IN, ADMIN)
    for role in (STAND_IN, ADMIN, LEAD):
        with pytest.raises(NotAllowed):
            reading.view(house.context, house.actor(role), loop_id)
        assert home_service.get(house.context, house.actor(role)).running == ()
    house.move_to(FIRST - timedelta(hours=20))
    house.kit(PRIYA).click("I can't make it", confirm=True)
    house.settle()
    assert not any("can't make" in one.text for role in (STAND_IN, LEAD) for one in house.person(role).dm())
    name(house, LEAD)
    assert reading.view(house.context, house.actor(LEAD), loop_id).label == "A. K."


def test_an_opening_is_closed_by_who_leads_it_alone(quick_house: House) -> None:
    house = quick_house
    name(house, LEAD, SHADOW, STAND_IN)
    opening_id = shared_opening(house, SHADOW)
    with pytest.raises(NotAllowed, match="Only the people who lead this opening"):
        openings.close(house.context, house.actor(STAND_IN), opening_id)
    led = {one.id: one.led for one in openings.choices(house.context, house.actor(STAND_IN))}
    assert led[opening_id] is False
    openings.close(house.context, house.actor(SHADOW), opening_id)
    assert opening_id not in {one.id for one in openings.choices(house.context, house.actor(LEAD))}


def test_a_lead_hands_a_loop_on_from_its_status_message(house: House) -> None:
    name(house, LEAD, SHADOW)
    loop_id = house.plan([PRIYA, MARC])
    status = house.message(LEAD, "Loop · 0 of 2")
    status.click("Who leads it")
    house.lead.modal.fill("Leads", [STAND_IN.name])
    house.lead.modal.submit()
    assert house.lead.modal.errors["Leads"] == f"{STAND_IN.name} isn't available. Pick somebody else."
    house.lead.modal.fill("Leads", [SHADOW.name])
    house.lead.modal.submit()
    house.settle()
    assert "somebody else leads it now" in house.message(LEAD, "Loop ·").text
    assert reading.view(house.context, house.actor(SHADOW), loop_id).label == "A. K."
    assert f"Led by @{SHADOW.name} now." in house.message(PRIYA, "Who leads your loop has changed").text
    house.forged(LEAD, "leading.change", f"loop:{loop_id}:0")
    assert "said by its leads" in house.told(LEAD)
    house.message(SHADOW, "Loop · 0 of 2").click("Who leads it")
    assert "Why" not in house.person(SHADOW).modal.text


def test_an_administrator_finds_what_waits_for_a_lead_and_says_why(house: House) -> None:
    name(house, LEAD, SHADOW)
    house.plan([PRIYA, MARC])
    name(house, SHADOW, ADMIN)
    admin = house.person(ADMIN)
    admin.open_home()
    admin.wait_for(lambda: "Without a lead" in admin.home.text)
    admin.home.click("Name a lead", within="A. K.")
    form = admin.modal
    form.fill("Leads", [ADMIN.name])
    form.fill("Why", "The lead has left.")
    form.submit()
    assert form.errors["Leads"] == "Somebody else has led this. Name another hiring lead, not yourself."
    form.fill("Leads", [SHADOW.name])
    form.submit()
    house.settle()
    assert "Without a lead" in admin.home.text, "the opening waits as well"
    assert "A. K." not in admin.home.text
    assert "Loop · 0 of 2" in house.message(SHADOW, "Loop ·").text


def test_an_administrator_goes_through_all_that_is_led(quick_house: House) -> None:
    house = quick_house
    name(house, LEAD, SHADOW)
    opening_id = shared_opening(house)
    admin = house.person(ADMIN)
    admin.command("/loop", "leads")
    admin.modal.click("Who leads what")
    assert f"@{LEAD.name}" in admin.modal.text
    admin.modal.click("Change", within="Data scientist")
    admin.modal.fill("Leads", [SHADOW.name])
    admin.modal.fill("Why", "The lead has left.")
    admin.modal.submit()
    assert "Data scientist" in admin.modal.text
    assert f"@{SHADOW.name}" in admin.modal.text
    openings.close(house.context, house.actor(SHADOW), opening_id)


def test_who_joins_is_known_before_they_can_do_anything(quick_house: House) -> None:
    house = quick_house
    loop_id = house.plan([PRIYA, MARC], name="Noor Haddad", email="noor@example.com")
    new = house.world.sandbox.add_person("Noor Haddad", email="noor@example.com")

    def known() -> bool:
        with house.context.reading(Actor(house.world.sandbox.team_id, new.id)) as tx:
            return access.is_about(tx, loop_id, new.id)

    new.wait_for(known, what="what Slack says of who joined")
