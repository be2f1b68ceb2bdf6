"""The weak priors that hold the variances while loops are few, as terms added to -2 log REML.

    ((log(s_r/u) - log 0.7)/0.6)^2 + (log(s_b/u) - log 0.5)^2
    + 4 (log u^2 + (0.15 range)^2/u^2) + 4 (log s_e^2 + (0.2 range)^2/s_e^2),   u^2 = s_h^2 + s_e^2/m

with m the median ratings a sheet. With one rating a sheet u = s_e, without the second and the last term.
"""

import math
from dataclasses import dataclass

STRENGTH = 4
"""The weight of each variance's prior, in degrees of freedom."""


@dataclass(frozen=True, slots=True)
class Prior:
    """Which terms there are. `on` False is plain REML."""

    on: bool
    range: float
    has_item: bool
    has_sheet: bool

    @property
    def weight(self) -> int:
        """How often log s_e^2 stands in the prior once u^2 = s_e^2 kappa is put in."""
        return self.on * STRENGTH * (2 if self.has_sheet else 1)

    def scatter(self, kappa: float) -> float:
        """What the prior adds to the sum of squares, at u^2 = kappa s_e^2."""
        if not self.on:
            return 0.0
        own = STRENGTH * (0.2 * self.range) ** 2 if self.has_sheet else 0.0
        return STRENGTH * (0.15 * self.range) ** 2 / kappa + own

    def constant(self, kappa: float) -> float:
        """The part of the prior that holds neither s_e^2 nor a ratio of standard deviations."""
        return STRENGTH * math.log(kappa) if self.on else 0.0

    def ratios(self, panelist: float, item: float) -> float:
        """The terms in s_r/u and s_b/u."""
        if not self.on:
            return 0.0
        if panelist <= 0 or (self.has_item and item <= 0):
            return math.inf
        total = (math.log(panelist / 0.7) / 0.6) ** 2
        return total + math.log(item / 0.5) ** 2 if self.has_item else total

    def ratio_slopes(self, panelist: float, item: float) -> tuple[float, float]:
        """The derivatives of `ratios`."""
        if not self.on:
            return 0.0, 0.0
        by_item = 2 * math.log(item / 0.5) / item if self.has_item else 0.0
        return 2 * math.log(panelist / 0.7) / (0.36 * panelist), by_item
