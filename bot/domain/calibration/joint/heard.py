"""Heard otherwise: a competency whose own ratings say something else than its shown score.

What was heard is part noise: of a difference only s_g^2 / (s_g^2 + noise) can be expected to be the candidate, with the
noise of the panelists' tastes and of their ratings. A competency is marked where that much is far.
"""

from bot.domain.calibration.joint.sds import Sds

FAR = 0.05
"""Of the scale's range. By simulation false for at most 1 in 10 competencies in every design (docs/CALIBRATION.md)."""


def is_otherwise(difference: float, panelists: int, ratings: int, sds: Sds, scale_range: float) -> bool:
    """Whether a competency is marked, and is a topic to talk about. `difference` is heard less shown."""
    each = sds.sheet**2 + sds.taste**2 + (sds.error**2 + sds.item**2) * panelists / ratings
    candidate = sds.deviation**2
    return abs(difference) * candidate / (candidate + each / panelists) >= FAR * scale_range
