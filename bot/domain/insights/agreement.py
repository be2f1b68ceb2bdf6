"""How far panelists agree who judged the same: Krippendorff's alpha, 1 always, 0 no more than by chance."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

import krippendorff
import numpy as np

from bot.domain.insights.facts import PastCard, PastScore

FEWEST = 20
"""Things that two or more judged, before their agreement is said: with fewer it is mostly chance."""


@dataclass(frozen=True)
class Agreement:
    """`alpha` over `units` that two or more people judged."""

    alpha: float
    units: int


def agreement(
    cards: Iterable[PastCard], scores: Iterable[PastScore]
) -> tuple[Agreement | None, Agreement | None]:
    """On a candidate's competency (a panelist's mean of it, interval alpha), and on recommendations (ordinal).

    Who judged doesn't matter to alpha, so a unit is what was judged and its values those of whoever judged it.
    """
    by_panelist: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for one in scores:
        by_panelist[one.loop, one.competency, one.panelist].append(one.value)
    judged: dict[tuple[int, str], list[float]] = defaultdict(list)
    for (loop, competency, _), values in by_panelist.items():
        judged[loop, competency].append(fmean(values))
    recommended: dict[int, list[float]] = defaultdict(list)
    for card in cards:
        if card.recommended is not None:
            recommended[card.loop].append(card.recommended)
    return _alpha(list(judged.values()), "interval"), _alpha(list(recommended.values()), "ordinal")


def _alpha(units: Sequence[Sequence[float]], level: Literal["interval", "ordinal"]) -> Agreement | None:
    """None with too few units, or where everybody gives the same, so that there is nothing to agree on."""
    several = [values for values in units if len(values) > 1]
    if len(several) < FEWEST or len({value for values in several for value in values}) < 2:
        return None
    most = max(map(len, several))
    table = np.full((most, len(several)), math.nan)
    for column, values in enumerate(several):
        table[: len(values), column] = values
    found = krippendorff.alpha(reliability_data=table, level_of_measurement=level)
    return Agreement(float(found), len(several))
