"""Page 2 of planning: mends, seats, and wishes with their cost."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.loops import LoopState
from bot.services import people
from bot.services.planning import wishes
from sandbox.surfaces import Modal
from tests.acceptance.changing import (
    DEBRIEF,
    FIRST,
    INES,
    LEAD,
    MARC,
    PRIYA,
    SHADOW,
    STAND_IN,
    Stage,
    playing,
)
from tests.databases import copied


@pytest.fixture
def stage(database_url: str, tmp_path: Path) -> Iterator[Stage]:
    with playing(database_url, tmp_path) as found:
        yield found


@pytest.fixture
def quick_stage(sqlite_template: Path, tmp_path: Path) -> Iterator[Stage]:
    with playing(copied(sqlite_template, tmp_path), tmp_path) as found:
        yield found


def questions(stage: Stage, role: object) -> Modal:
    """The page of somebody's questions."""
    stage.plan().menu("Questions: keep, swap, leave out", within=f"@{role.name} ·")  # type: ignore[attr-defined]
    modal = stage.world.lead.modal
    assert modal.title == "Their questions"
    return modal


def cost(stage: Stage) -> Modal:
    """The page that says what a wish costs, once it does."""
    stage.world.settle()
    lead = stage.world.lead
    found: Modal = lead.wait_for(lambda: "Working out" not in lead.modal.text and lead.modal)
    return found


def test_a_kept_question_stays_and_can_be_let_go(stage: Stage) -> None:
    stage.draft([PRIYA, MARC])
    kept = stage.asked(PRIYA)[0]
    page = questions(stage, PRIYA)
    page.menu("Keep it with them", within=kept)
    said = cost(stage)
    assert f"@{PRIYA.name} keeps “{kept}”." in said.text
    assert "It costs nothing." in said.text
    said.submit()
    stage.plan()
    assert kept in stage.asked(PRIYA)
    page = questions(stage, PRIYA)
    assert "kept with them" in page.text
    page.menu("No longer kept", within=kept)
    stage.world.lead.modal.back()
    stage.plan()
    assert stage.loop().wishes == ()


def test_a_question_never_for_somebody_goes_and_its_cost_is_said_first(stage: Stage) -> None:
    stage.draft([PRIYA, MARC])
    before = stage.asked(PRIYA)
    questions(stage, PRIYA).menu("Never this one for them", within=before[0])
    said = cost(stage)
    assert f"@{PRIYA.name} never asks “{before[0]}”." in said.text
    assert "cost" in said.text.split("asks", 1)[1] or "helps" in said.text
    assert stage.asked(PRIYA) == before, "nothing is changed before the lead says so"
    said.submit()
    stage.plan()
    assert before[0] not in stage.asked(PRIYA)
    page = questions(stage, PRIYA)
    page.click("Allow it again", within=before[0])
    stage.world.lead.modal.back()
    stage.plan()
    assert stage.loop().wishes == ()


@pytest.mark.both
def test_two_panelists_swap_questions(stage: Stage) -> None:
    stage.draft([PRIYA, MARC])
    mine, theirs = stage.asked(PRIYA)[0], stage.asked(MARC)[0]
    questions(stage, PRIYA).menu("Swap with another panelist", within=mine)
    form = stage.world.lead.modal
    label = f"@{PRIYA.name} gives away “{mine}” in exchange for"
    assert "Marc Dubois takes it" in form.options(label)
    form.choose(label, f"Marc Dubois: {theirs}")
    said = cost(stage)
    if not said.submit_text:
        assert "can't be planned" in said.text
        return
    assert f"@{MARC.name} asks “{mine}”, and @{PRIYA.name} asks “{theirs}”." in said.text
    said.submit()
    stage.plan()
    assert theirs in stage.asked(PRIYA)
    assert mine in stage.asked(MARC)


def test_a_question_left_out_of_the_loop_is_asked_by_nobody(quick_stage: Stage) -> None:
    stage = quick_stage
    stage.draft([PRIYA, MARC])
    gone = stage.asked(MARC)[0]
    questions(stage, MARC).menu("Not in this loop", within=gone)
    cost(stage).submit()
    stage.plan()
    assert gone not in [*stage.asked(PRIYA), *stage.asked(MARC)]
    assert "in this loop" in questions(stage, PRIYA).text


