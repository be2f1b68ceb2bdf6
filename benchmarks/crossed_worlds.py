"""Made-up hiring for the calibration benchmark: who interviews whom, and what they score on 1 to 4.

A latent scale (1 is about 0.43 score points) is cut into four ratings:
candidate + candidate in this competency + leniency + easiness of the item + taste for the candidate (sheet) + taste
in this competency + noise. Truth is in score points: what the average panelist of the candidate's pool would give on
the average item.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CUTS = np.array([-1.8, 0.0, 1.8])
COMPETENCIES, QUESTIONS, DIMENSIONS = 5, 4, 4
"""Competencies, questions in each, and dimensions that each question is rated on: 80 items."""

CANDIDATE_SD, WITHIN_SD, ITEM_SD = 1.35, 0.3, 0.5
SHEET_SD, TASTE_SD, NOISE_SD = 0.9, 0.4, 1.4


@dataclass(frozen=True, slots=True)
class Setting:
    """One design. `severity` is the panelists' standard deviation on the latent scale."""

    name: str
    severity: float = 0.65
    panel: int = 5
    panelists: int = 40
    loops: int = 200
    uneven_noise: bool = False
    matched: bool = False
    pools: int = 1
    drift: float = 0.0
    missing: float = 0.0
    specialists: bool = False


SETTINGS = (
    Setting("severity 0", severity=0.0),
    Setting("severity 0.5", severity=0.5),
    Setting("severity 1.0", severity=1.0),
    Setting("panelists differ in noise", uneven_noise=True),
    Setting("3 panelists", panel=3),
    Setting("lenient see strong", matched=True),
    Setting("disconnected pools", pools=2),
    Setting("drift", drift=0.08),
    Setting("missing ratings", missing=0.2),
    Setting("specialists, unequal", specialists=True),
)


@dataclass(frozen=True, eq=False)
class History:
    """Ratings in the order of their loops, and the truth in score points."""

    candidate: Ints
    panelist: Ints
    item: Ints
    competency: Ints
    score: Floats
    truth: Floats
    truth_in: Floats
    """Candidates x competencies."""
    leniency: Floats
    """Each panelist's at the end; loops x panelists in `leniency_then`."""
    leniency_then: Floats


def expected(latent: Floats, noise: float) -> Floats:
    """The mean rating, 1 to 4, of a latent value with normal noise."""
    return np.asarray(1 + sum(special.ndtr((latent - cut) / noise) for cut in CUTS))


def history(setting: Setting, seed: int) -> History:
    """One company's loops."""
    random = np.random.default_rng(seed)
    n, p, items = setting.loops, setting.panelists, COMPETENCIES * QUESTIONS * DIMENSIONS
    pool_of = np.arange(n) % setting.pools
    own_pool = np.arange(p) % setting.pools
    level = np.where(pool_of == 0, 0.8, -0.8) if setting.pools > 1 else np.zeros(n)
    c = random.normal(0, CANDIDATE_SD, n) + level
    within = random.normal(0, WITHIN_SD, (n, COMPETENCIES))
    steps = random.normal(0, setting.drift, (n, p))
    leniency = random.normal(0, setting.severity, p) + np.cumsum(steps, axis=0)
    easiness = _easiness(setting, random, items)
    spread = np.exp(random.normal(0, 0.4, p)) if setting.uneven_noise else np.ones(p)
    rows = [
        _loop(setting, random, i, _panel(setting, random, c[i], leniency[i], own_pool == pool_of[i]))
        for i in range(n)
    ]
    candidate, panelist, item = (np.concatenate([row[k] for row in rows]) for k in range(3))
    competency = item // (QUESTIONS * DIMENSIONS)
    sheet = candidate * p + panelist
    latent = c[candidate] + within[candidate, competency] + leniency[candidate, panelist] + easiness[item]
    latent = latent + spread[panelist] * _grouped(random, sheet, SHEET_SD)
    latent = latent + spread[panelist] * _grouped(random, sheet * COMPETENCIES + competency, TASTE_SD)
    latent = latent + spread[panelist] * random.normal(0, NOISE_SD, len(candidate))
    score = 1.0 + (latent[:, None] > CUTS).sum(axis=1)
    keep = _kept(setting, random, sheet)
    truth_in = _truth(c[:, None] + within, leniency, easiness, own_pool[None, :] == pool_of[:, None])
    return History(
        candidate[keep],
        panelist[keep],
        item[keep],
        competency[keep],
        score[keep],
        truth_in.mean(axis=1),
        truth_in,
        _in_points(c, leniency[-1]),
        _each_loop(c, leniency, setting.drift > 0),
    )


