"""Whether a loop's panelists differ by more than leniency, taste and noise usually make them.

Power is weak: no flag does not mean that they agree, and no text may say that it does.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from bot.domain.calibration.arrays import Floats, Ints
from bot.domain.calibration.joint.data import Data
from bot.domain.calibration.joint.equations import prior_variances
from bot.domain.calibration.joint.fit import JointFit
from bot.domain.calibration.joint.reading import read
from bot.domain.calibration.table import Rating

LEVEL = 0.05
"""The share of false alarms."""
MIN_Z = 2.0
"""How far a panelist must stand from the others to be named."""
MIN_SCORERS = 3
"""Of two who differ, neither stands out."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A chi-square on (panelists - 1) about the panel's mean; `z` is each panelist's, left out of the mean.

    `panelist` is named only where it is flagged and one of three or more stands out.
    """

    candidate: str
    chi2: float
    df: int
    p: float
    flagged: bool
    panelist: str | None
    z: tuple[tuple[str, float], ...]


def disagreement(loop: Iterable[Rating] | Data, before: JointFit) -> Disagreement | None:
    """Test one candidate's sheets against a fit made WITHOUT this loop. None with fewer than two sheets.

    Raises ValueError where the loop holds several candidates, or the fit holds this one.
    """
    from scipy import special

    data = loop if isinstance(loop, Data) else read(loop)
    if len(data.candidates) != 1:
        raise ValueError("Disagreement is about one candidate at a time.")
    name = data.candidates[0]
    if name in before.data.code:
        raise ValueError(f"The history holds {name!r} already; fit it without this loop.")
    if len(data.panelists) < 2:
        return None
    d, sigma = _sheets(data, before)
    inverse = np.linalg.inv(sigma)
    weights = inverse.sum(axis=1)
    projected = inverse - np.outer(weights, weights) / weights.sum()
    left = projected @ d
    chi2, df = float(d @ left), len(d) - 1
    p = float(special.chdtrc(df, chi2))
    z = left / np.sqrt(np.diagonal(projected))
    worst, flagged = int(np.argmax(np.abs(z))), p < LEVEL
    stands_out = flagged and len(d) >= MIN_SCORERS and abs(z[worst]) >= MIN_Z
    each = tuple((who, float(value)) for who, value in zip(data.panelists, z, strict=True))
    return Disagreement(name, chi2, df, p, flagged, data.panelists[worst] if stands_out else None, each)


def chance(p: float) -> str:
    """A p-value as odds for people: "about 1 in 40"."""
    return f"about 1 in {math.floor(1 / p + 0.5):,}" if p > 1e-6 else "less than 1 in 1,000,000"


def _sheets(data: Data, before: JointFit) -> tuple[Floats, Floats]:
    """Each sheet's mean of y - r - k - b, and their covariance: one sheet a panelist, in their order."""
    sds, sheet = before.sds, data.panelist
    m = np.bincount(sheet).astype(np.float64)
    share = np.zeros((len(m), len(data.competencies)))
    np.add.at(share, (sheet, data.competency), 1 / m[sheet])
    loading = np.zeros((len(m), data.effects))
    loading[np.arange(len(m)), np.arange(len(m))] = 1
    p, q = len(data.panelists), len(data.competencies)
    loading[:, p : p + q] = share
    np.add.at(loading, (sheet, p + q + data.item), 1 / m[sheet])
    effects, covariance = _known(data, before)
    d = np.bincount(sheet, data.score) / m - loading @ effects
    own = sds.sheet**2 + sds.taste**2 * (share**2).sum(axis=1) + sds.error**2 / m
    sigma = sds.deviation**2 * share @ share.T + np.diag(own) + loading @ covariance @ loading.T
    return d, np.asarray(sigma)


def _known(data: Data, before: JointFit) -> tuple[Floats, Floats]:
    """What is known of the loop's effects; of strangers and new items their prior."""
    at = np.concatenate(
        (
            _where(data.panelists, before.data.panelists, 0),
            _where(data.competencies, before.data.competencies, len(before.data.panelists)),
            _where(data.items, before.data.items, before.data.effects - len(before.data.items)),
        )
    )
    effects, covariance = np.zeros(len(at)), np.diag(prior_variances(data, before.sds))
    seen = np.flatnonzero(at >= 0)
    effects[seen] = before.effects[at[seen]]
    covariance[np.ix_(seen, seen)] = before.covariance[np.ix_(at[seen], at[seen])]
    return effects, covariance


def _where(names: tuple[object, ...], known: tuple[object, ...], begin: int) -> Ints:
    codes = {name: begin + k for k, name in enumerate(known)}
    return np.array([codes.get(name, -1) for name in names], dtype=np.int64)