def test_a_seat_gets_another_person_turn_and_length(quick_stage: Stage) -> None:
    stage = quick_stage
    stage.draft([PRIYA, MARC])
    stage.plan().menu("Person, order, time, minutes", within=f"@{PRIYA.name} ·")
    form = stage.world.lead.modal
    form.fill("Who", INES.name)
    form.choose("Minutes", "60 minutes")
    form.submit()
    plan = stage.plan()
    assert INES.name in plan.text
    assert PRIYA.name not in plan.text
    assert stage.seat(INES).minutes == 60
    marc = stage.seat(MARC).start
    ines = stage.seat(INES)
    assert marc is not None
    assert ines.end is not None
    assert marc >= ines.end, "interviews never overlap"
    plan.menu("Person, order, time, minutes", within=f"@{INES.name} ·")
    stage.world.lead.modal.choose("Turn", "2.")
    stage.world.lead.modal.submit()
    stage.plan()
    first, second = stage.loop().panel
    assert first.user_id == stage.world.person(MARC).id
    assert first.start == FIRST
    assert first.end is not None
    assert second.start is not None
    assert second.start >= first.end


def test_faults_of_a_seat_stand_on_its_fields(quick_stage: Stage) -> None:
    stage = quick_stage
    stage.draft([PRIYA, MARC])
    stage.plan().menu("Person, order, time, minutes", within=f"@{MARC.name} ·")
    form = stage.world.lead.modal
    for start, says in (
        (FIRST - timedelta(days=7), "still to come"),
        (DEBRIEF, "over by the debrief"),
        (FIRST + timedelta(minutes=20), "another interview"),
    ):
        form.fill("Begins", start)
        form.submit()
        assert says in form.errors["Begins"]
    form.back()
    assert stage.world.lead.modal.title == "The plan"


def test_another_panelist_joins_a_draft(quick_stage: Stage) -> None:
    stage = quick_stage
    stage.draft([PRIYA], [STAND_IN])
    stage.plan().menu("Add another panelist", within=f"@{PRIYA.name} ·")
    form = stage.world.lead.modal
    form.fill("Who", PRIYA.name)
    form.submit()
    assert "on the panel already" in form.errors["Who"]
    form.fill("Who", STAND_IN.name)
    form.submit()
    stage.plan()
    assert [seat.user_id for seat in stage.loop().panel] == [
        stage.world.person(PRIYA).id,
        stage.world.person(STAND_IN).id,
    ]
    assert stage.loop().stand_ins == ()
    assert stage.asked(STAND_IN)


def test_a_shadow_can_be_the_one_who_asks(quick_stage: Stage) -> None:
    stage = quick_stage
    stage.draft([PRIYA, MARC], shadows=[SHADOW])
    stage.plan().menu("With whom, listens or asks")
    form = stage.world.lead.modal
    form.choose("Sits in with", "Marc Dubois")
    form.choose("What they do", "They ask")
    form.submit()
    stage.plan().submit()
    stage.world.settle()
    stage.world.move_to(FIRST)
    assert f"@{MARC.name} listens and scores too" in stage.kit(SHADOW).text
    assert f"@{SHADOW.name} asks your questions" in stage.kit(MARC).text
    assert "asks your questions" not in stage.kit(PRIYA).text


def test_who_has_another_interview_at_that_time_is_named(quick_stage: Stage) -> None:
    stage = quick_stage
    stage.run([PRIYA, MARC])
    plan = stage.draft([PRIYA, INES], name="Bo Berg")
    assert f"@{PRIYA.name} has another interview at that time." in plan.text
    assert f"@{INES.name} has another interview" not in plan.text
    plan.submit()
    stage.world.settle()
    assert stage.loop(2).state is LoopState.RUNNING


def test_who_is_over_their_weekly_limit_is_named(quick_stage: Stage) -> None:
    stage = quick_stage
    context = stage.world.fairloop.context
    marc = stage.world.person(MARC).id
    people.set_panelist(context, stage.actor(LEAD), marc, strengths={}, seniority="mid", weekly_limit=0)
    plan = stage.draft([PRIYA, MARC])
    assert f"@{MARC.name} has 1 interview that week and takes 0." in plan.text
    assert f"@{PRIYA.name} has" not in plan.text


def test_a_wish_that_was_granted_is_not_granted_twice(quick_stage: Stage) -> None:
    stage = quick_stage
    stage.draft([PRIYA, MARC])
    questions(stage, PRIYA).menu("Never this one for them", within=stage.asked(PRIYA)[0])
    page = cost(stage)
    loop_id, _, view = page.private_metadata.partition(":")
    page.submit()
    stage.plan()
    with pytest.raises(Exception, match="changed meanwhile"):
        wishes.apply(stage.world.fairloop.context, stage.actor(LEAD), int(loop_id), view)
    assert len(stage.loop().wishes) == 1


def test_only_who_leads_the_loop_changes_it(quick_stage: Stage) -> None:
    stage = quick_stage
    stage.draft([PRIYA, MARC])
    seat = stage.seat(PRIYA)
    with pytest.raises(Exception, match="Only the people who lead this loop"):
        wishes.forget(stage.world.fairloop.context, stage.actor(MARC), seat.interview_id, "", "x")
