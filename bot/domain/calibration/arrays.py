"""Types of the arrays that the calibration works on."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def tally(index: Ints, values: Floats, length: int = 0) -> Floats:
    """The sum of the values at each index."""
    return np.bincount(index, values, minlength=length).astype(np.float64, copy=False)
