"""Ratings by competency as arrays: what the joint model keeps of them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bot.domain.calibration.arrays import Floats, Ints, tally


@dataclass(frozen=True, eq=False)
class Data:
    """Ratings as codes into sorted ids, ordered by candidate, panelist, competency, item.

    `opening` is each candidate's, `home` each item's competency. A cell is a panelist's ratings of a candidate in a
    competency; a sheet is a panelist's ratings of a candidate.
    """

    candidates: tuple[str, ...]
    panelists: tuple[str, ...]
    competencies: tuple[str, ...]
    items: tuple[tuple[str, str], ...]
    """Competency and item."""
    openings: tuple[str, ...]
    opening: Ints
    home: Ints
    candidate: Ints
    panelist: Ints
    item: Ints
    score: Floats

    @property
    def effects(self) -> int:
        """How many effects are shared by candidates: panelists, then competencies, then items."""
        return len(self.panelists) + len(self.competencies) + len(self.items)

    @cached_property
    def code(self) -> dict[str, int]:
        """The code of each candidate."""
        return {name: k for k, name in enumerate(self.candidates)}

    @cached_property
    def competency(self) -> Ints:
        """The competency of each rating."""
        return self.home[self.item]

    @cached_property
    def _sheet_begins(self) -> Ints:
        new = (np.diff(self.candidate) != 0) | (np.diff(self.panelist) != 0)
        return np.concatenate(([0], np.flatnonzero(new) + 1)).astype(np.int64)

    @cached_property
    def cell_begins(self) -> Ints:
        """The first rating of each cell."""
        new = (np.diff(self.candidate) != 0) | (np.diff(self.panelist) != 0)
        new |= np.diff(self.competency) != 0
        return np.concatenate(([0], np.flatnonzero(new) + 1)).astype(np.int64)

    @cached_property
    def cell(self) -> Ints:
        """The cell of each rating."""
        return np.repeat(np.arange(len(self.cell_begins)), self.cell_sizes.astype(np.int64))

    @cached_property
    def cell_sizes(self) -> Floats:
        """The ratings in each cell."""
        return np.diff(np.append(self.cell_begins, len(self.score))).astype(np.float64)

    @cached_property
    def cell_means(self) -> Floats:
        """The mean score of each cell."""
        return tally(self.cell, self.score, len(self.cell_begins)) / self.cell_sizes

    @cached_property
    def sheet_sizes(self) -> Ints:
        """The ratings on each sheet."""
        return np.diff(np.append(self._sheet_begins, len(self.score)))

    @cached_property
    def sheet_candidate(self) -> Ints:
        """The candidate of each sheet."""
        return self.candidate[self._sheet_begins]

    @cached_property
    def sheet_panelist(self) -> Ints:
        """The panelist of each sheet."""
        return self.panelist[self._sheet_begins]

    @cached_property
    def panel_size(self) -> Ints:
        """How many panelists scored each candidate."""
        return np.bincount(self.sheet_candidate, minlength=len(self.candidates))

    @cached_property
    def part(self) -> Ints:
        """The part of each candidate: those whom shared panelists connect, numbered from 0."""
        label = np.arange(len(self.candidates))
        while True:
            of_panelist = np.full(len(self.panelists), len(label))
            np.minimum.at(of_panelist, self.sheet_panelist, label[self.sheet_candidate])
            lower = label.copy()
            np.minimum.at(lower, self.sheet_candidate, of_panelist[self.sheet_panelist])
            lower = np.minimum(lower, lower[lower])
            if np.array_equal(lower, label):
                return np.unique(label, return_inverse=True)[1].astype(np.int64)
            label = lower

    @cached_property
    def panelist_part(self) -> Ints:
        """The part of each panelist."""
        found = np.zeros(len(self.panelists), dtype=np.int64)
        found[self.sheet_panelist] = self.part[self.sheet_candidate]
        return found

    @cached_property
    def loops(self) -> Ints:
        """For each part, its candidates with two or more panelists."""
        return np.bincount(self.part[self.panel_size >= 2], minlength=int(self.part.max()) + 1)

    @cached_property
    def rated_in(self) -> Floats:
        """Parts x competencies: 1 where anybody of the part was rated in it."""
        found = np.zeros((int(self.part.max()) + 1, len(self.competencies)))
        found[self.part[self.candidate], self.competency] = 1.0
        return found

    def rows(self, candidate: int) -> slice:
        """The ratings of one candidate."""
        low, high = np.searchsorted(self.candidate, [candidate, candidate + 1])
        return slice(int(low), int(high))
