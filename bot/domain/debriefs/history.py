"""What stands behind a debrief's numbers: the opening's earlier loops, and how many of all loops are samples."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Beside:
    """Another candidate of the opening: this one's overall score less theirs, and the chance that this one is above.

    In score points, not rounded; `label` is what their loop is called.
    """

    label: str
    gap: float
    chance: float
    sample: bool = False


@dataclass(frozen=True)
class Earlier:
    """Loops of an opening whose debriefs opened before, without those of this candidate; `samples` are made up."""

    loops: int = 0
    samples: int = 0
