"""Who sees what: candidates prep alone, panelists both, channels by their leads."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from bot.acting.context import system
from bot.domain.loops import LoopState
from bot.services import questions
from bot.services.planning import questions as plan_questions
from bot.storage import loops as stored_loops
from bot.storage.due import schedule
from bot.storage.tables import (
    Assignment,
    Candidate,
    Interview,
    Loop,
    Opening,
    OpeningCompetency,
    Person,
    PrepSubscription,
    SlackUser,
)
from sandbox import Person as Somebody
from tests.acceptance.prep_office import (
    MONDAY,
    Office,
    go_through,
    last_question,
    office,
    questions_of,
    start_prep,
)
from tests.packaged import read_bank


@pytest.fixture
def world(database_url: str) -> Iterator[Office]:
    with office(database_url) as running:
        yield running


def a_loop(world: Office, candidate: Somebody, panelist: Somebody, lead: Somebody, asks: str = "") -> int:
    """A running loop with this question planned; returns its id."""
    team = world.sandbox.team_id
    with world.bot.context.transaction(system(team)) as tx:
        for staff in (panelist, lead):
            tx.session.merge(Person(team_id=team, user_id=staff.id, is_lead=staff is lead, created_at=tx.now))
        opening = Opening(
            team_id=team,
            title="ML engineer",
            question_set="ml_engineer",
            level="mid",
            quorum=1,
            minutes=45,
            channel_id="G1",
        )
        person = Candidate(team_id=team, label="S. C.", name="Secret Candidate", name_key="k")
        person.slack_user = candidate.id
        tx.session.add_all([opening, person])
        tx.session.flush()
        for place, one in enumerate(read_bank().competencies):
            tx.session.add(
                OpeningCompetency(
                    opening_id=opening.id,
                    competency=one.key,
                    team_id=team,
                    position=place,
                    weight=100,
                    panelists=1,
                    lowest=0,
                    highest=3,
                )
            )
        loop = Loop(
            team_id=team,
            opening_id=opening.id,
            candidate_id=person.id,
            lead_id=lead.id,
            label="S. C.",
            state=LoopState.RUNNING,
            level="mid",
            channel_id="G1",
            first_at=tx.now + timedelta(days=2),
            minutes=45,
            debrief_at=tx.now + timedelta(days=3),
            created_at=tx.now,
        )
        tx.session.add(loop)
        tx.session.flush()
        seat = Interview(
            team_id=team,
            loop_id=loop.id,
            user_id=panelist.id,
            role="panelist",
            position=0,
            start_at=loop.first_at,
            minutes=45,
            state="sent",
            kit_revision=1,
        )
        tx.session.add(seat)
        tx.session.flush()
        if asks:
            asked = read_bank().question(asks)
            tx.session.add(
                Assignment(
                    team_id=team,
                    loop_id=loop.id,
                    interview_id=seat.id,
                    question_id=asks,
                    version=questions.keep_version(tx, asked),
                    competency=asked.competency,
                    position=0,
                    minutes=asked.minutes,
                    reason="",
                    state="planned",
                )
            )
        return loop.id


def test_a_candidate_who_has_no_other_part_in_hiring_sees_prep_alone_at_every_entrance(world: Office) -> None:
    cara, lea, pia = (world.sandbox.add_person(name) for name in ("Cara", "Lea", "Pia"))
    a_loop(world, cara, pia, lea)
    cara.open_home()
    home = cara.wait_for(lambda: cara.home.text)
    assert "Start prep" in home
    for hiring in ("S. C.", "Plan a loop", "Openings", "interview loops"):
        assert hiring not in home
    omar = world.sandbox.add_person("Omar")
    omar.open_home()
    assert omar.wait_for(lambda: omar.home.text) == home
    for words in ("", "plan", "openings", "people", "debrief"):
        cara.command("/loop", words)
    cara.shortcut("Plan a loop")
    start_prep(cara)
    world.morning()
    go_through(cara)
    cara.open_home()
    cara.wait_for(lambda: "1 in a row" in cara.home.text)
    everything = cara.screen()
    for hiring in ("S. C.", "Secret", "ML engineer", "First interview", "New opening"):
        assert hiring not in everything


@pytest.mark.both
def test_buttons_of_a_kit_from_before_are_refused_once_the_loop_turns_out_to_be_about_its_reader(
    world: Office,
) -> None:
    cara, lea, pia = (world.sandbox.add_person(name) for name in ("Cara", "Lea", "Pia"))
    question = next(one for one in read_bank().questions(prep=False) if "mid" in one.levels)
    loop_id = a_loop(world, pia, cara, lea, asks=question.id)
    with world.bot.context.transaction(system(world.sandbox.team_id)) as tx:
        seat = tx.session.scalars(select(Interview).where(Interview.loop_id == loop_id)).one()
        schedule(tx, "kit", seat.id, f"kit:{seat.id}", tx.now)
    world.settle()
    kit = cara.wait_for(lambda: cara.dm()[-1], what="the kit")
    with world.bot.context.transaction(system(world.sandbox.team_id)) as tx:
        tx.session.scalars(select(Candidate)).one().slack_user = cara.id
    for button in kit.buttons:
        kit.click(button, confirm=True)
        cara.wait_for(lambda: cara.modals or cara.ephemerals)
    for option in kit.menu_options:
        kit.menu(option, confirm=True)
    cara.open_home()
    shown = "\n".join([one.text for one in (*cara.modals, *cara.ephemerals)])
    for hiring in (question.strong, question.tests, "Secret", "S. C.", "I know this person", "Thank you"):
        assert hiring not in shown
    with world.bot.database.reading() as session:
        state = session.scalars(select(Interview.state).where(Interview.loop_id == loop_id)).one()
    assert state == "sent"


def test_no_kit_goes_to_somebody_whom_the_loop_is_about(world: Office) -> None:
    cara, lea = (world.sandbox.add_person(name) for name in ("Cara", "Lea"))
    loop_id = a_loop(world, cara, cara, lea)
    with world.bot.context.transaction(system(world.sandbox.team_id)) as tx:
        seat = tx.session.scalars(select(Interview).where(Interview.loop_id == loop_id)).one()
        schedule(tx, "kit", seat.id, f"kit:{seat.id}", tx.now)
    world.settle()
    assert cara.dm() == []


def test_a_panelist_may_do_prep_and_sees_both_on_home(world: Office) -> None:
    cara, lea, pia = (world.sandbox.add_person(name) for name in ("Cara", "Lea", "Pia"))
    a_loop(world, cara, pia, lea)
    start_prep(pia)
    pia.open_home()
    pia.wait_for(lambda: "S. C." in pia.home.text and "Prep settings" in pia.home.text)


def test_what_is_planned_for_somebody_never_comes_as_prep_and_what_came_is_never_planned(
    world: Office,
) -> None:
    cara, lea, pia = (world.sandbox.add_person(name) for name in ("Cara", "Lea", "Pia"))
    bank = read_bank()
    topic = bank.competencies[0]
    mid = [one for one in bank.questions(topic.key, prep=True) if "mid" in one.levels]
    start_prep(cara, Topics=[topic.name])
    world.morning()
    sent = next(one for one in mid if one.prompt in last_question(cara).text)
    planned, free, *_ = [one for one in mid if one is not sent]
    loop_id = a_loop(world, cara, pia, lea, asks=planned.id)  # it got its prep mark only after it was planned
    for day in range(1, 2 * len(mid) + 1):
        world.morning(day)
        go_through(cara)
    came = "\n".join(one.text for one in questions_of(cara))
    assert planned.prompt not in came
    assert free.prompt in came
    with world.bot.context.reading(system(world.sandbox.team_id)) as tx:
        loop = stored_loops.look(tx, loop_id)
        askable = plan_questions.askable(tx, bank, loop, {one.id for one in bank.all_questions})
    assert sent.id not in askable
    assert planned.id in askable


@pytest.mark.both
def test_a_lead_switches_prep_on_for_a_channel_and_nobody_else_can(world: Office) -> None:
    cara, lea, pia = (world.sandbox.add_person(name) for name in ("Cara", "Lea", "Pia"))
    a_loop(world, cara, pia, lea)
    world.sandbox.add_channel("prep-together", members=[lea, pia])
    pia.command("/prep", "channel", channel="prep-together")
    pia.wait_for(lambda: "Only a hiring lead" in pia.ephemerals[-1].text)

    lea.command("/prep", "channel", channel="prep-together")
    lea.modal.choose("You prepare for", "ML engineer")
    lea.modal.submit()
    lea.wait_for(lambda: not lea.modals)
    world.morning()
    posted = pia.channel("prep-together")[-1]
    assert posted.buttons == ["I've answered", "One of my own each day"]
    posted.click("I've answered")
    assert "Then they ask:" in pia.modal.text
    pia.modal.click("Show a strong answer")
    pia.wait_for(lambda: "worries an interviewer" in pia.modal.text)
    assert "Again" not in pia.modal.buttons
    assert "Then they ask" not in pia.channel("prep-together")[-1].text

    lea.command("/prep", "channel", channel="prep-together")
    lea.modal.click("Switch off")
    lea.wait_for(lambda: "off in that channel" in lea.modal.text)
    world.morning(1)
    assert pia.channel("prep-together")[-1].at == posted.at


def test_who_set_a_channel_up_is_told_when_it_is_archived(world: Office) -> None:
    cara, lea, pia = (world.sandbox.add_person(name) for name in ("Cara", "Lea", "Pia"))
    a_loop(world, cara, pia, lea)
    channel = world.sandbox.add_channel("prep-together", members=[lea, pia])
    lea.command("/prep", "channel", channel="prep-together")
    lea.modal.choose("You prepare for", "ML engineer")
    lea.modal.submit()
    lea.wait_for(lambda: not lea.modals)
    world.settle()
    world.sandbox.change_channel(channel, archived=True)
    world.morning()
    world.settle()
    lea.wait_for(lambda: any("Prep is paused in a channel" in one.text for one in lea.dm()))
    world.morning(1)
    assert sum("Prep is paused" in one.text for one in lea.dm()) == 1


@pytest.mark.both
def test_who_left_the_workspace_is_forgotten_by_sunday(world: Office) -> None:
    ada = world.sandbox.add_person("Ada")
    start_prep(ada)
    world.morning()
    world.sandbox.remove_person(ada)
    with world.bot.database.transaction() as session:
        session.execute(delete(SlackUser))  # what was heard of people is older than an hour by Sunday
    world.move_to(MONDAY + timedelta(days=6, hours=10, minutes=1))
    world.settle()
    with world.bot.database.reading() as session:
        assert session.scalars(select(PrepSubscription)).all() == []
