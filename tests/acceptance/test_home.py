"""A lead's Home: what isn't sent yet, what runs, and the way into each."""

from dataclasses import replace
from datetime import timedelta

from bot.demo.cast import LEAD, PANEL
from bot.domain.openings import OpeningForm
from bot.services import home as home_service
from bot.services import openings
from bot.services.loops import drafting, reading
from tests.acceptance.house import DEBRIEF, FIRST, House, competency_keys
from tests.statements import counted

PRIYA, MARC = PANEL[:2]
MOST_STATEMENTS = 13
"""Two of them read the email that Slack knows, by which a loop about this very person is recognised."""


def drafted(house: House) -> int:
    """A plan whose modal was closed."""
    found = drafting.draft(house.context, house.actor(LEAD), house.form(), "V1").loop_id
    house.settle()
    return found


def test_a_plan_that_was_closed_is_continued_from_home(quick_house: House) -> None:
    house = quick_house
    loop_id = drafted(house)
    house.lead.open_home()
    home = house.lead.wait_for(lambda: house.lead.home if "Not sent yet" in house.lead.home.text else None)
    home.click("Continue")
    plan = house.lead.modal
    assert "A. K." in plan.text
    plan.submit()
    house.settle()
    assert reading.view(house.context, house.actor(LEAD), loop_id).state == "running"
    house.lead.wait_for(lambda: "Not sent yet" not in house.lead.home.text)
    assert house.refusals() == []


def test_a_plan_that_is_not_wanted_is_discarded_and_nobody_is_told(quick_house: House) -> None:
    house = quick_house
    loop_id = drafted(house)
    house.lead.open_home()
    house.lead.wait_for(lambda: "Not sent yet" in house.lead.home.text)
    house.lead.home.click("Discard", confirm=True)
    house.settle()
    house.lead.wait_for(lambda: "Not sent yet" not in house.lead.home.text)
    assert reading.view(house.context, house.actor(LEAD), loop_id).state == "cancelled"
    assert house.person(PRIYA).dm() == []
    house.forged(LEAD, "loop.open_draft", str(loop_id))
    assert "isn't a draft any more" in house.told(LEAD)


def test_a_running_loop_is_changed_and_called_off_from_home(quick_house: House) -> None:
    house = quick_house
    loop_id = house.plan([PRIYA, MARC])
    house.lead.open_home()
    house.lead.wait_for(lambda: "Running" in house.lead.home.text)
    house.lead.home.click("Change the plan")
    house.lead.modal.click("Cancel the loop", confirm=True)
    assert "Called off" in house.lead.modal.text
    house.settle()
    assert reading.view(house.context, house.actor(LEAD), loop_id).state == "cancelled"
    house.lead.wait_for(lambda: "No loop is running" in house.lead.home.text)


def test_many_wishes_of_one_reason_are_one_gap_and_the_status_still_comes(quick_house: House) -> None:
    house = quick_house
    wide = OpeningForm("Wide role", "ml_engineer", "senior", house.channel_id)
    keys = competency_keys(house.context, 20)
    opening_id = openings.create(house.context, house.actor(LEAD), replace(wide, competencies=keys))
    loop_id = house.plan([PRIYA], opening_id=opening_id, minutes=30)
    assert len(reading.view(house.context, house.actor(LEAD), loop_id).unmet) > 5
    status = house.message(LEAD, "kit not sent yet")
    warnings = [line for line in status.text.splitlines() if ":warning:" in line]
    assert 1 <= len(warnings) <= 5, "\n".join(warnings)
    assert "; and " in status.text
    assert "Change the plan" in status.buttons
    assert house.refusals() == []


def test_home_asks_the_database_no_more_for_three_loops_than_for_one(house: House) -> None:
    asked = []
    for number in range(3):
        later = timedelta(weeks=number)
        house.plan([PRIYA, MARC], first_at=FIRST + later, debrief_at=DEBRIEF + later)
        with counted(house.world.fairloop.database) as statements:
            home = home_service.get(house.context, house.actor(LEAD))
        assert len(home.running) == number + 1
        asked.append(len(statements))
    assert asked[0] == asked[-1]
    assert asked[-1] <= MOST_STATEMENTS
