"""Whether lenient panelists are given the strong candidates: then no arithmetic can mend the scores.

The rank correlation of panelists' leniency with the mean shown score of whom they saw, that score made without them;
against permutations of leniency among the panelists of a part.
"""

from dataclasses import dataclass

import numpy as np

from bot.domain.calibration.arrays import Floats, Ints
from bot.domain.calibration.joint.average import centred
from bot.domain.calibration.joint.fit import Held, JointFit, fit
from bot.domain.calibration.joint.free import free
from bot.domain.calibration.joint.reading import without
from bot.domain.calibration.joint.scores import drawn

LEVEL = 0.05
"""Said falsely at most this often where who sees whom has nothing to do with leniency (docs/CALIBRATION.md)."""
FEWEST_SHEETS = 2
FEWEST_PANELISTS = 5
"""With fewer, no order of them is rare."""


@dataclass(frozen=True, slots=True)
class SeesStrong:
    """`correlation` -1 to 1, `p` the share of permutations at least as high, `said` whether a lead is told."""

    correlation: float
    p: float
    panelists: int

    @property
    def said(self) -> bool:
        """Whether the data show it."""
        return self.p <= LEVEL


def sees_strong(of: JointFit, permutations: int = 999, seed: int = 0) -> SeesStrong | None:
    """None with fewer than five panelists who have scored two candidates together with others.

    Fits once for every panelist (standard deviations held): for the background, not for a debrief.
    """
    leniency, _ = centred(of.data, of.effects)
    seen = np.array([_mean_seen(of, j) for j in range(len(of.data.panelists))])
    known = np.flatnonzero(np.isfinite(seen))
    if len(known) < FEWEST_PANELISTS:
        return None
    random, part = np.random.default_rng(seed), of.data.panelist_part[known]
    one, other = _ranks(leniency[known]), _ranks(seen[known])
    found = _correlation(one, other)
    as_high = sum(
        _correlation(_shuffled(one, part, random), other) >= found - 1e-12 for _ in range(permutations)
    )
    return SeesStrong(found, (1 + as_high) / (1 + permutations), len(known))


def _mean_seen(of: JointFit, panelist: int) -> float:
    """The mean overall score, without a panelist, of the candidates they saw with others; nan with too few."""
    data = of.data
    saw = np.unique(data.candidate[data.panelist == panelist])
    saw = saw[data.panel_size[saw] >= 2]
    if len(saw) < FEWEST_SHEETS:
        return float("nan")
    others = without(data, np.asarray(data.panelist != panelist))
    rest = fit(others, "on" if of.prior.on else "off", of.prior.scale, Held(of.sds, of.spread))
    codes = np.array([rest.data.code[data.candidates[k]] for k in saw])
    shown = []
    for block in free(rest, codes):
        for k, code in enumerate(block.block.candidates.tolist()):
            mean, _ = drawn(rest, code, block.mean[k], block.covariance[k])
            shown.append(float(mean[-1]))
    return float(np.mean(shown))


def _shuffled(values: Floats, groups: Ints, random: np.random.Generator) -> Floats:
    """The values in another order within each group."""
    shuffled = values.copy()
    for group in np.unique(groups):
        members = np.flatnonzero(groups == group)
        shuffled[members] = values[random.permutation(members)]
    return shuffled


def _ranks(values: Floats) -> Floats:
    """From 0; equal values share theirs."""
    _, where, counts = np.unique(values, return_inverse=True, return_counts=True)
    first = np.concatenate(([0], np.cumsum(counts)[:-1]))
    return np.asarray((first + (counts - 1) / 2)[where])


def _correlation(one: Floats, other: Floats) -> float:
    a, b = one - one.mean(), other - other.mean()
    size = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / size if size > 0 else 0.0
