"""What `fairloop calibrate` is asked, and what a model answers."""

from dataclasses import dataclass
from typing import Any, Literal, Protocol


@dataclass(frozen=True)
class Options:
    """How to calibrate. `step` is from one score to the next; `bars` are scores to say the chance to be above of."""

    prior: Literal["on", "off"]
    scale: tuple[float, float]
    step: float
    level: float
    bars: tuple[float, ...]
    compare: tuple[str, str] | None


class Calibrated(Protocol):
    """What a model says of a file."""

    def report(self) -> dict[str, Any]:
        """Everything, ready for JSON: figures that can't be known are null."""
        ...

    def show(self) -> None:
        """Print tables for people."""
        ...

    def picture(self, kind: str) -> bytes:
        """Leniency, and raw to calibrated."""
        ...


class Unknown(ValueError):
    """A candidate that the ratings don't have."""
