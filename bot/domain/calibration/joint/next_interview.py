"""What one more interview would do, and how much of the differences between candidates a panel can see."""

import math

import numpy as np

from bot.domain.calibration.joint.fit import JointFit
from bot.domain.calibration.joint.free import free
from bot.domain.calibration.joint.results import CandidateScores, NextInterview, quantile
from bot.domain.calibration.joint.scores import drawn


def noise(of: JointFit, part: int) -> float:
    """The variance of a competency's mean rating by somebody new to the panel.

    Mean over the part of Var(r_j - mean r) + s_h^2 + s_t^2 + (s_e^2 + s_b^2)/m, m the median ratings a sheet.
    """
    data, sds = of.data, of.sds
    members = np.flatnonzero(data.panelist_part == part)
    known = of.covariance[np.ix_(members, members)]
    panelist = (np.trace(known) - known.sum() / len(members)) / len(members)
    m = float(np.median(data.sheet_sizes))
    return float(panelist) + sds.sheet**2 + sds.taste**2 + (sds.error**2 + sds.item**2) / m


def next_interview(of: JointFit, scores: CandidateScores, competency: str) -> NextInterview:
    """How much of the ranges is left after one more interview on a competency. KeyError where it is unknown."""
    own, overall = _variances(of, scores, competency)
    return NextInterview(math.sqrt(max(overall[1], 0.0) / overall[0]), math.sqrt(max(own[1], 0.0) / own[0]))


def settles(of: JointFit, scores: CandidateScores, competency: str, bar: float) -> float:
    """How often one more interview on a competency would leave overall's 80% range wholly on one side of a bar."""
    _, (now, then) = _variances(of, scores, competency)
    return _settled(scores.overall.score.shown, now, then, bar, scores.df)


def settles_own(of: JointFit, scores: CandidateScores, competency: str, bar: float) -> float:
    """How often it would leave that competency's own 80% range wholly on one side. KeyError where nobody rated it."""
    shown = scores.competencies[competency].score.shown
    (now, then), _ = _variances(of, scores, competency)
    return _settled(shown, now, then, bar, scores.df)


def _settled(shown: float, now: float, then: float, bar: float, df: int) -> float:
    """P(|x + D z - bar| > t sqrt V'), D^2 = V - V'."""
    spread, half = math.sqrt(max(now - then, 0.0)), quantile(0.8, df) * math.sqrt(max(then, 0.0))
    above, below = shown - bar - half, bar - shown - half
    if spread == 0:
        return float(above > 0 or below > 0)
    return _normal(above / spread) + _normal(below / spread)


def reliability(of: JointFit, opening: str) -> float:
    """How much of the differences between an opening's candidates panels show, 0 to 1. KeyError for a stranger."""
    if opening not in of.data.openings:
        raise KeyError(opening)
    members = np.flatnonzero(of.data.opening == of.data.openings.index(opening))
    found = []
    for block in free(of, members):
        for k, code in enumerate(block.block.candidates.tolist()):
            _, covariance = drawn(of, code, block.mean[k], block.covariance[k])
            competencies = len(np.unique(block.block.competency[k][block.block.there[k] > 0]))
            there = of.spread.candidate**2 + of.sds.deviation**2 / competencies
            found.append(max(0.0, 1 - float(covariance[-1, -1]) / there))
    return math.fsum(found) / len(found)


def _variances(
    of: JointFit, scores: CandidateScores, competency: str
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Of the competency and of overall, each now and after: V' = V - V_q V_q' / (V_qq + N)."""
    v = scores.covariance
    q = scores.keys.index(competency) if competency in scores.keys else -1
    if q < 0:
        raise KeyError(competency)
    over = v[q, q] + noise(of, scores.part)
    own = (float(v[q, q]), float(v[q, q] - v[q, q] ** 2 / over))
    return own, (float(v[-1, -1]), float(v[-1, -1] - v[-1, q] ** 2 / over))


def _normal(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2))
