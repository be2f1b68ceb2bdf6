"""What is unmet is all that is missing, and the mend of each is the first change that mends it."""

from collections.abc import Iterator
from dataclasses import replace
from time import perf_counter

import pytest
from hypothesis import HealthCheck, assume, given, seed, settings
from hypothesis import strategies as st

from bot.domain.planning import (
    Competency,
    Mend,
    Pair,
    Panelist,
    Problem,
    Question,
    Unmet,
    apply_mend,
    solve,
)
from bot.domain.planning.greedy import greedy
from bot.domain.planning.optimum import optimise
from tests.chance import SEED, count
from tests.domain.planning_cases import PATIENT

pytestmark = pytest.mark.slow

Missing = dict[tuple[str, str, str | None], int]


def missing(problem: Problem) -> Missing:
    """What the best plan misses, counted plainly."""
    best = optimise(problem, perf_counter() + PATIENT, greedy(problem))
    assert not best.unproven
    asked = {pair.question for pair in best.pairs}
    found: Missing = {
        ("core", it.competency, it.id): int(it.id not in asked) for it in problem.questions if it.core
    }
    for it in problem.competencies:
        about = [pair for pair in best.pairs if problem.question_by_id[pair.question].competency == it.key]
        people, questions = {pair.panelist for pair in about}, {pair.question for pair in about}
        found["panelists", it.key, None] = max(0, it.panelists - len(people))
        found["questions", it.key, None] = max(0, it.lowest - len(questions))
    return found


def changes(problem: Problem) -> Iterator[tuple[Mend, Problem]]:
    """Every change, in the order in which they count as the smallest."""
    people = problem.panelists
    for minutes in range(5, 61, 5):
        for place, it in enumerate(people):
            longer = replace(it, minutes=it.minutes + minutes)
            yield (
                Mend("minutes", it.id, minutes),
                replace(problem, panelists=(*people[:place], longer, *people[place + 1 :])),
            )
    for place, it in enumerate(people):
        wider = replace(it, max_competencies=it.max_competencies + 1)
        yield (
            Mend("competencies", it.id, 1),
            replace(problem, panelists=(*people[:place], wider, *people[place + 1 :])),
        )
    for it in problem.stand_ins:
        yield Mend("stand_in", it.id, it.minutes), replace(problem, panelists=(*people, it))
    new = Panelist("another panelist", 60)
    yield Mend("panelist", None, 60), replace(problem, panelists=(*people, new))


def key(unmet: Unmet) -> tuple[str, str, str | None]:
    return unmet.what, unmet.competency, unmet.question


@st.composite
def short_panels(draw: st.DrawFn) -> Problem:
    """Panels that can't do all that is wanted: too few minutes, competencies, people or questions."""
    keys = ["a", "b"][: draw(st.sampled_from([1, 2, 2]))]
    strengths = st.dictionaries(st.sampled_from(keys), st.sampled_from([0, 1, 3]))
    minutes = st.sampled_from([10, 16, 19, 22, 25])
    people = [
        Panelist(f"p{number}", draw(minutes), draw(strengths), draw(st.sampled_from([1, 1, 2])))
        for number in range(draw(st.integers(1, 3)))
    ]
    return Problem(
        panelists=tuple(people),
        competencies=tuple(
            Competency(it, draw(st.integers(0, 3)), 1, draw(st.integers(1, 3)), draw(st.integers(1, 2)))
            for it in keys
        ),
        questions=tuple(
            Question(
                f"q{number}",
                draw(st.sampled_from(keys)),
                draw(st.sampled_from([5, 6, 9])),
                draw(st.sampled_from([False, False, True])),
            )
            for number in range(draw(st.integers(2, 5)))
        ),
        stand_ins=tuple(
            Panelist(f"s{number}", draw(minutes), draw(strengths))
            for number in range(draw(st.sampled_from([0, 1, 2])))
        ),
    )


