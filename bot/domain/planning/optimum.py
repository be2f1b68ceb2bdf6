"""Finding the best assignment: tier after tier, each at its optimum before the next counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domain.planning.kinds import Kind, by_minutes, one_by_one, shortest
from bot.domain.planning.problem import TIER_NAMES, Pair, Problem
from bot.domain.planning.program import PlanProgram, Row
from bot.domain.planning.search import Search, seconds_left
from bot.domain.planning.wants import shortfalls

STAGES: tuple[tuple[Callable[[Problem], list[Kind]], tuple[tuple[str, ...], ...]], ...] = (
    (
        shortest,
        (
            ("core", "dropped", "cover", "depth", "idle", "added"),
            ("spread",),
            ("asked",),
            ("fit",),
            ("load",),
        ),
    ),
    (by_minutes, (("least",),)),
    (one_by_one, (("exposure", "ties"),)),
)
"""For each way to see the questions, the tiers decided so; the tiers of one group are one solve."""

SHARE = 0.6
"""What of the time left one solve may take, so that later tiers are looked at too; the last has all."""


@dataclass(frozen=True)
class Optimum:
    """The best assignment found, and the tiers that were not proven before the time was over."""

    pairs: tuple[Pair, ...]
    unproven: tuple[str, ...]


def optimise(problem: Problem, deadline: float, start: Sequence[Pair], kept_back: float = 0.0) -> Optimum:
    """The best assignment, from any possible one on; `deadline` is a `perf_counter` time.

    Where not everything wanted can be met, it ends `kept_back` seconds before, for what comes after.
    """
    best = tuple(start)
    proven: list[str] = []
    decided: list[str] = []
    for see, groups in STAGES:
        if seconds_left(deadline) <= 0:
            break
        program = PlanProgram(problem, see(problem))
        search = Search(program, decided, best)
        for names in [part for group in groups for part in search.split(group)]:
            if "fit" in decided:
                best = _with_the_same_competencies(program, decided, best, names, deadline)
            share = 1.0 if names[-1] == TIER_NAMES[-1] else SHARE
            found = search.minimise(names, best, share * seconds_left(deadline))
            best = found.pairs
            if proven == decided:
                proven += names[: found.proven]
            decided += names
            search.fix(names, best)
            if kept_back and shortfalls(problem, best):
                deadline, kept_back = deadline - kept_back, 0.0
    return Optimum(best, TIER_NAMES[len(proven) :])


def _with_the_same_competencies(
    program: PlanProgram,
    decided: Sequence[str],
    best: tuple[Pair, ...],
    names: Sequence[str],
    deadline: float,
) -> tuple[Pair, ...]:
    """The best pairs where everybody keeps the competencies they have in `best`.

    That is a small problem, solved at once, and often the optimum of the whole; the proof then has little
    left to look at.
    """
    search = Search(program, decided, best)
    values = program.hint(best)
    for index in program.takes.values():
        search.add(Row({index: 1}, values[index], values[index]))
    return search.minimise(names, best, SHARE * seconds_left(deadline)).pairs
