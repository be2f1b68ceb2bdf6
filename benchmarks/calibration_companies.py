"""Made-up companies for the calibration benchmark: who interviews whom in which competency, and what they score.

A latent score is rounded and clipped to 1 to 4. Truth is the expected score over the active panelists of the
candidate's pool and the whole bank, in each competency and on average over those the candidate was rated in.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from bot.domain.calibration import Rating

Floats = NDArray[np.float64]

COMPETENCIES, QUESTIONS, DIMENSIONS = 5, 4, 3
"""Competencies, questions in each, and dimensions that each question is rated on: 60 items."""
ASKED = 2
"""Questions in one competency in one interview."""
CUTS = np.array([1.5, 2.5, 3.5])


@dataclass(frozen=True, slots=True)
class Design:
    """One kind of company. Standard deviations in points on the latent scale."""

    name: str
    severity: float = 0.3
    panelists: int = 20
    panel: int = 4
    loops: int = 60
    checkpoints: tuple[int, ...] = (12, 60)
    mean: float = 2.5
    candidate: float = 0.4
    opening: float = 0.0
    deviation: float = 0.25
    sheet: float = 0.3
    taste: float = 0.2
    error: float = 0.6
    competency: float = 0.2
    item: float = 0.18
    per_sheet: int = 2
    pools: int = 1
    pool_gap: float = 0.0
    matched: float = 0.0
    """How strongly lenient panelists are given strong candidates."""
    squeeze: float = 1.0
    """Half of the panelists use only so much of the scale, about its middle."""
    drift: float = 0.0
    """Of each panelist's leniency, from one loop to the next."""
    tenure: int = 0
    """About how many loops a panelist stays; 0: nobody leaves."""
    mover: float = 0.0
    """How much milder the first panelist becomes over the whole time."""
    loose: float = 1.0
    """How much more the second panelist's tastes scatter."""
    heavy: bool = False
    """Candidates and tastes far from normal."""


def designs() -> tuple[Design, ...]:
    """The lines of the evidence."""
    few = {"panelists": 6, "loops": 15, "checkpoints": (8, 15)}
    return (
        Design("base"),
        Design("severity 0", severity=0.0),
        Design("severity .6", severity=0.6),
        Design("panels of 3", panel=3),
        Design("panels of 6", panel=6),
        Design("6 panelists x 15 loops, severity .3", **few),  # type: ignore[arg-type]
        Design("6 panelists x 15 loops, severity 0", severity=0.0, **few),  # type: ignore[arg-type]
        Design("6 panelists x 15 loops, severity .6", severity=0.6, **few),  # type: ignore[arg-type]
        Design("openings differ by .35", opening=0.35),
        Design("candidates hardly differ", candidate=0.1),
        Design("competencies alike", deviation=0.0),
        Design("competencies far apart", deviation=0.45),
        Design("two pools apart, unlike", pools=2, pool_gap=0.5),
        Design("four islands of 2 panelists", pools=4, panelists=8, panel=2),
        Design("mid-scale users", squeeze=0.6),
        Design("turnover", tenure=40),
        Design("drift", drift=0.06),
        Design("one competency a sheet", panel=5, per_sheet=1),
        Design("not normal", heavy=True),
        Design("ceiling", mean=3.1),
        Design("lenient see strong, severity .3", matched=1.0),
        Design("lenient see strong, severity .6", severity=0.6, matched=1.0),
        Design("early, base", loops=10, checkpoints=(5, 10)),
        Design("early, severity .6", severity=0.6, loops=10, checkpoints=(5, 10)),
        Design(
            "early, lenient see strong, severity .6", severity=0.6, matched=1.0, loops=10, checkpoints=(5, 10)
        ),
    )


