"""What happens to a workspace's fit."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FitFellDue:
    """So many loops were added that the standard deviations are to be found anew; this one was the last."""

    loop_id: int


CalibrationEvent = FitFellDue
