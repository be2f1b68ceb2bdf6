"""The one matrix that both models invert."""

import numpy as np

from bot.domain.calibration.arrays import Floats


def posterior(matrix: Floats, variances: Floats) -> tuple[Floats, float, Floats]:
    """(M + D^-1)^-1 at D = diag(variances), 0 allowed, by its form D^1/2 (I + D^1/2 M D^1/2)^-1 D^1/2.

    With it come the log determinant of what stands in the middle, and the diagonal of that one's inverse. Raises
    LinAlgError where M isn't positive semidefinite.
    """
    from scipy.linalg import lapack

    root = np.sqrt(variances)
    scaled = matrix * root[:, None] * root[None, :]
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
    return inverse, logdet, diagonal
