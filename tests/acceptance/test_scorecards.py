"""Scorecards through the modal: nothing typed is lost, nothing missing slips through."""

from datetime import timedelta
from typing import Any

import pytest

from bot.demo.cast import LEAD, PANEL, SHADOW, Role
from bot.demo.story import DIMENSIONS, EVIDENCE_LABEL
from bot.domain.errors import TooLate
from bot.domain.scorecards import EVIDENCE, Asked, Change, Field, fingerprint
from bot.services import scorecards
from sandbox import callbacks
from sandbox.payloads import _envelope
from sandbox.surfaces import Modal
from tests.acceptance.house import DEBRIEF, FIRST, House, last_page, rate_page

PRIYA, MARC, *_ = PANEL
THE_HOUR = FIRST + timedelta(minutes=45)
Json = dict[str, Any]


def begun(house: House, role: Role = PRIYA, **more: Any) -> int:
    loop_id = house.plan([PRIYA], **more)
    house.move_to(THE_HOUR)
    house.open_card(role)
    return loop_id


def at_last_page(house: House, role: Role = PRIYA, rating: int = 3) -> Modal:
    person = house.person(role)
    while EVIDENCE_LABEL in person.modal.labels:
        title = person.modal.title
        rate_page(person.modal, rating)
        person.modal.submit()
        assert person.modal.title != title, person.modal.text
    return person.modal


def sheet(house: House, loop_id: int, role: Role = PRIYA) -> scorecards.OpenCard:
    interview_id = house.interview(loop_id, role)
    return scorecards.open_card(house.context, house.actor(role), interview_id)


def typed(house: House, view: Json, block: str, value: str, stamp: str) -> None:
    """What a device sends when somebody types into a field of a view that this device holds."""
    engine = house.world.sandbox._engine
    user = engine.workspace.users[house.person(PRIYA).id]
    action_id, held = next(iter(view["state"]["values"][block].items()))
    held["value"] = value
    pressed = {
        "type": held["type"],
        "action_id": action_id,
        "block_id": block,
        "action_ts": stamp,
        "value": value,
    }
    payload = _envelope(engine, "block_actions", user) | {
        "container": {"type": "view", "view_id": view["id"]},
        "trigger_id": engine.triggers.new(user.id),
        "view": view,
        "actions": [pressed],
    }
    assert callbacks.deliver(engine, "block_actions", "interactive", payload).error is None


def test_a_scorecard_closed_half_way_is_there_when_it_is_opened_again(house: House) -> None:
    begun(house)
    priya = house.person(PRIYA)
    priya.modal.fill(EVIDENCE_LABEL, "Asked what changed first.")
    priya.modal.choose(DIMENSIONS[0], "4")
    priya.modal.check("Seen", "Said where their knowledge ends")
    priya.modal.close()
    house.settle()
    house.kit(PRIYA).click("Continue scorecard")
    modal = priya.modal
    assert modal.value(EVIDENCE_LABEL) == "Asked what changed first."
    assert modal.value(DIMENSIONS[0]).startswith("4")
    assert modal.value("Seen") == ["Said where their knowledge ends"]
    assert modal.title.startswith("A. K. · 1 of ")


@pytest.mark.both
def test_two_devices_lose_nothing(house: House) -> None:
    loop_id = begun(house)
    priya = house.person(PRIYA)
    phone = house.view(priya.modal)
    priya.modal.close()
    house.kit(PRIYA).click("Open scorecard")
    laptop = house.view(priya.modal)
    blocks = {part["label"]["text"]: part["block_id"] for part in phone["blocks"] if part["type"] == "input"}
    others = {part["label"]["text"]: part["block_id"] for part in laptop["blocks"] if part["type"] == "input"}
    typed(house, phone, blocks[EVIDENCE_LABEL], "From the phone.", "1764000001.000100")
    typed(house, laptop, others[EVIDENCE_LABEL], "From the laptop.", "1764000002.000100")
    first = next(iter(sheet(house, loop_id).card.answers.values()))
    assert "From the phone." in first.evidence
    assert "From the laptop." in first.evidence


