"""The planner against every assignment there is, on problems small enough to try them all."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, seed, settings

from bot.domain.planning import TIER_NAMES, Conflict, Problem, limits_broken, solve, tiers
from tests.chance import LARGE, SEED, count
from tests.domain.planning_cases import PATIENT, small_problems
from tests.domain.planning_reference import best_of, every_assignment, keeps_limits, values

pytestmark = pytest.mark.slow

CASES = count(usual=40, large=300)


@pytest.mark.large
def test_no_assignment_beats_the_plan_in_any_tier_and_every_tier_decides() -> None:
    decided: Counter[str] = Counter()
    solved = 0

    @seed(SEED)
    @settings(max_examples=CASES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(small_problems())
    def compare(problem: Problem) -> None:
        nonlocal solved
        best, deciding = best_of(problem)
        if best is None:
            with pytest.raises(Conflict):
                solve(problem, PATIENT)
            return
        plan = solve(problem, PATIENT)
        assert plan.status == "optimal"
        assert dict(plan.tiers) == best
        pairs = frozenset(pair.pair for pair in plan.pairs)
        assert len(pairs) == len(plan.pairs)
        assert keeps_limits(problem, pairs)
        assert values(problem, pairs) == best
        solved += 1
        decided.update(deciding)

    compare()
    shares = {name: decided[name] / solved for name in TIER_NAMES}
    print({name: f"{share:.0%}" for name, share in shares.items()}, f"of {solved}")
    if LARGE:  # Each decides some 5 to 60 in a hundred: in a few cases the rarest may not come up.
        assert min(shares.values()) >= 0.01


@pytest.mark.large
@seed(SEED)
@settings(
    max_examples=count(usual=40, large=400),
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(small_problems())
def test_tiers_and_limits_of_any_assignment_are_those_of_the_plain_reading(problem: Problem) -> None:
    for chosen in list(every_assignment(problem))[:50]:
        assert tiers(problem, chosen) == values(problem, chosen)
        assert not limits_broken(problem, chosen)
