"""What stands behind a debrief's numbers: the opening's earlier loops, and how many of all loops are samples."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Earlier:
    """Loops of an opening whose debriefs opened before, without those of this candidate; `samples` are made up."""

    loops: int = 0
    samples: int = 0
