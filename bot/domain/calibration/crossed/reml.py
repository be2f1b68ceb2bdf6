"""The variances: restricted maximum likelihood, with the priors as a penalty.

Searched over ratios of standard deviations (panelist and item over u, sheet over s_e/sqrt m), with s_e^2
profiled out and the exact gradient; ends with Newton steps, so that equal data gives equal figures.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import optimize

from bot.domain.calibration.arrays import Floats
from bot.domain.calibration.crossed.design import Design, Reduced, reduce, slope
from bot.domain.calibration.crossed.equations import Solved, solve
from bot.domain.calibration.crossed.prior import Prior
from bot.domain.calibration.crossed.single import best_ratio


@dataclass(frozen=True, slots=True)
class Components:
    """The variances, in squared score points. None: not in the model, as the data can't single it out."""

    panelist: float
    item: float | None
    sheet: float | None
    error: float


@dataclass(frozen=True, slots=True)
class Model:
    """What is in the model for this data."""

    prior: Prior
    has_panelist: bool
    median: float

    @property
    def has_item(self) -> bool:
        """Whether items have an effect of their own."""
        return self.prior.has_item

    @property
    def has_sheet(self) -> bool:
        """Whether sheets have an effect of their own."""
        return self.prior.has_sheet


def model_for(design: Design, prior_on: bool, scale: tuple[float, float]) -> Model:
    """Which effects the data can tell apart. The prior tells panelists from sheets where the data can't."""
    several = bool((design.m > 1).any())
    sheet, item, panelist = _told_apart(design, several)
    prior = Prior(
        on=prior_on,
        range=scale[1] - scale[0],
        has_item=several and item,
        has_sheet=several and (prior_on or sheet),
    )
    return Model(prior=prior, has_panelist=prior_on or panelist, median=float(np.median(design.m)))


def _told_apart(design: Design, several: bool) -> tuple[bool, bool, bool]:
    """Whether sheet, item and panelist variances can each be told from error and from the ones before.

    By the scalar products of P V P, P V' P (P projects the candidates out): they are independent or not.
    """
    p = design.n_panelists
    n = np.bincount(design.sheet_candidate, design.m, minlength=design.n_candidates)
    reduced = reduce(design, 0.0)
    t = np.diagonal(slope(design, reduced)) if several else np.diagonal(reduced.matrix)
    r, rb, b = reduced.matrix[:p, :p], reduced.matrix[:p, p:], reduced.matrix[p:, p:]
    squares = np.bincount(design.sheet_candidate, design.m**2, minlength=design.n_candidates)
    cubes = np.bincount(design.sheet_candidate, design.m**3, minlength=design.n_candidates)
    spread = float((squares - 2 * cubes / n + (squares / n) ** 2).sum())
    e_h = float((n - squares / n).sum())
    gram = np.zeros((4, 4))
    gram[0] = [len(design.y) - design.n_candidates, e_h, np.trace(r), np.trace(b)]
    gram[1, 1:] = [spread, t[:p].sum(), t[p:].sum()]
    gram[2, 2:] = [np.vdot(r, r), np.vdot(rb, rb)]
    gram[3, 3] = np.vdot(b, b)
    gram = np.triu(gram) + np.triu(gram, 1).T
    sheet = several and _independent(gram, 1, [0])
    kept = [0, 1] if sheet else [0]
    panelist = _independent(gram, 2, kept)
    item = design.n_items > 1 and _independent(gram, 3, [*kept, 2] if panelist else kept)
    return sheet, item, panelist


def _independent(gram: Floats, one: int, others: list[int]) -> bool:
    size = gram[one, one]
    others = [k for k in others if gram[k, k] > 1e-9]
    if size <= 1e-9 or not others:
        return False
    block, column = gram[np.ix_(others, others)], gram[others, one]
    explained = column @ np.linalg.lstsq(block, column, rcond=None)[0]
    return bool(1 - explained / size > 1e-8)


@dataclass(frozen=True, eq=False)
class Estimate:
    """The variances found, the criterion there and the equations solved."""

    components: Components
    criterion: float
    reduced: Reduced
    solved: Solved


def estimate(design: Design, model: Model) -> Estimate:
    """Minimise the criterion."""
    df = len(design.y) - design.n_candidates
    flat = reduce(design, 0.0)
    if not model.prior.on and flat.total <= 1e-12 * max(1.0, float(design.y @ design.y)):
        error = 0.0 if df else math.nan
        zero = Components(0.0, _zero(model.has_item), _zero(model.has_sheet), error)
        return Estimate(zero, math.nan, flat, solve(flat, np.zeros(design.size)))
    if not model.has_item and not model.has_sheet:
        ratio = best_ratio(design, flat, model.prior) if model.has_panelist else 0.0
        at = _At(design, model, math.sqrt(ratio), 0.0, 0.0, flat)
    else:
        at = _search(design, model)
    return Estimate(at.components, at.criterion, at.reduced, at.solved)


