"""Whether a panelist's severity changes over the months, and whether they scatter more or less than colleagues.

For each scorecard that others' scores can be held against: what is left of it when the candidate (as colleagues saw
them), the competencies and the questions are taken out, with its variance under the model.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bot.domain.calibration.arrays import Bools, Floats
from bot.domain.calibration.joint.blocks import Block, blocks_of
from bot.domain.calibration.joint.fit import JointFit
from bot.domain.calibration.joint.sds import Sds

LEVEL = 0.9
FEWEST_SHEETS = 8
NO_DRIFT = 0.1
"""A change over the whole time, in score points, that nobody need hear of: the interval must lie beyond it."""
NO_SPREAD = 1.15
"""A ratio of spreads that nobody need hear of."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with its 90% interval."""

    at: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Steadiness:
    """`drift` is the change of leniency over all `months`, in score points; `spread` theirs over the model's.

    `drifts` and `scatters` say whether the interval leaves no doubt that it is worth a word.
    """

    panelist: str
    sheets: int
    months: float
    drift: Interval
    spread: Interval

    @property
    def drifts(self) -> bool:
        """Whether severity has changed beyond doubt."""
        return self.drift.low > NO_DRIFT or self.drift.high < -NO_DRIFT

    @property
    def scatters(self) -> bool:
        """Whether they scatter more, or less, than colleagues beyond doubt."""
        return self.spread.low > NO_SPREAD or self.spread.high < 1 / NO_SPREAD


def steadiness(of: JointFit, panelist: str, months: Mapping[str, float]) -> Steadiness | None:
    """`months`: when each candidate was interviewed, in months from any day. KeyError for a stranger.

    None with fewer than eight scorecards of candidates whom others scored too, or all of one day.
    """
    from scipy import special

    residuals, variances, when = _residuals(of, panelist, months)
    n = len(residuals)
    if n < FEWEST_SHEETS or np.ptp(when) <= 0:
        return None
    w = 1 / variances
    centre = float(w @ when / w.sum())
    spread = float(w @ (when - centre) ** 2)
    slope = float(w @ ((when - centre) * residuals)) / spread
    left = residuals - w @ residuals / w.sum() - slope * (when - centre)
    scatter = float(w @ left**2)
    # The model's variances may be wrong for this panelist, so theirs is used where it is larger.
    se = math.sqrt(max(1.0, scatter / (n - 2)) / spread)
    half = float(special.stdtrit(n - 2, (1 + LEVEL) / 2)) * se
    span = float(np.ptp(when))
    drift = Interval(slope * span, (slope - half) * span, (slope + half) * span)
    ends = [float(special.chdtri(n - 2, share)) for share in ((1 - LEVEL) / 2, (1 + LEVEL) / 2)]
    ratio = Interval(*(math.sqrt(scatter / over) for over in (n - 2, *ends)))
    return Steadiness(panelist, n, span, drift, ratio)


def _residuals(of: JointFit, panelist: str, months: Mapping[str, float]) -> tuple[Floats, Floats, Floats]:
    """Of each scorecard: what is left, its variance, and when."""
    data = of.data
    j = data.panelists.index(panelist) if panelist in data.panelists else -1
    if j < 0:
        raise KeyError(panelist)
    saw = np.unique(data.candidate[data.panelist == j])
    saw = saw[data.panel_size[saw] >= 2]
    left, variances, when = [], [], []
    for block in blocks_of(data, saw) if len(saw) else ():
        for k, code in enumerate(block.candidates.tolist()):
            residual, variance = _contrast(of, block, k, j)
            left.append(residual)
            variances.append(variance)
            when.append(months[data.candidates[code]])
    return np.array(left), np.array(variances), np.array(when)


def _contrast(of: JointFit, block: Block, k: int, j: int) -> tuple[float, float]:
    """The panelist's mean less what colleagues' scores say of the candidate, and its variance."""
    there = block.there[k] > 0
    known = np.append(of.effects, 0.0)
    known[j] = 0.0
    rest = (block.mean[k] - block.loading[k] @ known[block.effect[k]])[there]
    own, n = block.panelist[k, there] == j, block.ratings[k, there]
    s = _covariance(block, k, there, of.sds)
    others = np.linalg.solve(s[np.ix_(~own, ~own)], np.ones(int((~own).sum())))
    weights = np.zeros(len(rest))
    weights[own], weights[~own] = n[own] / n[own].sum(), -others / others.sum()
    return float(weights @ rest), float(weights @ s @ weights)


def _covariance(block: Block, k: int, there: Bools, sds: Sds) -> Floats:
    """Of a candidate's cells, given the candidate and the shared effects."""
    panelist, competency = block.panelist[k, there], block.competency[k, there]
    same_panelist = panelist[:, None] == panelist[None, :]
    same_competency = competency[:, None] == competency[None, :]
    own = np.diag(sds.taste**2 + sds.error**2 / block.ratings[k, there])
    return np.asarray(sds.sheet**2 * same_panelist + sds.deviation**2 * same_competency + own)