def _easiness(setting: Setting, random: np.random.Generator, items: int) -> Floats:
    own = random.normal(0, ITEM_SD, items)
    if not setting.specialists:
        return own
    return own + np.repeat(np.linspace(-1.2, 1.2, COMPETENCIES), QUESTIONS * DIMENSIONS)


def _panel(
    setting: Setting, random: np.random.Generator, c: float, leniency: Floats, may: NDArray[np.bool_]
) -> Ints:
    """Who interviews. Specialists: one of each home competency; matched: the lenient see the strong."""
    if setting.specialists:
        home = np.arange(setting.panelists) % COMPETENCIES
        return np.array([random.choice(np.flatnonzero(home == q)) for q in range(COMPETENCIES)])
    weights = may * (np.exp(0.8 * c * leniency / max(setting.severity, 1e-9)) if setting.matched else 1.0)
    return random.choice(setting.panelists, setting.panel, replace=False, p=weights / weights.sum())


def _loop(setting: Setting, random: np.random.Generator, i: int, panel: Ints) -> tuple[Ints, Ints, Ints]:
    """Three questions each, no question twice in the loop, every competency asked: candidate, panelist, item."""
    order = [list(random.permutation(QUESTIONS)) for _ in range(COMPETENCIES)]
    asked = []
    for k, who in enumerate(panel):
        if setting.panel >= COMPETENCIES:
            wanted = [k % COMPETENCIES, k % COMPETENCIES, (k + 1) % COMPETENCIES]
        else:
            wanted = [(2 * k + step) % COMPETENCIES for step in range(3)]
        asked += [(who, q * QUESTIONS + order[q].pop()) for q in wanted]
    panelist = np.repeat([who for who, _ in asked], DIMENSIONS)
    item = np.concatenate([question * DIMENSIONS + np.arange(DIMENSIONS) for _, question in asked])
    return np.full(len(item), i), panelist, item


def _grouped(random: np.random.Generator, group: Ints, sd: float) -> Floats:
    """One normal value for each group."""
    values, inverse = np.unique(group, return_inverse=True)
    return random.normal(0, sd, len(values))[inverse]


def _kept(setting: Setting, random: np.random.Generator, sheet: Ints) -> NDArray[np.bool_]:
    """Ratings not assessed, and half as many whole scorecards never written."""
    if not setting.missing:
        return np.ones(len(sheet), dtype=bool)
    sheets, inverse = np.unique(sheet, return_inverse=True)
    whole = random.random(len(sheets)) >= setting.missing / 2
    return (random.random(len(sheet)) >= setting.missing) & whole[inverse]


def _truth(latent: Floats, leniency: Floats, easiness: Floats, in_pool: NDArray[np.bool_]) -> Floats:
    """Mean rating over the pool's panelists and all items: candidates x competencies."""
    noise = float(np.sqrt(SHEET_SD**2 + TASTE_SD**2 + NOISE_SD**2))
    truth = np.zeros(latent.shape)
    for i in range(len(latent)):
        offsets = (leniency[i, in_pool[i]][:, None] + easiness[None, :]).ravel()
        truth[i] = expected(latent[i][:, None] + offsets, noise).mean(axis=1)
    return truth


def _each_loop(c: Floats, leniency: Floats, drifts: bool) -> Floats:
    """Loops x panelists: leniency in points at each loop."""
    if drifts:
        return np.array([_in_points(c, row) for row in leniency])
    return np.tile(_in_points(c, leniency[0]), (len(leniency), 1))


def _in_points(c: Floats, leniency: Floats) -> Floats:
    """A panelist's mean effect on these candidates, in score points, about the average panelist."""
    noise = float(np.sqrt(SHEET_SD**2 + TASTE_SD**2 + NOISE_SD**2 + ITEM_SD**2 + WITHIN_SD**2))
    points = expected(c[None, :] + leniency[:, None], noise).mean(axis=1)
    return np.asarray(points - points.mean())
