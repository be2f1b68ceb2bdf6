"""The reduced mixed-model equations, solved at given ratios of variances."""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import lapack

from bot.domain.calibration.arrays import Floats
from bot.domain.calibration.crossed.design import Reduced


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
    root = np.sqrt(ratios)
    scaled = reduced.matrix * root[:, None] * root[None, :]
    scaled[np.diag_indices_from(scaled)] += 1.0
    factor, failed = lapack.dpotrf(scaled.T, lower=1, overwrite_a=1)
    if failed:
        raise np.linalg.LinAlgError("The mixed-model equations are not positive definite.")
    logdet = 2 * float(np.log(np.diagonal(factor)).sum())
    inverse, _ = lapack.dpotri(factor, lower=1, overwrite_c=1)
    inverse = np.tril(inverse)
    inverse += np.tril(inverse, -1).T
    diagonal = np.diagonal(inverse).copy()
    inverse *= root[:, None]
    inverse *= root[None, :]
    effects = inverse @ reduced.right
    return Solved(effects, inverse, logdet, float(reduced.total - reduced.right @ effects), diagonal)
