"""What is left of the mixed-model equations once candidates are out: panelists, competencies and items.

    Q = (sum L'P L + B / s_e^2 + D^-1)^-1,  z = Q (sum L'P y + d / s_e^2)

with B and d the cross-products of items and scores within cells, and D the effects' prior variances.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from bot.domain.calibration.arrays import Floats, tally
from bot.domain.calibration.joint.blocks import Block, Projected, blocks_of, project
from bot.domain.calibration.joint.data import Data
from bot.domain.calibration.joint.sds import Sds
from bot.domain.calibration.posterior import posterior


@dataclass(frozen=True, eq=False)
class Within:
    """Cross-products within cells: `product` of items (B), `right` of items and scores (d), `total` of scores."""

    product: Any
    """Items x items, sparse."""
    right: Floats
    total: float


@dataclass(frozen=True, eq=False)
class Reduced:
    """The equations before the effects' own variances: `matrix` z = `right`; the rest is for the criterion."""

    matrix: Floats
    right: Floats
    total: float
    logdet: float


@dataclass(frozen=True, eq=False)
class Solution:
    """Q, z, and the criterion's parts: log |D| - log |Q| and y'Py."""

    covariance: Floats
    effects: Floats
    logdet: float
    quadratic: float


class Equations:
    """A company's ratings, ready to be solved at any standard deviations."""

    def __init__(self, data: Data) -> None:
        self.data = data

    @cached_property
    def blocks(self) -> Sequence[Block]:
        """All candidates."""
        return tuple(blocks_of(self.data))

    @cached_property
    def within(self) -> Within:
        """Cross-products within cells."""
        return within(self.data)

    @cached_property
    def log_sizes(self) -> float:
        """The part of the criterion that depends on nothing."""
        return float(np.log(self.data.cell_sizes).sum())

    @property
    def within_df(self) -> int:
        """Ratings less cells."""
        return len(self.data.score) - len(self.data.cell_begins)

    def reduce(self, sds: Sds) -> tuple[Reduced, list[Projected]]:
        """The equations at given standard deviations, and each block with its candidates projected out."""
        projected = [project(block, sds) for block in self.blocks]
        said = information(self.data, self.blocks, projected, self.within, sds)
        logdet = sum(at.logdet for at in projected) + self.log_sizes + self.within_df * math.log(sds.error**2)
        return replace(said, logdet=logdet), projected


def information(
    data: Data, blocks: Sequence[Block], projected: Sequence[Projected], inside: Within, sds: Sds
) -> Reduced:
    """What these loops say of the effects; without the logarithm of the determinant."""
    size, error = data.effects, sds.error**2
    matrix, right, total = np.zeros((size + 1, size + 1)), np.zeros(size + 1), inside.total / error
    for block, at in zip(blocks, projected, strict=True):
        right_of, product, square = _contribution(block, at)
        flat = block.effect[:, :, None] * (size + 1) + block.effect[:, None, :]
        matrix += tally(flat.ravel(), product.ravel(), matrix.size).reshape(matrix.shape)
        right += tally(block.effect.ravel(), right_of.ravel(), size + 1)
        total += square
    matrix, right, first = matrix[:size, :size], right[:size], size - len(data.items)
    matrix[first:, first:] += inside.product.toarray() / error
    right[first:] += inside.right / error
    return Reduced(matrix, right, total, 0.0)


def within(data: Data) -> Within:
    """Cross-products within the cells of these ratings."""
    from scipy import sparse

    n = len(data.items)
    left = data.score - data.cell_means[data.cell]
    shape = (len(data.cell_begins), n)
    shares = sparse.csr_matrix((1 / data.cell_sizes[data.cell], (data.cell, data.item)), shape=shape)
    own = sparse.diags_array(np.bincount(data.item, minlength=n).astype(np.float64))
    product = (own - shares.T @ sparse.diags_array(data.cell_sizes) @ shares).tocsr()
    return Within(product, tally(data.item, left, n), float(left @ left))


def _contribution(block: Block, at: Projected) -> tuple[Floats, Floats, float]:
    """L'P y (g x U), L'P L (g x U x U) and the sum of y'P y of a block."""
    half = at.projector @ block.loading
    product = block.loading.transpose(0, 2, 1) @ half
    right = (block.mean[:, None, :] @ half)[:, 0]
    left = (at.projector @ block.mean[:, :, None])[:, :, 0]
    return right, product, float((block.mean * left).sum())


def prior_variances(data: Data, sds: Sds) -> Floats:
    """D: of each panelist, competency and item."""
    counts = [len(data.panelists), len(data.competencies), len(data.items)]
    return np.repeat([sds.panelist**2, sds.competency**2, sds.item**2], counts)


def solve(reduced: Reduced, variances: Floats) -> Solution:
    """Solve at the effects' prior variances."""
    inverse, logdet, _ = posterior(reduced.matrix, variances)
    effects = inverse @ reduced.right
    return Solution(inverse, effects, logdet, float(reduced.total - reduced.right @ effects))


def padded(matrix: Floats) -> Floats:
    """With a last row and column of zeros, for the effect that is padding."""
    size = len(matrix)
    if matrix.ndim == 1:
        return np.append(matrix, 0.0)
    wider = np.zeros((size + 1, size + 1))
    wider[:size, :size] = matrix
    return wider
