"""Who comes into a debrief's channel, as Slack tells it."""

from datetime import timedelta

from bot.demo.cast import CHANNEL, PANEL
from tests.acceptance.house import DEBRIEF, FIRST, House

LINE = "Not shown here at the moment"


def opened(house: House) -> None:
    """A debrief stands in the channel, with its thread."""
    loop_id = house.plan(PANEL[:2], email="ada@example.com")
    house.move_to(FIRST + timedelta(minutes=110))
    for role in PANEL[:2]:
        house.score(loop_id, role)
    house.move_to(DEBRIEF)


def lines(house: House) -> list[bool]:
    """Of each message of the debrief, whether it is a line."""
    head, *_ = [
        one for one in house.lead.channel(CHANNEL) if "Debrief ready ·" in one.text or LINE in one.text
    ]
    return [LINE in one.text for one in (head, *head.thread())]


def test_a_debrief_is_a_line_when_its_candidate_comes_in_and_stands_again_when_they_left(
    house: House,
) -> None:
    opened(house)
    sandbox = house.world.sandbox
    room = sandbox._engine.workspace.channels[house.channel_id]
    ada = sandbox.add_person("ada", real_name="Ada Kowalski", email="ada@example.com")
    colleague = sandbox.add_person("pia", real_name="Pia Roth")
    sandbox.change_channel(room, add=[colleague.id])
    house.settle()
    assert not any(lines(house))
    sandbox.change_channel(room, add=[ada.id])
    house.lead.wait_for(lambda: all(lines(house)), what="the debrief to become a line")
    house.settle()
    news = next(one for one in house.lead.dm() if "Who reads your debrief has changed" in one.text)
    assert "the scores and the evidence stood there, and may have been read" in news.text
    sandbox.change_channel(room, remove=[ada.id])
    news.click("Show again")
    house.settle()
    assert not any(lines(house))
    assert {one["method"] for one in house.refusals()} == {"users.lookupByEmail"}, "Ada wasn't there yet"
