"""Candidates' cells padded to one shape, so that what is done for each candidate is done for hundreds at once."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bot.domain.calibration.arrays import Floats, Ints
from bot.domain.calibration.joint.data import Data
from bot.domain.calibration.joint.sds import Sds

_CELLS = 2_000_000
"""Numbers in the largest array of a block (8 bytes each)."""


@dataclass(frozen=True, eq=False)
class Block:
    """g candidates with up to C cells and up to U effects that they load on.

    A cell that is padding has `there` 0, mean 0 and no loadings; an effect that is padding is `Data.effects`, one
    past the last.
    """

    candidates: Ints
    there: Floats
    ratings: Floats
    mean: Floats
    panelist: Ints
    competency: Ints
    effect: Ints
    loading: Floats
    """g x C x U."""

    @property
    def same_panelist(self) -> Floats:
        """g x C x C: 1 for two cells of one sheet."""
        return self._same(self.panelist)

    @property
    def same_competency(self) -> Floats:
        """g x C x C: 1 for two cells of one competency."""
        return self._same(self.competency)

    def _same(self, codes: Ints) -> Floats:
        both = codes[:, :, None] == codes[:, None, :]
        return np.asarray(both & (codes[:, :, None] >= 0), dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Projected:
    """A block at given standard deviations, candidates projected out.

    `inverse` is S^-1 (identity on padding), `weights` a = S^-1 1 / (1'S^-1 1), `precision` 1'S^-1 1 and `projector`
    P = S^-1 - a a' (1'S^-1 1), all of each candidate.
    """

    weights: Floats
    precision: Floats
    projector: Floats
    logdet: float


def blocks_of(data: Data, candidates: Ints | None = None) -> Iterator[Block]:
    """The blocks of these candidates (all, unless said), small ones together."""
    chosen = np.arange(len(data.candidates)) if candidates is None else np.asarray(candidates)
    cells = _Cells(data, chosen)
    order = np.lexsort((cells.width, cells.depth))
    begin = 0
    while begin < len(order):
        end = begin + 1
        widest, deepest = int(cells.width[order[begin]]), int(cells.depth[order[begin]])
        while end < len(order):
            wider = max(widest, int(cells.width[order[end]]))
            deeper = int(cells.depth[order[end]])
            if (end - begin + 1) * wider * max(wider, deeper) > _CELLS or deeper > 2 * deepest:
                break
            widest, end = wider, end + 1
        yield cells.block(np.sort(order[begin:end]))
        begin = end


class _Cells:
    """Cells of chosen candidates, and the effects each loads on."""

    def __init__(self, data: Data, chosen: Ints) -> None:
        self.data, self.chosen = data, chosen
        place = np.full(len(data.candidates), -1, dtype=np.int64)
        place[chosen] = np.arange(len(chosen))
        begins = data.cell_begins
        self.cell = np.flatnonzero(place[data.candidate[begins]] >= 0)
        self.of = place[data.candidate[begins[self.cell]]]
        self.depth = np.bincount(self.of, minlength=len(chosen))
        self._load(place)

    def _load(self, place: Ints) -> None:
        """Entries (cell, effect, loading), and each candidate's distinct effects."""
        d = self.data
        rows = np.flatnonzero(place[d.candidate] >= 0)
        index = np.full(len(d.cell_begins), -1, dtype=np.int64)
        index[self.cell] = np.arange(len(self.cell))
        first = d.cell_begins[self.cell]
        p, q = len(d.panelists), len(d.competencies)
        every = np.arange(len(self.cell))
        self.entry = np.concatenate((every, every, index[d.cell[rows]]))
        effect = np.concatenate((d.panelist[first], p + d.competency[first], p + q + d.item[rows]))
        ones = np.ones(len(every))
        self.value = np.concatenate((ones, ones, 1 / d.cell_sizes[d.cell[rows]]))
        keys, where = np.unique(self.of[self.entry] * d.effects + effect, return_inverse=True)
        self.owner, self.effect = keys // d.effects, keys % d.effects
        self.width = np.bincount(self.owner, minlength=len(self.chosen))
        starts = np.concatenate(([0], np.cumsum(self.width)))
        self.slot = np.arange(len(keys)) - starts[self.owner]
        self.entry_slot = self.slot[where.ravel()]
        self.row = np.arange(len(self.cell)) - np.concatenate(([0], np.cumsum(self.depth)))[self.of]

    def block(self, members: Ints) -> Block:
        d, g = self.data, len(members)
        at = np.full(len(self.chosen), -1, dtype=np.int64)
        at[members] = np.arange(g)
        depth, width = int(self.depth[members].max()), int(self.width[members].max())
        some = np.flatnonzero(at[self.of] >= 0)
        spot = (at[self.of[some]], self.row[some])
        cell = self.cell[some]
        there, mean = np.zeros((g, depth)), np.zeros((g, depth))
        ratings = np.ones((g, depth))
        panelist, competency = np.full((g, depth), -1), np.full((g, depth), -1)
        there[spot], mean[spot], ratings[spot] = 1.0, d.cell_means[cell], d.cell_sizes[cell]
        panelist[spot] = d.panelist[d.cell_begins[cell]]
        competency[spot] = d.competency[d.cell_begins[cell]]
        effect = np.full((g, width), d.effects)
        own = np.flatnonzero(at[self.owner] >= 0)
        effect[at[self.owner[own]], self.slot[own]] = self.effect[own]
        loading = np.zeros((g, depth, width))
        used = np.flatnonzero(at[self.of[self.entry]] >= 0)
        of = self.entry[used]
        loading[at[self.of[of]], self.row[of], self.entry_slot[used]] = self.value[used]
        return Block(self.chosen[members], there, ratings, mean, panelist, competency, effect, loading)


def project(block: Block, sds: Sds) -> Projected:
    """Eliminate the candidates of a block at given standard deviations."""
    own = np.where(block.there > 0, sds.taste**2 + sds.error**2 / block.ratings, 1.0)
    s = sds.sheet**2 * block.same_panelist + sds.deviation**2 * block.same_competency
    diagonal = np.arange(s.shape[1])
    s[:, diagonal, diagonal] += own
    factor = np.linalg.cholesky(s)
    inverse = np.linalg.inv(s)
    flat = (inverse @ block.there[:, :, None])[:, :, 0] * block.there
    precision = flat.sum(axis=1)
    weights = flat / precision[:, None]
    projector = inverse - flat[:, :, None] * weights[:, None, :]
    logs = 2 * float(np.log(factor[:, diagonal, diagonal]).sum()) + float(np.log(precision).sum())
    return Projected(weights, precision, projector, logs)
