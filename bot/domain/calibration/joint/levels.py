"""Every candidate's level with the candidate free: what the middle is found from, kept so that a loop is an update."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from bot.domain.calibration.arrays import Floats, Ints, tally
from bot.domain.calibration.joint.average import average
from bot.domain.calibration.joint.blocks import Block, Projected
from bot.domain.calibration.joint.data import Data


@dataclass(frozen=True, eq=False)
class Kept:
    """Of each candidate: the weighted mean of their ratings, its own variance, and its weights W = L'a on the effects.

    `spread` is W Q W'. Rows of W lie one after the other, `begins` has where each begins and the end.
    """

    mean: Floats
    own: Floats
    spread: Floats
    begins: Ints
    effect: Ints
    weight: Floats

    @cached_property
    def row(self) -> Ints:
        """The candidate of each weight."""
        return np.repeat(np.arange(len(self.own)), np.diff(self.begins))

    def times(self, effects: Floats) -> Floats:
        """W z."""
        return tally(self.row, self.weight * effects[self.effect], len(self.own))

    def matrix(self, effects: int) -> Any:
        """W as a sparse matrix."""
        from scipy import sparse

        return sparse.csr_array((self.weight, self.effect, self.begins), shape=(len(self.own), effects))


@dataclass(frozen=True, eq=False)
class Levels:
    """Of each candidate: the level u and its variance."""

    level: Floats
    variance: Floats


def kept(data: Data, blocks: Sequence[Block], projected: Sequence[Projected], covariance: Floats) -> Kept:
    """What is kept, from all blocks; `covariance` is Q with its padding."""
    count = len(data.candidates)
    mean, own, spread = np.zeros(count), np.zeros(count), np.zeros(count)
    rows, effects, weights = [], [], []
    for block, at in zip(blocks, projected, strict=True):
        who = block.candidates
        w = (at.weights[:, None, :] @ block.loading)[:, 0]
        known = covariance[block.effect[:, :, None], block.effect[:, None, :]]
        mean[who] = (at.weights * block.mean).sum(axis=1)
        own[who] = 1 / at.precision
        spread[who] = np.einsum("gu,guv,gv->g", w, known, w, optimize=True)
        there = block.effect < data.effects
        rows.append(np.repeat(who, there.sum(axis=1)))
        effects.append(block.effect[there])
        weights.append(w[there])
    row, effect = np.concatenate(rows), np.concatenate(effects)
    order = np.argsort(row, kind="stable")
    begins = np.concatenate(([0], np.cumsum(np.bincount(row, minlength=count))))
    return Kept(mean, own, spread, begins, effect[order], np.concatenate(weights)[order])


def levels(data: Data, of: Kept, covariance: Floats, effects: Floats) -> Levels:
    """Every candidate's level, for the average panelist and competency of their part."""
    meant = average(data).of_level
    onto = meant @ covariance
    base = np.einsum("pe,pe->p", onto, meant)
    level = of.mean - of.times(effects) + (meant @ effects)[data.part]
    cross = tally(of.row, of.weight * onto[data.part[of.row], of.effect], len(of.own))
    return Levels(level, of.own + of.spread - 2 * cross + base[data.part])
