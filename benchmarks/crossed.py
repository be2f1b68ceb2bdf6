"""Calibration of ratings without competencies, measured: accuracy, coverage, and speed at three sizes.

    python -m benchmarks.crossed [--quick] [--repeats 30] [--processes 2] [--only accuracy|speed] [--keep FILE]

Prints tables, and as its last line one JSON object with all figures and the aims.
"""

import argparse
import json
import math
import multiprocessing
import os
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks import crossed_speed as speed
from benchmarks.crossed_lme4 import agreement
from benchmarks.crossed_sequence import METHODS, PERIODS, run
from benchmarks.crossed_worlds import SETTINGS, Setting

LOW, HIGH = 0.77, 0.85
REPORTED_ONLY = ("drift", "panelists differ in noise")

Repeat = dict[str, dict[str, float]]
Figures = dict[str, dict[str, dict[str, float]]]


def main() -> None:
    options = _options()
    console = Console(width=180)
    found: dict[str, Any] = {"repeats": options.repeats, "cores": os.cpu_count()}
    aims: dict[str, dict[str, Any]] = {}
    if options.only != "speed":
        figures = simulated(options.repeats, options.processes, options.keep)
        found["simulation"] = figures
        show_accuracy(console, figures)
        aims.update(accuracy_aims(figures))
    if options.only != "accuracy":
        found["agreement with lme4"] = agreed = agreement()
        if agreed:
            show_agreement(console, agreed)
            aims.update(agreement_aims(agreed))
        times = [speed.in_own_process(size, options.quick) for size in speed.SIZES]
        found["speed"] = times
        show_speed(console, times)
        aims.update(speed_aims(times))
    show_aims(console, aims)
    print(json.dumps({**found, "aims": aims}))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--quick", action="store_true", help="2 repeats, small sizes: only to see that it runs"
    )
    parser.add_argument("--repeats", type=int, default=30)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument(
        "--keep", type=Path, help="a file for finished repeats, so that a stopped run goes on"
    )
    parser.add_argument("--only", choices=["accuracy", "speed"])
    options = parser.parse_args()
    if options.quick:
        options.repeats = min(options.repeats, 2)
    return options


def simulated(repeats: int, processes: int, keep: Path | None) -> Figures:
    """Means over repeats (root mean squares for errors): design -> period -> figure."""
    os.environ.update(dict.fromkeys(speed.THREADS, "1"))
    done = _kept(keep)
    jobs = [(s, seed) for seed in range(repeats) for s in SETTINGS if (s.name, seed) not in done]
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        for (setting, seed), figures in pool.imap_unordered(_named, jobs):
            done[setting.name, seed] = figures
            if keep is not None:
                with keep.open("a") as file:
                    print(json.dumps([setting.name, seed, figures]), file=file)
    found: Figures = {}
    for setting in SETTINGS:
        own = [done[setting.name, seed] for seed in range(repeats)]
        found[setting.name] = {
            period: {name: _mean(name, [one[period][name] for one in own]) for name in own[0][period]}
            for period in PERIODS
        }
    return found


def _named(job: tuple[Setting, int]) -> tuple[tuple[Setting, int], Repeat]:
    return job, run(job)


def _kept(keep: Path | None) -> dict[tuple[str, int], Repeat]:
    """Repeats finished by an earlier run; a last line cut short is left out."""
    if keep is None or not keep.exists():
        return {}
    lines = [line for line in keep.read_text().splitlines() if line.endswith("]")]
    return {(name, seed): figures for name, seed, figures in map(json.loads, lines)}


def _mean(name: str, values: list[float]) -> float:
    known = [value for value in values if math.isfinite(value)]
    if not known:
        return math.nan
    if name.startswith("rmse") or name == "severity error":
        return math.sqrt(sum(value**2 for value in known) / len(known))
    return sum(known) / len(known)


def show_accuracy(console: Console, figures: Figures) -> None:
    """One table a period."""
    for period in PERIODS:
        table = Table(title=f"Loops {period}: accuracy / RMSE in points, 80% coverage", title_justify="left")
        heads = ("design", *METHODS, "moved", "severity error", "coverage")
        for head in heads:
            table.add_column(head, no_wrap=True)
        for name, periods in figures.items():
            f = periods[period]
            both = [f"{f[f'accuracy {m}']:.3f} {f[f'rmse {m}']:.3f}" for m in METHODS]
            table.add_row(
                name,
                *both,
                f"{f['moved']:.3f}",
                f"{f['severity error']:.3f}",
                f"{f['coverage']:.3f}",
            )
        console.print(table)


