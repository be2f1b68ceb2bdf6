"""The question files change while Fairloop runs: loops keep their words, faults reach the leads, nothing is lost."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.bootstrap import Fairloop, build
from bot.demo.cast import ADMIN, LEAD, PANEL, SHADOW, Role
from bot.demo.world import World
from bot.domain.loops.seating import SeatForm
from bot.domain.questions import Question
from bot.ground.resources import resource_path
from bot.process.shelf import BankShelf
from bot.services import people
from bot.services.loops import drafting, placing, reading
from bot.services.planning import wishes
from bot.storage import loops as stored_loops
from bot.storage.tables import Due
from bot.storage.wishes import PIN
from sandbox.surfaces import Message, Modal
from tests.acceptance.house import BEGIN, DEBRIEF, FIRST, House, furnish, later
from tests.databases import copied

PRIYA, MARC, INES = PANEL[:3]
NEW_PROMPT = (
    "The pager rings at three, and one dashboard is red. What do you look at first, and who hears of it?"
)
NEW_SHORT = "The pager rings at three"
BROKEN = "need mending"
MENDED = "in order again"
PATIENCE = 20.0


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The question files, to be written in."""
    copy = tmp_path / "question_sets"
    shutil.copytree(resource_path("question_sets"), copy, ignore=shutil.ignore_patterns("schema"))
    return copy


@pytest.fixture
def house(database_url: str, tmp_path: Path, files: Path) -> Iterator[House]:
    """A furnished world that reads `files`, on a fresh database of each kind."""
    with World(tmp_path, BEGIN, port=0, database_url=database_url, question_sets=files) as world:
        yield furnish(world)


@pytest.fixture
def quick_house(sqlite_template: Path, tmp_path: Path, files: Path) -> Iterator[House]:
    """The same on SQLite, for what no database can change."""
    with World(
        tmp_path, BEGIN, port=0, database_url=copied(sqlite_template, tmp_path), question_sets=files
    ) as world:
        yield furnish(world)


@pytest.fixture
def second(house: House) -> Iterator[Fairloop]:
    """A second process on the same database and files."""
    other = build(house.world.fairloop.settings)
    other.worker.start()
    yield other
    other.stop()


def shelf_of(fairloop: Fairloop) -> BankShelf:
    shelf = fairloop.context.bank
    assert isinstance(shelf, BankShelf)
    return shelf


def until(house: House, holds: Callable[[], object], what: str) -> None:
    house.lead.wait_for(holds, seconds=PATIENCE, what=what)


def is_faulty(fairloop: Fairloop) -> bool:
    reading = shelf_of(fairloop).reading
    return reading is not None and bool(reading.faults)


def has_read(fairloop: Fairloop) -> bool:
    return shelf_of(fairloop).reading is not None


def is_in_order(fairloop: Fairloop) -> bool:
    return not is_faulty(fairloop)


def edit(files: Path, question: Question, old: str, new: str) -> None:
    path = files / "questions" / f"{question.competency}.yaml"
    text = path.read_text("utf-8")
    begin = text.index(f"id: {question.id}")
    assert old in text[begin:]
    path.write_text(text[:begin] + text[begin:].replace(old, new, 1), "utf-8")


def reword(files: Path, question: Question) -> None:
    """Another prompt and short form for a question, whatever stood there before."""
    path = files / "questions" / f"{question.competency}.yaml"
    lines = path.read_text("utf-8").split("\n")
    at = next(n for n, line in enumerate(lines) if line.strip() == f"- id: {question.id}")
    for key, text in (("prompt", NEW_PROMPT), ("short", NEW_SHORT)):
        place = next(n for n in range(at, len(lines)) if lines[n].startswith(f"    {key}:"))
        end = next(n for n in range(place + 1, len(lines)) if not lines[n].startswith("      "))
        lines[place:end] = [f'    {key}: "{text}"']
    path.write_text("\n".join(lines), "utf-8")


def break_minutes(files: Path, question: Question) -> tuple[str, int]:
    """Write a word where a number belongs; the file and line."""
    edit(files, question, f"minutes: {question.minutes}", "minutes: soon")
    name = f"questions/{question.competency}.yaml"
    lines = (files / name).read_text("utf-8").split("\n")
    return name, next(number for number, line in enumerate(lines, 1) if "minutes: soon" in line)


def mend_minutes(files: Path, question: Question) -> None:
    edit(files, question, "minutes: soon", f"minutes: {question.minutes}")


def news(house: House, words: str, lead: str = LEAD.name) -> list[Message]:
    return [message for message in house.world.people[lead].dm() if words in message.text]


def first_question(house: House, loop_id: int) -> Question:
    """The first question that Priya asks."""
    seats = reading.view(house.context, house.actor(LEAD), loop_id).seats
    seat = next(one for one in seats if one.user_id == house.person(PRIYA).id)
    return house.context.bank().question(seat.asks[0].question_id)


