"""Finding the best assignment: tier after tier, each at its optimum before the next counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from time import perf_counter

from ortools.sat.python import cp_model

from bot.domain.planning.kinds import Kind, by_minutes, one_by_one, shortest
from bot.domain.planning.problem import MOST_IS_BEST, TIER_NAMES, Pair, Problem
from bot.domain.planning.program import Goal, PlanProgram
from bot.domain.planning.tiers import rank, tiers

STAGES: tuple[tuple[Callable[[Problem], list[Kind]], tuple[tuple[str, ...], ...]], ...] = (
    (
        shortest,
        (("core", "dropped", "cover", "depth", "idle", "added"), ("spread", "asked"), ("fit",), ("load",)),
    ),
    (by_minutes, (("least",),)),
    (one_by_one, (("exposure", "ties"),)),
)
"""For each way to see the questions, the tiers decided so; the tiers of one group are one solve."""

FAR = 2**50
MOST_WEIGHT = 2**60
SHARE = 0.6
"""What of the time left one solve may take, so that later tiers are looked at too; the last has all."""


@dataclass(frozen=True)
class Optimum:
    """The best assignment found, and the tiers that were not proven before the time was over."""

    pairs: tuple[Pair, ...]
    unproven: tuple[str, ...]


def optimise(problem: Problem, deadline: float, start: Sequence[Pair]) -> Optimum:
    """The best assignment, from any valid one on; `deadline` is a `perf_counter` time.

    What is asked and pinned must keep the limits.
    """
    best = tuple(start)
    proven: list[str] = []
    so_far: list[str] = []
    for see, groups in STAGES:
        if perf_counter() >= deadline:
            break
        search = _Search(PlanProgram(problem, see(problem)), so_far, best)
        for group in groups:
            for names in search.split(group):
                found = search.minimise(names, best, deadline)
                best = found.pairs
                if len(proven) == len(so_far):
                    proven += names[: found.proven]
                so_far += names
                search.fix(names, best)
    return Optimum(best, TIER_NAMES[len(proven) :])


@dataclass(frozen=True)
class _Found:
    """The best pairs after a solve, and how many of its tiers, from the first on, are proven."""

    pairs: tuple[Pair, ...]
    proven: int


class _Search:
    """One model; the tiers that are decided stay at their values."""

    def __init__(self, program: PlanProgram, decided: Sequence[str], best: Sequence[Pair]) -> None:
        self.program = program
        self.problem = program.problem
        self.model = cp_model.CpModel()
        bounds = zip(program.program.lower, program.program.upper, strict=True)
        self.variables = [self.model.new_int_var(low, high, "") for low, high in bounds]
        for row in program.program.rows:
            low, high = -FAR if row.low is None else row.low, FAR if row.high is None else row.high
            chosen = [self.variables[index] for index in row.terms]
            total = cp_model.LinearExpr.weighted_sum(chosen, list(row.terms.values()))
            self.model.add_linear_constraint(total, low, high)
        self.fix(decided, best)

    def _goal(self, name: str) -> Goal:
        return self.program.program.goals[name]

    def _sum(self, weights: dict[int, int]) -> cp_model.LinearExprT:
        chosen = [self.variables[index] for index in weights]
        return cp_model.LinearExpr.weighted_sum(chosen, list(weights.values()))

    def fix(self, names: Sequence[str], pairs: Sequence[Pair]) -> None:
        """Hold tiers at the values they have for the pairs."""
        values = tiers(self.problem, pairs)
        for name in names:
            if name in self.program.program.goals and name != "ties":
                goal = self._goal(name)
                value = -values[name] if name in MOST_IS_BEST else values[name]
                self.model.add(self._sum(dict(goal.terms)) == value - goal.constant)

    def split(self, names: Sequence[str]) -> list[tuple[str, ...]]:
        """Groups of tiers, in order, whose weighted sum stays within 64 bits."""
        groups: list[tuple[str, ...]] = []
        weight = 1
        for name in names:
            goal = self._goal(name)
            weight *= goal.highest - goal.lowest + 1
            if groups and weight < MOST_WEIGHT:
                groups[-1] = (*groups[-1], name)
            else:
                groups.append((name,))
                weight = goal.highest - goal.lowest + 1
        return groups

    def minimise(self, names: Sequence[str], best: tuple[Pair, ...], deadline: float) -> _Found:
        """The best pairs for tiers in order, looked for from `best` on."""
        seconds = deadline - perf_counter()
        if seconds <= 0:
            return _Found(best, 0)
        weights, terms, offset = self._weighted(names)
        self.model.clear_hints()
        for index, value in self.program.hint(best).items():
            self.model.add_hint(self.variables[index], value)
        self.model.minimize(self._sum(terms))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.linearization_level = 2
        solver.parameters.symmetry_level = 0
        solver.parameters.max_time_in_seconds = seconds if names[-1] == "ties" else SHARE * seconds
        status = solver.solve(self.model)
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return _Found(best, 0)
        found = self.program.pairs([solver.value(variable) for variable in self.variables])
        if status == cp_model.OPTIMAL:
            return _Found(found, len(names))
        value, bound = round(solver.objective_value), round(solver.best_objective_bound)
        proven = sum((value + offset) // weight == (bound + offset) // weight for weight in weights)
        return _Found(min(found, best, key=lambda pairs: rank(tiers(self.problem, pairs))), proven)

    def _weighted(self, names: Sequence[str]) -> tuple[list[int], dict[int, int], int]:
        """A weight a tier, the weighted sum of all, and what to add to it so that it starts at 0."""
        ranges = [self._goal(name).highest - self._goal(name).lowest + 1 for name in names]
        weights = [1]
        for extent in reversed(ranges[1:]):
            weights.append(weights[-1] * extent)
        weights.reverse()
        assert all(high >= low for high, low in pairwise(weights))
        terms: dict[int, int] = {}
        offset = 0
        for name, weight in zip(names, weights, strict=True):
            goal = self._goal(name)
            offset += weight * (goal.constant - goal.lowest)
            for index, value in goal.terms.items():
                terms[index] = terms.get(index, 0) + weight * value
        return weights, terms, offset