def rewritten(house: House, text: str) -> str:
    """Priya opens her scorecard again, rewrites the evidence and closes it; what stands there afterwards."""
    priya = house.person(PRIYA)
    house.settle()
    house.kit(PRIYA).click("Continue scorecard")
    priya.modal.fill(EVIDENCE_LABEL, text)
    priya.modal.close()
    house.kit(PRIYA).click("Continue scorecard")
    return str(priya.modal.value(EVIDENCE_LABEL))


def test_what_a_submission_carried_can_be_rewritten(quick_house: House) -> None:
    house = quick_house
    begun(house)
    priya = house.person(PRIYA)
    view = house.view(priya.modal)
    block = next(key for key in view["state"]["values"] if ":evidence:" in key)
    next(iter(view["state"]["values"][block].values()))["value"] = "Typed and sent at once."
    house.submitted(PRIYA, view)
    priya.modal.close()
    assert rewritten(house, "Written anew.") == "Written anew."


def test_a_field_that_was_once_saved_as_the_last_word_can_be_rewritten(quick_house: House) -> None:
    house = quick_house
    loop_id = begun(house)
    house.person(PRIYA).modal.close()
    question = sheet(house, loop_id).kit.questions[0].question.id
    kept = Change(Field(question, EVIDENCE), "Kept.", fingerprint(None), "9999999999.000000", "V0", own=False)
    scorecards.save(house.context, house.actor(PRIYA), house.interview(loop_id, PRIYA), [kept])
    assert rewritten(house, "Written anew.") == "Written anew."


def test_a_choice_that_is_changed_and_changed_back_is_what_is_on_screen(quick_house: House) -> None:
    house = quick_house
    begun(house)
    priya = house.person(PRIYA)
    priya.modal.choose(DIMENSIONS[0], "3")
    priya.modal.close()
    house.settle()
    house.kit(PRIYA).click("Continue scorecard")
    priya.modal.choose(DIMENSIONS[0], "2")
    priya.modal.choose(DIMENSIONS[0], "3")
    priya.modal.close()
    house.kit(PRIYA).click("Continue scorecard")
    assert str(priya.modal.value(DIMENSIONS[0])).startswith("3")


def test_lines_that_two_devices_wrote_can_still_be_shown_and_shortened(quick_house: House) -> None:
    house = quick_house
    loop_id = begun(house)
    priya = house.person(PRIYA)
    modal = at_last_page(house)
    phone = house.view(modal)
    modal.close()
    house.settle()
    house.kit(PRIYA).click("Continue scorecard")
    laptop = house.view(priya.modal)
    block = next(key for key in phone["state"]["values"] if ":summary:" in key)
    other = next(key for key in laptop["state"]["values"] if ":summary:" in key)
    typed(house, phone, block, "a" * 290, "1764000001.000100")
    typed(house, laptop, other, "b" * 290, "1764000002.000100")
    priya.modal.close()
    assert len(sheet(house, loop_id).card.summary) == 581
    house.kit(PRIYA).click("Continue scorecard")
    last = priya.modal
    last_page_without_lines(last)
    assert "Keep it" in last.errors["Two lines for the debrief"]
    last.fill("Two lines for the debrief", "Short now.")
    last.submit()
    assert "Thank you" in priya.modal.text
    assert house.refusals() == []


def last_page_without_lines(modal: Modal) -> None:
    modal.choose("My recommendation for this role", "Yes")
    modal.choose("How sure?", "Fairly")
    modal.submit()


