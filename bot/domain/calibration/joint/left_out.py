"""Robust or fragile: what a candidate's scores would be without one panelist's scorecard."""

from collections.abc import Iterable, Mapping

import numpy as np

from bot.domain.calibration.joint.fit import JointFit
from bot.domain.calibration.joint.reading import read, without
from bot.domain.calibration.joint.results import CandidateScores
from bot.domain.calibration.joint.scores import candidate_scores
from bot.domain.calibration.joint.update import update
from bot.domain.calibration.table import Rating


def left_out(before: JointFit, loop: Iterable[Rating]) -> Mapping[str, CandidateScores]:
    """By panelist: the scores without their sheet, standard deviations held and the rest worked out anew.

    `before` is a fit without this loop. Empty where one panelist alone has scored. Raises ValueError where the loop
    holds several candidates, or `before` holds this one, and what `update` raises.
    """
    data = read(loop)
    if len(data.candidates) != 1:
        raise ValueError("Leaving out is about one candidate at a time.")
    name = data.candidates[0]
    if name in before.data.code:
        raise ValueError(f"The history holds {name!r} already; fit it without this loop.")
    if len(data.panelists) < 2:
        return {}
    found = {}
    for k, panelist in enumerate(data.panelists):
        rest = update(before, without(data, np.asarray(data.panelist != k)))
        found[panelist] = candidate_scores(rest, name)
    return found
