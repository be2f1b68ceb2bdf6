"""Sheets, panelists and items as sparse structure, with candidates and sheets eliminated in closed form.

Units: the error variance is 1 here, and `theta` is the sheets' variance over it, so a sheet of m ratings has
covariance I + theta 11' and weight w = m / (1 + theta m) for its mean.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy import sparse

from bot.domain.calibration.arrays import Floats, Ints, tally
from bot.domain.calibration.table import Table

_CHUNK = 4_000_000
"""Cells of dense workspace (8 bytes each) at a time."""


@dataclass(frozen=True, eq=False)
class Design:
    """Who rated whom on what. Unknowns are panelists first, then items (none where `n_items` is 0)."""

    y: Floats
    sheet: Ints
    item: Ints
    sheet_candidate: Ints
    sheet_panelist: Ints
    m: Floats
    n_candidates: int
    n_panelists: int
    n_items: int

    @property
    def size(self) -> int:
        """How many panelists and items."""
        return self.n_panelists + self.n_items

    @cached_property
    def candidate(self) -> Ints:
        """The candidate of each rating."""
        return self.sheet_candidate[self.sheet]

    @cached_property
    def structure(self) -> tuple[Ints, Ints, Ints]:
        """Candidates x unknowns: CSR indptr and indices, and the entry each sheet and rating adds to."""
        rows, cols = self.sheet_candidate, self.sheet_panelist
        if self.n_items:
            rows = np.concatenate((rows, self.candidate))
            cols = np.concatenate((cols, self.n_panelists + self.item))
        keys, entry = np.unique(rows * self.size + cols, return_inverse=True)
        indptr = np.searchsorted(keys, np.arange(self.n_candidates + 1) * self.size)
        return indptr, keys % self.size, entry.ravel()

    def incidence(self, of_panelist: Floats, of_item: Floats) -> Any:
        """Candidates x unknowns (CSR), summing a value of each sheet for its panelist and for its items."""
        indptr, indices, entry = self.structure
        values = np.concatenate((of_panelist, of_item[self.sheet])) if self.n_items else of_panelist
        data = tally(entry, values, len(indices))
        return sparse.csr_matrix((data, indices, indptr), shape=(self.n_candidates, self.size))

    @cached_property
    def uniform(self) -> tuple[float, Any]:
        """The commonest size of sheet, and which candidates have sheets of that size only."""
        low = np.full(self.n_candidates, np.inf)
        np.minimum.at(low, self.sheet_candidate, self.m)
        high = np.zeros(self.n_candidates)
        np.maximum.at(high, self.sheet_candidate, self.m)
        same = low == high
        if not same.any():
            return 1.0, same
        sizes, counts = np.unique(low[same], return_counts=True)
        size = float(sizes[np.argmax(counts)])
        return size, same & (low == size)

    @cached_property
    def uniform_product(self) -> Floats:
        """Sum of n F F' over candidates whose sheets are all of one size: it depends on no variance."""
        size, members = self.uniform
        if not members.any():
            return np.zeros((self.size, self.size))
        totals = np.bincount(self.sheet_candidate, minlength=self.n_candidates).astype(np.float64)
        rows = self.incidence(self.m, np.ones_like(self.m))[np.flatnonzero(members)]
        kept = totals[members]
        shares = sparse.diags_array(1 / (size * kept)) @ rows
        return cross(sparse.diags_array(kept) @ shares, shares, symmetric=True)

    @cached_property
    def item_products(self) -> list[tuple[float, Any]]:
        """For each size of sheet, how often two items were on one sheet (sparse)."""
        n = len(self.m)
        shape = (n, self.n_items)
        counts = sparse.csr_matrix((np.ones(len(self.y)), (self.sheet, self.item)), shape=shape)
        products = []
        for size in np.unique(self.m):
            rows = counts[np.flatnonzero(self.m == size)]
            products.append((float(size), (rows.T @ rows).tocsr()))
        return products


@dataclass(frozen=True, eq=False)
class Reduced:
    """What is left of the mixed-model equations once candidates and sheets are out, at one theta."""

    theta: float
    matrix: Floats
    right: Floats
    total: float
    weights: Floats
    means: Floats
    logdet: float


def design_of(table: Table, with_items: bool) -> Design:
    """The design of a table; with items left out where they are not in the model."""
    first = table.first_sheet_row
    sheet = np.zeros(len(table.score), dtype=np.int64)
    sheet[first[1:]] = 1
    return Design(
        y=table.score,
        sheet=np.cumsum(sheet),
        item=table.item,
        sheet_candidate=table.candidate[first],
        sheet_panelist=table.panelist[first],
        m=np.diff(np.append(first, len(table.score))).astype(np.float64),
        n_candidates=len(table.candidates),
        n_panelists=len(table.panelists),
        n_items=len(table.items) if with_items else 0,
    )