def test_a_scorecard_that_was_only_opened_is_not_begun(quick_house: House) -> None:
    house = quick_house
    begun(house)
    house.person(PRIYA).modal.close()
    house.settle()
    assert "Open scorecard" in house.kit(PRIYA).buttons
    assert "begun" not in house.message(LEAD, "1 scorecard in").text
    house.open_card(PRIYA).choose(DIMENSIONS[0], "3")
    house.settle()
    assert "Continue scorecard" in house.kit(PRIYA).buttons
    assert "scorecard begun" in house.message(LEAD, "1 scorecard in").text


def test_what_is_missing_is_named_and_can_be_fixed(house: House) -> None:
    begun(house)
    priya = house.person(PRIYA)
    modal = priya.modal
    modal.choose(DIMENSIONS[0], "4")
    modal.choose(DIMENSIONS[1], "Not assessed")
    modal.submit()
    priya.modal.click("Finish")
    priya.wait_for(lambda: "Fix" in priya.modal.buttons)
    assert "Question 1: no rating for" in priya.modal.text
    assert "Question 2: not rated yet" in priya.modal.text
    last_page(priya.modal)
    assert "Thank you" not in priya.modal.text
    assert "Not handed in yet." in priya.modal.text
    assert priya.modal.value("Two lines for the debrief") == "Sound on the whole."
    priya.modal.click("Fix", nth=0)
    priya.wait_for(lambda: priya.modal.title.startswith("A. K. · 1 of"))
    for dimension in DIMENSIONS[2:]:
        priya.modal.choose(dimension, "3")
    priya.modal.click("Finish")
    priya.wait_for(lambda: "in a sentence of your own" in priya.modal.text)
    priya.modal.click("Fix", nth=0)
    priya.wait_for(lambda: priya.modal.title.startswith("A. K. · 1 of"))
    priya.modal.fill(EVIDENCE_LABEL, "good good good good")
    priya.modal.choose("After", "Held", nth=0)
    priya.modal.submit()
    assert "a sentence of your own" in priya.modal.errors[EVIDENCE_LABEL]
    priya.modal.fill(EVIDENCE_LABEL, "Counted the cost of each check.")
    at_last_page(house).submit()
    assert "Thank you" in priya.modal.text
    assert "Tue 25 Nov, 16:00" in priya.modal.text


def test_where_nothing_was_assessed_no_evidence_is_needed_and_where_something_is_again_it_is(
    quick_house: House,
) -> None:
    house = quick_house
    begun(house)
    priya = house.person(PRIYA)
    for dimension in DIMENSIONS:
        priya.modal.choose(dimension, "Not assessed")
    priya.modal.choose(DIMENSIONS[0], "3")
    priya.modal.submit()
    assert EVIDENCE_LABEL in priya.modal.errors
    priya.modal.choose(DIMENSIONS[0], "Not assessed")
    assert priya.modal.value(DIMENSIONS[1]) == "Not assessed"
    priya.modal.submit()
    priya.wait_for(lambda: priya.modal.title.startswith("A. K. · 2 of"))
    assert house.refusals() == []


def test_questions_that_were_not_asked_count_for_nothing(quick_house: House) -> None:
    house = quick_house
    loop_id = begun(house)
    priya = house.person(PRIYA)
    priya.modal.fill(EVIDENCE_LABEL, "We ran out of time.")
    priya.modal.menu("We didn't get to this")
    priya.wait_for(lambda: "You didn't get to this question" in priya.modal.text)
    priya.modal.menu("We did get to this")
    priya.wait_for(lambda: EVIDENCE_LABEL in priya.modal.labels)
    assert priya.modal.value(EVIDENCE_LABEL) == "We ran out of time."
    priya.modal.menu("We didn't get to this")
    priya.wait_for(lambda: "You didn't get to this question" in priya.modal.text)
    priya.modal.submit()
    priya.modal.menu("I asked something else")
    priya.wait_for(lambda: "What did you ask instead?" in priya.modal.labels)
    priya.modal.fill("What did you ask instead?", "How they roll back.")
    last_page(at_last_page(house))
    assert "Thank you" in priya.modal.text
    states = [answer.state for answer in sheet(house, loop_id).card.answers.values()]
    assert states[0] is Asked.NOT_REACHED
    assert states[1] is Asked.OTHER


