"""The standard deviations: -2 log REML with the priors as a penalty, minimised with its exact gradient.

criterion = log|V| + log|X'V^-1 X| + y'Py + penalties, without (ratings - candidates) log 2 pi.
"""

from collections.abc import Callable
from dataclasses import astuple, dataclass

import numpy as np

from bot.domain.calibration.arrays import Floats, Ints
from bot.domain.calibration.joint.blocks import Block, Projected
from bot.domain.calibration.joint.data import Data
from bot.domain.calibration.joint.equations import Equations, Solution, padded, prior_variances, solve
from bot.domain.calibration.joint.sds import EFFECTS, SPREAD, Prior, Sds

_STEP = 1e-4
"""Of a logarithm, for the slopes of the gradient."""
_POLISHES = 6
_FLAT = 1e-7
"""A gradient that is not worth a step."""


@dataclass(frozen=True, eq=False)
class Estimate:
    """The standard deviations found, the criterion there, and the equations solved."""

    sds: Sds
    criterion: float
    solution: Solution


class _At:
    """The criterion and its gradient at one point."""

    def __init__(self, equations: Equations, prior: Prior, sds: Sds) -> None:
        self.equations, self.prior, self.sds = equations, prior, sds
        self.reduced, self.projected = equations.reduce(sds)
        self.solution = solve(self.reduced, prior_variances(equations.data, sds))
        fitted = self.reduced.logdet + self.solution.logdet + self.solution.quadratic
        self.criterion = fitted + (prior.penalties(sds) if prior.on else 0.0)

    def gradient(self) -> Floats:
        """By the logarithm of each standard deviation, without the priors."""
        sds, data = np.array(astuple(self.sds)), self.equations.data
        by_variance = np.zeros(len(EFFECTS))
        begin = 0
        covariance, effects = self.solution.covariance, self.solution.effects
        for k, count in enumerate((len(data.panelists), len(data.competencies), len(data.items))):
            block = slice(begin, begin + count)
            begin += count
            variance = sds[k] ** 2
            if variance > 0:
                known = float(np.diagonal(covariance)[block].sum() + effects[block] @ effects[block])
                by_variance[k] = (count - known / variance) / variance
        wide, long = padded(covariance), padded(effects)
        for one, at in zip(self.equations.blocks, self.projected, strict=True):
            by_variance[3:] += _by_own(one, at, wide, long)
        by_variance[6] += self._by_error_within()
        return np.asarray(by_variance * 2 * sds**2)

    def _by_error_within(self) -> float:
        """What ratings within cells say of the error's variance."""
        within, error = self.equations.within, self.sds.error**2
        first = len(self.solution.effects) - len(self.equations.data.items)
        items, covariance = self.solution.effects[first:], self.solution.covariance[first:, first:]
        product = within.product
        trace = float(product.multiply(covariance).sum())
        left = within.total - 2 * float(within.right @ items) + float(items @ (product @ items))
        return self.equations.within_df / error - (trace + left) / error**2


def _by_own(block: Block, at: Projected, covariance: Floats, effects: Floats) -> Floats:
    """By the variances of g, h, t and e: tr(P V_k) - y'P V_k P y with everything else marginal, within a block."""
    known = covariance[block.effect[:, :, None], block.effect[:, None, :]]
    half = at.projector @ block.loading
    left = block.mean - (block.loading @ effects[block.effect][:, :, None])[:, :, 0]
    u = (at.projector @ left[:, :, None])[:, :, 0]
    x = at.projector - half @ known @ half.transpose(0, 2, 1) - u[:, :, None] * u[:, None, :]
    own = np.einsum("gcc->gc", x) * block.there
    return np.array(
        [
            float((x * block.same_competency).sum()),
            float((x * block.same_panelist).sum()),
            float(own.sum()),
            float((own / block.ratings).sum()),
        ]
    )


