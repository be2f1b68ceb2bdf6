"""The reduced mixed-model equations, solved at given ratios of variances."""

from dataclasses import dataclass

from bot.domain.calibration.arrays import Floats
from bot.domain.calibration.crossed.design import Reduced
from bot.domain.calibration.posterior import posterior


@dataclass(frozen=True, eq=False)
class Solved:
    """Panelists' and items' effects, their covariance over s_e^2, and the parts of -2 log REML."""

    effects: Floats
    inverse: Floats
    logdet: float
    quadratic: float
    diagonal: Floats
    """Of (I + D^1/2 M D^1/2)^-1."""


def solve(reduced: Reduced, ratios: Floats) -> Solved:
    """Solve at D = diag(ratios), the variance of each unknown over s_e^2 (0 allowed)."""
    inverse, logdet, diagonal = posterior(reduced.matrix, ratios)
    effects = inverse @ reduced.right
    return Solved(effects, inverse, logdet, float(reduced.total - reduced.right @ effects), diagonal)
