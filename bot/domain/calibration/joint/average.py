"""Whom scores are meant for: the average panelist of the part, and the average item of each competency.

As weights on the effects (panelists, competencies, items). Each panelist of the part counts once, and each item of a
competency (all the data's, other parts too).
"""

from dataclasses import dataclass

import numpy as np

from bot.domain.calibration.arrays import Floats
from bot.domain.calibration.joint.data import Data


@dataclass(frozen=True, eq=False)
class Average:
    """`panelist` parts x effects; `question` competencies x effects: k_q and the mean of q's items.

    `level` parts x competencies: each competency that the part was rated in counts alike.
    """

    panelist: Floats
    question: Floats
    level: Floats

    @property
    def of_level(self) -> Floats:
        """Parts x effects: what a candidate's level is meant for."""
        return np.asarray(self.panelist + self.level @ self.question)


def average(data: Data) -> Average:
    """The averages of this data."""
    p, q, m = len(data.panelists), len(data.competencies), len(data.items)
    panelist = np.zeros((len(data.loops), data.effects))
    panelist[data.panelist_part, np.arange(p)] = 1
    panelist /= panelist.sum(axis=1, keepdims=True)
    question = np.zeros((q, data.effects))
    question[data.home, p + q + np.arange(m)] = 1
    question /= np.maximum(question.sum(axis=1, keepdims=True), 1)
    question[np.arange(q), p + np.arange(q)] = 1
    level = data.rated_in / data.rated_in.sum(axis=1, keepdims=True)
    return Average(panelist, question, level)


def centred(data: Data, effects: Floats) -> tuple[Floats, Floats]:
    """Leniency of each panelist about their part's mean, and easiness of each item about its competency's."""
    p, q = len(data.panelists), len(data.competencies)
    leniency, items = effects[:p], effects[p + q :]
    of_part = np.bincount(data.panelist_part, leniency) / np.bincount(data.panelist_part)
    counts = np.maximum(np.bincount(data.home, minlength=q), 1)
    of_home = np.bincount(data.home, items, minlength=q) / counts
    return leniency - of_part[data.panelist_part], items - of_home[data.home]


def difficulty(data: Data, effects: Floats) -> Floats:
    """K_q less the mean of all: above 0 is easy."""
    easy = average(data).question @ effects
    return np.asarray(easy - easy.mean())
