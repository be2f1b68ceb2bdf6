"""The pictures of docs/CALIBRATION.md: `python -m benchmarks.calibration_pictures docs/pictures`."""

import sys
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.calibration_companies import Company, Design, designs
from benchmarks.calibration_evidence import Record, company
from bot.domain.calibration import joint

BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#767676"
SEED = 77
COMPANIES = 4


def main() -> None:
    folder = Path(sys.argv[1])
    _save(_ranges(), folder / "calibration-ranges.png")
    _save(_winners(), folder / "calibration-best.png")


def _figure(width: float, height: float) -> Any:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=150)
    FigureCanvasAgg(figure)
    return figure


def _save(figure: Any, file: Path) -> None:
    figure.tight_layout()
    figure.savefig(file)


def _ranges() -> Any:
    """Twelve made-up candidates: raw, shown with its range, and the truth, which only a simulation knows."""
    made = Company(Design("", severity=0.5, loops=40), SEED)
    fit = joint.fit(made.ratings)
    found = [joint.candidate_scores(fit, name) for name in sorted(made.truth)[-12:]]
    found.sort(key=lambda one: one.overall.score.shown)
    figure = _figure(7, 3.6)
    axes = figure.subplots()
    for y, one in enumerate(found):
        score = one.overall.score
        axes.plot(score.interval(), [y, y], color=BLUE, linewidth=5, alpha=0.35, solid_capstyle="butt")
        axes.plot(
            [score.shown], [y], "o", color=BLUE, markersize=7, label="shown, 80% range" if y == 0 else None
        )
        axes.plot(
            [score.raw], [y], "D", color=ORANGE, markerfacecolor="white", label="raw" if y == 0 else None
        )
        truth = float(np.mean(list(made.truth[one.candidate].values())))
        axes.plot([truth], [y], "|", color="black", markersize=14, label="truth" if y == 0 else None)
    axes.set_yticks([])
    axes.set_xlim(1, 4)
    axes.set_xlabel("score")
    axes.legend(loc="lower right", frameon=False)
    return figure


def _winners() -> Any:
    """By how much the best 15% are overstated, raw and as shown."""
    chosen = [one for one in designs() if one.name in ("severity 0", "base", "severity .6", "panels of 3")]
    figure = _figure(7, 2.6)
    axes = figure.subplots()
    for y, design in enumerate(chosen):
        records = [one for seed in range(COMPANIES) for one in company(design, SEED + seed)]
        raw, shown = _overstated(records, "raw"), _overstated(records, "shown")
        axes.plot([raw, shown], [y, y], color=GREY)
        axes.plot([raw], [y], "D", color=ORANGE, markerfacecolor="white", label="raw" if y == 0 else None)
        axes.plot([shown], [y], "o", color=BLUE, label="shown" if y == 0 else None)
    axes.axvline(0, color="black", linewidth=1)
    axes.set_yticks(range(len(chosen)))
    axes.set_yticklabels([one.name for one in chosen])
    axes.set_xlabel("the best 15% by this score are overstated by (points)")
    axes.legend(loc="lower right", frameon=False)
    return figure


def _overstated(records: list[Record], name: str) -> float:
    """The mean of score less truth among the best 15% by that score."""
    bias: list[float] = []
    for record in records:
        ranked = sorted(record["candidates"], key=lambda one: -float(one[name]))
        bias += [one[name] - one["truth"] for one in ranked[: max(1, round(0.15 * len(ranked)))]]
    return float(np.mean(bias))


if __name__ == "__main__":
    main()
