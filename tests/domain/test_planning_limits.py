"""The hard limits, facts that break them, and pins that conflict."""

from dataclasses import replace
from itertools import chain, combinations

import pytest
from hypothesis import HealthCheck, given, seed, settings

from bot.domain.planning import (
    Competency,
    Conflict,
    Pair,
    Panelist,
    Problem,
    Question,
    limits_broken,
    solve,
)
from tests.chance import SEED, count
from tests.domain.planning_cases import PATIENT, small_problems
from tests.domain.planning_reference import keeps_limits

pytestmark = pytest.mark.slow

PANEL = Problem(
    panelists=(
        Panelist("Ann", 30, {"Code": 0}, max_competencies=1),
        Panelist("Bo", 30),
    ),
    competencies=(Competency("Data", 1, 1, 2), Competency("Code", 1, 1, 2)),
    questions=(
        Question("d1", "Data", 8),
        Question("d2", "Data", 8),
        Question("d3", "Data", 8),
        Question("c1", "Code", 8),
    ),
)


def conflict_of(problem: Problem) -> list[tuple[str, tuple[Pair, ...]]]:
    with pytest.raises(Conflict) as raised:
        solve(problem, PATIENT)
    return [(breach.why, breach.pairs) for breach in raised.value.breaches]


def test_a_pair_that_is_pinned_and_banned_is_a_conflict() -> None:
    pair = Pair("Bo", "d1")
    assert conflict_of(replace(PANEL, pin=(pair,), ban=(pair,))) == [("banned", (pair,))]


def test_a_question_pinned_to_two_panelists_names_both() -> None:
    pins = (Pair("Ann", "d1"), Pair("Bo", "d1"))
    assert conflict_of(replace(PANEL, pin=pins)) == [("d1 can be asked once", pins)]


def test_a_pin_against_a_question_already_asked_names_both() -> None:
    fact, pin = Pair("Ann", "d1"), Pair("Bo", "d1")
    assert conflict_of(replace(PANEL, asked=(fact,), pin=(pin,))) == [("d1 can be asked once", (fact, pin))]


def test_a_pin_in_a_competency_of_strength_0_is_a_conflict() -> None:
    pair = Pair("Ann", "c1")
    assert conflict_of(replace(PANEL, pin=(pair,))) == [("Ann has strength 0 in Code", (pair,))]


def test_pins_that_take_too_long_name_all_of_them() -> None:
    pins = (Pair("Bo", "d1"), Pair("Bo", "d2"), Pair("Bo", "c1"))
    assert conflict_of(replace(PANEL, pin=pins)) == [("Bo has 20 minutes for questions, not 24", pins)]


def test_pins_in_too_many_competencies_name_all_of_them() -> None:
    people = (Panelist("Ann", 60, max_competencies=1),)
    pins = (Pair("Ann", "d1"), Pair("Ann", "c1"))
    problem = replace(PANEL, panelists=people, pin=pins)
    assert conflict_of(problem) == [("Ann takes at most 1 competency, not 2", pins)]


def test_more_pins_than_a_competency_has_questions_name_all_of_them() -> None:
    pins = (Pair("Ann", "d1"), Pair("Ann", "d2"), Pair("Bo", "d3"))
    assert conflict_of(replace(PANEL, pin=pins)) == [("Data has at most 2 questions, not 3", pins)]


def test_several_conflicts_are_all_named_at_once() -> None:
    pins = (Pair("Ann", "c1"), Pair("Bo", "d1"))
    found = conflict_of(replace(PANEL, pin=pins, ban=(pins[1],)))
    assert found == [("banned", (pins[1],)), ("Ann has strength 0 in Code", (pins[0],))]


def test_facts_break_no_limit_and_nothing_is_added_where_they_exceed_one() -> None:
    facts = tuple(Pair("Ann", it) for it in ("d1", "d2", "d3", "c1"))
    plan = solve(replace(PANEL, asked=facts, ban=(facts[0],)), PATIENT)
    assert {it.pair for it in plan.pairs} == set(facts)
    assert plan.status == "optimal"
    assert plan.tiers["load"] == 16


def test_a_question_two_people_asked_already_counts_once_and_is_not_asked_again() -> None:
    facts = (Pair("Ann", "d1"), Pair("Bo", "d1"))
    plan = solve(replace(PANEL, asked=facts), PATIENT)
    assert set(facts) < {it.pair for it in plan.pairs}
    assert [it.question for it in plan.pairs].count("d1") == 2
    assert plan.tiers["asked"] == len({it.question for it in plan.pairs}) == 3


def test_a_pin_under_a_limit_that_facts_exceed_is_a_conflict() -> None:
    facts = tuple(Pair("Ann", it) for it in ("d1", "d2", "d3"))
    people = (Panelist("Ann", 60), Panelist("Bo", 30))
    problem = replace(PANEL, panelists=people, asked=facts[:2], pin=(Pair("Bo", "d3"),))
    assert conflict_of(problem) == [
        ("Data has at most 2 questions, not 3", (*facts[:2], Pair("Bo", "d3"))),
    ]


@pytest.mark.large
@seed(SEED)
@settings(
    max_examples=count(usual=40, large=400),
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(small_problems())
def test_the_limits_of_any_set_of_pairs_are_those_of_the_plain_reading(problem: Problem) -> None:
    facts = set(problem.asked)
    pairs = [Pair(person.id, it.id) for person in problem.panelists for it in problem.questions]
    for added in chain.from_iterable(combinations(pairs, size) for size in (0, 1, 2)):
        chosen = frozenset([*facts, *added])
        assert (not limits_broken(problem, chosen)) == keeps_limits(problem, chosen)
