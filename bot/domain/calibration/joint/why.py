"""Why a score is not the raw one: the sentence's parts, named only where they moved it the way it went."""

import math

from bot.domain.calibration.joint.results import OverallParts

WORTH_NAMING = 0.05
"""A part smaller than this, in score points, is not named."""
SECOND = 0.5
"""The second part is named if it is at least this share of the first."""
HARDLY = "hardly changed"
SEVERAL = "several small things"


def displayed(score: float) -> float:
    """As people see it: one decimal, half up."""
    return math.floor(score * 10 + 0.5 + 1e-9) / 10


def displayed_finely(score: float) -> float:
    """To two decimals, half up, but never over the edge where `displayed` rounds.

    2.249 is 2.24 here: as 2.25 it would stand beside the 2.2 that it is in tenths, and contradict it.
    """
    found = math.floor(score * 100 + 0.5 + 1e-9) / 100
    return found if displayed(found) == displayed(score) else round(found - 0.01, 2)


def says(raw: float, shown: float, parts: OverallParts, severity_sd: float) -> tuple[str, ...]:
    """The names of at most two parts, or what else there is to say. Scores as displayed, but for the rounding."""
    change = displayed(shown) - displayed(raw)
    if abs(change) < 0.05:
        return (HARDLY,)
    sign = math.copysign(1.0, change)
    moved = {
        "weights": parts.weights,
        "severity": parts.severity,
        "questions": parts.questions,
        "middle": parts.middle,
    }
    with_it = {name: sign * by for name, by in moved.items() if sign * by >= WORTH_NAMING}
    if with_it.get("severity", severity_sd) < severity_sd:
        del with_it["severity"]
    largest = sorted(with_it, key=lambda name: -with_it[name])
    if not largest:
        return (SEVERAL,)
    return tuple(name for name in largest[:2] if with_it[name] >= SECOND * with_it[largest[0]])
