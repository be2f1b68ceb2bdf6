"""Calibration by competency measured: made-up companies, agreement with lme4, and speed.

    python -m benchmarks.calibration [--quick] [--companies 30] [--only companies|speed] [--keep FILE]

Prints tables, and as its last line one JSON object with all figures and the aims.
"""

import argparse
import json
import os
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks import calibration_speed as speed
from benchmarks.calibration_companies import designs
from benchmarks.calibration_evidence import Record, company
from benchmarks.calibration_lme4 import agreement
from benchmarks.calibration_summary import Line, aims, line

SEED = 70_000
COLUMNS = {
    "RMSE raw": "rmse raw",
    "free": "rmse free",
    "shown": "rmse shown",
    "oracle": "rmse oracle",
    "all": "all",
    "top": "top",
    "bot": "bottom",
    "comp. raw": "competency rmse raw",
    "comp. shown": "competency rmse shown",
    "comp.": "competency",
    "top bias raw": "top bias raw",
    "top bias shown": "top bias shown",
    "severity named": "severity named",
    "right": "severity right",
    "pairs off": "pairs said wrong by",
    "bars off": "above said wrong by",
    "narrowing off": "narrowing off",
    "rel. said": "reliability said",
    "r²": "reliability",
}


def main() -> None:
    options = _options()
    console = Console(width=220)
    found: dict[str, Any] = {"cores": os.cpu_count()}
    every: dict[str, dict[str, Any]] = {}
    if options.only != "speed":
        lines = simulated(options.companies, options.keep)
        found["companies"] = lines
        show_lines(console, lines)
        every.update(aims(lines))
    if options.only != "companies":
        found["agreement with lme4"] = agreed = agreement()
        show_agreement(console, agreed)
        every.update(agreement_aims(agreed))
        found["speed"] = times = [speed.in_own_process(size, options.quick) for size in speed.SIZES]
        speed.show(console, times)
        every.update(speed.aims(times))
    show_aims(console, every)
    print(json.dumps({**found, "aims": every}))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="2 companies a line, small sizes: that it runs")
    parser.add_argument("--companies", type=int, default=30, help="companies a line")
    parser.add_argument(
        "--keep", type=Path, help="a file for finished companies, so that a stopped run goes on"
    )
    parser.add_argument("--only", choices=["companies", "speed"])
    options = parser.parse_args()
    if options.quick:
        options.companies = min(options.companies, 2)
    return options


def simulated(companies: int, keep: Path | None) -> dict[str, Line]:
    """A line for each design."""
    os.environ.update(dict.fromkeys(speed.THREADS, "1"))
    done = _kept(keep)
    for seed in range(companies):
        for design in designs():
            if (design.name, seed) in done:
                continue
            done[design.name, seed] = records = company(design, SEED + seed)
            if keep is not None:
                with keep.open("a") as file:
                    print(json.dumps([design.name, seed, records]), file=file)
    return {
        design.name: line([one for seed in range(companies) for one in done[design.name, seed]])
        for design in designs()
    }


def _kept(keep: Path | None) -> dict[tuple[str, int], list[Record]]:
    """Companies finished by an earlier run; a last line cut short is left out."""
    if keep is None or not keep.exists():
        return {}
    lines = [one for one in keep.read_text().splitlines() if one.endswith("]")]
    return {(name, seed): records for name, seed, records in map(json.loads, lines)}


def show_lines(console: Console, lines: dict[str, Line]) -> None:
    """One row a design."""
    table = Table(title="Made-up companies", title_justify="left")
    table.add_column("design")
    table.add_column("fits")
    for head in COLUMNS:
        table.add_column(head)
    for name, one in lines.items():
        table.add_row(
            name, f"{one['fits']:.0f}", *(f"{one[key]:.3f}".lstrip("0") for key in COLUMNS.values())
        )
    console.print(table)


def show_agreement(console: Console, agreed: dict[str, dict[str, float]]) -> None:
    """Largest differences from lme4, prior off."""
    if not agreed:
        return
    table = Table(title="Largest differences from lme4 on the same data, prior off", title_justify="left")
    for head in ("design", *next(iter(agreed.values()))):
        table.add_column(head)
    for name, differences in agreed.items():
        table.add_row(name, *(f"{value:.1e}" for value in differences.values()))
    console.print(table)


def agreement_aims(agreed: dict[str, dict[str, float]]) -> dict[str, dict[str, Any]]:
    """Variances to 1e-3, estimates to 1e-4."""
    found = {}
    for name, limit in (("variances", 1e-3), ("candidates", 1e-4), ("panelists", 1e-4)) if agreed else ():
        got = max(one[name] for one in agreed.values())
        found[f"lme4's {name}"] = {"aim": f"within {limit:g}", "got": got, "met": got <= limit}
    return found


def show_aims(console: Console, every: dict[str, dict[str, Any]]) -> None:
    """Each aim that is missed, and how many are met."""
    table = Table(title="Aims not met", title_justify="left")
    for head in ("aim", "wanted", "got", ""):
        table.add_column(head)
    for name, aim in every.items():
        if not aim["met"]:
            table.add_row(name, aim["aim"], str(aim["got"]), "known limit" if aim.get("known limit") else "")
    console.print(table)
    console.print(f"{sum(aim['met'] for aim in every.values())} of {len(every)} aims met")


if __name__ == "__main__":
    main()
