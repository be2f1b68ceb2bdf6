"""One made-up company, loop by loop: every estimate comes from the past and the loop itself only."""

import numpy as np
from numpy.typing import NDArray

from benchmarks.crossed_worlds import Floats, History, Setting, history
from bot.domain.calibration.crossed import Fit, Table, fit, from_codes, update

PERIODS = {"1-10": (0, 10), "11-50": (10, 50), "after": (50, None)}
REFITS = frozenset([*range(20), *range(20, 60, 4), *range(60, 1000, 10)])
"""Before which loops (from 0) variances are estimated anew; at the others they are held (`update`)."""

METHODS = ("raw", "z", "this", "known")


def run(job: tuple[Setting, int]) -> dict[str, dict[str, float]]:
    """One repeat: figures of each period."""
    setting, seed = job
    world = history(setting, seed)
    found = {name: np.full(setting.loops, np.nan) for name in (*METHODS, "calibrated", "se")}
    severity = {}
    before: Fit | None = None
    for i in range(setting.loops):
        rows = world.candidate <= i
        if not (world.candidate == i).any():
            continue
        now = _fitted(world, rows, i, before)
        before = now
        _score(world, found, i, rows)
        _read(now, found, i)
        severity[i] = _severity_error(now, world, i, setting.pools)
    return {
        name: _figures(world, found, slice(*span)) | _severities(severity, span)
        for name, span in PERIODS.items()
    }


def _fitted(world: History, rows: NDArray[np.bool_], i: int, before: Fit | None) -> Fit:
    if before is None or i in REFITS:
        return fit(_table(world, rows))
    return update(before, _table(world, world.candidate == i))


def _table(world: History, rows: NDArray[np.bool_]) -> Table:
    return from_codes(
        world.candidate[rows],
        world.panelist[rows],
        world.score[rows],
        world.item[rows],
        world.competency[rows],
    )


def _read(now: Fit, found: dict[str, Floats], i: int) -> None:
    """What the fit says of this loop."""
    result = now.candidate(f"{i:06d}")
    found["this"][i], found["calibrated"][i] = result.shrunk, result.calibrated
    found["se"][i] = result.se if result.se is not None else np.nan
    found["se"][i] *= now.quantile


def _score(world: History, found: dict[str, Floats], i: int, rows: NDArray[np.bool_]) -> None:
    """The other methods, on sheets' means: raw, z-scores of each panelist's past, and known severities."""
    sheet = world.candidate[rows] * 1000 + world.panelist[rows]
    sheets, inverse = np.unique(sheet, return_inverse=True)
    means = np.bincount(inverse, world.score[rows]) / np.bincount(inverse)
    candidate, panelist = sheets // 1000, sheets % 1000
    own = candidate == i
    found["raw"][i] = world.score[world.candidate == i].mean()
    found["known"][i] = (means[own] - world.leniency_then[i][panelist[own]]).mean()
    standard = []
    for who, mean in zip(panelist[own], means[own], strict=True):
        theirs = means[panelist == who]
        if len(theirs) < 3 or theirs.std(ddof=1) == 0:
            standard.append(mean)
        else:
            z = (mean - theirs.mean()) / theirs.std(ddof=1)
            standard.append(means.mean() + z * means.std(ddof=1))
    found["z"][i] = np.mean(standard)


def _severity_error(now: Fit, world: History, i: int, pools: int) -> float:
    """Root mean square error of leniencies of panelists seen so far, each pool about its own mean."""
    seen = np.array([int(name) for name in now.table.panelists])
    error = now.leniency - world.leniency_then[i][seen]
    for pool in set((seen % pools).tolist()):
        error[seen % pools == pool] -= error[seen % pools == pool].mean()
    return float(np.sqrt((error**2).mean()))


def _severities(errors: dict[int, float], span: tuple[int, int | None]) -> dict[str, float]:
    last = max(i for i in errors if i < (span[1] or 10**9))
    return {"severity error": errors[last]}


def _figures(world: History, found: dict[str, Floats], span: slice) -> dict[str, float]:
    """Errors after removing the overall level of the period."""
    truth, figures = world.truth[span], {}
    for method in METHODS:
        estimate = found[method][span]
        some = np.isfinite(estimate)
        figures[f"accuracy {method}"] = _accuracy(estimate[some], truth[some])
        figures[f"rmse {method}"] = float(np.std((estimate - truth)[some]))
    figures["coverage"] = _coverage(found["calibrated"][span] - truth, found["se"][span])
    figures["moved"] = float(np.nanmean(np.abs(found["calibrated"][span] - found["raw"][span])))
    return figures


def _accuracy(estimate: Floats, truth: Floats) -> float:
    """The share of pairs in the right order; a tie is half."""
    first, second = np.triu_indices(len(truth), 1)
    right = np.sign(estimate[first] - estimate[second]) * np.sign(truth[first] - truth[second])
    return float((1 + right).mean() / 2)


def _coverage(error: Floats, half: Floats) -> float:
    known = np.isfinite(error) & np.isfinite(half)
    if not known.any():
        return float("nan")
    return float((np.abs(error[known] - error[known].mean()) <= half[known]).mean())
