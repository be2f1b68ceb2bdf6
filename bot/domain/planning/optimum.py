"""Finding the best assignment: tier after tier, each at its optimum before the next counts."""

from dataclasses import dataclass
from time import perf_counter

from ortools.sat.python import cp_model

from bot.domain.planning.problem import TIER_NAMES, Pair, Problem
from bot.domain.planning.program import Goal, Program, build

FAR = 2**40


@dataclass(frozen=True)
class Optimum:
    """The best assignment found, and the tiers that were not proven before the time was over."""

    pairs: tuple[Pair, ...]
    unproven: tuple[str, ...]


def optimise(problem: Problem, deadline: float) -> Optimum:
    """The best assignment; `deadline` is a `perf_counter` time. The pins must keep the limits."""
    program = build(problem)
    model, variables = _model(program)
    solution = _settled(program)
    for position, name in enumerate(TIER_NAMES):
        goal = program.goals[name]
        found, proven = _minimise(model, variables, goal, solution, deadline)
        solution = found or solution
        if not proven:
            return Optimum(program.pairs(solution), TIER_NAMES[position:])
        model.add(_sum(goal, variables) == goal.value(solution))
    return Optimum(program.pairs(solution), ())


def _settled(program: Program) -> list[int]:
    """What is asked and pinned, and nothing else: always a plan."""
    return list(program.lower)


def _model(program: Program) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    model = cp_model.CpModel()
    bounds = zip(program.lower, program.upper, strict=True)
    variables = [model.new_int_var(low, high, "") for low, high in bounds]
    for row in program.rows:
        total = cp_model.LinearExpr.weighted_sum(
            [variables[index] for index in row.terms], list(row.terms.values())
        )
        model.add_linear_constraint(
            total,
            -FAR if row.low is None else row.low,
            FAR if row.high is None else row.high,
        )
    return model, variables


def _sum(goal: Goal, variables: list[cp_model.IntVar]) -> cp_model.LinearExprT:
    chosen = [variables[index] for index in goal.terms]
    return cp_model.LinearExpr.weighted_sum(chosen, list(goal.terms.values())) + goal.constant


def _minimise(
    model: cp_model.CpModel,
    variables: list[cp_model.IntVar],
    goal: Goal,
    hint: list[int],
    deadline: float,
) -> tuple[list[int] | None, bool]:
    """The best solution found, and whether it is proven to be the best."""
    seconds = deadline - perf_counter()
    if seconds <= 0:
        return None, False
    model.clear_hints()
    for variable, value in zip(variables, hint, strict=True):
        model.add_hint(variable, value)
    model.minimize(_sum(goal, variables))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None, False
    return [solver.value(variable) for variable in variables], status == cp_model.OPTIMAL
