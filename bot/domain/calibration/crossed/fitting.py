"""Making a fit: from ratings, and from an earlier fit and new loops."""

import math
from collections.abc import Iterable

import numpy as np

from bot.domain.calibration.arrays import Ints
from bot.domain.calibration.crossed import design as designs
from bot.domain.calibration.crossed import reml
from bot.domain.calibration.crossed.design import Reduced
from bot.domain.calibration.crossed.equations import solve
from bot.domain.calibration.crossed.fit import Fit, PriorSwitch
from bot.domain.calibration.crossed.reml import Components, Model
from bot.domain.calibration.crossed.results import CandidateResult
from bot.domain.calibration.table import NoRatings, Rating, Table, append, positions, tabulate


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
    model, found = _estimate(table, prior == "on", scale, variances)
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
) -> tuple[Model, reml.Estimate]:
    if variances is not None:
        design = designs.design_of(table, variances.item is not None)
        model = reml.model_of(design, prior_on, scale, variances)
        return model, reml.held(design, model, variances)
    design = designs.design_of(table, len(table.items) > 1)
    model = reml.model_for(design, prior_on, scale)
    if design.n_items and not model.has_item:
        design = designs.design_of(table, False)
    return model, reml.estimate(design, model)


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