def model_of(design: Design, prior_on: bool, scale: tuple[float, float], components: Components) -> Model:
    """The model that given variances belong to."""
    prior = Prior(prior_on, scale[1] - scale[0], components.item is not None, components.sheet is not None)
    return Model(prior, True, float(np.median(design.m)))


def criterion(reduced: Reduced, solved: Solved, model: Model, at: Components, df: int) -> float:
    """The criterion at given variances, once the equations are solved there. nan where s_e^2 is 0."""
    if not at.error > 0:
        return math.nan
    prior = model.prior
    kappa = reduced.theta + 1 / model.median
    u = math.sqrt(kappa * at.error)
    ratios = prior.ratios(math.sqrt(at.panelist) / u, math.sqrt(at.item or 0.0) / u)
    scatter = _residual(reduced, solved) + prior.scatter(kappa)
    constant = reduced.logdet + solved.logdet + df * math.log(2 * math.pi) + prior.constant(kappa)
    return constant + ratios + (df + prior.weight) * math.log(at.error) + scatter / at.error


def _residual(reduced: Reduced, solved: Solved) -> float:
    """The residual quadratic form; above 0 by a hair where the effects explain every score exactly."""
    return max(solved.quadratic, 1e-12 * reduced.total)


def held(design: Design, model: Model, components: Components) -> Estimate:
    """The equations solved at given variances, and the criterion there."""
    error = components.error
    over = 1 / error if error > 0 else 0.0
    reduced = reduce(design, (components.sheet or 0.0) * over)
    per = [components.panelist * over, (components.item or 0.0) * over]
    solved = solve(reduced, np.repeat(per, [design.n_panelists, design.n_items]))
    at = criterion(reduced, solved, model, components, len(design.y) - design.n_candidates)
    return Estimate(components, at, reduced, solved)


def _zero(there: bool) -> float | None:
    return 0.0 if there else None


class _At:
    """The criterion and its gradient at one point."""

    def __init__(
        self,
        design: Design,
        model: Model,
        panelist: float,
        item: float,
        sheet: float,
        reduced: Reduced | None = None,
    ) -> None:
        self.design, self.model = design, model
        self.rho_r, self.rho_b, self.phi = panelist, item, sheet
        theta = sheet**2 / model.median
        self.kappa = theta + 1 / model.median
        self.reduced = reduced if reduced is not None else reduce(design, theta)
        per_panelist, per_item = self.kappa * panelist**2, self.kappa * item**2
        self.ratios = np.repeat([per_panelist, per_item], [design.n_panelists, design.n_items])
        self.solved = solve(self.reduced, self.ratios)
        self.df = len(design.y) - design.n_candidates
        self.count = self.df + model.prior.weight
        self.scatter = _residual(self.reduced, self.solved) + model.prior.scatter(self.kappa)
        self.error = self.scatter / self.count

    @property
    def components(self) -> Components:
        """The variances at this point, with the best s_e^2."""
        u2 = self.kappa * self.error
        return Components(
            panelist=self.rho_r**2 * u2,
            item=self.rho_b**2 * u2 if self.model.has_item else None,
            sheet=self.phi**2 / self.model.median * self.error if self.model.has_sheet else None,
            error=self.error,
        )

    @property
    def criterion(self) -> float:
        """The criterion with the best s_e^2."""
        return criterion(self.reduced, self.solved, self.model, self.components, self.df)

    def gradient(self) -> Floats:
        """By rho_r, rho_b and phi."""
        p = self.design.n_panelists
        by_r = self._by_ratio(slice(0, p), self.kappa * self.rho_r**2)
        by_b = self._by_ratio(slice(p, None), self.kappa * self.rho_b**2) if self.model.has_item else 0.0
        slopes = self.model.prior.ratio_slopes(self.rho_r, self.rho_b)
        by_phi = 0.0
        if self.model.has_sheet:
            by_kappa = self.rho_r**2 * by_r + self.rho_b**2 * by_b + self._prior_by_kappa()
            by_phi = 2 * self.phi / self.model.median * (self.by_theta() + by_kappa)
        return np.array(
            [
                2 * self.rho_r * self.kappa * by_r + slopes[0],
                2 * self.rho_b * self.kappa * by_b + slopes[1],
                by_phi,
            ]
        )

    def _prior_by_kappa(self) -> float:
        prior = self.model.prior
        if not prior.on:
            return 0.0
        return 4 / self.kappa - 4 * (0.15 * prior.range) ** 2 / self.kappa**2 / self.error

    def _by_ratio(self, block: slice, ratio: float) -> float:
        """By the variance of one kind of effect over s_e^2."""
        matrix, solved = self.reduced.matrix[block], self.solved
        if ratio > 0:
            trace = float((1 - solved.diagonal[block]).sum()) / ratio
            left = solved.effects[block] / ratio
        else:
            trace = float(np.diagonal(matrix[:, block]).sum() - np.vdot(matrix, matrix @ solved.inverse))
            left = self.reduced.right[block] - matrix @ solved.effects
        return trace - float(left @ left) / self.error

    def by_theta(self) -> float:
        """By the sheets' variance over s_e^2, ratios of the others to s_e^2 held."""
        d, reduced = self.design, self.reduced
        v = 1 / (1 + reduced.theta * d.m)
        w = d.m * v
        squares = np.bincount(d.sheet_candidate, w * w, minlength=d.n_candidates)
        logs = float(w.sum() - (squares / reduced.weights).sum())
        trace = float(np.vdot(self.solved.inverse, slope(d, reduced)))
        sums = _residual_sums(d, reduced, self.solved.effects) * v
        return logs - trace - float(sums @ sums) / self.error


