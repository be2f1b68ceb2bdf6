"""From a problem to a plan."""

from time import perf_counter

from bot.domain.planning.greedy import greedy
from bot.domain.planning.limits import check_pins
from bot.domain.planning.optimum import optimise
from bot.domain.planning.problem import Plan, Problem
from bot.domain.planning.reasons import with_reasons
from bot.domain.planning.tiers import tiers
from bot.domain.planning.unmet import unmet

LIMIT_SECONDS = 10.0
MEND_SHARE = 0.2
"""What of the limit is kept back for the search for mends, where something is unmet."""


def solve(problem: Problem, limit_seconds: float = LIMIT_SECONDS, *, mends: bool = True) -> Plan:
    """The best plan; raises Conflict where the pinned pairs can't all stay.

    Within `limit_seconds` every tier is proven to be at its optimum, or the plan is the best one found
    and names the tiers that are not proven. The same problem gives the same plan once all are proven. Without
    `mends` nothing is looked for that would mend what is unmet.
    """
    started = perf_counter()
    check_pins(problem)
    deadline = started + limit_seconds
    best = optimise(problem, deadline, greedy(problem), kept_back=MEND_SHARE * limit_seconds)
    return Plan(
        status="feasible" if best.unproven else "optimal",
        unproven=best.unproven,
        tiers=tiers(problem, best.pairs),
        pairs=with_reasons(problem, best.pairs),
        unmet=unmet(problem, best.pairs, deadline, mends=mends),
        seconds=perf_counter() - started,
    )