@pytest.mark.both
def test_kit_scorecard_and_debrief_keep_the_words_that_were_asked(house: House, files: Path) -> None:
    loop_id = house.plan((PRIYA, MARC))
    question = first_question(house, loop_id)
    house.move_to(FIRST)
    assert question.prompt.strip() in house.kit(PRIYA).text
    reword(files, question)
    until(house, lambda: house.context.bank().question(question.id).short == NEW_SHORT, "the new words")

    house.kit(PRIYA).click("I'll be there")
    house.settle()
    assert question.prompt.strip() in house.kit(PRIYA).text
    house.kit(PRIYA).click("What good sounds like")
    assert question.short in house.person(PRIYA).modal.text
    house.person(PRIYA).modal.close()
    card = house.open_card(PRIYA)
    assert question.short in card.text
    card.menu("Full question")
    assert question.prompt.strip() in house.person(PRIYA).modal.text
    house.person(PRIYA).modal.dismiss()
    house.move_to(later(hours=3))
    for role in (PRIYA, MARC):
        house.score(loop_id, role, rating=4)
    house.move_to(DEBRIEF)
    told = "\n".join(reply.text for reply in house.debrief().thread())
    assert f"“{question.short}”" in told
    assert NEW_SHORT not in told
    assert house.refusals() == []


def test_the_hub_and_loops_planned_after_the_change_have_the_new_words(
    quick_house: House, files: Path
) -> None:
    house = quick_house
    first = house.plan((PRIYA, MARC))
    question = next(one for one in asked(house, first) if one.core)
    house.lead.command("/loop", "questions")
    modal = house.lead.modal
    reword(files, question)
    until(house, lambda: house.context.bank().question(question.id).short == NEW_SHORT, "the new words")
    modal.choose("Competency", house.context.bank().competency(question.competency).name)
    find(house, modal, NEW_SHORT)
    modal.click("Read", within=NEW_SHORT)
    assert NEW_PROMPT in house.lead.modal.text
    house.lead.modal.dismiss()
    second_loop = house.plan((PRIYA, MARC), name="Ben Osei")
    assert NEW_SHORT in shorts(house, second_loop)
    assert question.short in shorts(house, first)
    assert NEW_SHORT not in shorts(house, first)


def asked(house: House, loop_id: int) -> list[Question]:
    """What a loop asks, as it is in the bank now."""
    seats = reading.view(house.context, house.actor(LEAD), loop_id).seats
    return [house.context.bank().question(ask.question_id) for seat in seats for ask in seat.asks]


def shorts(house: House, loop_id: int) -> list[str]:
    """What a loop asks, in the words that it was planned with."""
    seats = reading.view(house.context, house.actor(LEAD), loop_id).seats
    return [ask.short for seat in seats for ask in seat.asks]


def find(house: House, modal: Modal, words: str) -> None:
    """Turn pages until the words are there."""

    def turned() -> bool:
        if words in modal.text:
            return True
        if "Next" in modal.buttons:
            modal.click("Next")
        return False

    house.lead.wait_for(turned, what=words)


def test_broken_files_replace_nothing_and_every_lead_is_told_once(
    house: House, second: Fairloop, files: Path
) -> None:
    people.name_leads(house.context, house.actor(ADMIN), [house.lead.id, house.person(SHADOW).id])
    processes = (house.world.fairloop, second)
    for each in processes:
        until(house, partial(has_read, each), "the first reading")
    before = house.context.bank()
    question = before.all_questions[0]
    file, line = break_minutes(files, question)
    for each in processes:
        until(house, partial(is_faulty, each), "the fault")
    until(house, lambda: news(house, BROKEN) and news(house, BROKEN, SHADOW.name), "the news")
    house.settle()
    assert house.context.bank() is before
    for lead in (LEAD.name, SHADOW.name):
        (told,) = news(house, BROKEN, lead)
        assert f"{file}, line {line}:" in told.text
        assert "whole number" in told.text
        assert question.prompt not in told.text
    loop_id = house.plan((PRIYA, MARC))
    assert first_question(house, loop_id)

    mend_minutes(files, question)
    for each in processes:
        until(house, partial(is_in_order, each), "the mended files")
    until(house, lambda: news(house, MENDED) and news(house, MENDED, SHADOW.name), "the good news")
    house.settle()
    assert [len(news(house, MENDED, lead)) for lead in (LEAD.name, SHADOW.name)] == [1, 1]

    break_minutes(files, question)
    until(house, lambda: len(news(house, BROKEN)) == 2, "the same fault again")
    assert len(news(house, MENDED)) == 1
    assert house.refusals() == []


