"""The planner measured: time to the proven optimum at three sizes, and what other plans are worth.

    python -m benchmarks.planner [--quick] [--problems 20] [--limit 60] [--size "8 x 8 x 100"] [--highs]

Prints tables, and as its last line one JSON object with all figures and the aims.
"""

import argparse
import json
import os
from dataclasses import dataclass
from statistics import mean, median
from time import perf_counter, process_time
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.planner_baselines import round_robin
from benchmarks.planner_highs import optimise_with_highs
from benchmarks.planner_problems import draw, late_change
from bot.domain.planning import MOST_IS_BEST, TIER_NAMES, Pair, Problem, rank, solve, tiers
from bot.domain.planning.greedy import greedy
from bot.domain.planning.optimum import optimise

SIZES = ((5, 5, 40), (8, 8, 100), (12, 10, 200))
AIM_SIZE, AIM_SECONDS = (8, 8, 100), 1.0

Size = tuple[int, int, int]


@dataclass(frozen=True)
class Run:
    """One problem: seconds to the optimum (or to the limit, where it was not proven), and the plans' tiers.

    `processor` is what the processor spent: on a machine that others use too, it is what is left of time.
    """

    seconds: float
    processor: float
    proven: bool
    optimum: dict[str, int]
    others: dict[str, dict[str, int]]


def main() -> None:
    options = _options()
    console = Console(width=160)
    solve(draw(3, 3, 12, 0))  # load the solver before the clock runs
    found: dict[str, Any] = {"cores": os.cpu_count(), "problems": options.problems, "limit": options.limit}
    runs = {
        size: [run(size, seed, options.limit) for seed in range(options.problems)] for size in options.sizes
    }
    found["time"] = {_name(size): _times(its) for size, its in runs.items()}
    late = [late_run(AIM_SIZE, seed, options.limit) for seed in range(options.problems)]
    found["time"][f"{_name(AIM_SIZE)}, somebody falls ill"] = _times(late)
    show_times(console, found["time"])
    found["tiers"] = {_name(size): compare(its) for size, its in runs.items()}
    for size, figures in found["tiers"].items():
        show_tiers(console, size, figures)
    if options.highs:
        found["solvers"] = solvers(AIM_SIZE, runs[AIM_SIZE], options.limit)
        show_times(console, found["solvers"])
    got = found["time"][_name(AIM_SIZE)]["median seconds"]
    aims = {f"{_name(AIM_SIZE)}: seconds to the proven optimum, median": _aim(got)}
    console.print(f"Aim {AIM_SECONDS} s at the median for {_name(AIM_SIZE)}: {got} s")
    print(json.dumps({**found, "aims": aims}))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="2 problems a size: only to see that it runs")
    parser.add_argument("--problems", type=int, default=20)
    names = {_name(size): size for size in SIZES}
    parser.add_argument("--size", action="append", choices=names, help="one size only; may be repeated")
    parser.add_argument("--limit", type=float, default=60.0, help="seconds a problem")
    parser.add_argument("--highs", action="store_true", help="HiGHS on the same problems too")
    options = parser.parse_args()
    if options.quick:
        options.problems, options.limit = 2, min(options.limit, 10.0)
    options.sizes = [names[name] for name in options.size] if options.size else list(SIZES)
    if AIM_SIZE not in options.sizes:
        options.sizes.append(AIM_SIZE)
    return options


def _name(size: Size) -> str:
    return " x ".join(map(str, size))


def _aim(got: float) -> dict[str, Any]:
    return {"aim": f"<= {AIM_SECONDS}", "got": got, "met": got <= AIM_SECONDS}


def run(size: Size, seed: int, limit: float) -> Run:
    """A fresh problem, and the same problem as a rule of thumb and as turns would have it."""
    problem = draw(*size, seed)
    others = {"greedy": greedy(problem), "round-robin": round_robin(problem)}
    return _timed(problem, limit, others)


