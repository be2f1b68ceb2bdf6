"""Two candidates: the variance of their difference, never whether their intervals overlap."""

import math

import numpy as np

from bot.domain.calibration.crossed.fit import Fit
from bot.domain.calibration.crossed.results import Difference

APART = "not calibrated, because no shared panelist connects these two candidates"


def difference(of: Fit, a: str, b: str) -> Difference:
    """Candidate a less candidate b. KeyError where one is not in the fit.

    Across parts, and with a candidate rated on another scale, only the raw difference is there.
    """
    first, second = of.candidate(a), of.candidate(b)
    raw = first.raw - second.raw
    statuses = [one.status for one in (first, second) if not one.is_calibrated]
    codes = of.table.candidate_code
    if a not in codes or b not in codes:
        return Difference(a, b, raw, raw, None, None, None, statuses[0])
    if of.graph.part[codes[a]] != of.graph.part[codes[b]]:
        return Difference(a, b, raw, raw, None, None, None, APART)
    gap, error = first.calibrated - second.calibrated, _error(of, codes[a], codes[b])
    low, high = of.bound(gap, error, -1), of.bound(gap, error, 1)
    return Difference(a, b, raw, gap, of.known(error), low, high, statuses[0] if statuses else first.status)


def _error(of: Fit, i: int, j: int) -> float:
    if i == j:
        return 0.0
    gap = np.asarray((of.shares[[i]] - of.shares[[j]]).todense()).ravel()
    own = of.components.error * (1 / of.weights[i] + 1 / of.weights[j])
    return math.sqrt(own + max(0.0, float(gap @ of.centred @ gap)))
