"""Who has scored whom: parts, colleagues, and what too few of them forbid."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from bot.domain.calibration.arrays import Ints
from bot.domain.calibration.crossed.results import CALIBRATED
from bot.domain.calibration.limits import MIN_COLLEAGUES, MIN_OTHERS, MIN_SHEETS, mixing_note, parts_note
from bot.domain.calibration.table import Table

MIN_LOOPS = 10
"""Loops with two or more panelists, in the connected part, before calibrated is the headline."""


@dataclass(frozen=True, eq=False)
class Graph:
    """The sheets as a graph of candidates and panelists."""

    table: Table

    @cached_property
    def sheet_candidate(self) -> Ints:
        """The candidate of each sheet."""
        return self.table.candidate[self.table.first_sheet_row]

    @cached_property
    def sheet_panelist(self) -> Ints:
        """The panelist of each sheet."""
        return self.table.panelist[self.table.first_sheet_row]

    @cached_property
    def panel_size(self) -> Ints:
        """How many panelists scored each candidate."""
        return np.bincount(self.sheet_candidate, minlength=len(self.table.candidates))

    @cached_property
    def sheets(self) -> Ints:
        """How many candidates each panelist scored."""
        return np.bincount(self.sheet_panelist, minlength=len(self.table.panelists))

    @cached_property
    def _joined(self) -> Ints:
        c, p = len(self.table.candidates), len(self.table.panelists)
        ones = np.ones(len(self.sheet_candidate), dtype=np.int8)
        edges = sparse.coo_matrix(
            (ones, (self.sheet_candidate, c + self.sheet_panelist)), shape=(c + p, c + p)
        )
        _, labels = csgraph.connected_components(edges, directed=False)
        return np.asarray(labels, dtype=np.int64)

    @property
    def part(self) -> Ints:
        """The part of each candidate: candidates in one part are joined by shared panelists."""
        return self._joined[: len(self.table.candidates)]

    @property
    def panelist_part(self) -> Ints:
        """The part of each panelist."""
        return self._joined[len(self.table.candidates) :]

    @cached_property
    def loops(self) -> Ints:
        """For each part, its loops with two or more panelists."""
        shared = self.part[self.panel_size >= 2]
        return np.bincount(shared, minlength=int(self._joined.max()) + 1)

    @cached_property
    def colleagues(self) -> Ints:
        """How many different panelists each has scored a candidate with."""
        ones = np.ones(len(self.sheet_candidate), dtype=np.int32)
        shape = (len(self.table.candidates), len(self.table.panelists))
        met: Any = sparse.csr_matrix((ones, (self.sheet_candidate, self.sheet_panelist)), shape=shape)
        together = (met.T @ met).tocsr()
        return np.asarray(np.diff(together.indptr) - 1, dtype=np.int64)

    @cached_property
    def others(self) -> Ints:
        """How many others score the competency of theirs that fewest score. No competency: everybody."""
        t = self.table
        p = len(t.panelists)
        fewest = np.full(p, p - 1, dtype=np.int64)
        has = t.competency >= 0
        if not has.any():
            return fewest
        pairs = np.unique(t.competency[has] * p + t.panelist[has])
        scorers = np.bincount(pairs // p, minlength=len(t.competencies))
        np.minimum.at(fewest, pairs % p, scorers[pairs // p] - 1)
        return fewest

    def status(self, candidate: int) -> str:
        """Whether a candidate's calibrated score may be the headline, or why not."""
        if self.panel_size[candidate] < 2:
            return "not calibrated, because only one panelist scored this candidate"
        loops = int(self.loops[self.part[candidate]])
        if loops < MIN_LOOPS:
            return f"not calibrated, because {_too_few(loops)}"
        return CALIBRATED

    def shown(self, panelist: int) -> bool:
        """Whether a panelist's severity may be shown (to them, and to the lead who asks why)."""
        enough = self.sheets[panelist] >= MIN_SHEETS and self.colleagues[panelist] >= MIN_COLLEAGUES
        return bool(enough and self.others[panelist] >= MIN_OTHERS)

    def notes(self) -> tuple[str, ...]:
        """What must be said of the data as a whole."""
        said = (
            mixing_note(int((self.panel_size >= 2).sum()), float(np.median(self.colleagues))),
            parts_note(int(self.part.max()) + 1),
        )
        return tuple(note for note in said if note)


def _too_few(loops: int) -> str:
    if loops == 0:
        return f"no loop here has two or more panelists ({MIN_LOOPS} needed)"
    there = "is only 1 loop" if loops == 1 else f"are only {loops} loops"
    return f"there {there} with two or more panelists to learn from ({MIN_LOOPS} needed)"