def cross(a: Any, b: Any, *, symmetric: bool = False) -> Floats:
    """a'b of two sparse matrices with the same pattern, dense, by whichever way is cheaper."""
    fill = np.diff(a.indptr).astype(np.float64)
    size = a.shape[1]
    if 60 * float(fill @ fill) < float(a.shape[0]) * size * size:
        dense: Floats = (a.T @ b).toarray()
        return dense
    total = np.zeros((size, size))
    step = max(1, _CHUNK // max(1, size))
    for start in range(0, a.shape[0], step):
        left, right = a[start : start + step].toarray(), b[start : start + step].toarray()
        total += left.T @ right
    return (total + total.T) / 2 if symmetric else total


def reduce(design: Design, theta: float) -> Reduced:
    """Eliminate candidates and sheets at a given theta."""
    v = 1 / (1 + theta * design.m)
    w = design.m * v
    a = tally(design.sheet_candidate, w, design.n_candidates)
    sums = tally(design.sheet, design.y, len(design.m))
    means = tally(design.sheet_candidate, sums * v, design.n_candidates) / a
    left = design.y - means[design.candidate]
    left_sums = tally(design.sheet, left, len(design.m))
    right = tally(design.sheet_panelist, left_sums * v, design.n_panelists)
    if design.n_items:
        values = left - (theta * v * left_sums)[design.sheet]
        right = np.concatenate((right, tally(design.item, values, design.n_items)))
    matrix = _within(design, w, v, 1.0, -theta * _shrink(design, theta, 1))
    size, members = design.uniform
    matrix -= size / (1 + theta * size) * design.uniform_product
    others = np.flatnonzero(~members)
    if len(others):
        shares = _shares(design, w, v, a)[others]
        matrix -= cross(sparse.diags_array(a[others]) @ shares, shares, symmetric=True)
    return Reduced(
        theta=theta,
        matrix=matrix,
        right=right,
        total=float(left @ left - theta * (v * left_sums) @ left_sums),
        weights=a,
        means=means,
        logdet=float(np.log1p(theta * design.m).sum() + np.log(a).sum()),
    )


def _shares(design: Design, w: Floats, v: Floats, a: Floats) -> Any:
    return (sparse.diags_array(1 / a) @ design.incidence(w, v)).tocsr()


def shares(design: Design, reduced: Reduced) -> Any:
    """F, candidates x unknowns: what each panelist and item weighs in each candidate's mean."""
    v = 1 / (1 + reduced.theta * design.m)
    return _shares(design, design.m * v, v, reduced.weights)


def slope(design: Design, reduced: Reduced) -> Floats:
    """Minus the derivative of the reduced matrix by theta: Z'P Zh Zh'P Z, P with candidates projected out."""
    theta = reduced.theta
    v = 1 / (1 + theta * design.m)
    w = design.m * v
    matrix = _within(design, w * w, w * v, 0.0, _shrink(design, theta, 2))
    size, members = design.uniform
    matrix -= (size / (1 + theta * size)) ** 2 * design.uniform_product
    others = np.flatnonzero(~members)
    if len(others):
        squares = tally(design.sheet_candidate, w * w, design.n_candidates)
        f = _shares(design, w, v, reduced.weights)
        u = (sparse.diags_array(squares / 2) @ f - design.incidence(w * w, w * v)).tocsr()
        part = cross(u[others], f[others])
        matrix += part + part.T
    return matrix


def _shrink(design: Design, theta: float, power: int) -> Floats:
    """1 / (1 + theta m)^power for each size of sheet, in the order of `item_products`."""
    if not design.n_items:
        return np.zeros(0)
    sizes = np.array([size for size, _ in design.item_products])
    return np.asarray((1 + theta * sizes) ** -float(power))


def _within(design: Design, panelist: Floats, both: Floats, own: float, pairs: Floats) -> Floats:
    """Z'DZ summed over sheets: values for its panelist, for panelist x item, and items' own and pairs."""
    p = design.n_panelists
    matrix = np.zeros((design.size, design.size))
    on = np.arange(p)
    matrix[on, on] = tally(design.sheet_panelist, panelist, p)
    if not design.n_items:
        return matrix
    flat = design.sheet_panelist[design.sheet] * design.n_items + design.item
    mixed = tally(flat, both[design.sheet], p * design.n_items)
    matrix[:p, p:] = mixed.reshape(p, design.n_items)
    matrix[p:, :p] = matrix[:p, p:].T
    items = sum((c * product for c, (_, product) in zip(pairs, design.item_products, strict=True)))
    matrix[p:, p:] = items.toarray()
    at = np.arange(p, design.size)
    matrix[at, at] += own * np.bincount(design.item, minlength=design.n_items)
    return matrix
