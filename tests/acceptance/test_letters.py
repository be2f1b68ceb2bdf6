"""What Slack refuses for good: somebody who leads the loop hears of it, in words that are true."""

from datetime import timedelta

import pytest

from bot.consequences.dead_letters import follow_dead_letter
from bot.delivery.dead_letters import DeadLetter
from bot.demo.cast import LEAD, PANEL, SHADOW, STAND_IN
from bot.storage.tables import SlackUser
from tests.acceptance.house import FIRST, House
from tests.acceptance.test_leads import name, shared_opening

PRIYA, MARC, INES = PANEL[:3]
KITS_OUT = FIRST - timedelta(hours=20)


def refused(house: House, kind: str, thing_id: int, target: str, error: str, key: str = "k") -> None:
    """Slack refuses a message to somebody, or Fairloop can't make it."""
    letter = DeadLetter(
        team_id=house.world.sandbox.team_id,
        key=key,
        op="post",
        kind=kind,
        thing_id=thing_id,
        target=target,
        about=None,
        args={},
        reply_to="debrief:1" if kind == "debrief_part" else None,
    )
    follow_dead_letter(house.context, letter, error)
    house.settle()


def an_hour_passes(house: House) -> None:
    """What is known of people is too old to be believed."""
    with house.context.database.transaction() as session:
        for row in session.query(SlackUser):
            row.fetched_at -= timedelta(hours=1)


def undelivered(house: House) -> list[str]:
    return [one.text for one in house.lead.dm() if "can't reach" in one.text or "is missing" in one.text]


def test_a_thread_that_lacks_parts_is_told_of_once(quick_house: House) -> None:
    house = quick_house
    loop_id = house.plan([PRIYA, MARC])
    for key in ("picture", "competency:data"):
        refused(house, "debrief_part", loop_id, house.channel_id, "not rendered: ValueError", key)
    assert len(undelivered(house)) == 1
    assert "Fairloop couldn't make the message" in undelivered(house)[0]
    assert "Slack says" not in undelivered(house)[0]


def test_a_panelist_who_does_not_hear_of_their_seat_is_told_by_the_lead(quick_house: House) -> None:
    house = quick_house
    loop_id = house.plan([PRIYA, MARC])
    seat = house.interview(loop_id, PRIYA)
    refused(house, "seat_told", seat, house.person(PRIYA).id, "user_disabled")
    assert "News about their seat can't reach @Priya Raman: the person has left" in undelivered(house)[0]
    refused(house, "nudge", seat, house.person(PRIYA).id, "msg_too_long", "k2")
    assert "Slack says “msg_too_long”" in undelivered(house)[1]


def test_a_shadows_kit_that_can_not_arrive_needs_nobody_else(quick_house: House) -> None:
    house = quick_house
    house.plan([PRIYA, MARC], shadows=[SHADOW], stand_ins=[STAND_IN])
    house.world.sandbox.remove_person(house.person(SHADOW))
    house.move_to(KITS_OUT)
    letter = house.message(LEAD, "can't reach")
    assert f"@{SHADOW.name}, who was to sit in" in letter.text
    assert letter.buttons == []


@pytest.mark.both
def test_news_for_a_lead_who_left_slack_reaches_the_openings_other_leads(house: House) -> None:
    name(house, LEAD, INES, STAND_IN)
    loop_id = house.plan([PRIYA, MARC], opening_id=shared_opening(house, INES, STAND_IN))
    seat = house.interview(loop_id, PRIYA)
    first, last = sorted((INES, STAND_IN), key=lambda role: house.person(role).id)
    house.world.sandbox.remove_person(house.lead)
    house.world.sandbox.remove_person(house.person(first))
    an_hour_passes(house)
    house.move_to(KITS_OUT)
    house.kit(MARC).click("I can't make it", confirm=True)
    house.settle()
    gave_up = f"@{MARC.name} can't make"
    assert len([one for one in house.person(last).dm() if gave_up in one.text]) == 1
    refused(house, "cancelled", seat, house.person(PRIYA).id, "user_disabled")
    assert "The cancellation can't reach @Priya Raman" in house.message(last, "can't reach").text
