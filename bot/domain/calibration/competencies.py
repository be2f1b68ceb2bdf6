"""A candidate's score in each competency.

The generalised least squares mean of y - r - b over the panelists who rated it, with r and b and their
covariance from the overall fit, and s_h^2 + s_g^2 + s_e^2/m for a panelist's m ratings in it. s_g^2, a
panelist's taste in one competency, is found by restricted maximum likelihood over all competencies.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import optimize, sparse

from bot.domain.calibration.arrays import Floats, Ints, tally
from bot.domain.calibration.results import CompetencyResult

if TYPE_CHECKING:
    from bot.domain.calibration.fit import Fit

_CELLS = 4_000_000


@dataclass(frozen=True, eq=False)
class _Groups:
    """A group: a panelist's ratings of a candidate in a competency. A cell: a candidate's groups in one."""

    candidate: Ints
    competency: Ints
    panelist: Ints
    m: Floats
    raw_sum: Floats
    offset: Floats
    of_rating: Ints
    ratings: Ints

    @property
    def cell(self) -> Ints:
        """The cell of each group, numbered from 0."""
        new = (np.diff(self.candidate) != 0) | (np.diff(self.competency) != 0)
        return np.concatenate(([0], np.cumsum(new))).astype(np.int64)


@dataclass(frozen=True, eq=False)
class Cell:
    """A candidate in a competency: its result, and of each panelist the code, ratings, mean, items and share.

    The calibrated score is the sum of share * (mean - leniency - items).
    """

    result: CompetencyResult
    panelist: Ints
    m: Floats
    means: Floats
    items: Floats
    share: Floats


def competencies(of: "Fit", candidate: str | None = None) -> tuple[CompetencyResult, ...]:
    """Scores by competency, of one candidate or of all. Empty where ratings name no competency.

    With one panelist on a competency the interval carries all of that panelist's taste.
    """
    return tuple(cell.result for cell in cells(of, candidate))


def cells(of: "Fit", candidate: str | None = None) -> tuple[Cell, ...]:
    """The same, with what each score is made from."""
    t = of.table
    rows = np.flatnonzero(t.competency >= 0)
    if candidate is not None:
        if candidate not in t.candidate_code:
            return ()
        span = t.rows(t.candidate_code[candidate])
        rows = rows[(rows >= span.start) & (rows < span.stop)]
    if not len(rows):
        return ()
    groups = _grouped(of, rows)
    sheet = (of.components.sheet or 0.0) + of.competency_taste
    own = sheet + of.components.error / groups.m
    return tuple(_cells(of, groups, own))


def competency_taste(of: "Fit") -> float:
    """s_g^2. 0 with one rating a sheet, where it is part of the error.

    With the prior on, log(s_g/u) has the same weak prior as items: (log(s_g/u) - log 0.5)^2. With the prior
    off and no competency rated by two panelists it can't be known: nan, and so no interval.
    """
    rows = np.flatnonzero(of.table.competency >= 0)
    if of.components.sheet is None or not of.components.error > 0 or not len(rows):
        return 0.0
    groups = _grouped(of, rows)
    cell = groups.cell
    several = np.bincount(cell)[cell] >= 2
    on = of.prior == "on"
    if not on and not several.any():
        return math.nan
    base = of.components.sheet + of.components.error / groups.m[several]
    d = (groups.raw_sum / groups.m - groups.offset)[several]
    _, cell = np.unique(cell[several], return_inverse=True)
    u2 = of.components.sheet + of.components.error / of.model.median

    def value(root: float) -> float:
        v = base + root**2
        total = np.bincount(cell, 1 / v)
        mean = np.bincount(cell, d / v) / total
        found = float(np.log(v).sum() + np.log(total).sum() + ((d - mean[cell]) ** 2 / v).sum())
        return found + (math.log(root / math.sqrt(u2) / 0.5) ** 2 if on else 0.0)

    low = 1e-4 * math.sqrt(u2) if on else 0.0
    high = max(10 * math.sqrt(u2), float(np.abs(d).max()) if len(d) else 0.0)
    best = optimize.minimize_scalar(value, bounds=(low, high), method="bounded", options={"xatol": 1e-9})
    if not on and value(0.0) <= best.fun:
        return 0.0
    return float(best.x**2)


def _grouped(of: "Fit", rows: Ints) -> _Groups:
    t = of.table
    p, q = len(t.panelists), len(t.competencies)
    key = (t.candidate[rows] * q + t.competency[rows]) * p + t.panelist[rows]
    keys, of_rating = np.unique(key, return_inverse=True)
    m = np.bincount(of_rating).astype(np.float64)
    easiness = np.bincount(of_rating, of.easiness[t.item[rows]]) / m
    panelist = keys % p
    return _Groups(
        candidate=keys // p // q,
        competency=keys // p % q,
        panelist=panelist,
        m=m,
        raw_sum=tally(of_rating, t.score[rows]),
        offset=easiness + of.leniency[panelist],
        of_rating=of_rating.ravel(),
        ratings=rows,
    )


def _loadings(of: "Fit", g: _Groups) -> Any:
    """Groups x effects: the panelist, and the mean of the items."""
    n, p = len(g.m), len(of.table.panelists)
    rows, cols, values = np.arange(n), g.panelist, np.ones(n)
    if of.model.has_item:
        rows = np.concatenate((rows, g.of_rating))
        cols = np.concatenate((cols, p + of.table.item[g.ratings]))
        values = np.concatenate((values, 1 / g.m[g.of_rating]))
    return sparse.csr_matrix((values, (rows, cols)), shape=(n, len(of.effects)))


def _cells(of: "Fit", g: _Groups, own: Floats) -> Iterator[Cell]:
    loadings = _loadings(of, g)
    starts = np.append(np.flatnonzero(np.diff(g.cell, prepend=-1)), len(g.m))
    per_chunk = max(1, _CELLS // max(1, loadings.shape[1]) // 8)
    for first in range(0, len(starts) - 1, per_chunk):
        ends = starts[first : first + per_chunk + 1]
        part = loadings[ends[0] : ends[-1]]
        half = part @ of.centred
        for low, high in pairwise(ends):
            inside = slice(low - ends[0], high - ends[0])
            sigma = (part[inside] @ half[inside].T) + np.diag(own[low:high])
            yield _cell(of, g, slice(int(low), int(high)), sigma)


def _cell(of: "Fit", g: _Groups, cell: slice, sigma: Floats) -> Cell:
    m, panelist, offset = g.m[cell], g.panelist[cell], g.offset[cell]
    means = g.raw_sum[cell] / m
    share, variance = gls_shares(sigma)
    ids = of.table.candidates[g.candidate[cell.start]], of.table.competencies[g.competency[cell.start]]
    raw = float(g.raw_sum[cell].sum() / m.sum())
    mean = float(share @ (means - offset))
    se = math.sqrt(variance) if variance >= 0 else math.nan
    result = CompetencyResult(
        *ids, len(m), raw, mean, of.known(se), of.bound(mean, se, -1), of.bound(mean, se, 1)
    )
    return Cell(result, panelist, m, means, offset - of.leniency[panelist], share)


def gls_shares(sigma: Floats) -> tuple[Floats, float]:
    """Each one's share in the generalised least squares mean, and its variance; equal ones without a sigma."""
    n = len(sigma)
    if not np.isfinite(sigma).all():
        return np.full(n, 1 / n), math.nan
    if not np.diagonal(sigma).min() > 0:
        return np.full(n, 1 / n), 0.0
    weights: Floats = np.asarray(np.linalg.solve(sigma, np.ones(n)), dtype=np.float64)
    total = float(weights.sum())
    return weights / total, 1 / total
