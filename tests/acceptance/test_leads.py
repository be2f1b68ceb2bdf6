"""Who leads what: named leads alone, and never nobody."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.demo.cast import ADMIN, CHANNEL, LEAD, PANEL, SHADOW, STAND_IN, Role
from bot.domain.errors import NotAllowed
from bot.services import home as home_service
from bot.services import openings, people
from bot.services.loops import reading
from bot.services.openings import OpeningForm
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


def test_a_loop_that_nobody_leads_any_more_is_every_named_leads(house: House) -> None:
    loop_id = house.plan([PRIYA, MARC])
    with pytest.raises(NotAllowed):
        reading.view(house.context, house.actor(STAND_IN), loop_id)
    name(house, LEAD, STAND_IN)
    with pytest.raises(NotAllowed):
        reading.view(house.context, house.actor(STAND_IN), loop_id)
    name(house, STAND_IN)
    assert reading.view(house.context, house.actor(STAND_IN), loop_id).label == "A. K."
    assert [one.id for one in home_service.get(house.context, house.actor(STAND_IN)).running] == [loop_id]
    with pytest.raises(NotAllowed):
        reading.view(house.context, house.actor(LEAD), loop_id)
