"""Two clicks at once: the second one finds something else than it was about, and is answered all the same."""

from typing import Any

from bot.demo.cast import LEAD, PANEL
from bot.demo.story import EVIDENCE_LABEL
from tests.acceptance.house import FIRST, House

PRIYA = PANEL[0]


def test_a_page_that_changed_meanwhile_is_drawn_anew(quick_house: House) -> None:
    house = quick_house
    house.plan([PRIYA])
    house.move_to(FIRST)
    house.open_card(PRIYA)
    priya = house.person(PRIYA)
    priya.modal.fill(EVIDENCE_LABEL, "Named the cost of each wrong answer.")
    house.world.sandbox.faults.add("refused", "views.update", error="hash_conflict")
    priya.modal.click("2", nth=0)
    priya.wait_for(lambda: " 2 of " in priya.modal.title.replace("·", " "))
    updates = house.world.sandbox.transcript.calls("views.update")[-2:]
    assert [call["response"].get("error") for call in updates] == ["hash_conflict", None]
    assert len(priya.modals) == 1


def test_a_home_that_was_published_meanwhile_is_drawn_anew(quick_house: House) -> None:
    house = quick_house
    house.settle()
    before = len(house.world.sandbox.transcript.calls("views.publish"))

    def published(number: int) -> list[dict[str, Any]]:
        calls = house.world.sandbox.transcript.calls("views.publish")[before:]
        return calls if len(calls) == number else []

    house.lead.open_home()
    house.lead.wait_for(lambda: published(1))
    house.world.sandbox.faults.add("refused", "views.publish", error="hash_conflict")
    house.lead.open_home()
    calls = house.lead.wait_for(lambda: published(3))
    assert [call["response"].get("error") for call in calls] == [None, "hash_conflict", None]
    assert "hash" not in calls[2]["args"]
    assert calls[1]["args"]["hash"] == calls[0]["response"]["view"]["hash"]
    assert house.person(LEAD).home.text == house.lead.home.text
