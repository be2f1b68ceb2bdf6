"""Heard otherwise: a competency whose own ratings say something else than its shown score."""

from bot.domain.calibration.joint.results import Score

FAR = 0.45
"""Score points between what was heard and what is shown (chosen by simulation: docs/CALIBRATION.md)."""


def is_otherwise(heard: float, score: Score) -> bool:
    """Whether a competency is marked and is a topic to talk about."""
    return abs(heard - score.shown) >= FAR
