"""Why a calibrated score is not the raw one: who moved it, by how much, on how many interviews."""

from dataclasses import dataclass

import numpy as np

from bot.domain.calibration.arrays import Floats, Ints
from bot.domain.calibration.competencies import cells
from bot.domain.calibration.fit import Fit


@dataclass(frozen=True, slots=True)
class Moved:
    """One panelist's part in the adjustment, in score points.

    `by_leniency`: their leniency taken off. `by_items`: how hard their questions are. `by_weight`: their
    sheet counts for more or less than its number of ratings. `n`: their interviews, this one among them.
    """

    panelist: str
    n: int
    leniency: float
    shown: bool
    by_leniency: float
    by_items: float
    by_weight: float

    @property
    def total(self) -> float:
        """All three."""
        return self.by_leniency + self.by_items + self.by_weight


@dataclass(frozen=True, slots=True)
class Explanation:
    """The whole adjustment, calibrated less raw, and the panelists whose totals sum to it."""

    candidate: str
    raw: float
    calibrated: float
    moved: tuple[Moved, ...]

    @property
    def adjustment(self) -> float:
        """Calibrated less raw."""
        return self.calibrated - self.raw


def explain(of: Fit, candidate: str) -> Explanation:
    """Who moved a candidate's score, the largest part first. KeyError where the candidate is not in the fit.

    A candidate rated on another scale is not adjusted, so nobody has moved it.
    """
    result = of.candidate(candidate)
    code = of.table.candidate_code.get(candidate)
    if code is None:
        return Explanation(candidate, result.raw, result.calibrated, ())
    span = of.table.rows(code)
    panelist, score = of.table.panelist[span], of.table.score[span]
    who, sheet = np.unique(panelist, return_inverse=True)
    m = np.bincount(sheet).astype(np.float64)
    weight = m / (1 + of.theta * m)
    means = np.bincount(sheet, score) / m
    items = np.bincount(sheet, of.easiness[of.table.item[span]]) / m
    moved = _moved(of, who, m, means, items, weight / weight.sum(), result.raw)
    return Explanation(candidate, result.raw, result.calibrated, moved)


def explain_competencies(of: Fit, candidate: str) -> dict[str, Explanation]:
    """The same for a candidate's score in each competency; empty where the candidate is not in the model."""
    found = {}
    for cell in cells(of, candidate):
        one = cell.result
        moved = _moved(of, cell.panelist, cell.m, cell.means, cell.items, cell.share, one.raw)
        found[one.competency] = Explanation(candidate, one.raw, one.calibrated, moved)
    return found


def _moved(
    of: Fit, who: Ints, m: Floats, means: Floats, items: Floats, share: Floats, raw: float
) -> tuple[Moved, ...]:
    """What each panelist's share of a weighted mean of score less leniency less items moved from the raw mean."""
    by_weight = (share - m / m.sum()) * (means - raw)
    moved = [
        Moved(
            panelist=of.table.panelists[k],
            n=int(of.graph.sheets[k]),
            leniency=float(of.leniency[k]),
            shown=of.graph.shown(int(k)),
            by_leniency=float(-share[s] * of.leniency[k]),
            by_items=float(-share[s] * items[s]),
            by_weight=float(by_weight[s]),
        )
        for s, k in enumerate(who)
    ]
    return tuple(sorted(moved, key=lambda one: (-abs(one.total), one.panelist)))