def held(equations: Equations, prior: Prior, sds: Sds) -> Estimate:
    """The equations solved at given standard deviations."""
    at = _At(equations, prior, sds)
    return Estimate(sds, at.criterion, at.solution)


def estimate(equations: Equations, prior: Prior) -> Estimate:
    """Minimise the criterion, from the priors' medians."""
    from scipy import optimize

    start = np.array(astuple(prior.start()))
    free = np.flatnonzero([name not in _left_out(equations.data, prior) for name in EFFECTS])
    middle = np.log(start[free])
    low, high = np.log([prior.bounds(EFFECTS[k]) for k in free]).T

    def at(logs: Floats) -> _At:
        full = np.zeros(len(EFFECTS))
        full[free] = np.exp(logs)
        return _At(equations, prior, Sds(*map(float, full)))

    def value(logs: Floats) -> tuple[float, Floats]:
        here = at(logs)
        return here.criterion, here.gradient()[free] + prior.slopes(logs, middle)

    def scaled(x: Floats) -> tuple[float, Floats]:
        criterion, slope = value(x / stiffness)
        return criterion, slope / stiffness

    stiffness = np.sqrt(_curvature(equations.data)[free])
    begin = np.clip(middle, low, high) * stiffness
    bounds = np.column_stack((low, high)) * stiffness[:, None]
    options = {"ftol": 1e-10, "gtol": 1e-6, "maxiter": 300}
    found = optimize.minimize(scaled, begin, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    near = np.clip(found.x / stiffness, low, high)
    best = at(_polished(lambda logs: value(logs)[1], near, low, high))
    return Estimate(best.sds, best.criterion, best.solution)


def _curvature(data: Data) -> Floats:
    """About that of the criterion by the logarithm of each standard deviation, to give the search its scale.

    4 n for n effects that are seen without noise, and that of the priors.
    """
    deviations = len(np.unique(data.candidate * len(data.competencies) + data.competency))
    counts = [
        len(data.panelists),
        len(data.competencies),
        len(data.items),
        deviations,
        len(data.sheet_sizes),
        len(data.cell_sizes),
        len(data.score),
    ]
    return 4.0 * np.array(counts) + 2 / SPREAD**2


def _left_out(data: Data, prior: Prior) -> frozenset[str]:
    """With the prior off, what can't be told from the error: t with one rating a cell, h with one a sheet."""
    if prior.on:
        return frozenset()
    out = set()
    if (data.cell_sizes <= 1).all():
        out.add("taste")
    if (data.sheet_sizes <= 1).all():
        out.add("sheet")
    return frozenset(out)


def _polished(slope: Callable[[Floats], Floats], x: Floats, low: Floats, high: Floats) -> Floats:
    """Newton steps on what is off its bounds, while they help: equal data then gives equal figures.

    One Hessian for all of them, as the search ends close by.
    """
    inner = np.flatnonzero((x > low + 1e-6) & (x < high - 1e-6))
    here = slope(x)
    if not len(inner) or np.abs(here[inner]).max() < _FLAT:
        return x
    hessian = _hessian(slope, x, here, inner)
    if np.linalg.eigvalsh(hessian).min() <= 1e-8:
        return x
    for _ in range(_POLISHES):
        trial = x.copy()
        trial[inner] -= np.linalg.solve(hessian, here[inner])
        if np.any((trial < low) | (trial > high)):
            break
        there = slope(trial)
        if np.abs(there[inner]).max() >= np.abs(here[inner]).max():
            break
        x, here = trial, there
        if np.abs(here[inner]).max() < _FLAT:
            break
    return x


def _hessian(slope: Callable[[Floats], Floats], x: Floats, here: Floats, inner: Ints) -> Floats:
    """By differences of the gradient."""
    columns = []
    for k in inner:
        up = x.copy()
        up[k] += _STEP
        columns.append((slope(up)[inner] - here[inner]) / _STEP)
    hessian = np.array(columns)
    return np.asarray((hessian + hessian.T) / 2)