def accuracy_aims(figures: Figures) -> dict[str, dict[str, Any]]:
    """The aims of the simulation, late."""
    aims = {}
    for name, periods in figures.items():
        late = periods["after"]
        if name in REPORTED_ONLY:
            continue
        found = late["coverage"]
        aims[f"coverage, {name}"] = {
            "aim": f"{LOW} to {HIGH}",
            "got": round(found, 4),
            "met": LOW <= found <= HIGH,
        }
    apart = figures["disconnected pools"]["after"]
    worse = apart["rmse this"] - apart["rmse raw"]
    aims["disconnected: RMSE less raw's"] = {"aim": "<= 0.005", "got": round(worse, 4), "met": worse <= 0.005}
    none = figures["severity 0"]["after"]
    lost = none["accuracy raw"] - none["accuracy this"]
    aims["severity 0: accuracy less than raw's by"] = {
        "aim": "<= 0.005",
        "got": round(lost, 4),
        "met": abs(lost) <= 0.005,
    }
    return aims


def show_speed(console: Console, times: list[dict[str, Any]]) -> None:
    """Seconds on one thread; lme4 on the same data in the same run."""
    table = Table(title="Seconds on one thread", title_justify="left")
    for head in (
        "size",
        "ratings",
        "reading",
        "fit",
        "all results",
        "new loop",
        "peak MiB",
        "lme4",
        "lme4 / fit",
        "by CPU",
    ):
        table.add_column(head)
    for one in times:
        lme4 = one.get("lme4")
        table.add_row(
            speed.TITLES[one["size"]],
            f"{one['ratings']:,}",
            *(f"{one[name]:.3f}" for name in ("reading", "fit", "all results", "new loop")),
            f"{one['peak MiB']:.0f}",
            "" if lme4 is None else f"{lme4:.1f}",
            "" if lme4 is None else f"{lme4 / one['fit']:.1f}",
            "" if lme4 is None else f"{one['lme4 cpu'] / one['fit cpu']:.1f}",
        )
    console.print(table)


def speed_aims(times: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The aims of the sizes; the one against lme4 only where it is installed."""
    by = {one["size"]: one for one in times}
    aims = {
        "a new loop, variances held": ("< 0.1 s", by["loops"]["new loop"], 0.1),
        "the full fit": ("< 5 s", by["loops"]["fit"], 5.0),
        "the full fit, ragged": ("< 5 s", by["ragged"]["fit"], 5.0),
        "InstEval's shape, memory": ("< 1024 MiB", by["insteval"]["peak MiB"], 1024.0),
    }
    if "lme4" in by["insteval"]:
        ratio = by["insteval"]["fit"] / by["insteval"]["lme4"]
        aims["InstEval's shape, time over lme4's"] = ("< 1", ratio, 1.0)
    return {
        name: {"aim": aim, "got": round(got, 4), "met": got < limit}
        for name, (aim, got, limit) in aims.items()
    }


def show_agreement(console: Console, agreed: dict[str, dict[str, float]]) -> None:
    """Largest differences from lme4, prior off."""
    table = Table(title="Largest differences from lme4 on the same data, prior off", title_justify="left")
    for head in ("design", *next(iter(agreed.values()))):
        table.add_column(head)
    for name, differences in agreed.items():
        table.add_row(name, *(f"{value:.1e}" for value in differences.values()))
    console.print(table)


def agreement_aims(agreed: dict[str, dict[str, float]]) -> dict[str, dict[str, Any]]:
    """Variances to 1e-3, estimates to 1e-4."""
    aims = {}
    for name, limit in (("variances", 1e-3), ("calibrated", 1e-4), ("panelists", 1e-4)):
        got = max(one[name] for one in agreed.values())
        aims[f"lme4's {name}"] = {"aim": f"within {limit:g}", "got": got, "met": got <= limit}
    return aims


def show_aims(console: Console, aims: dict[str, dict[str, Any]]) -> None:
    """Each aim, and whether it is met."""
    table = Table(title="Aims", title_justify="left")
    for head in ("aim", "wanted", "got", "met"):
        table.add_column(head)
    for name, aim in aims.items():
        table.add_row(name, aim["aim"], str(aim["got"]), "yes" if aim["met"] else "NO")
    console.print(table)


if __name__ == "__main__":
    main()
