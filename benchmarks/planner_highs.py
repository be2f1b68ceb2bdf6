"""The planner's stages with HiGHS (through scipy) instead of CP-SAT, to compare the two."""

from time import perf_counter

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from bot.domain.planning import MOST_IS_BEST, Pair, Problem, tiers
from bot.domain.planning.optimum import STAGES
from bot.domain.planning.program import PlanProgram, Row


def optimise_with_highs(problem: Problem, seconds: float) -> tuple[tuple[Pair, ...], bool]:
    """The best pairs, and whether all tiers were proven within the seconds.

    Every tier is a solve of its own: sums of weighted tiers go beyond what floating point tells apart.
    """
    deadline = perf_counter() + seconds
    decided: list[str] = []
    pairs: tuple[Pair, ...] = ()
    for see, groups in STAGES:
        program = PlanProgram(problem, see(problem))
        for name in [name for group in groups for name in group]:
            found = _minimise(program, decided, pairs, name, deadline - perf_counter())
            if found is None:
                return pairs, False
            pairs = found
            decided.append(name)
    return pairs, True


def _minimise(
    program: PlanProgram, decided: list[str], best: tuple[Pair, ...], name: str, seconds: float
) -> tuple[Pair, ...] | None:
    if seconds <= 0:
        return None
    rows = [*program.program.rows, *(_held(program, it, best) for it in decided)]
    entries = [
        (number, index, value) for number, row in enumerate(rows) for index, value in row.terms.items()
    ]
    numbers, indexes, values = zip(*entries, strict=True)
    size = len(program.program.lower)
    matrix = csr_matrix((values, (numbers, indexes)), shape=(len(rows), size))
    low = [-np.inf if row.low is None else row.low for row in rows]
    high = [np.inf if row.high is None else row.high for row in rows]
    cost = np.zeros(size)
    shift = program.tie_shift if name == "ties" else 0
    for index, value in program.program.goals[name].terms.items():
        cost[index] = value >> shift
    result = milp(
        cost,
        integrality=np.ones(size),
        bounds=Bounds(program.program.lower, program.program.upper),
        constraints=LinearConstraint(matrix, low, high),
        options={"time_limit": seconds, "mip_rel_gap": 0},
    )
    return program.pairs([round(value) for value in result.x]) if result.status == 0 else None


def _held(program: PlanProgram, name: str, pairs: tuple[Pair, ...]) -> Row:
    goal = program.program.goals[name]
    value = tiers(program.problem, pairs)[name]
    value = (-value if name in MOST_IS_BEST else value) - goal.constant
    return Row(goal.terms, value, value)
