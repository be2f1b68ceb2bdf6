"""Scores as people see them: inside the scale, half up, and never one figure against another."""

import math
from collections.abc import Mapping
from typing import TypeVar

from bot.domain.calibration.joint.why import displayed, displayed_finely
from bot.domain.debriefs.panel import SCALE

Name = TypeVar("Name")


def on_scale(score: float) -> float:
    """A score as people see it: inside the scale 1 to 4, to one decimal, half up."""
    return displayed(SCALE.clip(score))


def in_hundredths(score: float) -> float:
    """A score inside the scale to two decimals, as the one that `on_scale` gives can stand beside it."""
    return displayed_finely(SCALE.clip(score))


def adding_up(parts: Mapping[Name, float], total: float) -> dict[Name, float]:
    """Parts in hundredths that add up to a total in hundredths, by largest remainder; what is 0 stays 0."""
    found = {name: math.floor(part * 100 + 1e-9) for name, part in parts.items()}
    left = round(total * 100) - sum(found.values())
    by_remainder = sorted(parts, key=lambda name: found[name] - parts[name] * 100)
    movable = [name for name in by_remainder if parts[name]]
    for turn in range(abs(left)) if movable else ():
        if left > 0:
            found[movable[turn % len(movable)]] += 1
        else:
            found[movable[-1 - turn % len(movable)]] -= 1
    return {name: hundredths / 100 for name, hundredths in found.items()}