def late_run(size: Size, seed: int, limit: float) -> Run:
    """A plan that is out is made again after somebody falls ill."""
    problem = draw(*size, seed)
    return _timed(late_change(problem, solve(problem, limit), seed), limit, {})


def _timed(problem: Problem, limit: float, others: dict[str, tuple[Pair, ...]]) -> Run:
    started, processor = perf_counter(), process_time()
    best = optimise(problem, started + limit, greedy(problem))
    seconds, processor = perf_counter() - started, process_time() - processor
    values = {name: tiers(problem, pairs) for name, pairs in others.items()}
    return Run(seconds, processor, not best.unproven, tiers(problem, best.pairs), values)


def solvers(size: Size, runs: list[Run], limit: float) -> dict[str, dict[str, Any]]:
    """HiGHS on the problems CP-SAT was measured on."""
    with_highs = []
    for seed, cp_sat in enumerate(runs):
        problem = draw(*size, seed)
        started, processor = perf_counter(), process_time()
        pairs, proven = optimise_with_highs(problem, limit)
        seconds, processor = perf_counter() - started, process_time() - processor
        values = tiers(problem, pairs)
        assert not (proven and cp_sat.proven) or values == cp_sat.optimum, f"the solvers differ on {seed}"
        with_highs.append(Run(seconds, processor, proven, values, {}))
    return {"CP-SAT": _times(runs), "HiGHS": _times(with_highs)}


def _times(runs: list[Run]) -> dict[str, Any]:
    seconds = [run.seconds for run in runs]
    return {
        "problems": len(runs),
        "proven": sum(run.proven for run in runs),
        "median seconds": round(median(seconds), 2),
        "worst seconds": round(max(seconds), 2),
        "median of the processor": round(median(run.processor for run in runs), 2),
        "worst of the processor": round(max(run.processor for run in runs), 2),
    }


def compare(runs: list[Run]) -> dict[str, dict[str, Any]]:
    """For each kind of plan, the mean of every tier and in how many problems it equals the optimum.

    `decided by` says how often each tier is the first one in which the plan is worse.
    """
    figures: dict[str, dict[str, Any]] = {
        "optimum": {"means": _means([run.optimum for run in runs]), "as good": len(runs), "decided by": {}}
    }
    for name in runs[0].others:
        decided: dict[str, int] = {}
        for run in runs:
            tier = first_worse(run.optimum, run.others[name])
            if tier:
                decided[tier] = decided.get(tier, 0) + 1
        figures[name] = {
            "means": _means([run.others[name] for run in runs]),
            "as good": len(runs) - sum(decided.values()),
            "decided by": {tier: decided[tier] for tier in TIER_NAMES if tier in decided},
        }
    return figures


def first_worse(optimum: dict[str, int], other: dict[str, int]) -> str | None:
    """The first tier in which the other plan is worse; None where it is as good in all."""
    assert rank(optimum) <= rank(other)
    return next((name for name in TIER_NAMES if optimum[name] != other[name]), None)


def _means(values: list[dict[str, int]]) -> dict[str, float]:
    return {name: round(mean(it[name] for it in values), 2) for name in TIER_NAMES}


def show_times(console: Console, figures: dict[str, dict[str, Any]]) -> None:
    first = next(iter(figures.values()))
    table = Table("panelists x competencies x questions", *first)
    for size, row in figures.items():
        table.add_row(size, *(str(value) for value in row.values()))
    console.print(table)


def show_tiers(console: Console, size: str, figures: dict[str, dict[str, Any]]) -> None:
    table = Table(f"{size}: mean of", *figures)
    for name in TIER_NAMES:
        best = "most" if name in MOST_IS_BEST else "least"
        table.add_row(f"{name} ({best} is best)", *(str(row["means"][name]) for row in figures.values()))
    table.add_row("as good as the optimum in", *(str(row["as good"]) for row in figures.values()))
    firsts = [", ".join(f"{tier} {n}" for tier, n in row["decided by"].items()) for row in figures.values()]
    table.add_row("first worse in", *firsts)
    console.print(table)


if __name__ == "__main__":
    main()
