"""Loops that turn out to hold what somebody trained on: found, and planned again."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.acting.context import system
from bot.domain import planning
from bot.domain.prep import Met, Use, may_use
from bot.services.planning import plans
from bot.services.planning import questions as plan_questions
from bot.storage import loops as stored_loops
from bot.storage.tables import Candidate, Due, Loop
from tests.databases import copied, open_database
from tests.domain.prep.questions import question
from tests.services.leak_world import TEAM, Human, World


@pytest.fixture
def world(sqlite_template: Path, tmp_path: Path) -> Iterator[World]:
    database = open_database(copied(sqlite_template, tmp_path))
    yield World(database, random.Random(1))
    database.dispose()


def planned_for(world: World, human: Human) -> Loop:
    """A loop for somebody whose Slack user nobody named yet, with one question that may be asked."""
    askable = question("data-asked", prep=False)
    world.bank.held = {askable.id: askable}
    world.bank.families[askable.prompt] = askable.prompt
    with world.context.transaction(system(TEAM)) as tx:
        candidate = Candidate(team_id=TEAM, label="A. K.", name="A. K.", name_key="k")
        tx.session.add(candidate)
        tx.session.flush()
        human.records[candidate.id] = False
        loop = world._loop(tx, candidate)
        world._assign(tx, stored_loops.look(tx, loop.id), askable)
        tx.session.flush()
        return loop


def test_when_it_becomes_known_who_a_candidate_is_their_loop_is_planned_again(world: World) -> None:
    human = world.people[0]
    loop = planned_for(world, human)
    world.bank.flip_mark()
    world._send(human)
    assert "data-asked" in human.ids
    with world.context.transaction(system(TEAM)) as tx:
        candidate = tx.session.get_one(Candidate, loop.candidate_id)
        plans.plan_again_where_trained(tx, world.bank.now(), candidate.id, but_loop=0)
        assert tx.events == []
        candidate.slack_user = human.user_id
        tx.session.flush()
        plans.plan_again_where_trained(tx, world.bank.now(), candidate.id, but_loop=0)
    with world.context.reading(system(TEAM)) as tx:
        again = tx.session.scalars(select(Due).where(Due.kind == "plan")).one()
    assert again.thing_id == loop.id


def test_a_plan_is_not_stored_with_what_was_sent_while_the_solver_was_at_work(world: World) -> None:
    human = world.people[0]
    loop = planned_for(world, human)
    other = question("data-other", prep=True)
    world.bank.held[other.id] = other
    world.bank.families[other.prompt] = other.prompt
    world._send(human)
    assert other.id in human.ids
    world.bank.held[other.id] = question("data-other", prep=False)
    with world.context.transaction(system(TEAM)) as tx:
        tx.session.get_one(Candidate, loop.candidate_id).slack_user = human.user_id
        tx.session.flush()
        pair = planning.PlannedPair("UPANEL", other.id, "Data", 8, "")
        plan = planning.Plan(pairs=(pair,), unmet=(), tiers={}, status="optimal", seconds=0.0, unproven=())
        assert plan_questions.trained_meanwhile(tx, world.bank.now(), stored_loops.look(tx, loop.id), plan)
        tx.session.get_one(Candidate, loop.candidate_id).slack_user = "USOMEBODY"
        tx.session.flush()
        assert not plan_questions.trained_meanwhile(
            tx, world.bank.now(), stored_loops.look(tx, loop.id), plan
        )


def test_a_kit_that_is_out_stays_when_its_question_gets_a_prep_mark(world: World) -> None:
    loop = planned_for(world, world.people[0])
    world.bank.flip_mark()
    with world.context.reading(system(TEAM)) as tx:
        kept = plan_questions.askable(tx, world.bank.now(), stored_loops.look(tx, loop.id), {"data-asked"})
        anew = plan_questions.askable(tx, world.bank.now(), stored_loops.look(tx, loop.id), ())
    assert kept == {"data-asked"}
    assert not anew
    assert may_use(world.bank.held["data-asked"], Use.TRAIN, Met())