def test_all_leads_hear_of_the_files_and_nobody_else(quick_house: House, files: Path) -> None:
    house = quick_house
    people.name_leads(house.context, house.actor(ADMIN), [house.lead.id, house.person(SHADOW).id])
    house.plan((PRIYA, MARC), slack_user=house.person(SHADOW).id)
    break_minutes(files, house.context.bank().all_questions[0])
    until(house, lambda: news(house, BROKEN), "the news")
    house.settle()
    heard = {name for name in house.world.people if news(house, BROKEN, name)}
    assert heard == {LEAD.name, SHADOW.name}


def test_a_question_that_is_gone_and_a_set_that_is_gone_stop_no_running_loop(
    quick_house: House, files: Path
) -> None:
    house = quick_house
    loop_id = house.plan((PRIYA, MARC))
    question = first_question(house, loop_id)
    house.move_to(FIRST)
    house.lead.command("/loop", "questions")
    modal = house.lead.modal
    modal.choose("Competency", house.context.bank().competency(question.competency).name)
    find(house, modal, question.short)
    edit(files, question, question.id, f"{question.id}-anew")
    (files / "sets" / "ml_engineer.yaml").unlink()
    until(house, lambda: without_ml_engineers(house), "the smaller bank")
    modal.click("Read", within=question.short)
    assert "isn't in the bank any more" in house.lead.modal.text
    house.lead.modal.dismiss()
    house.kit(PRIYA).menu("Opening and closing words")
    assert "Use your own" in house.person(PRIYA).modal.text
    house.person(PRIYA).modal.close()
    card = house.open_card(PRIYA)
    assert question.short in card.text
    card.close()
    house.move_to(later(hours=3))
    for role in (PRIYA, MARC):
        house.score(loop_id, role)
    house.move_to(DEBRIEF)
    assert "2 of 2 scorecards" in house.debrief().text
    assert house.refusals() == []


def without_ml_engineers(house: House) -> bool:
    return all(one.key != "ml_engineer" for one in house.context.bank().sets)


def take_out(files: Path, competency: str) -> None:
    """Remove a competency with its questions, and the set that asks about it."""
    (files / "sets" / "ml_engineer.yaml").unlink()
    (files / "questions" / f"{competency}.yaml").unlink()


def of_seat(house: House, loop_id: int, role: Role) -> list[str]:
    seats = reading.view(house.context, house.actor(LEAD), loop_id).seats
    seat = next(one for one in seats if one.user_id == house.person(role).id)
    return [ask.question_id for ask in seat.asks]


def trouble(house: House) -> list[str]:
    """What was due and could not be done."""
    with house.context.database.reading() as session:
        return [str(row.error) for row in session.query(Due) if row.error is not None]


@pytest.mark.parametrize("begun", [False, True])
def test_a_loop_is_planned_again_around_questions_that_are_gone(
    quick_house: House, files: Path, *, begun: bool
) -> None:
    house = quick_house
    loop_id = house.plan((PRIYA, MARC))
    held = {role: of_seat(house, loop_id, role) for role in (PRIYA, MARC)}
    assert all(held.values())
    house.move_to(later(minutes=10) if begun else FIRST - timedelta(hours=20))
    take_out(files, first_question(house, loop_id).competency)
    until(house, lambda: without_ml_engineers(house), "the smaller bank")
    form = SeatForm(house.person(INES).id, later(hours=4), 45)
    placing.add(house.context, house.actor(LEAD), loop_id, form)
    house.settle()
    assert trouble(house) == []
    assert {role: of_seat(house, loop_id, role) for role in held} == held
    gone = set(held[PRIYA]) - {one.id for one in house.context.bank().all_questions}
    assert gone
    assert not gone & set(of_seat(house, loop_id, INES))


def test_a_late_panelist_is_asked_though_their_competency_is_gone(quick_house: House, files: Path) -> None:
    house = quick_house
    loop_id = house.plan((PRIYA,))
    house.move_to(FIRST)
    key = first_question(house, loop_id).competency
    take_out(files, key)
    until(house, lambda: without_ml_engineers(house), "the smaller bank")
    house.move_to(DEBRIEF - timedelta(minutes=30))
    assert key in house.message(PRIYA, "rests on nobody").text


def test_what_a_wish_costs_is_not_worked_out_for_questions_that_are_gone(
    quick_house: House, files: Path
) -> None:
    house = quick_house
    form = house.form()
    loop_id = drafting.draft(house.context, house.actor(LEAD), form, "V1").loop_id
    house.settle()
    question = first_question(house, loop_id)
    take_out(files, question.competency)
    until(house, lambda: without_ml_engineers(house), "the smaller bank")
    view = wishes.new_view()
    priyas = house.interview(loop_id, PRIYA)
    wishes.try_out(house.context, house.actor(LEAD), priyas, question.id, PIN, view)
    house.settle()
    assert trouble(house) == []
    with house.context.reading(house.actor(LEAD)) as tx:
        trial = wishes.trial_of(stored_loops.get(tx, loop_id))
    assert trial is not None
    assert "look at a new plan" in str(trial.fault)
