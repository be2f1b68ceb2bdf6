from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.acting.context import Actor
from bot.domain.errors import NotFound
from bot.domain.prep import Rating
from bot.domain.prep.states import Step
from bot.services.prep import steps as prep_steps
from bot.storage import tables
from tests.acceptance.prep_office import (
    MONDAY,
    Office,
    go_through,
    last_question,
    office,
    questions_of,
    start_prep,
)


@pytest.fixture
def world(database_url: str) -> Iterator[Office]:
    with office(database_url) as running:
        yield running


@pytest.mark.both
def test_a_question_of_the_day_from_the_first_command_to_the_rating(world: Office) -> None:
    ada = world.sandbox.add_person("Ada Kowalski", guest=True)
    start_prep(ada, Level="Mid")
    world.settle()
    assert "Every day at 09:00 (Berlin)" in ada.dm()[0].text

    world.morning()
    asked = last_question(ada)
    assert "say your answer aloud" in asked.text
    assert asked.buttons == ["I've answered"]
    assert asked.menu_options[:2] == ["How to structure it", "Write my answer"]

    asked.click("I've answered")
    ada.wait_for(lambda: "Then they ask:" in last_question(ada).text)
    assert "worries" not in last_question(ada).text
    assert last_question(ada).buttons == ["Show a strong answer"]

    last_question(ada).click("Show a strong answer")
    ada.wait_for(lambda: "What worries an interviewer" in last_question(ada).text)
    assert last_question(ada).buttons == ["Again", "Hard", "Good", "Easy"]

    last_question(ada).click("Good")
    ada.wait_for(lambda: "Back in 2 days" in last_question(ada).text)
    assert last_question(ada).buttons == []


def test_every_subscribed_day_brings_one_question_and_answers_make_a_row(world: Office) -> None:
    ada = world.sandbox.add_person("Ada")
    start_prep(ada)
    for day in range(3):
        world.morning(day)
        assert len(questions_of(ada)) == day + 1
        go_through(ada)
    assert "3 in a row" in last_question(ada).text


def test_how_to_structure_it_and_a_written_answer_stay_with_the_person(world: Office) -> None:
    ada = world.sandbox.add_person("Ada")
    start_prep(ada)
    world.morning()
    last_question(ada).menu("How to structure it")
    assert ada.modal.title == "How to structure it"
    ada.modal.close()
    last_question(ada).menu("Write my answer")
    ada.modal.fill("My answer", "Doubt the 99% first.")
    ada.modal.submit()
    ada.wait_for(lambda: not ada.modals)
    last_question(ada).menu("Write my answer")
    assert ada.modal.value("My answer") == "Doubt the 99% first."
    with world.bot.database.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT text FROM prep_answers").scalar_one()
    assert "99%" not in kept


def test_a_rating_can_be_changed_and_clicked_twice(world: Office) -> None:
    ada = world.sandbox.add_person("Ada")
    start_prep(ada)
    world.morning()
    go_through(ada, "Easy")
    easy = last_question(ada).text
    last_question(ada).menu("Change my rating")
    ada.wait_for(lambda: last_question(ada).buttons == ["Again", "Hard", "Good", "Easy"])
    last_question(ada).click("Again")
    ada.wait_for(lambda: "Back in 1 day" in last_question(ada).text)
    assert last_question(ada).text != easy


def test_pausing_and_stopping_are_behind_one_menu_item_and_resuming_is_one_click(world: Office) -> None:
    ada = world.sandbox.add_person("Ada")
    start_prep(ada)
    world.morning()
    last_question(ada).menu("Pause or stop")
    ada.modal.click("Pause")
    ada.wait_for(lambda: "Paused" in ada.modal.text)
    ada.modal.close()
    world.move_to(MONDAY + timedelta(days=2, hours=3))
    assert len(questions_of(ada)) == 1
    ada.command("/prep")
    ada.wait_for(lambda: "Resume" in ada.ephemerals[-1].buttons)
    ada.ephemerals[-1].click("Resume")
    ada.wait_for(lambda: "On again" in ada.ephemerals[-1].text)
    world.morning(3)
    assert len(questions_of(ada)) == 2
    last_question(ada).menu("Pause or stop")
    ada.modal.click("Stop and delete")
    ada.wait_for(lambda: "deleted" in ada.modal.text)
    world.morning(5)
    assert len(questions_of(ada)) == 2


@pytest.mark.both
def test_stopping_leaves_nothing_of_the_person_but_keyed_hashes(world: Office) -> None:
    ada = world.sandbox.add_person("Ada")
    start_prep(ada)
    world.morning()
    go_through(ada)
    ada.command("/prep", "stop")
    ada.wait_for(lambda: "deleted" in ada.ephemerals[-1].text)
    world.settle()
    with world.bot.database.reading() as session:
        for table in (tables.PrepSubscription, tables.PrepSend, tables.PrepCard, tables.PrepAnswer):
            assert session.scalars(select(table)).all() == []
        assert session.scalars(select(tables.Outbox).where(tables.Outbox.kind.startswith("prep"))).all() == []
        assert session.scalars(select(tables.Posted).where(tables.Posted.kind.startswith("prep"))).all() == []
        assert session.scalars(select(tables.Due).where(tables.Due.kind.startswith("prep"))).all() == []
        marks = session.scalars(select(tables.PrepMark.mark)).all()
    assert len(marks) == 4, "the question and its words, for the Slack user and for the email"
    assert all(ada.id not in mark for mark in marks)


