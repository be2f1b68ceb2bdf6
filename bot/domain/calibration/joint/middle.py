"""The middle that a candidate's score is drawn to: their opening's, within the part that shared panelists connect.

    u_i ~ N(m_part + o_opening, v_i + s_c^2),  o ~ N(0, s_o^2)

It depends on the opening and the part, never on anything else about a person.
"""

from dataclasses import dataclass

import numpy as np

from bot.domain.calibration.arrays import Floats, Ints, tally
from bot.domain.calibration.joint.data import Data
from bot.domain.calibration.joint.levels import Levels
from bot.domain.calibration.joint.sds import CANDIDATE_MEDIAN, LEAST, MOST_RANGES, OPENING_MEDIAN, Prior


@dataclass(frozen=True, slots=True)
class Spread:
    """Standard deviations of candidates within an opening, and of openings (None where there is only one)."""

    candidate: float
    opening: float | None


@dataclass(frozen=True, eq=False)
class Middle:
    """Of each candidate, what is said of their opening in their part: the middle, and its variance."""

    at: Floats
    variance: Floats


@dataclass(frozen=True, eq=False)
class _Groups:
    """Candidates grouped by opening within part; `part` is each group's."""

    of: Ints
    part: Ints


def spread_of(data: Data, found: Levels, prior: Prior) -> Spread:
    """The two standard deviations, by maximum likelihood with their priors."""
    from scipy import optimize

    groups = _groups(data)
    several = len(data.openings) > 1
    medians = np.array([CANDIDATE_MEDIAN, OPENING_MEDIAN][: 2 if several else 1])

    def value(logs: Floats) -> float:
        sds = np.exp(logs)
        penalty = sum(prior.penalty(float(sd), float(share)) for sd, share in zip(sds, medians, strict=True))
        return _criterion(found, groups, float(sds[0]), float(sds[1]) if several else None) + penalty

    ends = (np.log(LEAST), np.log(MOST_RANGES * prior.scale.range))
    start = np.log(medians * prior.scale.range)
    best = optimize.minimize(
        value,
        start,
        method="L-BFGS-B",
        bounds=[ends] * len(start),
        options={"ftol": 1e-14, "gtol": 1e-8, "maxiter": 300},
        jac="3-point",
    )
    sds = np.exp(best.x)
    return Spread(float(sds[0]), float(sds[1]) if several else None)


def middle_of(data: Data, found: Levels, spread: Spread) -> Middle:
    """Every candidate's middle."""
    groups = _groups(data)
    weight, mean, shrink, centre, total = _pooled(found, groups, spread.candidate, spread.opening)
    f = (spread.opening or 0.0) ** 2 * shrink
    at = f * mean + (1 - f) * centre[groups.part]
    variance = f / weight + (1 - f) ** 2 / total[groups.part]
    return Middle(at[groups.of], variance[groups.of])


def _groups(data: Data) -> _Groups:
    keys, of = np.unique(data.part * len(data.openings) + data.opening, return_inverse=True)
    return _Groups(of.ravel(), keys // len(data.openings))


def _pooled(
    found: Levels, groups: _Groups, candidate: float, opening: float | None
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Of each group W, U and T; of each part m and the sum of T."""
    w = 1 / (found.variance + candidate**2)
    weight = tally(groups.of, w)
    mean = tally(groups.of, w * found.level) / weight
    shrink = 1 / ((opening or 0.0) ** 2 + 1 / weight)
    total = tally(groups.part, shrink)
    centre = tally(groups.part, shrink * mean) / total
    return weight, mean, shrink, centre, total


def _criterion(found: Levels, groups: _Groups, candidate: float, opening: float | None) -> float:
    weight, mean, shrink, centre, total = _pooled(found, groups, candidate, opening)
    w = 1 / (found.variance + candidate**2)
    within = float((-np.log(w) + w * (found.level - mean[groups.of]) ** 2).sum())
    between = np.log1p((opening or 0.0) ** 2 * weight) + shrink * (mean - centre[groups.part]) ** 2
    return within + float(between.sum()) + float(np.log(total).sum())
