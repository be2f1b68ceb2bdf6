"""The model's standard deviations, their priors and their bounds, in score points.

The prior of each is log-normal: ((log s - log median) / 0.6)^2 is added to -2 log REML. Medians are shares of the
scale's range (docs/CALIBRATION.md, "For a statistician").
"""

import math
from dataclasses import astuple, dataclass, fields
from typing import Literal

from bot.domain.calibration.arrays import Floats

PriorSwitch = Literal["on", "off"]

SPREAD = 0.6
LEAST = 1e-4
MOST_RANGES = 10


@dataclass(frozen=True, slots=True)
class Sds:
    """Of the effects that the ratings are made of; 0 where an effect is left out."""

    panelist: float
    competency: float
    item: float
    deviation: float
    """g: a candidate's deviation in one competency."""
    sheet: float
    """h: a panelist's taste for a candidate."""
    taste: float
    """t: the same in one competency."""
    error: float


EFFECTS = tuple(field.name for field in fields(Sds))
MEDIANS = Sds(panelist=0.12, competency=0.07, item=0.06, deviation=0.08, sheet=0.10, taste=0.07, error=0.20)
CANDIDATE_MEDIAN = 0.13
OPENING_MEDIAN = 0.06


@dataclass(frozen=True, slots=True)
class Scale:
    """From the lowest to the highest score, `step` between neighbours. ValueError where that can't be."""

    low: float
    high: float
    step: float = 1.0

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError(
                f"A scale runs from a lower to a higher score; {self.low:g} to {self.high:g} does not."
            )

    @property
    def range(self) -> float:
        """From end to end."""
        return self.high - self.low

    def clip(self, score: float) -> float:
        """The score, or the nearer end where it lies off the scale."""
        return min(max(score, self.low), self.high)


@dataclass(frozen=True, slots=True)
class Prior:
    """The weak priors, or none (`on` False: plain REML)."""

    on: bool
    scale: Scale

    def start(self) -> Sds:
        """The medians in points."""
        return Sds(*(share * self.scale.range for share in astuple(MEDIANS)))

    def bounds(self, effect: str) -> tuple[float, float]:
        """Where an effect's standard deviation may lie; the error's is at least that of rounding to the scale."""
        low = LEAST
        if effect == "error":
            low = self.scale.step / math.sqrt(12) if self.on else LEAST * self.scale.range
        return low, MOST_RANGES * self.scale.range

    def penalty(self, sd: float, share: float) -> float:
        """What one standard deviation adds to the criterion; `share` is its median over the range."""
        return (math.log(sd / (share * self.scale.range)) / SPREAD) ** 2 if self.on else 0.0

    def penalties(self, sds: Sds) -> float:
        """Of all seven."""
        if not self.on:
            return 0.0
        return sum(self.penalty(sd, share) for sd, share in zip(astuple(sds), astuple(MEDIANS), strict=True))

    def slopes(self, logs: Floats, start: Floats) -> Floats:
        """The derivatives of `penalties` by the logarithms of the standard deviations."""
        return 2 * (logs - start) / SPREAD**2 if self.on else logs * 0.0