def test_an_old_message_says_kindly_that_prep_was_stopped(world: Office) -> None:
    ada = world.sandbox.add_person("Ada")
    start_prep(ada)
    world.morning()
    ada.command("/prep", "stop")
    last_question(ada).click("I've answered")
    ada.wait_for(lambda: "before you stopped" in ada.ephemerals[-1].text)


def test_settings_that_make_no_sense_are_refused_at_their_field(world: Office) -> None:
    ada = world.sandbox.add_person("Ada")
    ada.command("/prep")
    ada.modal.uncheck("Days", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    ada.modal.submit()
    assert ada.wait_for(lambda: ada.modal.errors or ada.last_error)


def test_help_and_words_that_are_not_commands_are_answered(world: Office) -> None:
    ada = world.sandbox.add_person("Ada")
    ada.command("/prep", "help")
    ada.wait_for(lambda: "one question a day" in ada.ephemerals[-1].text)
    ada.command("/prep", "dance")
    ada.wait_for(lambda: "I don't know" in ada.ephemerals[-1].text)
    ada.command("/prep", "pause")
    ada.wait_for(lambda: "aren't doing prep" in ada.ephemerals[-1].text)


def test_sunday_brings_the_week_in_a_chart_and_one_tip(world: Office) -> None:
    ada = world.sandbox.add_person("Ada")
    start_prep(ada)
    world.morning()
    go_through(ada)
    world.morning(6)
    assert not [one for one in ada.dm() if one.notification.startswith("Your week of prep")]
    go_through(ada)
    world.move_to(MONDAY + timedelta(days=6, hours=10, minutes=1))
    week = next(one for one in ada.dm() if one.notification.startswith("Your week of prep"))
    assert "Tip:" in week.text
    assert any(block["type"] == "data_visualization" for block in week.blocks)
    assert "today's included" in week.notification
    assert " growing, " in week.notification


@pytest.mark.both
def test_a_date_counts_down_to_an_eve_without_a_question_and_a_pause_that_asks_nothing(world: Office) -> None:
    ada = world.sandbox.add_person("Ada")
    start_prep(ada)
    world.morning()
    last_question(ada).menu("My interview date")
    ada.modal.fill("My interview is on", "2026-11-27")
    ada.modal.submit()
    ada.wait_for(lambda: "From tomorrow on 2 questions are to come." in ada.modal.text)
    ada.modal.close()
    world.morning(1)
    assert "3 days to your interview" in last_question(ada).text
    for number in range(2, 4):
        world.morning(number)
    world.move_to(MONDAY + timedelta(days=3, hours=10, minutes=1))
    world.morning(4)
    assert len(questions_of(ada)) == 3
    assert [one.notification.startswith("Tomorrow is your interview") for one in ada.dm()].count(True) == 1
    world.move_to(MONDAY + timedelta(days=5, hours=3))
    over = ada.dm()[-1]
    assert "Your interview was yesterday, so prep is paused." in over.text
    over.click("Go on without a date")
    ada.wait_for(lambda: "On again" in ada.ephemerals[-1].text)
    world.morning(6)
    assert len(questions_of(ada)) == 4


def test_who_wants_more_gets_another_question_at_once(world: Office) -> None:
    ada = world.sandbox.add_person("Ada")
    start_prep(ada)
    world.morning()
    go_through(ada, "Again")
    world.morning(6)
    world.move_to(MONDAY + timedelta(days=6, hours=10, minutes=1))
    before = len(questions_of(ada))
    week = next(one for one in ada.dm() if one.notification.startswith("Your week of prep"))
    week.click("Weakest one now")
    ada.wait_for(lambda: len(questions_of(ada)) == before + 1)


@pytest.mark.both
def test_downtime_sends_what_is_still_of_this_morning_and_lets_the_rest_go(world: Office) -> None:
    ada = world.sandbox.add_person("Ada")
    start_prep(ada)
    world.move_to(MONDAY + timedelta(hours=5))
    assert len(questions_of(ada)) == 1
    world.move_to(MONDAY + timedelta(days=4, hours=12))
    assert len(questions_of(ada)) == 1
    world.morning(5)
    assert len(questions_of(ada)) == 2


def test_where_a_click_cannot_be_answered_directly_the_sender_changes_the_message(world: Office) -> None:
    ada = world.sandbox.add_person("Ada")
    start_prep(ada)
    world.morning()
    send_id = int(last_question(ada).blocks[-1]["elements"][0]["value"].split(":")[0])
    actor = Actor(world.sandbox.team_id, ada.id)
    prep_steps.advance(world.bot.context, actor, send_id, Step.FOLLOWED)
    prep_steps.redraw(world.bot.context, actor, send_id)
    world.settle()
    assert "Then they ask:" in last_question(ada).text


def test_nobody_reaches_the_question_or_answer_of_another(world: Office) -> None:
    ada, eve = world.sandbox.add_person("Ada"), world.sandbox.add_person("Eve")
    start_prep(ada)
    world.morning()
    send_id = int(last_question(ada).blocks[-1]["elements"][0]["value"].split(":")[0])
    context, thief = world.bot.context, Actor(world.sandbox.team_id, eve.id)
    with pytest.raises(NotFound):
        prep_steps.get(context, thief, send_id)
    with pytest.raises(NotFound):
        prep_steps.write_answer(context, thief, send_id, "mine")
    with pytest.raises(NotFound):
        prep_steps.grade(context, thief, send_id, Rating.EASY)
    with pytest.raises(NotFound):
        prep_steps.get(context, Actor("T0ELSEWHERE", ada.id), send_id)