@pytest.mark.large
def test_each_mend_is_the_first_change_whose_best_plan_meets_it_and_loses_nothing() -> None:
    seen: dict[str, int] = {}

    @seed(SEED)
    @settings(
        max_examples=count(usual=14, large=60),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(short_panels())
    def check(problem: Problem) -> None:
        plan = solve(problem, limit_seconds=PATIENT)
        now = missing(problem)
        assert {key(it): it.wanted - it.got for it in plan.unmet} == {it: n for it, n in now.items() if n}
        assume(plan.unmet)
        after = [(mend, missing(changed)) for mend, changed in changes(problem)]
        for it in plan.unmet:
            mending = [
                mend
                for mend, then in after
                if then[key(it)] == 0 and all(then[other] <= now[other] for other in now)
            ]
            assert it.mend == (mending[0] if mending else None), it
            change = it.mend.change if it.mend else "none"
            seen[change] = seen.get(change, 0) + 1

    check()
    print(seen)
    assert len(seen) >= 2


def lone(**changes: object) -> Problem:
    """One panelist with 20 minutes for two questions of 8, one competency wanted of two people."""
    problem = Problem(
        panelists=(Panelist("Ann", 30),),
        competencies=(Competency("Data", panelists=1, lowest=2, highest=2),),
        questions=(Question("d1", "Data", 8), Question("d2", "Data", 8)),
    )
    return replace(problem, **changes)  # type: ignore[arg-type]


def test_a_plan_that_meets_everything_has_nothing_unmet() -> None:
    assert solve(lone(), PATIENT).unmet == ()


def test_minutes_come_in_the_fewest_steps_of_five() -> None:
    [unmet] = solve(lone(panelists=(Panelist("Ann", 19),)), PATIENT).unmet
    assert (unmet.what, unmet.wanted, unmet.got) == ("questions", 2, 1)
    assert unmet.mend == Mend("minutes", "Ann", 10)
    assert unmet.why == "Data has 1 of 2 questions. 10 minutes more for Ann would mend it."
    assert solve(apply_mend(lone(panelists=(Panelist("Ann", 19),)), unmet.mend)).unmet == ()


def test_a_competency_more_is_next_when_minutes_do_not_help() -> None:
    problem = lone(
        panelists=(Panelist("Ann", 60, max_competencies=1),),
        competencies=(Competency("Data", 1, 1), Competency("Code", 1, 1)),
        questions=(Question("d1", "Data", 8), Question("c1", "Code", 8)),
    )
    plan = solve(problem, PATIENT)
    assert {it.mend for it in plan.unmet} == {Mend("competencies", "Ann", 1)}
    assert solve(apply_mend(problem, Mend("competencies", "Ann", 1)), PATIENT).unmet == ()


def test_the_first_stand_in_who_can_helps_and_then_somebody_new() -> None:
    wanted = (Competency("Data", panelists=2, lowest=1),)
    stand_ins = (Panelist("Bo", 30, {"Data": 0}), Panelist("Cy", 30, {"Data": 2}))
    problem = lone(competencies=wanted, stand_ins=stand_ins)
    [unmet] = solve(problem, PATIENT).unmet
    assert unmet.mend == Mend("stand_in", "Cy", 30)
    changed = apply_mend(problem, unmet.mend)
    assert [it.id for it in changed.stand_ins] == ["Bo"]
    assert solve(changed, PATIENT).unmet == ()
    [unmet] = solve(lone(competencies=wanted), PATIENT).unmet
    assert unmet.mend == Mend("panelist", None, 60)
    assert solve(apply_mend(lone(competencies=wanted), unmet.mend), PATIENT).unmet == ()


def test_where_nothing_helps_it_says_why() -> None:
    few = lone(questions=(Question("d1", "Data", 8),))
    assert [it.why for it in solve(few, PATIENT).unmet] == [
        "Data has 1 of 2 questions. Only 1 eligible question is about it: add questions."
    ]
    narrow = lone(competencies=(Competency("Data", panelists=2, lowest=1, highest=1),))
    assert [it.why for it in solve(narrow, PATIENT).unmet] == [
        "Data has 1 of 2 panelists. At most 1 question about it is wanted, too few for 2 panelists."
    ]
    cores = lone(questions=tuple(Question(f"d{number}", "Data", 5, core=True) for number in range(3)))
    [unmet] = solve(cores, PATIENT).unmet
    assert unmet.mend is None
    assert unmet.why.endswith("It has 3 core questions, and at most 2 are wanted.")
    nobody = lone(panelists=(), competencies=(Competency("Data", panelists=2, lowest=0),))
    assert [(it.mend, it.got) for it in solve(nobody, PATIENT).unmet] == [(None, 0)]
    assert "No single change mends it" in solve(nobody, PATIENT).unmet[0].why


def test_without_time_the_plan_says_that_no_mend_was_looked_for() -> None:
    [unmet] = solve(lone(panelists=(Panelist("Ann", 19),)), limit_seconds=0).unmet
    assert unmet.mend is None
    assert "no time left" in unmet.why


def test_an_asked_question_that_took_all_the_time_can_be_mended_too() -> None:
    problem = lone(panelists=(Panelist("Ann", 15),), asked=(Pair("Ann", "d1"),), questions=lone().questions)
    [unmet] = solve(problem, PATIENT).unmet
    assert unmet.mend is not None
    assert solve(apply_mend(problem, unmet.mend), PATIENT).unmet == ()
