"""Every clause of every reason, derived again from the plan alone."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, seed, settings

from bot.domain.planning import (
    Competency,
    Conflict,
    Pair,
    Panelist,
    PlannedPair,
    Problem,
    Question,
    reason,
    solve,
)
from tests.chance import SEED, count
from tests.domain.planning_cases import PATIENT, small_problems

pytestmark = pytest.mark.slow

STRENGTH = (
    r"(?P<only>the only panelist, strength (?P<only_strength>\d) of 3)"
    r"|(?P<strongest>strongest on the panel)"
    r"|(?P<level>nobody on the panel is stronger)"
    r"|strongest after (?P<after>.+), who asks? about it too"
    r"|(?P<room>strongest of those with room for it)"
    r"|strength (?P<strength>\d) of 3"
)
ORIGIN = (
    r"(?P<asked>already asked)|(?P<pinned>pinned)|(?P<kept>kept from the plan that is out)"
    r"|(?P<core>a core question: every candidate gets it)|(?P<fresh>not asked in 180 days)"
    r"|asked (?P<times>once|\d+ times) in 180 days"
)
TIME = (
    r"(?P<over>\d+) minutes asked, over their (?P<over_of>\d+)"
    r"|fills their (?P<full>\d+) minutes|uses (?P<used>\d+) of their (?P<used_of>\d+) minutes"
)
REASON = re.compile(rf"(?P<who>.+?): (?P<what>.+?), (?:{STRENGTH}); (?:{ORIGIN}); (?:{TIME})")


def check_every_clause(problem: Problem, it: PlannedPair, plan: Sequence[PlannedPair]) -> None:
    said = REASON.fullmatch(it.reason)
    assert said, it.reason
    assert (said["who"], said["what"]) == (it.panelist, it.competency)
    _check_strength(problem, it, plan, said)
    _check_origin(problem, it, said)
    _check_time(problem, it, plan, said)


def _check_strength(
    problem: Problem, it: PlannedPair, plan: Sequence[PlannedPair], said: re.Match[str]
) -> None:
    strengths = {person.id: person.strengths.get(it.competency, 1) for person in problem.panelists}
    mine = strengths.pop(it.panelist)
    stronger = {person for person, strength in strengths.items() if strength > mine}
    if said["only"]:
        assert not strengths
        assert int(said["only_strength"]) == mine
    if said["strongest"]:
        assert all(mine > strength for strength in strengths.values())
    if said["level"]:
        assert not stronger
        assert mine in strengths.values()
    if said["after"]:
        assert set(re.split(r", | and ", said["after"])) == stronger
        assert stronger <= {other.panelist for other in plan if other.competency == it.competency}
    if said["room"]:
        assert stronger
        assert not any(_could_ask(problem, person, it, plan) for person in stronger)
    if said["strength"]:
        assert int(said["strength"]) == mine


def _could_ask(problem: Problem, person: str, it: PlannedPair, plan: Sequence[PlannedPair]) -> bool:
    who = problem.panelist_by_id[person]
    theirs = [other for other in plan if other.panelist == person]
    keys = {other.competency for other in theirs} | {it.competency}
    has_limit = len(keys) > who.max_competencies and it.competency not in {o.competency for o in theirs}
    minutes = sum(other.minutes for other in theirs) + it.minutes
    too_long = minutes > max(0, who.minutes - problem.reserve_minutes)
    return not (has_limit or too_long or Pair(person, it.question) in problem.ban)


def _check_origin(problem: Problem, it: PlannedPair, said: re.Match[str]) -> None:
    question = problem.question_by_id[it.question]
    assert bool(said["asked"]) == (it.pair in problem.asked)
    if said["pinned"]:
        assert it.pair in problem.pin
    if said["kept"]:
        assert it.pair in problem.keep
    if said["core"]:
        assert question.core
    if said["fresh"]:
        assert question.exposure == 0
    if said["times"]:
        assert said["times"] == ("once" if question.exposure == 1 else f"{question.exposure} times")


def _check_time(problem: Problem, it: PlannedPair, plan: Sequence[PlannedPair], said: re.Match[str]) -> None:
    used = sum(other.minutes for other in plan if other.panelist == it.panelist)
    available = max(0, problem.panelist_by_id[it.panelist].minutes - problem.reserve_minutes)
    if said["over"]:
        assert (int(said["over"]), int(said["over_of"])) == (used, available)
        assert used > available
    if said["full"]:
        assert int(said["full"]) == used == available
    if said["used"]:
        assert (int(said["used"]), int(said["used_of"])) == (used, available)


@pytest.mark.large
@seed(SEED)
@settings(
    max_examples=count(usual=30, large=400),
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(small_problems())
def test_every_claim_of_every_reason_is_true_of_the_plan(problem: Problem) -> None:
    try:
        plan = solve(problem, PATIENT)
    except Conflict:
        return
    for it in plan.pairs:
        check_every_clause(problem, it, plan.pairs)
        assert it.minutes == problem.question_by_id[it.question].minutes


PANEL = Problem(
    panelists=(
        Panelist("Priya", 50, {"MLOps": 3}),
        Panelist("Sam", 40, {"MLOps": 2}, max_competencies=1),
        Panelist("Ann", 30, {"MLOps": 1}),
    ),
    competencies=(Competency("MLOps"), Competency("Data")),
    questions=(
        Question("m1", "MLOps", 10, core=True),
        Question("m2", "MLOps", 10, exposure=1),
        Question("m3", "MLOps", 10, exposure=4),
        Question("d1", "Data", 30),
    ),
    ban=(Pair("Priya", "m3"),),
)


def test_reasons_say_who_is_strongest_what_brought_the_question_in_and_the_time() -> None:
    pairs = [Pair("Priya", "m1"), Pair("Priya", "d1"), Pair("Ann", "m2"), Pair("Sam", "m3")]
    assert reason(PANEL, pairs[0], pairs) == (
        "Priya: MLOps, strongest on the panel; a core question: every candidate gets it; "
        "fills their 40 minutes"
    )
    assert reason(PANEL, pairs[2], pairs) == (
        "Ann: MLOps, strongest after Priya and Sam, who ask about it too; asked once in 180 days; "
        "uses 10 of their 20 minutes"
    )


def test_somebody_stronger_without_room_is_not_counted_against_a_pair() -> None:
    pairs = [Pair("Sam", "d1"), Pair("Priya", "m1"), Pair("Priya", "m2"), Pair("Ann", "m3")]
    assert "strongest of those with room for it" in reason(PANEL, pairs[3], pairs)
    without_ban = Problem(PANEL.panelists, PANEL.competencies, PANEL.questions)
    assert "strength 1 of 3" in reason(without_ban, Pair("Ann", "m3"), pairs[:1] + pairs[3:])


def test_people_and_questions_are_called_by_their_names_where_they_have_one() -> None:
    people = (Panelist("U1", 30, {"MLOps": 3}, name="Priya"), Panelist("U2", 19, name="Sam"))
    problem = Problem(
        people,
        (Competency("MLOps", lowest=1),),
        (
            Question("q1", "MLOps", 10, name="Drift"),
            Question("q2", "MLOps", 10, core=True, name="Rollback"),
        ),
        ban=(Pair("U2", "q2"),),
    )
    plan = solve(problem, PATIENT)
    assert {it.reason.split(":")[0] for it in plan.pairs} == {"Priya"}
    assert [it.why for it in plan.unmet] == [
        "MLOps has 1 of 2 panelists. 5 minutes more for Sam would mend it."
    ]
    pinned = Problem(
        people, problem.competencies, problem.questions, pin=(Pair("U1", "q1"), Pair("U2", "q1"))
    )
    with pytest.raises(Conflict, match="Drift can be asked once: Priya asks Drift, Sam asks Drift"):
        solve(pinned, PATIENT)


def test_kept_pairs_of_somebody_who_left_are_dropped() -> None:
    gone, stale = Pair("nobody", "m1"), Pair("Priya", "old question")
    plan = solve(Problem(PANEL.panelists, PANEL.competencies, PANEL.questions, keep=(gone, stale)), PATIENT)
    assert plan.status == "optimal"
    assert plan.tiers["dropped"] == 2
