"""The joint model fitted: standard deviations, everybody's effects and levels, and a new loop as an update."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bot.domain.calibration.arrays import Floats, Ints
from bot.domain.calibration.joint.blocks import project
from bot.domain.calibration.joint.data import Data
from bot.domain.calibration.joint.equations import Equations, padded
from bot.domain.calibration.joint.levels import Kept, Levels, kept, levels
from bot.domain.calibration.joint.middle import Middle, Spread, middle_of, spread_of
from bot.domain.calibration.joint.reading import read
from bot.domain.calibration.joint.reml import Estimate, estimate, held
from bot.domain.calibration.joint.sds import Prior, PriorSwitch, Scale, Sds
from bot.domain.calibration.table import Rating

DUE = 0.05
"""A share of new loops that makes a fit due to be made anew: every loop at first, every tenth at 200."""


@dataclass(frozen=True, eq=False)
class JointFit:
    """One fit. `covariance` and `effects` are those of panelists, competencies and items, in the data's order.

    `criterion` is what was minimised, and None where a loop was added with the standard deviations held.
    """

    data: Data
    prior: Prior
    sds: Sds
    spread: Spread
    criterion: float | None
    covariance: Floats
    effects: Floats
    kept: Kept
    learned_from: int
    """How many loops the standard deviations were found from; 0 where they were given."""

    @property
    def is_due(self) -> bool:
        """Whether enough has been added since to find the standard deviations anew, in the background."""
        return len(self.data.candidates) > self.learned_from * (1 + DUE)

    @cached_property
    def levels(self) -> Levels:
        """Every candidate's level, candidates free."""
        return levels(self.data, self.kept, self.covariance, self.effects)

    @cached_property
    def middle(self) -> Middle:
        """What every candidate's score is drawn to."""
        return middle_of(self.data, self.levels, self.spread)

    @cached_property
    def df(self) -> Ints:
        """Of each candidate: the candidates of the part, plus 3."""
        return np.bincount(self.data.part)[self.data.part] + 3


@dataclass(frozen=True, slots=True)
class Held:
    """Standard deviations found earlier."""

    sds: Sds
    spread: Spread
    learned_from: int = 0


def fit(
    ratings: Iterable[Rating] | Data,
    prior: PriorSwitch = "on",
    scale: Scale | None = None,
    held_at: Held | None = None,
) -> JointFit:
    """Fit everything; with `held_at` only what follows from those standard deviations.

    Raises NoRatings, DuplicateRating, Inconsistent, and ValueError for a score off the scale (1 to 4 unless given).
    """
    data = ratings if isinstance(ratings, Data) else read(ratings)
    chosen = Prior(prior == "on", scale or Scale(1, 4))
    check_scale(data, chosen.scale)
    equations = Equations(data)
    found = estimate(equations, chosen) if held_at is None else held(equations, chosen, held_at.sds)
    return _completed(equations, chosen, found, held_at)


def check_scale(data: Data, scale: Scale) -> None:
    """Raises ValueError where a score lies off the scale."""
    outside = (data.score < scale.low) | (data.score > scale.high) | ~np.isfinite(data.score)
    if outside.any():
        score = data.score[int(np.argmax(outside))]
        raise ValueError(f"A score of {score:g} is outside the scale {scale.low:g} to {scale.high:g}.")


def spread_for(data: Data, found: Levels, prior: Prior, before: Spread | None) -> Spread:
    """The spread found before, or a new one where there is none, or a second opening came or went since."""
    if before is not None and (before.opening is not None) == (len(data.openings) > 1):
        return before
    return spread_of(data, found, prior)


def _completed(equations: Equations, prior: Prior, found: Estimate, held_at: Held | None) -> JointFit:
    data, solution = equations.data, found.solution
    projected = [project(block, found.sds) for block in equations.blocks]
    own = kept(data, equations.blocks, projected, padded(solution.covariance))
    at = levels(data, own, solution.covariance, solution.effects)
    return JointFit(
        data=data,
        prior=prior,
        sds=found.sds,
        spread=spread_for(data, at, prior, held_at.spread if held_at else None),
        criterion=found.criterion,
        covariance=solution.covariance,
        effects=solution.effects,
        kept=own,
        learned_from=len(data.candidates) if held_at is None else held_at.learned_from,
    )
