"""How often drift, spread, disagreement and lenient panelists who see the strong are said, falsely and rightly.

python -m benchmarks.calibration_watch [--companies 30] [--only steady|strong|disagreement]
"""

import argparse
from dataclasses import replace

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.calibration_companies import Company, Design
from bot.domain.calibration import joint
from bot.domain.calibration.joint import Steadiness

SEED = 95_000
MONTHS = 24.0
MOVER, LOOSE = "p00.0", "p01.0"
SMALL = Design("20 panelists, 60 loops")
LONG = Design("20 panelists, 150 loops", loops=150)
STEADY = (
    SMALL,
    replace(SMALL, name="6 panelists, 40 loops", panelists=6, loops=40),
    LONG,
    replace(SMALL, name="60 loops, one becomes .5 milder", mover=0.5),
    replace(SMALL, name="60 loops, one becomes 1.0 milder", mover=1.0),
    replace(LONG, name="150 loops, one becomes .5 milder", mover=0.5),
    replace(LONG, name="150 loops, one becomes 1.0 milder", mover=1.0),
    replace(SMALL, name="60 loops, one's tastes scatter 3 times as far", loose=3.0),
    replace(LONG, name="150 loops, one's tastes scatter twice as far", loose=2.0),
    replace(LONG, name="150 loops, one's tastes scatter 3 times as far", loose=3.0),
)
STRONG = tuple(
    replace(
        SMALL,
        name=f"{loops} loops, severity {severity}{what}",
        severity=severity,
        loops=loops,
        matched=matched,
    )
    for severity, matched, what in (
        (0.3, 0.0, ""),
        (0.0, 0.0, ""),
        (0.3, 1.0, ", lenient see strong"),
        (0.6, 1.0, ", lenient see strong"),
    )
    for loops in (12, 30, 60)
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=30)
    parser.add_argument("--only", choices=["steady", "strong", "disagreement"])
    options = parser.parse_args()
    console = Console(width=160)
    if options.only in (None, "steady"):
        for design in STEADY:
            console.print(steady(design, options.companies))
    if options.only in (None, "disagreement"):
        console.print(disagreement(SMALL, options.companies))
    if options.only in (None, "strong"):
        table = Table("design", "companies", "said", "mean correlation")
        for design in STRONG:
            table.add_row(*strong(design, options.companies))
        console.print(table)


def steady(design: Design, companies: int) -> str:
    """Of everybody but the odd ones, and of these: how often drift and spread are said."""
    found: list[tuple[str, Steadiness]] = []
    for seed in range(companies):
        fit = joint.fit(Company(design, SEED + seed).ratings)
        when = {name: MONTHS * k / len(fit.data.candidates) for k, name in enumerate(fit.data.candidates)}
        every = [joint.steadiness(fit, panelist, when) for panelist in fit.data.panelists]
        found += [(one.panelist, one) for one in every if one is not None]
    odd = {MOVER} if design.mover else {LOOSE} if design.loose != 1 else set()
    others = [one for name, one in found if name not in odd]
    said = f"{design.name}: {len(others)} steady, drift said {_share([one.drifts for one in others])},"
    said += f" spread said {_share([one.scatters for one in others])}"
    if odd:
        what, theirs = "drift" if design.mover else "spread", [one for name, one in found if name in odd]
        seen = [one.drifts if design.mover else one.scatters for one in theirs]
        said += f"; {len(theirs)} odd ones, {what} said {_share(seen)}"
    return said + f"; {np.mean([one.sheets for _, one in found]):.0f} scorecards each"


def disagreement(design: Design, companies: int) -> str:
    """Of the last ten loops, in which nobody is odd: how often a panel is said to differ, and somebody is named."""
    flagged, named = [], []
    for seed in range(companies):
        made = Company(design, SEED + seed)
        names = sorted(made.truth)
        before = joint.fit([r for r in made.ratings if r.candidate in set(names[:-10])])
        for name in names[-10:]:
            loop = [r for r in made.ratings if r.candidate == name]
            found = joint.disagreement(loop, before)
            if found is not None:
                flagged.append(found.flagged)
                named.append(found.panelist is not None)
            before = joint.update(before, loop)
    return f"{design.name}: {len(flagged)} loops, said to differ {_share(flagged)}, somebody named {_share(named)}"


def strong(design: Design, companies: int) -> tuple[str, str, str, str]:
    """How often a lead is told that lenient panelists see strong candidates."""
    found = []
    for seed in range(companies):
        one = joint.sees_strong(joint.fit(Company(design, SEED + seed).ratings))
        if one is not None:
            found.append(one)
    mean = float(np.mean([one.correlation for one in found]))
    return design.name, str(len(found)), _share([one.said for one in found]), f"{mean:.2f}"


def _share(said: list[bool]) -> str:
    return f"{np.mean(said):.3f}".lstrip("0") if said else "-"


if __name__ == "__main__":
    main()
