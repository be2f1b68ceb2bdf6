"""A CP-SAT model of a planning program: minimise tiers in order, hold what is decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from bot.domain.planning.problem import MOST_IS_BEST, Pair
from bot.domain.planning.program import Goal, PlanProgram, Row
from bot.domain.planning.tiers import rank, tiers

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

FAR = 2**50
MOST_WEIGHT = 2**60


class OutOfTimeError(Exception):
    """The time was over before the answer was known."""


@dataclass(frozen=True)
class Found:
    """The best pairs after a solve, and how many of its tiers, from the first on, are proven."""

    pairs: tuple[Pair, ...]
    proven: int


@dataclass(frozen=True)
class Weighted:
    """Tiers in one sum: an improvement in one outweighs all that those after it can lose.

    `weights` has one weight a tier; `offset` added to the sum of `terms` makes it start at 0.
    """

    weights: tuple[int, ...]
    terms: Mapping[int, int]
    offset: int


class Search:
    """One model; the tiers that are decided stay at the values they have for `best`."""

    def __init__(self, program: PlanProgram, decided: Sequence[str] = (), best: Sequence[Pair] = ()) -> None:
        """Take over all rows of the program."""
        # Here, because it takes seconds to load and most processes never plan.
        from ortools.sat.python import cp_model

        self._sat = cp_model
        self.program = program
        self.model = self._sat.CpModel()
        bounds = zip(program.program.lower, program.program.upper, strict=True)
        self.variables = [self.model.new_int_var(low, high, "") for low, high in bounds]
        for row in program.program.rows:
            self.add(row)
        self.fix(decided, best)

    def add(self, row: Row) -> None:
        """One row more."""
        low, high = -FAR if row.low is None else row.low, FAR if row.high is None else row.high
        if row.terms:
            self.model.add_linear_constraint(self._sum(row.terms), low, high)
        elif not low <= 0 <= high:
            self.model.add_bool_or([])  # nothing can satisfy it

    def variable(self, low: int, high: int) -> int:
        """A variable more, which no pair depends on by itself."""
        self.variables.append(self.model.new_int_var(low, high, ""))
        return len(self.variables) - 1

    def read(self, solver: cp_model.CpSolver, index: int) -> int:
        """The value of a variable in a solver's solution."""
        return int(solver.value(self.variables[index]))

    def goal(self, name: str) -> Goal:
        """A tier's goal."""
        return self.program.program.goals[name]

    def fix(self, names: Sequence[str], pairs: Sequence[Pair]) -> None:
        """Hold tiers at the values they have for the pairs."""
        values = tiers(self.program.problem, pairs)
        for name in names:
            value = self._minimised(name, values) - self.goal(name).constant
            self.add(Row(self.goal(name).terms, value, value))

    def not_worse(self, names: Sequence[str], pairs: Sequence[Pair], where: int | None = None) -> None:
        """Demand that tiers, in strict order, are at least as good as they are for the pairs.

        With `where`, the index of a variable that is 0 or 1, only where that is 1.
        """
        values = tiers(self.program.problem, pairs)
        goal = self.weighted(names)
        worth = sum(
            weight * (self._minimised(name, values) - self.goal(name).lowest)
            for name, weight in zip(names, goal.weights, strict=True)
        )
        if where is None:
            self.add(Row(goal.terms, None, worth - goal.offset))
            return
        slack = goal.weights[0] * self.goal(names[0]).extent
        self.add(Row({**goal.terms, where: slack}, None, worth - goal.offset + slack))

    @staticmethod
    def _minimised(name: str, values: Mapping[str, int]) -> int:
        return -values[name] if name in MOST_IS_BEST else values[name]

    def split(self, names: Sequence[str]) -> list[tuple[str, ...]]:
        """Groups of tiers, in order, whose weighted sum stays within 64 bits."""
        groups: list[tuple[str, ...]] = []
        weight = 1
        for name in names:
            weight *= self.goal(name).extent
            if groups and weight < MOST_WEIGHT:
                groups[-1] = (*groups[-1], name)
            else:
                groups.append((name,))
                weight = self.goal(name).extent
        return groups

    def weighted(self, names: Sequence[str]) -> Weighted:
        """The tiers in one sum, the first one heaviest."""
        weights = [1]
        for name in reversed(names[1:]):
            weights.append(weights[-1] * self.goal(name).extent)
        weights.reverse()
        terms: dict[int, int] = {}
        offset = 0
        for name, weight in zip(names, weights, strict=True):
            goal = self.goal(name)
            offset += weight * (goal.constant - goal.lowest)
            for index, value in goal.terms.items():
                terms[index] = terms.get(index, 0) + weight * value
        return Weighted(tuple(weights), terms, offset)

    def minimise(self, names: Sequence[str], best: tuple[Pair, ...], seconds: float) -> Found:
        """The best pairs for tiers in order, looked for from `best` on, which must be possible."""
        goal = self.weighted(names)
        try:
            solver = self.solve(goal.terms, best, seconds)
        except OutOfTimeError:
            return Found(best, 0)
        assert solver is not None, "what is asked and pinned is a plan"
        found = self.pairs(solver)
        if self.is_proven(solver):
            return Found(found, len(names))
        value, bound = round(solver.objective_value), round(solver.best_objective_bound)
        bound -= abs(bound) >> 50  # what a float may have rounded up
        proven = sum(
            (value + goal.offset) // weight == (bound + goal.offset) // weight for weight in goal.weights
        )
        return Found(min(found, best, key=lambda pairs: rank(tiers(self.program.problem, pairs))), proven)

    def solve(
        self, terms: Mapping[int, int], start: Sequence[Pair], seconds: float
    ) -> cp_model.CpSolver | None:
        """A solver that holds the best solution found, or None where there is none.

        Raises OutOfTimeError where neither was known in time.
        One worker and a fixed seed: the same steps on every run.
        """
        self.model.clear_hints()
        for index, value in self.program.hint(start).items():
            self.model.add_hint(self.variables[index], value)
        self.model.minimize(self._sum(terms))
        solver = self._sat.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.linearization_level = 2
        solver.parameters.symmetry_level = 0
        solver.parameters.add_lp_constraints_lazily = False
        solver.parameters.max_time_in_seconds = max(0.0, seconds)
        status = solver.solve(self.model)
        if status == self._sat.UNKNOWN:
            raise OutOfTimeError
        return solver if status in {self._sat.OPTIMAL, self._sat.FEASIBLE} else None

    def is_proven(self, solver: cp_model.CpSolver) -> bool:
        """Whether no solution is better than the one the solver holds."""
        return bool(solver.response_proto.status == self._sat.OPTIMAL)

    def pairs(self, solver: cp_model.CpSolver) -> tuple[Pair, ...]:
        """The pairs of a solver's solution."""
        return self.program.pairs([solver.value(variable) for variable in self.variables])

    def _sum(self, terms: Mapping[int, int]) -> cp_model.LinearExprT:
        chosen = [self.variables[index] for index in terms]
        return self._sat.LinearExpr.weighted_sum(chosen, list(terms.values()))


def seconds_left(deadline: float) -> float:
    """Seconds until a `perf_counter` time, below 0 when it is over."""
    return deadline - perf_counter()
