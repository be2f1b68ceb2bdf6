"""Chance in tests: one seed for a whole run, and how large a run is.

`TEST_SEED` repeats a run; without it each has its own, and says so at its end. `TEST_LARGE` asks for the counts
that issues name instead of the few that fit into a minute; `make prove` sets it.
"""

import os
from random import Random, SystemRandom
from zlib import crc32

SEED = int(os.environ.setdefault("TEST_SEED", str(SystemRandom().randrange(2**32))))
LARGE = bool(os.environ.get("TEST_LARGE"))


def count(usual: int, large: int) -> int:
    """How many to try."""
    return large if LARGE else usual


def dice(purpose: str) -> Random:
    """Chance for one purpose, always the same in runs of one seed, whatever other tests ran before."""
    return Random(SEED + crc32(purpose.encode()))