def _residual_sums(design: Design, reduced: Reduced, effects: Floats) -> Floats:
    """Each sheet's sum of y - c - r - b."""
    v = 1 / (1 + reduced.theta * design.m)
    p = design.n_panelists
    left = design.y - effects[design.sheet_panelist][design.sheet]
    if design.n_items:
        left = left - effects[p:][design.item]
    sums = np.bincount(design.sheet, left, minlength=len(design.m))
    means = np.bincount(design.sheet_candidate, sums * v, minlength=design.n_candidates) / reduced.weights
    return np.asarray(sums - design.m * means[design.sheet_candidate])


def _search(design: Design, model: Model) -> _At:
    """From the priors' middle to the minimum, over the effects that are in the model."""
    free = np.flatnonzero([model.has_panelist, model.has_item, model.has_sheet])
    low = np.array([1e-4, 1e-4, 0.0]) if model.prior.on else np.zeros(3)
    start = np.where([model.has_panelist, model.has_item, model.has_sheet], [0.7, 0.5, 1.0], 0.0)

    def at(x: Floats) -> _At:
        full = np.zeros(3)
        full[free] = x
        return _At(design, model, float(full[0]), float(full[1]), float(full[2]))

    def value(x: Floats) -> tuple[float, Floats]:
        here = at(x)
        return here.criterion / here.count, here.gradient()[free] / here.count

    bounds = [(low[k], 1e3) for k in free]
    x = start[free]
    for _ in range(3):
        x = _minimum(value, x, bounds)
        stuck = [n for n, k in enumerate(free) if x[n] <= 0 and _falls(at(x), int(k))]
        if not stuck:
            break
        x[stuck] = 0.05
    return at(_newton(lambda x: at(x).gradient()[free], x, low[free]))


def _minimum(value: Callable[[Floats], tuple[float, Floats]], start: Floats, bounds: list[Any]) -> Floats:
    options = {"ftol": 1e-13, "gtol": 1e-7, "maxiter": 200}
    found = optimize.minimize(value, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    return np.array(found.x)


def _falls(at: _At, which: int) -> bool:
    """Whether the criterion falls as a variance that is 0 grows (its slope by the sd is 0 there)."""
    p = at.design.n_panelists
    if which == 2:
        by_r = at.rho_r**2 * at._by_ratio(slice(0, p), at.ratios[0])
        by_b = at.rho_b**2 * at._by_ratio(slice(p, None), at.ratios[-1]) if at.model.has_item else 0.0
        return at.by_theta() + by_r + by_b + at._prior_by_kappa() < -1e-6
    return at._by_ratio(slice(0, p) if which == 0 else slice(p, None), 0.0) < -1e-6


def _newton(gradient: Callable[[Floats], Floats], x: Floats, low: Floats) -> Floats:
    """Newton steps on the free coordinates that are off their bounds, while they help."""
    inner = np.flatnonzero(x > low + 1e-8)
    if not len(inner):
        return x
    here = gradient(x)
    for _ in range(3):
        step = 1e-4 * np.maximum(x[inner], 1e-2)
        hessian = np.empty((len(inner), len(inner)))
        for column, (k, h) in enumerate(zip(inner, step, strict=True)):
            up, down = x.copy(), x.copy()
            up[k] += h
            down[k] -= h
            hessian[:, column] = (gradient(up)[inner] - gradient(down)[inner]) / (2 * h)
        hessian = (hessian + hessian.T) / 2
        if np.linalg.eigvalsh(hessian).min() <= 0:
            return x
        trial = x.copy()
        move = np.linalg.solve(hessian, here[inner])
        trial[inner] -= move
        if np.any(trial[inner] <= low[inner]):
            return x
        there = gradient(trial)
        if np.abs(there[inner]).max() >= np.abs(here[inner]).max():
            return x
        x, here = trial, there
        if np.abs(move).max() < 1e-6:
            break
    return x
