"""Plans that are the same everywhere, that keep to the time, and that change as little as they must."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from bot.domain.planning import (
    TIER_NAMES,
    Ban,
    Competency,
    Conflict,
    Pair,
    Panelist,
    Pin,
    Plan,
    Problem,
    Question,
    Swap,
    apply_change,
    cost_of,
    limits_broken,
    rank,
    solve,
    tiers,
)
from bot.domain.planning.greedy import greedy
from tests.chance import SEED
from tests.domain.planning_cases import PATIENT

pytestmark = pytest.mark.slow


def panel(people: int, keys: int, questions: int, seed: int) -> Problem:
    """A panel of ordinary size, drawn from a seed."""
    random = Random(seed)
    competencies = tuple(Competency(f"c{number}") for number in range(keys))
    return Problem(
        panelists=tuple(
            Panelist(
                f"p{number}",
                random.choice([30, 45, 60]),
                {it.key: random.randint(0, 3) for it in competencies},
            )
            for number in range(people)
        ),
        competencies=competencies,
        questions=tuple(
            Question(
                f"q{number}",
                f"c{number % keys}",
                random.choice([5, 6, 8, 10, 12]),
                core=number < keys and random.random() < 0.5,
                exposure=random.choice([0, 0, 1, 3, 7]),
            )
            for number in range(questions)
        ),
        seed=seed,
    )


def chosen(plan: Plan) -> set[Pair]:
    return {it.pair for it in plan.pairs}


def test_the_same_input_gives_the_same_plan_in_every_process() -> None:
    pair = {"panelist": "p1", "question": "q3"}
    problem: dict[str, Any] = {
        "panelists": [{"id": f"p{number}", "minutes": 30 + 5 * number} for number in range(4)],
        "competencies": [{"key": f"c{number}"} for number in range(4)],
        "questions": [
            {"id": f"q{number}", "competency": f"c{number % 4}", "minutes": 6 + number % 3}
            for number in range(24)
        ],
        "keep": [pair],
    }
    answers = set()
    for hash_seed in ("0", "1", "4711"):
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                "from bot.cli import main; main()",
                "plan",
                "-",
                "--json",
                "--limit",
                "600",
            ],
            input=json.dumps(problem),
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        )
        answer = json.loads(done.stdout)
        assert answer["status"] == "optimal"
        assert answer.pop("seconds") > 0
        answers.add(json.dumps(answer))
    assert len(answers) == 1


def test_the_order_of_the_input_makes_no_difference_to_who_asks_what() -> None:
    problem = panel(4, 4, 24, SEED)
    turned = replace(
        problem,
        panelists=problem.panelists[::-1],
        competencies=problem.competencies[::-1],
        questions=problem.questions[::-1],
    )
    assert chosen(solve(problem, PATIENT)) == chosen(solve(turned, PATIENT))


@pytest.mark.parametrize("limit", [0.0, 0.05, 0.2])
def test_at_a_time_limit_the_plan_is_possible_and_says_what_is_not_proven(limit: float) -> None:
    problem = panel(12, 10, 200, 5)
    plan = solve(problem, limit)
    assert plan.status == "feasible"
    assert plan.unproven == TIER_NAMES[-len(plan.unproven) :]
    assert plan.unproven
    assert not limits_broken(problem, chosen(plan))
    assert dict(plan.tiers) == tiers(problem, chosen(plan))
    assert rank(plan.tiers) <= rank(tiers(problem, greedy(problem)))


def test_a_quick_plan_holds_what_is_settled_and_breaks_no_limit() -> None:
    for seed in range(20):
        random = Random(SEED + seed)
        problem = panel(4, 4, 16, SEED + seed)
        pairs = [Pair(it.id, question.id) for it in problem.panelists for question in problem.questions]
        asked = tuple(random.sample(pairs, 3))
        ban, keep = tuple(random.sample(pairs, 6)), tuple(random.sample(pairs, 5))
        problem = replace(problem, asked=asked, ban=ban, keep=keep)
        quick = greedy(problem)
        assert set(asked) <= set(quick)
        assert not limits_broken(problem, quick)
        assert rank(solve(problem, PATIENT).tiers) <= rank(tiers(problem, quick))


def test_who_leaves_changes_only_what_must_change() -> None:
    problem = panel(5, 4, 24, 3)
    before = solve(problem, PATIENT)
    leaver = before.pairs[0].panelist
    kept = tuple(it.pair for it in before.pairs if it.panelist != leaver)
    stand_in = Panelist("stand-in", 60)
    others = tuple(it for it in problem.panelists if it.id != leaver)
    after = solve(replace(problem, panelists=(*others, stand_in), keep=kept), PATIENT)
    assert after.tiers["dropped"] == 0
    assert set(kept) <= chosen(after)
    assert after.tiers["added"] == sum(it.panelist != "stand-in" for it in after.pairs) - len(kept)


def test_what_was_asked_stays_when_an_interview_gets_shorter() -> None:
    problem = panel(5, 4, 24, 4)
    before = solve(problem, PATIENT)
    first = before.pairs[0]
    kept = tuple(it.pair for it in before.pairs)
    shorter = tuple(
        replace(it, minutes=10 + first.minutes) if it.id == first.panelist else it for it in problem.panelists
    )
    after = solve(replace(problem, panelists=shorter, keep=kept, asked=(first.pair,)), PATIENT)
    assert [it.question for it in after.pairs if it.panelist == first.panelist] == [first.question]
    theirs = sum(it.panelist == first.panelist for it in before.pairs)
    assert after.tiers["dropped"] == theirs - 1


def test_a_pin_stays_a_ban_goes_and_a_swap_exchanges() -> None:
    problem = panel(5, 4, 24, 6)
    plan = solve(problem, PATIENT)
    one = plan.pairs[0].pair
    other = next(it.pair for it in plan.pairs if it.panelist != one.panelist)
    free = next(
        it.id
        for it in problem.questions
        if it.id not in {pair.question for pair in plan.pairs} and it.competency == plan.pairs[0].competency
    )
    assert one not in chosen(cost_of(problem, plan, Ban(one), PATIENT).plan)
    assert Pair(one.panelist, free) in chosen(
        cost_of(problem, plan, Pin(Pair(one.panelist, free)), PATIENT).plan
    )
    swapped = cost_of(problem, plan, Swap(one, Pair(one.panelist, free)), PATIENT)
    assert Pair(one.panelist, free) in chosen(swapped.plan)
    assert one not in chosen(swapped.plan)
    crossed = apply_change(problem, Swap(one, other))
    assert crossed.pin == (Pair(one.panelist, other.question), Pair(other.panelist, one.question))
    assert crossed.ban == (one, other)


def test_the_last_wish_about_a_pair_counts() -> None:
    problem = panel(3, 2, 8, 6)
    pair = Pair("p0", "q0")
    banned = apply_change(apply_change(problem, Pin(pair)), Ban(pair))
    assert (banned.pin, banned.ban) == ((), (pair,))
    pinned = apply_change(banned, Pin(pair))
    assert (pinned.pin, pinned.ban) == ((pair,), ())


def test_what_a_wish_costs_is_said_in_words_and_in_tier_order() -> None:
    problem = Problem(
        panelists=(Panelist("Ann", 30, {"Data": 3}), Panelist("Bo", 30)),
        competencies=(Competency("Data", panelists=2, lowest=2, highest=2),),
        questions=(Question("d1", "Data", 8, core=True), Question("d2", "Data", 8)),
    )
    plan = solve(problem, PATIENT)
    assert cost_of(problem, plan, Pin(plan.pairs[0].pair), PATIENT).words == "It costs nothing."
    banned = apply_change(problem, Ban(Pair("Ann", "d1")))
    cost = cost_of(banned, solve(banned, PATIENT), Ban(Pair("Bo", "d1")), PATIENT)
    assert cost.words == (
        "It costs: core question d1 is left unasked; Data has 1 of 2 panelists; Data has 1 of 2 questions; "
        "one more panelist with nothing to ask; one question fewer asked; "
        "strengths add up to 3 instead of 4; "
        "the least busy panelist has at least 0% of their minutes used instead of 40%. "
        "In return: one time fewer somebody takes up a competency."
    )
    undone = cost_of(cost.problem, cost.plan, Pin(Pair("Bo", "d1")), PATIENT)
    assert undone.worse == ("one more time somebody takes up a competency",)
    assert undone.better[:3] == (
        "core question d1 is asked",
        "Data has all 2 panelists",
        "Data has all 2 questions",
    )


def test_a_wish_that_cannot_be_met_is_a_conflict() -> None:
    problem = panel(3, 2, 8, 6)
    plan = solve(problem, PATIENT)
    with pytest.raises(Conflict):
        cost_of(replace(problem, pin=(Pair("p0", "q0"),)), plan, Pin(Pair("p1", "q0")), PATIENT)
