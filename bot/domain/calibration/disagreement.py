"""Whether a loop's panelists differ by more than leniency, taste and noise usually make them.

Power is weak: no flag does not mean that they agree, and no text may say that it does.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy import special

from bot.domain.calibration.arrays import Floats, Ints
from bot.domain.calibration.fit import Fit
from bot.domain.calibration.table import Rating, Table, tabulate

LEVEL = 0.05
"""The share of false alarms."""
MIN_Z = 2.0
"""How far a panelist must stand from the others to be named."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A chi-square on (panelists - 1) about the panel's mean; `z` is each panelist's, left out of the mean.

    `panelist` is the one to name: only where `flagged`, and only with |z| of 2 or more.
    """

    candidate: str
    chi2: float
    df: int
    p: float
    flagged: bool
    panelist: str | None
    z: tuple[tuple[str, float], ...]


def disagreement(loop: Iterable[Rating] | Table, history: Fit) -> Disagreement | None:
    """Test one candidate's sheets against a fit made WITHOUT this loop. None with fewer than two sheets.

    Raises ValueError where the loop holds several candidates, or the history holds this one.
    """
    table = loop if isinstance(loop, Table) else tabulate(loop)
    if len(table.candidates) != 1:
        raise ValueError("Disagreement is about one candidate at a time.")
    name = table.candidates[0]
    if name in history.table.candidate_code:
        raise ValueError(f"The history holds {name!r} already; fit it without this loop.")
    if len(table.first_sheet_row) < 2 or not history.components.error > 0:
        return None
    d, sigma, panelists = _sheets(table, history)
    inverse = np.linalg.inv(sigma)
    weights = inverse.sum(axis=1)
    projected = inverse - np.outer(weights, weights) / weights.sum()
    left = projected @ d
    chi2, df = float(d @ left), len(d) - 1
    p = float(special.chdtrc(df, chi2))
    z = left / np.sqrt(np.diagonal(projected))
    worst = int(np.argmax(np.abs(z)))
    flagged = p < LEVEL
    named = panelists[worst] if flagged and abs(z[worst]) >= MIN_Z else None
    each = tuple((who, float(value)) for who, value in zip(panelists, z, strict=True))
    return Disagreement(name, chi2, df, p, flagged, named, each)


def _sheets(table: Table, history: Fit) -> tuple[Floats, Floats, list[str]]:
    """Each sheet's mean of y - r - b, their covariance, and whose they are."""
    first = table.first_sheet_row
    of_rating = np.searchsorted(first, np.arange(len(table.score)), side="right") - 1
    m = np.bincount(of_rating).astype(np.float64)
    panelists = [table.panelists[k] for k in table.panelist[first]]
    c = history.components
    who = _where(panelists, history.table.panelist_code)
    loadings, fresh = np.zeros((len(m), len(history.effects))), np.zeros((len(m), len(m)))
    seen = who >= 0
    loadings[np.flatnonzero(seen), who[seen]] = 1
    fresh[np.flatnonzero(~seen), np.flatnonzero(~seen)] = c.panelist
    if c.item is not None:
        _load_items(table, history, of_rating, m, loadings, fresh)
    d = np.bincount(of_rating, table.score) / m - loadings @ history.effects
    own = (c.sheet or 0.0) + c.error / m
    return d, loadings @ history.covariance @ loadings.T + fresh + np.diag(own), panelists


def _load_items(table: Table, history: Fit, sheet: Ints, m: Floats, loadings: Floats, fresh: Floats) -> None:
    """Items known from the history load on it; each new one has the prior variance."""
    item = _where(list(table.items), history.table.item_code)[table.item]
    p = len(history.table.panelists)
    seen = item >= 0
    np.add.at(loadings, (sheet[seen], p + item[seen]), 1 / m[sheet[seen]])
    new = np.zeros((len(m), len(table.items)))
    np.add.at(new, (sheet[~seen], table.item[~seen]), 1 / m[sheet[~seen]])
    fresh += (history.components.item or 0.0) * new @ new.T


def _where(names: list[str], codes: dict[str, int]) -> Ints:
    return np.array([codes.get(name, -1) for name in names], dtype=np.int64)


def chance(p: float) -> str:
    """A p-value as odds for people: "about 1 in 40"."""
    return f"about 1 in {math.floor(1 / p + 0.5):,}" if p > 1e-6 else "less than 1 in 1,000,000"
