"""`/loop questions`: leads look through the bank by level, competency and kind, and read questions whole."""

from functools import partial
from itertools import product

import pytest

from bot.demo.cast import ADMIN, LEAD, PANEL, SHADOW, STAND_IN
from bot.domain.questions import Kind, Level, Question
from bot.domain.questions.browsing import PAGE_SIZE
from bot.services import people
from bot.services.loops import reading
from bot.views import ids
from sandbox.surfaces import Modal
from tests.acceptance.house import House

FOR_LEADS = "The question hub is for hiring leads."


def hub(house: House) -> Modal:
    house.lead.command("/loop", "questions")
    return house.lead.modal


def shown(modal: Modal) -> str:
    """The line under the filters."""
    return next(line for line in modal.text.split("\n") if " question" in line)


def turned(house: House, modal: Modal, holds: str) -> None:
    house.lead.wait_for(lambda: holds in modal.text, what=holds)


def name_leads(house: House, *roles: str) -> None:
    people.name_leads(house.context, house.actor(ADMIN), roles)


def test_a_lead_turns_the_pages_of_the_bank(house: House) -> None:
    every = house.context.bank().all_questions
    pages = -(-len(every) // PAGE_SIZE)
    modal = hub(house)
    assert shown(modal).endswith(f"1-{PAGE_SIZE} of {len(every)} questions · page 1 of {pages}")
    assert modal.buttons == ["Read"] * PAGE_SIZE + ["Next"]
    assert all(one.short in modal.text for one in every[:PAGE_SIZE])
    modal.click("Next")
    turned(house, modal, f"page 2 of {pages}")
    assert modal.buttons[-2:] == ["Back", "Next"]
    assert all(one.short in modal.text for one in every[PAGE_SIZE : 2 * PAGE_SIZE])
    assert every[0].short not in modal.text
    modal.click("Back")
    turned(house, modal, f"page 1 of {pages}")
    assert every[0].short in modal.text
    assert house.refusals() == []


def test_the_filters_narrow_the_bank_down_and_stay_while_pages_are_turned(quick_house: House) -> None:
    house = quick_house
    bank = house.context.bank()
    modal = hub(house)
    modal.choose("Level", "Senior")
    turned(house, modal, f"of {len(bank.questions(level='senior'))} questions")
    modal.click("Next")
    turned(house, modal, "page 2 of")
    assert modal.value("Level") == "Senior, 5+ years"
    modal.choose("Competency", "MLOps")
    found = bank.questions("mlops", "senior")
    turned(house, modal, f"{len(found)} questions")
    assert "page 2" not in modal.text
    modal.choose("Kind", "Concept")
    turned(house, modal, f"{len(bank.questions('mlops', 'senior', 'concept'))} question")
    assert [modal.value(one) for one in ("Level", "Competency", "Kind")] == [
        "Senior, 5+ years",
        "MLOps",
        "Concept",
    ]
    for menu in ("Level", "Competency", "Kind"):
        modal.choose(menu, "Any")
    turned(house, modal, f"of {len(bank.all_questions)} questions · page 1")


def test_an_empty_page_says_what_to_do(quick_house: House) -> None:
    house, bank = quick_house, quick_house.context.bank()
    level, key, kind = next(
        chosen
        for chosen in product(Level, [one.key for one in bank.competencies], Kind)
        if not bank.questions(chosen[1], chosen[0], chosen[2])
    )
    modal = hub(house)
    modal.choose("Level", level.capitalize())
    modal.choose("Competency", bank.competency(key).name)
    modal.choose("Kind", kind.capitalize())
    turned(house, modal, "No question answers to all of that")
    assert "Choose Any in one of the menus" in modal.text
    assert modal.buttons == []


def test_read_opens_the_whole_question_on_top(quick_house: House) -> None:
    house = quick_house
    question = house.context.bank().all_questions[0]
    modal = hub(house)
    modal.click("Read", within=question.short)
    page = house.lead.modal
    assert page.title == "The question"
    for text in whole(question):
        assert " ".join(text.split()) in " ".join(page.text.split()), text
    assert "here in the last 180 days" in page.text or question.prep
    page.close()
    assert house.lead.modal.id == modal.id


def whole(question: Question) -> list[str]:
    """Everything that an interviewer has of a question."""
    said = [question.short, question.prompt, question.tests, question.weak, question.solid, question.strong]
    said += [text for probe in question.probes for text in (probe.ask, probe.hear)]
    said += [question.by_level.get(level) or "" for level in question.levels]
    marks = [mark for mark in ("core", "prep") if getattr(question, mark)]
    return [*said, *question.red_flags, *marks, f"{question.minutes} min", question.id, question.version]


@pytest.mark.both
def test_a_question_says_how_often_it_was_planned_or_asked_here(house: House) -> None:
    loop_id = house.plan(PANEL[:2])
    house.plan(PANEL[2:4], name="Ben Osei")
    seats = [seat for seat in reading.view(house.context, house.actor(LEAD), loop_id).seats if seat.asks]
    asked = seats[0].asks[0].question_id
    question = house.context.bank().question(asked)
    modal = hub(house)
    modal.choose("Competency", house.context.bank().competency(question.competency).name)
    house.lead.wait_for(partial(is_there, modal, question.short))
    modal.click("Read", within=question.short)
    assert "Planned or asked" in house.lead.modal.text
    assert "here in the last 180 days" in house.lead.modal.text


def is_there(modal: Modal, words: str) -> bool:
    """Whether the page has these words; if not, the next page is turned to."""
    if words in modal.text:
        return True
    if "Next" in modal.buttons:
        modal.click("Next")
    return False


def test_core_and_prep_questions_are_marked(quick_house: House) -> None:
    house = quick_house
    marked = {
        mark: next(one for one in house.context.bank().all_questions if getattr(one, mark))
        for mark in ("core", "prep")
    }
    modal = hub(house)
    for mark, question in marked.items():
        modal.choose("Competency", house.context.bank().competency(question.competency).name)
        house.lead.wait_for(partial(is_there, modal, question.short))
        line = modal.text.split(question.short)[1].split("Read")[0]
        assert mark in line
    modal.click("Read", within=marked["prep"].short)
    assert "For candidates to train on, so no loop asks it." in house.lead.modal.text


def test_only_leads_get_in(quick_house: House) -> None:
    house = quick_house
    panelist = house.person(PANEL[0])
    panelist.command("/loop", "questions")
    assert house.told(PANEL[0]).endswith(FOR_LEADS)
    house.person(ADMIN).command("/loop", "questions")
    assert house.told(ADMIN).endswith(FOR_LEADS)
    first = house.context.bank().all_questions[0]
    assert house.forged(PANEL[0], ids.HUB_READ, first.id) == 200
    assert house.told(PANEL[0]).endswith(FOR_LEADS)
    assert all(first.prompt not in message.text for message in panelist.ephemerals)
    assert not panelist.modals


def test_a_lead_who_is_a_candidate_of_a_running_loop_keeps_the_hub(quick_house: House) -> None:
    house = quick_house
    candidate = house.person(SHADOW)
    name_leads(house, house.lead.id, candidate.id)
    candidate.command("/loop", "questions")
    assert "page 1" in candidate.modal.text
    house.plan(slack_user=candidate.id)
    candidate.modal.click("Next")
    assert "page 2" in candidate.modal.text


def test_somebody_who_no_longer_leads_gets_words_at_the_next_click(quick_house: House) -> None:
    house = quick_house
    modal = hub(house)
    name_leads(house, house.person(STAND_IN).id)
    modal.click("Read", nth=0)
    assert house.lead.modal.text == FOR_LEADS


def test_help_names_the_hub(quick_house: House) -> None:
    quick_house.lead.command("/loop", "help")
    assert "/loop questions" in quick_house.told(LEAD)
