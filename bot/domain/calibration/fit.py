"""The fit: variances, leniencies and calibrated scores, and everything that follows from them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from scipy import sparse, special

from bot.domain.calibration import design as designs
from bot.domain.calibration import reml
from bot.domain.calibration.arrays import Floats, Ints
from bot.domain.calibration.design import Design, Reduced
from bot.domain.calibration.equations import Solved, solve
from bot.domain.calibration.graph import Graph
from bot.domain.calibration.reml import Components, Model
from bot.domain.calibration.results import CandidateResult, Difference, PanelistResult
from bot.domain.calibration.table import NoRatings, Rating, Table, append, positions, tabulate

_CELLS = 4_000_000
_PRIOR_DF = 4
_SPREAD = 0.18
"""The prior standard deviation of candidates, over the range of the scale."""

PriorSwitch = Literal["on", "off"]


@dataclass(frozen=True, eq=False)
class Fit:
    """One fit. What is costly is worked out when first asked for.

    `components` are variances; `criterion` is what was minimised (nan where variances were held at 0 or nothing
    varies); `rescaled` maps candidates rated on another scale, who are not in the model, to their raw results.
    """

    table: Table
    scale: tuple[float, float]
    level: float
    prior: PriorSwitch
    model: Model
    components: Components
    criterion: float
    rescaled: tuple[CandidateResult, ...]
    _reduced: Reduced
    _solved: Solved

    @cached_property
    def graph(self) -> Graph:
        """Who has scored whom."""
        return Graph(self.table)

    @cached_property
    def design(self) -> Design:
        """The ratings as the equations see them."""
        return designs.design_of(self.table, self.model.has_item)

    @property
    def n_sheets(self) -> int:
        """How many scorecards (candidate x panelist)."""
        return len(self.table.first_sheet_row)

    @property
    def df(self) -> int:
        """Degrees of freedom of the intervals: sheets less candidates, plus 4 with the prior."""
        return self.n_sheets - len(self.table.candidates) + (_PRIOR_DF if self.prior == "on" else 0)

    @cached_property
    def quantile(self) -> float:
        """Half the width of an interval in standard errors; nan where there is no degree of freedom."""
        return float(special.stdtrit(self.df, (1 + self.level) / 2)) if self.df > 0 else math.nan

    @property
    def effects(self) -> Floats:
        """Panelists' leniencies, then items' easiness."""
        return self._solved.effects

    @property
    def leniency(self) -> Floats:
        """Of each panelist of the table."""
        return self._solved.effects[: len(self.table.panelists)]

    @property
    def easiness(self) -> Floats:
        """Of each item of the table; 0 where items are not in the model."""
        if not self.model.has_item:
            return np.zeros(len(self.table.items))
        return self._solved.effects[len(self.table.panelists) :]

    @cached_property
    def covariance(self) -> Floats:
        """Q, of the effects' errors."""
        error = self.components.error
        return self._solved.inverse * error if error > 0 else np.zeros_like(self._solved.inverse)

    @cached_property
    def centred(self) -> Floats:
        """HQH: about the average panelist of each part and the average item. Plain Q with the prior off."""
        if self.prior == "off":
            return self.covariance
        groups = self.graph.panelist_part
        if self.model.has_item:
            groups = np.concatenate((groups, np.full(len(self.table.items), groups.max() + 1)))
        half = self.covariance - _means(self.covariance, groups)[groups]
        return np.asarray(half - _means(half.T, groups)[groups].T)

    @cached_property
    def shares(self) -> Any:
        """Candidates x effects (CSR): what each effect weighs in each candidate's mean."""
        return designs.shares(self.design, self._reduced)

    @property
    def means(self) -> Floats:
        """Candidates' means before effects are taken off, each sheet weighed by how well it is known."""
        return self._reduced.means

    @cached_property
    def calibrated(self) -> Floats:
        """Each candidate's calibrated score."""
        return np.asarray(self._reduced.means - self.shares @ self._solved.effects)

    @cached_property
    def raw(self) -> Floats:
        """Each candidate's plain mean of ratings."""
        count = len(self.table.candidates)
        sums = np.bincount(self.table.candidate, self.table.score, minlength=count)
        return np.asarray(sums / np.bincount(self.table.candidate, minlength=count))

    @cached_property
    def variances(self) -> Floats:
        """Of the calibrated scores."""
        rows, q = self.shares, self.centred
        spread = np.empty(rows.shape[0])
        step = max(1, _CELLS // max(1, rows.shape[1]))
        for start in range(0, rows.shape[0], step):
            part = rows[start : start + step]
            spread[start : start + step] = np.asarray(part.multiply(part @ q).sum(axis=1)).ravel()
        return np.maximum(spread, 0.0) + self.components.error / self._reduced.weights

    @cached_property
    def shrunk(self) -> Floats:
        """Calibrated scores drawn to their mean, the more the less is known."""
        c, v, count = self.calibrated, self.variances, len(self.table.candidates)
        if not np.isfinite(v).all():
            return c
        total = np.asarray(self.shares.sum(axis=0)).ravel()
        all_v = float((self.components.error / self._reduced.weights).sum() + total @ self.centred @ total)
        m = float(c.mean())
        prior = 4 * (_SPREAD * (self.scale[1] - self.scale[0])) ** 2
        tau2 = max(0.0, float(((c - m) ** 2).sum() - v.sum()) + all_v / count + prior) / (count + 3)
        return np.asarray(m + tau2 / (tau2 + v) * (c - m))

    @cached_property
    def panelists(self) -> tuple[PanelistResult, ...]:
        """All panelists, by id."""
        errors = np.sqrt(np.maximum(np.diagonal(self.centred)[: len(self.table.panelists)], 0.0))
        return tuple(
            PanelistResult(
                id=name,
                n=int(self.graph.sheets[k]),
                leniency=float(self.leniency[k]),
                se=known(float(errors[k]), self),
                low=self.bound(float(self.leniency[k]), float(errors[k]), -1),
                high=self.bound(float(self.leniency[k]), float(errors[k]), 1),
                shown=self.graph.shown(k),
            )
            for k, name in enumerate(self.table.panelists)
        )

    @cached_property
    def candidates(self) -> tuple[CandidateResult, ...]:
        """All candidates, by id; those rated on another scale last."""
        errors = np.sqrt(self.variances)
        return (
            tuple(
                CandidateResult(
                    id=name,
                    n=int(self.graph.panel_size[k]),
                    raw=float(self.raw[k]),
                    calibrated=float(self.calibrated[k]),
                    se=known(float(errors[k]), self),
                    low=self.bound(float(self.calibrated[k]), float(errors[k]), -1),
                    high=self.bound(float(self.calibrated[k]), float(errors[k]), 1),
                    shrunk=float(self.shrunk[k]),
                    status=self.graph.status(k),
                )
                for k, name in enumerate(self.table.candidates)
            )
            + self.rescaled
        )

    @cached_property
    def parts(self) -> tuple[tuple[str, ...], ...]:
        """Candidates grouped by whether shared panelists connect them."""
        groups: dict[int, list[str]] = {}
        for name, part in zip(self.table.candidates, self.graph.part, strict=True):
            groups.setdefault(int(part), []).append(name)
        return tuple(tuple(names) for names in groups.values())

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What must be said beside the figures."""
        return self.graph.notes()

    def candidate(self, name: str) -> CandidateResult:
        """One candidate's result. KeyError where there is none."""
        return self._by_candidate[name]

    def panelist(self, name: str) -> PanelistResult:
        """One panelist's result. KeyError where there is none."""
        return self.panelists[self.table.panelist_code[name]]

    @cached_property
    def _by_candidate(self) -> dict[str, CandidateResult]:
        return {c.id: c for c in self.candidates}

    def bound(self, at: float, se: float, side: int) -> float | None:
        """An end of an interval; None where there is none."""
        end = at + side * self.quantile * se
        return end if math.isfinite(end) else None


def known(se: float, fit: Fit) -> float | None:
    """A standard error, or None where it can't be known."""
    return se if fit.df > 0 and math.isfinite(se) else None


def fit(
    ratings: Iterable[Rating] | Table,
    prior: PriorSwitch = "on",
    scale: tuple[float, float] = (1, 4),
    level: float = 0.8,
    variances: Components | None = None,
) -> Fit:
    """Calibrate ratings. With `variances` these are held; otherwise they are estimated.

    Raises NoRatings, DuplicateRating, and ValueError for a scale, level or score that can't be.
    """
    if not scale[0] < scale[1]:
        raise ValueError(
            f"A scale runs from a lower to a higher score; {scale[0]:g} to {scale[1]:g} does not."
        )
    if not 0 < level < 1:
        raise ValueError(f"The level of an interval lies between 0 and 1; {level:g} does not.")
    table, rescaled = _split(ratings, scale)
    outside = (table.score < scale[0]) | (table.score > scale[1]) | ~np.isfinite(table.score)
    if outside.any():
        score = table.score[int(np.argmax(outside))]
        raise ValueError(f"A score of {score:g} is outside the scale {scale[0]:g} to {scale[1]:g}.")
    design, model, found = _estimate(table, prior == "on", scale, variances)
    del design
    return Fit(
        table,
        scale,
        level,
        prior,
        model,
        found.components,
        found.criterion,
        rescaled,
        found.reduced,
        found.solved,
    )


def _estimate(
    table: Table, prior_on: bool, scale: tuple[float, float], variances: Components | None
) -> tuple[Design, Model, reml.Estimate]:
    if variances is not None:
        design = designs.design_of(table, variances.item is not None)
        model = reml.model_of(design, prior_on, scale, variances)
        return design, model, reml.held(design, model, variances)
    design = designs.design_of(table, len(table.items) > 1)
    model = reml.model_for(design, prior_on, scale)
    if design.n_items and not model.has_item:
        design = designs.design_of(table, False)
    return design, model, reml.estimate(design, model)


def update(before: Fit, ratings: Iterable[Rating] | Table) -> Fit:
    """A fit with new loops added and the variances held: equal to a full fit with these variances.

    Only the new loops' cross-products are worked out, unless one of them adds to a candidate already there.
    """
    new, rescaled = _split(ratings, before.scale)
    table = append(before.table, new)
    held = before.components
    rescaled = before.rescaled + rescaled
    if set(new.candidates) & set(before.table.candidates) or not held.error > 0:
        both = fit(table, before.prior, before.scale, before.level, held)
        return Fit(**{**both.__dict__, "rescaled": rescaled})
    extra = designs.design_of(new, held.item is not None)
    reduced = _joined(before, table, new, designs.reduce(extra, before._reduced.theta))
    sizes = np.diff(np.append(table.first_sheet_row, len(table.score)))
    model = Model(before.model.prior, before.model.has_panelist, float(np.median(sizes)))
    n_items = len(table.items) if held.item is not None else 0
    ratios = np.repeat(
        [held.panelist / held.error, (held.item or 0.0) / held.error], [len(table.panelists), n_items]
    )
    solved = solve(reduced, ratios)
    df = len(table.score) - len(table.candidates)
    criterion = reml.criterion(reduced, solved, model, held, df)
    return Fit(
        table, before.scale, before.level, before.prior, model, held, criterion, rescaled, reduced, solved
    )


def _joined(before: Fit, table: Table, new: Table, extra: Reduced) -> Reduced:
    """The sum of two reduced systems over different candidates."""
    old = before._reduced
    size = len(table.panelists) + (len(table.items) if before.model.has_item else 0)
    matrix, right = np.zeros((size, size)), np.zeros(size)
    weights, means = np.empty(len(table.candidates)), np.empty(len(table.candidates))
    for part, ids in ((old, before.table), (extra, new)):
        where = _effects_at(ids, table, before.model.has_item)
        if len(where) == size:
            matrix += part.matrix
        else:
            matrix[np.ix_(where, where)] += part.matrix
        right[where] += part.right
        rows = positions(ids.candidates, table.candidates)
        weights[rows], means[rows] = part.weights, part.means
    return Reduced(
        old.theta, matrix, right, old.total + extra.total, weights, means, old.logdet + extra.logdet
    )


def _effects_at(ids: Table, table: Table, with_items: bool) -> Ints:
    where = positions(ids.panelists, table.panelists)
    if not with_items:
        return where
    return np.concatenate((where, len(table.panelists) + positions(ids.items, table.items)))


def _means(matrix: Floats, groups: Ints) -> Floats:
    """The mean row of each group."""
    n = len(groups)
    pick = sparse.csr_matrix((np.ones(n), (groups, np.arange(n))))
    counts = np.maximum(np.bincount(groups), 1).astype(np.float64)
    return np.asarray((pick @ matrix) / counts[:, None])


def _split(
    ratings: Iterable[Rating] | Table, scale: tuple[float, float]
) -> tuple[Table, tuple[CandidateResult, ...]]:
    """Ratings on this scale, and results for candidates who have any on another."""
    if isinstance(ratings, Table):
        return ratings, ()
    rows = list(ratings)
    other = {r.candidate for r in rows if r.scale is not None and tuple(r.scale) != tuple(scale)}
    if not other:
        return tabulate(rows), ()
    kept = [r for r in rows if r.candidate not in other]
    if not kept:
        raise NoRatings("There is no rating on the scale in use.")
    apart = [_rescaled(name, [r for r in rows if r.candidate == name]) for name in sorted(other)]
    return tabulate(kept), tuple(a for a in apart if a is not None)


def _rescaled(name: str, rows: list[Rating]) -> CandidateResult | None:
    scores = [r.score for r in rows if r.score is not None and not math.isnan(r.score)]
    if not scores:
        return None
    raw = math.fsum(scores) / len(scores)
    status = "not calibrated, because the rubric's scale has changed"
    sheets = len({r.panelist for r in rows if r.score is not None})
    return CandidateResult(name, sheets, raw, raw, None, None, None, raw, status)


def difference(of: Fit, a: str, b: str) -> Difference:
    """Candidate a less candidate b. KeyError where one is not in the fit."""
    first, second = of.candidate(a), of.candidate(b)
    raw = first.raw - second.raw
    for one in (first, second):
        if not one.is_calibrated:
            apart = a in of.table.candidate_code and b in of.table.candidate_code
            se = _difference_se(of, a, b) if apart else None
            return _difference(of, first, second, se, one.status)
    i, j = of.table.candidate_code[a], of.table.candidate_code[b]
    if of.graph.part[i] != of.graph.part[j]:
        why = "not calibrated, because no shared panelist connects these two candidates"
        return Difference(a, b, raw, raw, None, None, None, why)
    return _difference(of, first, second, _difference_se(of, a, b), first.status)


def _difference(of: Fit, a: CandidateResult, b: CandidateResult, se: float | None, status: str) -> Difference:
    gap = a.calibrated - b.calibrated
    low, high = (None, None) if se is None else (of.bound(gap, se, -1), of.bound(gap, se, 1))
    return Difference(a.id, b.id, a.raw - b.raw, gap, se, low, high, status)


def _difference_se(of: Fit, a: str, b: str) -> float | None:
    if a == b:
        return 0.0
    i, j = of.table.candidate_code[a], of.table.candidate_code[b]
    gap = np.asarray((of.shares[[i]] - of.shares[[j]]).todense()).ravel()
    own = of.components.error * (1 / of._reduced.weights[i] + 1 / of._reduced.weights[j])
    return known(math.sqrt(own + max(0.0, float(gap @ of.centred @ gap))), of)
