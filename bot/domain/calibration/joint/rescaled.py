"""Loops rated on another scale: they stay raw and out of the model, as two scales are never mixed."""

import math
from collections.abc import Iterable

from bot.domain.calibration.joint.sds import Scale
from bot.domain.calibration.table import Rating

CHANGED = "the rubric's scale has changed"


def on_scale(ratings: Iterable[Rating], scale: Scale) -> tuple[list[Rating], dict[str, float]]:
    """The ratings that go into the model, and the raw means of candidates who have any on another scale."""
    rows = list(ratings)
    ends = (scale.low, scale.high)
    other = {r.candidate for r in rows if r.scale is not None and tuple(r.scale) != ends}
    kept = [r for r in rows if r.candidate not in other]
    scores: dict[str, list[float]] = {}
    for r in rows:
        if r.candidate in other and r.score is not None and not math.isnan(r.score):
            scores.setdefault(r.candidate, []).append(r.score)
    return kept, {name: math.fsum(own) / len(own) for name, own in scores.items()}
