"""Scores with the candidate free: means and covariances of what a fit says of some candidates, all at once.

For each candidate, in this order: x_iq for every competency of the data (one they weren't rated in has its prior),
overall (the mean over those they were rated in), and their level u.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bot.domain.calibration.arrays import Floats, Ints
from bot.domain.calibration.joint.average import Average, average
from bot.domain.calibration.joint.blocks import Block, Projected, blocks_of, project
from bot.domain.calibration.joint.fit import JointFit

OVERALL, LEVEL = -2, -1
"""Where the two are among a candidate's figures."""


@dataclass(frozen=True, eq=False)
class Free:
    """Of each candidate of a block: `mean` g x F, `covariance` g x F x F, and `weights` (w of each cell) g x C x F.

    `loading` g x F x effects is what each figure still holds of the shared effects' errors.
    """

    block: Block
    mean: Floats
    covariance: Floats
    weights: Floats
    loading: Floats


def free(of: JointFit, candidates: Ints | None = None) -> Iterator[Free]:
    """Of these candidates (all, unless said), block by block."""
    meant = average(of.data)
    for block in blocks_of(of.data, candidates):
        yield _free(of, meant, block, project(block, of.sds))


def _free(of: JointFit, meant: Average, block: Block, at: Projected) -> Free:
    sds, count = of.sds, len(of.data.competencies)
    one_hot = (block.competency[:, :, None] == np.arange(count)).astype(np.float64)
    rated = (one_hot.sum(axis=1) > 0).astype(np.float64)
    mine, asked = _figures(of, meant, block, rated)
    chosen = one_hot @ mine.transpose(0, 2, 1)
    learned = at.projector @ chosen
    weights = at.weights[:, :, None] + sds.deviation**2 * learned
    loading = _loading(of, meant, block, asked, weights)
    mean = np.einsum("gc,gcf->gf", block.mean, weights) + loading @ of.effects
    both = np.einsum("gc,gcf->gf", at.weights, chosen)
    own = 1 / at.precision[:, None, None] - sds.deviation**2 * (both[:, :, None] + both[:, None, :])
    own += sds.deviation**2 * mine @ mine.transpose(0, 2, 1)
    own -= sds.deviation**4 * chosen.transpose(0, 2, 1) @ learned
    shared = loading @ of.covariance @ loading.transpose(0, 2, 1)
    return Free(block, mean, own + shared, weights, loading)


def _figures(of: JointFit, meant: Average, block: Block, rated: Floats) -> tuple[Floats, Floats]:
    """What each figure holds of the candidate's own deviations, and of competencies' easiness, g x F x competencies."""
    g, count = rated.shape
    each = np.broadcast_to(np.eye(count), (g, count, count))
    overall = (rated / rated.sum(axis=1, keepdims=True))[:, None, :]
    level = meant.level[of.data.part[block.candidates]][:, None, :]
    mine = np.concatenate((each, overall, np.zeros_like(level)), axis=1)
    return mine, np.concatenate((each, overall, level), axis=1)


def _loading(of: JointFit, meant: Average, block: Block, asked: Floats, weights: Floats) -> Floats:
    """The average that each figure is meant for, less what its own ratings held."""
    g, figures = asked.shape[:2]
    own = weights.transpose(0, 2, 1) @ block.loading
    full = np.zeros((g, figures, of.data.effects + 1))
    full[:, :, :-1] = meant.panelist[of.data.part[block.candidates]][:, None, :] + asked @ meant.question
    by_effect = full.transpose(0, 2, 1)
    by_effect[np.arange(g)[:, None], block.effect] -= own.transpose(0, 2, 1)
    return full[:, :, :-1]
