"""The scores that are shown: drawn to the middle, with posterior ranges, and parts that sum."""

from collections.abc import Iterator

import numpy as np

from bot.domain.calibration.arrays import Floats, Ints
from bot.domain.calibration.joint.average import centred
from bot.domain.calibration.joint.fit import JointFit
from bot.domain.calibration.joint.free import LEVEL, OVERALL, Free, free
from bot.domain.calibration.joint.heard import is_otherwise
from bot.domain.calibration.joint.results import (
    ONE_PANELIST,
    TOO_FEW_LOOPS,
    CandidateScores,
    Competency,
    CompetencyParts,
    Overall,
    OverallParts,
    Score,
)
from bot.domain.calibration.joint.why import says

FEWEST_LOOPS = 5
"""Loops with two or more panelists in the part, before anything but raw is shown."""
SETTLED_LOOPS = 10
"""Below so many the shown score is marked early."""


def candidate_scores(of: JointFit, candidate: str) -> CandidateScores:
    """One candidate's scores. KeyError where the candidate is not in the fit."""
    return next(_scores(of, np.array([of.data.code[candidate]])))


def all_scores(of: JointFit) -> tuple[CandidateScores, ...]:
    """Every candidate's scores, by id."""
    return tuple(sorted(_scores(of, None), key=lambda one: one.candidate))


def shown_in_opening(of: JointFit, candidate: str) -> dict[str, float]:
    """The shown overall scores of a candidate's opening in the same part, by candidate, this one among them.

    KeyError where the candidate is not in the fit.
    """
    data, code = of.data, of.data.code[candidate]
    members = np.flatnonzero((data.opening == data.opening[code]) & (data.part == data.part[code]))
    found = {}
    for block in free(of, members):
        for k, member in enumerate(block.block.candidates.tolist()):
            mean, _ = drawn(of, member, block.mean[k], block.covariance[k])
            found[data.candidates[member]] = float(mean[-1])
    return found


def _scores(of: JointFit, candidates: Ints | None) -> Iterator[CandidateScores]:
    leniency, easiness = centred(of.data, of.effects)
    for block in free(of, candidates):
        for k in range(len(block.block.candidates)):
            yield _Scoring(of, leniency, easiness, block, k).result()


def drawn(of: JointFit, candidate: int, mean: Floats, covariance: Floats) -> tuple[Floats, Floats]:
    """Shown scores and their covariance, of all figures but the level."""
    level = of.levels.variance[candidate] + of.spread.candidate**2
    pull = covariance[:LEVEL, LEVEL] / level
    middle = of.middle.at[candidate] - of.levels.level[candidate]
    less = level - of.middle.variance[candidate]
    return mean[:LEVEL] + pull * middle, covariance[:LEVEL, :LEVEL] - np.outer(pull, pull) * less


class _Scoring:
    """One candidate, on the way from a fit to what it says of them."""

    def __init__(self, of: JointFit, leniency: Floats, easiness: Floats, found: Free, k: int) -> None:
        self.of, self.found, self.k = of, found, k
        self.code = int(found.block.candidates[k])
        rows = of.data.rows(self.code)
        self.panelist, self.competency = of.data.panelist[rows], of.data.competency[rows]
        self.score = of.data.score[rows]
        self.severity, self.easy = leniency[self.panelist], easiness[of.data.item[rows]]
        self.df = int(of.df[self.code])
        self.shown, self.covariance = drawn(of, self.code, found.mean[k], found.covariance[k])

    def result(self) -> CandidateScores:
        data = self.of.data
        panel, loops = int(data.panel_size[self.code]), int(data.loops[data.part[self.code]])
        why = ONE_PANELIST if panel < 2 else TOO_FEW_LOOPS if loops < FEWEST_LOOPS else ""
        return CandidateScores(
            candidate=data.candidates[self.code],
            opening=data.openings[data.opening[self.code]],
            part=int(data.part[self.code]),
            df=self.df,
            panel=panel,
            loops=loops,
            middle=float(self.of.middle.at[self.code]),
            raw_only=why,
            early=not why and loops < SETTLED_LOOPS,
            overall=self._overall(),
            competencies={data.competencies[q]: self._in(int(q)) for q in np.unique(self.competency)},
            keys=data.competencies,
            covariance=self.covariance,
        )

    def _scored(self, figure: int, raw: float) -> Score:
        # `shown` has no level behind it, so overall is its last figure.
        at = len(self.shown) - 1 if figure == OVERALL else figure
        return Score(raw, float(self.shown[at]), float(np.sqrt(max(self.covariance[at, at], 0.0))), self.df)

    def _overall(self) -> Overall:
        score = self._scored(OVERALL, float(self.score.mean()))
        unpooled = float(self.found.mean[self.k, OVERALL])
        weights = self._rating_weights()
        severity, questions = float(-weights @ self.severity), float(-weights @ self.easy)
        parts = OverallParts(
            weights=unpooled - score.raw - severity - questions,
            severity=severity,
            questions=questions,
            middle=score.shown - unpooled,
        )
        sd = self._severity_sd(weights)
        clip = self.of.prior.scale.clip
        said = says(clip(score.raw), clip(score.shown), parts, sd)
        return Overall(score, unpooled, parts, sd, self._severity_by(weights), said)

    def _rating_weights(self) -> Floats:
        """w: each rating's in the unpooled overall score; they sum to 1."""
        cells = self.found.weights[self.k, :, OVERALL]
        block = self.found.block
        own = block.there[self.k] > 0
        per_rating = cells[own] / block.ratings[self.k, own]
        return np.repeat(per_rating, block.ratings[self.k, own].astype(np.int64))

    def _severity_by(self, weights: Floats) -> dict[str, float]:
        """What each panelist's severity moved, with these weights of the ratings."""
        moved = np.bincount(self.panelist, -weights * self.severity)
        rated = np.unique(self.panelist[weights != 0]).tolist()
        return {self.of.data.panelists[j]: float(moved[j]) for j in rated}

    def _severity_sd(self, weights: Floats) -> float:
        data = self.of.data
        part = data.panelist_part == data.part[self.code]
        loading = np.bincount(self.panelist, weights, minlength=len(data.panelists)) - part / part.sum()
        known = np.flatnonzero(loading)
        return float(np.sqrt(loading[known] @ self.of.covariance[np.ix_(known, known)] @ loading[known]))

    def _in(self, q: int) -> Competency:
        inside = self.competency == q
        score = self._scored(q, float(self.score[inside].mean()))
        severity, questions = float(-self.severity[inside].mean()), float(-self.easy[inside].mean())
        parts = CompetencyParts(severity, questions, score.shown - score.raw - severity - questions)
        heard = score.raw + severity + questions
        panelists, ratings = len(np.unique(self.panelist[inside])), int(inside.sum())
        scale_range = self.of.prior.scale.range
        marked = is_otherwise(heard - score.shown, panelists, ratings, self.of.sds, scale_range)
        return Competency(score, parts, self._severity_by(inside / ratings), heard, marked)
