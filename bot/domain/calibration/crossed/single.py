"""One rating a sheet: y_ij = c_i + r_j + e_ij, where only the ratio lambda = s_r^2 / s_e^2 is to be found.

Up to 1,500 panelists, and wherever candidates are no fewer, the matrix S of the closed form is
decomposed once; otherwise panelists are eliminated and what is left has the size of the candidates.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import linalg, optimize, sparse

from bot.domain.calibration.arrays import Floats
from bot.domain.calibration.crossed.design import Design, Reduced
from bot.domain.calibration.crossed.prior import Prior

_LOW, _HIGH = -16.0, 16.0
"""The bounds of log lambda."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """log|I + lambda S|, z'(S + I/lambda)^-1 z, and their derivatives by log lambda (nan if not asked for)."""

    logdet: float
    fitted: float
    logdet_slope: float
    fitted_slope: float


def best_ratio(design: Design, reduced: Reduced, prior: Prior) -> float:
    """The lambda that minimises the criterion; 0 where plain REML is lowest there."""
    df = len(design.y) - design.n_candidates
    pieces = _by_panelist(reduced) if _decompose(design) else _by_candidate(design, reduced)
    count = df + prior.weight
    scatter = prior.scatter(1.0)

    def value(log_ratio: float) -> float:
        p = pieces(math.exp(log_ratio), False)
        ratio = prior.ratios(math.exp(log_ratio / 2), 1.0)
        return p.logdet + count * math.log((_left(reduced, p) + scatter) / count) + ratio

    def slope(log_ratio: float) -> float:
        p = pieces(math.exp(log_ratio), True)
        s2 = (_left(reduced, p) + scatter) / count
        root = math.exp(log_ratio / 2)
        return p.logdet_slope - p.fitted_slope / s2 + prior.ratio_slopes(root, 1.0)[0] * root / 2

    found = optimize.minimize_scalar(value, bounds=(_LOW, _HIGH), method="bounded", options={"xatol": 1e-2})
    at = _polished(slope, float(found.x))
    if not prior.on and count * math.log(reduced.total / count) <= value(at):
        return 0.0
    return math.exp(at)


def _left(reduced: Reduced, p: Pieces) -> float:
    """What the panelists leave unexplained; above 0 by a hair where that is nothing."""
    return max(reduced.total - p.fitted, 1e-12 * reduced.total)


def _polished(slope: Callable[[float], float], near: float) -> float:
    """The root of the slope around a minimum found by values alone."""
    width = 0.05
    while width < 8:
        low, high = max(_LOW, near - width), min(_HIGH, near + width)
        if slope(low) < 0 < slope(high):
            return float(optimize.brentq(slope, low, high, xtol=1e-13, rtol=1e-14))
        width *= 4
    return near


def _decompose(design: Design) -> bool:
    return design.n_panelists <= 1500 or design.n_panelists <= design.n_candidates


def _by_panelist(reduced: Reduced) -> Callable[[float, bool], Pieces]:
    """The closed form: S = U diag(e) U'."""
    values, vectors = linalg.eigh(reduced.matrix, driver="evd")
    values = np.maximum(values, 0.0)
    squares = (vectors.T @ reduced.right) ** 2

    def pieces(ratio: float, slopes: bool) -> Pieces:
        del slopes
        below = values + 1 / ratio
        return Pieces(
            logdet=float(np.log1p(ratio * values).sum()),
            fitted=float((squares / below).sum()),
            logdet_slope=float((values / below).sum()),
            fitted_slope=float((squares / below**2).sum() / ratio),
        )

    return pieces


def _by_candidate(design: Design, reduced: Reduced) -> Callable[[float, bool], Pieces]:
    """Panelists eliminated: (E - B' N^-1 B)^-1 = E^-1 + E^-1 B' (N - B E^-1 B')^-1 B E^-1."""
    b = design.incidence(design.m, design.m)
    counts = reduced.weights
    seen = np.bincount(design.sheet_panelist, minlength=design.n_panelists).astype(np.float64)
    right = reduced.right

    def among(weights: Floats) -> Floats:
        dense: Floats = (b @ sparse.diags_array(weights) @ b.T).toarray()
        return dense

    def pieces(ratio: float, slopes: bool) -> Pieces:
        e = seen + 1 / ratio
        factor = linalg.cho_factor(np.diag(counts) - among(1 / e), lower=True, overwrite_a=True)
        logdet = (
            2 * np.log(np.diagonal(factor[0])).sum() - np.log(counts).sum() + np.log1p(ratio * seen).sum()
        )
        effects = right / e + (b.T @ linalg.cho_solve(factor, b @ (right / e))) / e
        if not slopes:
            return Pieces(float(logdet), float(right @ effects), math.nan, math.nan)
        inverse = linalg.cho_solve(factor, np.eye(len(counts)))
        trace = (1 / e).sum() + float(np.vdot(inverse, among(1 / e**2)))
        return Pieces(
            logdet=float(logdet),
            fitted=float(right @ effects),
            logdet_slope=len(seen) - trace / ratio,
            fitted_slope=float(effects @ effects) / ratio,
        )

    return pieces