class Company:
    """One company, drawn with one seed: its people, its bank, and its loops in order."""

    def __init__(self, design: Design, seed: int) -> None:
        self.design, self.random = design, np.random.default_rng(seed)
        d, random = design, self.random
        steps = random.normal(0, d.drift, (d.loops, d.panelists))
        self.leniency = random.normal(0, d.severity, d.panelists) + np.cumsum(steps, axis=0)
        self.leniency[:, 0] += np.linspace(0, d.mover, d.loops)
        self.squeezed = np.where(np.arange(d.panelists) % 2 == 0, d.squeeze, 1.0)
        self.pool_of_panelist = np.arange(d.panelists) % d.pools
        self.bank = random.normal(0, d.item, (COMPETENCIES, QUESTIONS * DIMENSIONS))
        self.bank += random.normal(0, d.competency, COMPETENCIES)[:, None]
        self.openings = random.normal(0, d.opening, 4) if d.opening else np.zeros(1)
        self.generation = np.zeros(d.panelists, dtype=int)
        self.ratings: list[Rating] = []
        self.truth: dict[str, dict[str, float]] = {}
        self.panel_leniency: dict[str, float] = {}
        """Of each candidate: the mean leniency of the panel less that of all active panelists."""
        for i in range(d.loops):
            self._loop(i)

    def _drawn(self, sd: float, size: int) -> Floats:
        """Normal, or with `heavy` two clumps or long tails of the same standard deviation."""
        if not self.design.heavy:
            return self.random.normal(0, sd, size)
        return np.asarray(self.random.standard_t(4, size) * sd / np.sqrt(2))

    def _candidate(self) -> float:
        if not self.design.heavy:
            return float(self.random.normal(0, self.design.candidate))
        side = self.random.choice([-0.6, 1.5], p=[5 / 7, 2 / 7])
        return float(self.design.candidate * (side + 0.3 * self.random.normal()))

    def _loop(self, i: int) -> None:
        d, random = self.design, self.random
        pool, opening = i % d.pools, int(random.integers(len(self.openings)))
        if d.tenure and i and i % (max(1, d.tenure // d.panelists)) == 0:
            self._replaced(int(random.integers(d.panelists)))
        c = self._candidate()
        level = d.mean + self.openings[opening] + c + d.pool_gap * (pool - (d.pools - 1) / 2)
        g = self._drawn(d.deviation, COMPETENCIES)
        panel = self._panel(i, pool, c)
        name = f"c{i:04}"
        start = int(random.integers(COMPETENCIES))
        rated: set[int] = set()
        for n, j in enumerate(panel):
            loose = d.loose if j == 1 else 1.0
            h = float(self._drawn(d.sheet, 1)[0]) * loose
            for q in ((start + n + step) % COMPETENCIES for step in range(d.per_sheet)):
                rated.add(q)
                base = level + g[q] + h + float(self._drawn(d.taste, 1)[0]) * loose
                self._rate(i, int(j), q, base, name, f"o{opening}")
        self._know(i, pool, name, level + g, sorted(rated), panel)

    def _panel(self, i: int, pool: int, c: float) -> NDArray[np.int64]:
        d = self.design
        may = (self.pool_of_panelist == pool).astype(float)
        if d.matched:
            may *= np.exp(d.matched * c * self.leniency[i] / max(d.severity * d.candidate, 1e-9))
        return self.random.choice(d.panelists, d.panel, replace=False, p=may / may.sum())

    def _rate(self, i: int, j: int, q: int, base: float, name: str, opening: str) -> None:
        random = self.random
        for question in random.choice(QUESTIONS, ASKED, replace=False):
            for dimension in range(DIMENSIONS):
                m = int(question) * DIMENSIONS + dimension
                latent = base + self.leniency[i, j] + self.bank[q, m] + random.normal(0, self.design.error)
                latent = 2.5 + self.squeezed[j] * (latent - 2.5)
                score = float(1 + (latent > CUTS).sum())
                who = f"p{j:02}.{self.generation[j]}"
                self.ratings.append(Rating(name, who, score, f"q{q}/{m}", f"q{q}", opening=opening))

    def _know(
        self, i: int, pool: int, name: str, levels: Floats, rated: list[int], panel: NDArray[np.int64]
    ) -> None:
        """The truth about a candidate."""
        d = self.design
        active = np.flatnonzero(self.pool_of_panelist == pool)
        noise = np.sqrt(d.sheet**2 + d.taste**2 + d.error**2)
        found = {}
        for q in rated:
            latent = levels[q] + self.leniency[i, active][:, None] + self.bank[q][None, :]
            latent = 2.5 + self.squeezed[active][:, None] * (latent - 2.5)
            sd = noise * self.squeezed[active][:, None, None]
            found[f"q{q}"] = float(1 + special.ndtr((latent[:, :, None] - CUTS) / sd).sum(axis=2).mean())
        self.truth[name] = found
        own = self.leniency[i, panel].mean() - self.leniency[i, active].mean()
        self.panel_leniency[name] = float(own)

    def _replaced(self, j: int) -> None:
        """Somebody new in a panelist's place."""
        self.generation[j] += 1
        self.leniency[:, j] = self.random.normal(0, self.design.severity)
