"""After the talk, in Slack: a changed mind beside the sealed card, and a scorecard that comes late."""

from datetime import timedelta

from bot.demo.cast import CHANNEL, PANEL
from tests.acceptance.house import DEBRIEF, FIRST, House
from tests.acceptance.test_debrief import all_in, heads

PRIYA, MARC, INES = PANEL[:3]

WHY = "The second follow-up showed that she had done it before."


def test_a_changed_mind_and_a_late_card_stand_in_the_debrief_and_its_thread(quick_house: House) -> None:
    house = quick_house
    loop_id = house.plan([PRIYA, MARC, INES])
    house.move_to(FIRST + timedelta(minutes=180))
    house.score(loop_id, PRIYA)
    house.score(loop_id, MARC, recommendation="no")
    house.move_to(DEBRIEF)
    assert len(heads(house)) == 1
    house.debrief(INES).click("After the talk")
    assert "no sealed scorecard" in house.told(INES)
    for role, choice, reason in ((MARC, "Yes", WHY), (PRIYA, "The same: yes", "")):
        house.debrief(role).click("After the talk")
        modal = house.person(role).modal
        assert "the debrief's head shows for each person what was sealed" in modal.text
        modal.choose("My recommendation by now", choice)
        if reason:
            modal.submit()
            assert "in 20 to 300 characters" in modal.errors["What changed it?"]
            modal.fill("What changed it?", reason)
        modal.submit()
        house.settle()
    head = next(one for one in house.lead.channel(CHANNEL) if "Debrief · after the talk" in one.text)
    assert f"sealed no, now yes: “{WHY}”" in head.text
    house.fill(loop_id, INES, rating=2)
    house.kit(INES).click("Continue scorecard")
    assert "marked not blind" in house.person(INES).modal.text
    house.person(INES).modal.submit()
    assert "marked not blind" in house.person(INES).modal.text
    house.settle()
    assert "Not blind: Ines" in head.text
    assert any("A scorecard came after the debrief opened" in one.text for one in head.thread())
    assert house.refusals() == []


def test_a_lead_finds_a_decided_loop_on_home_with_why_and_its_debrief_takes_another_decision(
    quick_house: House,
) -> None:
    house = quick_house
    all_in(house)
    house.move_to(DEBRIEF)
    house.debrief().click("Record decision")
    house.lead.modal.choose("What did you decide?", "Move forward")
    house.lead.modal.fill("What decided it?", "Clear and careful.")
    house.lead.modal.submit()
    house.settle()
    house.lead.open_home()
    home = house.lead.wait_for(lambda: house.lead.home if "1 decided loop" in house.lead.home.text else None)
    home.click("1 decided loop")
    assert "Move forward" in house.lead.modal.text
    house.lead.modal.menu("Why it was decided")
    assert "Clear and careful." in house.lead.modal.text
    house.lead.modal.close()
    house.lead.modal.close()
    house.debrief().click("Change decision")
    assert "supersedes the decision on record" in house.lead.modal.text