def test_a_scorecard_is_edited_until_the_debrief_and_not_after(quick_house: House) -> None:
    house = quick_house
    loop_id = begun(house)
    priya = house.person(PRIYA)
    last_page(at_last_page(house))
    priya.modal.click("Edit mine")
    priya.wait_for(lambda: EVIDENCE_LABEL in priya.modal.labels)
    priya.modal.fill(EVIDENCE_LABEL, "Better words.")
    priya.modal.choose(DIMENSIONS[0], "2")
    page = house.view(priya.modal)
    house.move_to(DEBRIEF)
    priya.modal.submit()
    assert "debrief has opened" in priya.modal.text
    assert priya.modal.value(EVIDENCE_LABEL) == "Better words."
    priya.modal.close()
    assert house.kit(PRIYA).buttons == ["What good sounds like", "Candidate"]
    house.forged(PRIYA, "scorecard.open", str(house.interview(loop_id, PRIYA)))
    assert "your scorecard is sealed" in house.told(PRIYA)
    block = next(key for key in page["state"]["values"] if ":evidence:" in key)
    typed(house, page, block, "Words after the fact.", "1764100000.000100")
    thread = str([reply.text for reply in house.debrief().thread()])
    assert "Named the first check." in thread
    assert "Better words." not in thread
    assert "after the fact" not in thread


@pytest.mark.both
def test_submitting_twice_is_submitting_once(house: House) -> None:
    begun(house)
    modal = at_last_page(house)
    modal.choose("My recommendation for this role", "Yes")
    modal.choose("How sure?", "Fairly")
    view = house.view(modal)
    first, second = house.submitted(PRIYA, view), house.submitted(PRIYA, view)
    assert first["response_action"] == second["response_action"] == "update"
    assert "Thank you" in str(second["view"])
    house.settle()
    assert house.message(LEAD, "1 of 1 scorecard in").buttons


def test_shadows_score_and_it_does_not_count(quick_house: House) -> None:
    house = quick_house
    loop_id = begun(house, SHADOW, shadows=[SHADOW])
    last_page(at_last_page(house, SHADOW, rating=1))
    assert "Thank you" in house.person(SHADOW).modal.text
    house.score(loop_id, PRIYA, rating=4)
    house.move_to(DEBRIEF)
    head = house.debrief()
    assert "1 of 1 scorecard" in head.text
    assert SHADOW.name.split()[0] not in head.text + str([reply.text for reply in head.thread()])


def test_a_shadow_does_not_say_which_questions_were_asked(quick_house: House) -> None:
    house = quick_house
    loop_id = begun(house, SHADOW, shadows=[SHADOW])
    assert "We didn't get to this" not in str(house.view(house.person(SHADOW).modal))
    seat, question = house.interview(loop_id, SHADOW), sheet(house, loop_id).kit.questions[0].question.id
    with pytest.raises(TooLate):
        scorecards.mark(house.context, house.actor(SHADOW), seat, question, Asked.NOT_REACHED, [])
    assert sheet(house, loop_id).card.answer(question).state is Asked.PLANNED


def test_the_scorecard_opens_ten_minutes_before(quick_house: House) -> None:
    house = quick_house
    loop_id = house.plan([PRIYA])
    house.move_to(FIRST - timedelta(minutes=11))
    assert "Open scorecard" not in house.kit(PRIYA).buttons
    house.forged(PRIYA, "scorecard.open", str(house.interview(loop_id, PRIYA)))
    assert "ten minutes before" in house.told(PRIYA)
    house.move_to(FIRST - timedelta(minutes=10))
    assert "Open scorecard" in house.kit(PRIYA).buttons
