"""How leniently each panelist scores, whose figures may be shown, and what must be said of the data as a whole."""

from dataclasses import dataclass

import numpy as np

from bot.domain.calibration.arrays import Floats, Ints
from bot.domain.calibration.joint.average import centred
from bot.domain.calibration.joint.data import Data
from bot.domain.calibration.joint.fit import JointFit
from bot.domain.calibration.joint.results import quantile
from bot.domain.calibration.limits import MIN_COLLEAGUES, MIN_OTHERS, MIN_SHEETS, mixing_note, parts_note


@dataclass(frozen=True, slots=True)
class Severity:
    """A panelist against the average panelist of their part, in score points: above 0 is lenient.

    `n` is their interviews. `shown` False: too little is known to show it to anybody.
    """

    panelist: str
    n: int
    leniency: float
    sd: float
    df: int
    shown: bool

    def interval(self, level: float = 0.8) -> tuple[float, float]:
        """The range that holds the truth with this chance."""
        half = quantile(level, self.df) * self.sd
        return self.leniency - half, self.leniency + half


def severities(of: JointFit) -> tuple[Severity, ...]:
    """Of every panelist, by id."""
    data = of.data
    leniency, _ = centred(data, of.effects)
    sds, candidates = np.sqrt(_variances(of)), np.bincount(data.part)
    sheets = np.bincount(data.sheet_panelist, minlength=len(data.panelists))
    enough = (sheets >= MIN_SHEETS) & (colleagues(data) >= MIN_COLLEAGUES) & (_others(data) >= MIN_OTHERS)
    return tuple(
        Severity(
            panelist=name,
            n=int(sheets[k]),
            leniency=float(leniency[k]),
            sd=float(sds[k]),
            df=int(candidates[data.panelist_part[k]]) + 3,
            shown=bool(enough[k]),
        )
        for k, name in enumerate(data.panelists)
    )


def notes(data: Data) -> tuple[str, ...]:
    """What must be said beside the figures."""
    said = (
        mixing_note(int((data.panel_size >= 2).sum()), float(np.median(colleagues(data)))),
        parts_note(len(data.loops)),
    )
    return tuple(note for note in said if note)


def colleagues(data: Data) -> Ints:
    """How many different panelists each has scored a candidate with."""
    met = [set[int]() for _ in data.panelists]
    begins = np.searchsorted(data.sheet_candidate, np.arange(len(data.candidates) + 1))
    for k in range(len(data.candidates)):
        panel = data.sheet_panelist[begins[k] : begins[k + 1]].tolist()
        for j in panel:
            met[j].update(panel)
    return np.array([len(one) - 1 for one in met], dtype=np.int64)


def _variances(of: JointFit) -> Floats:
    """Var(r_j - mean r), the mean over the panelists of j's part."""
    part, p = of.data.panelist_part, len(of.data.panelists)
    known = of.covariance[:p, :p]
    member = (part[:, None] == np.arange(len(of.data.loops))).astype(np.float64)
    member /= member.sum(axis=0)
    onto = known @ member
    mean = np.einsum("jp,jp->p", member, onto)
    variances = np.diagonal(known) - 2 * onto[np.arange(p), part] + mean[part]
    return np.asarray(np.maximum(variances, 0.0))


def _others(data: Data) -> Ints:
    """How many others score the competency of theirs that fewest score."""
    p = len(data.panelists)
    pairs = np.unique(data.competency * p + data.panelist)
    scorers = np.bincount(pairs // p, minlength=len(data.competencies))
    fewest = np.full(p, p - 1, dtype=np.int64)
    np.minimum.at(fewest, pairs % p, scorers[pairs // p] - 1)
    return fewest
