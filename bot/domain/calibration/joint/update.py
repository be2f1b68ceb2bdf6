"""A new loop as an update of a fit: exactly what a whole fit with the standard deviations held would give."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from bot.domain.calibration.arrays import Floats, Ints
from bot.domain.calibration.joint.blocks import blocks_of, project
from bot.domain.calibration.joint.data import Data
from bot.domain.calibration.joint.equations import information, padded, prior_variances, within
from bot.domain.calibration.joint.fit import Held, JointFit, check_scale, fit, spread_for
from bot.domain.calibration.joint.levels import Kept, kept
from bot.domain.calibration.joint.reading import append, positions, read
from bot.domain.calibration.table import Rating

_NOTHING = 1e-13
"""Of the largest eigenvalue: below it a direction holds no information."""


def update(before: JointFit, ratings: Iterable[Rating] | Data) -> JointFit:
    """The fit with new loops, all standard deviations held: equal to `fit` with them held.

    Of the old loops nothing is worked out again, unless a new rating is of a candidate already there. The spread is
    found anew only where the new loops bring a second opening. Raises what `fit` raises.
    """
    new = ratings if isinstance(ratings, Data) else read(ratings)
    check_scale(new, before.prior.scale)
    data = append(before.data, new)
    if len(data.candidates) == len(before.data.candidates) + len(new.candidates):
        return _added(before, new, data)
    held_at = Held(before.sds, before.spread, before.learned_from)
    return fit(data, "on" if before.prior.on else "off", before.prior.scale, held_at)


def _added(before: JointFit, new: Data, data: Data) -> JointFit:
    """Q - Q R (I + R'Q R)^-1 R'Q, with R R' what the new loops say of the effects."""
    old_at, at = _effects_at(before.data, data), _effects_at(new, data)
    covariance, effects = _widened(before, data, old_at)
    blocks = list(blocks_of(new))
    projected = [project(block, before.sds) for block in blocks]
    said = information(new, blocks, projected, within(new), before.sds)
    product = (said.matrix + said.matrix.T) / 2
    values, vectors = np.linalg.eigh(product)
    some = values > values[-1] * _NOTHING
    root = vectors[:, some] * np.sqrt(values[some])
    half = covariance[:, at] @ root
    factor = np.linalg.cholesky(np.eye(root.shape[1]) + root.T @ half[at])
    half = np.linalg.solve(factor, half.T).T
    now = covariance - half @ half.T
    effects = effects + now[:, at] @ (said.right - product @ effects[at])
    own = kept(new, blocks, projected, padded(now[np.ix_(at, at)]))
    old = replace(before.kept, effect=old_at[before.kept.effect])
    old = replace(old, spread=old.spread - _squares(old, half))
    both = _joined(
        old, positions(before.data.candidates, data.candidates), replace(own, effect=at[own.effect]), data
    )
    found = replace(before, data=data, criterion=None, covariance=now, effects=effects, kept=both)
    return replace(found, spread=spread_for(data, found.levels, before.prior, before.spread))


def _effects_at(of: Data, data: Data) -> Ints:
    """Where each effect of some data is among those of all."""
    p, q = len(data.panelists), len(data.competencies)
    return np.concatenate(
        (
            positions(of.panelists, data.panelists),
            p + positions(of.competencies, data.competencies),
            p + q + positions(of.items, data.items),
        )
    )


def _widened(before: JointFit, data: Data, at: Ints) -> tuple[Floats, Floats]:
    """Q and z with a place for who and what is new: of them no more is known than their prior variance."""
    if len(at) == data.effects:
        return before.covariance, before.effects
    covariance, effects = np.diag(prior_variances(data, before.sds)), np.zeros(data.effects)
    covariance[np.ix_(at, at)] = before.covariance
    effects[at] = before.effects
    return covariance, effects


def _squares(of: Kept, half: Floats) -> Floats:
    """Each row of W half, squared and summed."""
    each: Floats = of.matrix(len(half)) @ half
    return np.asarray((each**2).sum(axis=1))


def _joined(old: Kept, old_at: Ints, new: Kept, data: Data) -> Kept:
    """Both, in the order of the data's candidates."""
    where = np.concatenate((old_at, np.setdiff1d(np.arange(len(data.candidates)), old_at)))
    mean, own, spread = (np.empty(len(where)) for _ in range(3))
    mean[where], own[where] = np.concatenate((old.mean, new.mean)), np.concatenate((old.own, new.own))
    spread[where] = np.concatenate((old.spread, new.spread))
    rows = np.concatenate((old_at[old.row], where[len(old_at) :][new.row]))
    order = np.argsort(rows, kind="stable")
    begins = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=len(where)))))
    effect, weight = np.concatenate((old.effect, new.effect)), np.concatenate((old.weight, new.weight))
    return Kept(mean, own, spread, begins, effect[order], weight[order])
