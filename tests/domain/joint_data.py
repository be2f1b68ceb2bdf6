"""Made-up ratings by competency for the tests of the joint model."""

from dataclasses import dataclass

import numpy as np

from bot.domain.calibration import Rating


@dataclass(frozen=True)
class Company:
    """How made-up ratings come about. `openings` 0: nobody says which. One `per_cell`: an item a cell."""

    seed: int
    candidates: int = 16
    panelists: int = 7
    panel: int = 3
    competencies: int = 3
    per_sheet: int = 2
    """Competencies that a panelist rates in one interview."""
    bank: int = 5
    """Items of each competency."""
    per_cell: int = 3
    ragged: bool = True
    openings: int = 2
    parts: int = 1
    specialised: bool = False


DESIGNS = {
    "ragged, two openings": Company(seed=101),
    "two parts, three openings": Company(seed=102, parts=2, openings=3, panelists=8),
    "specialists, no opening": Company(seed=103, specialised=True, openings=0, per_sheet=1, panelists=9),
    "one rating a cell": Company(seed=104, per_cell=1, ragged=False),
    "one panelist each": Company(seed=105, panel=1, parts=2),
}


def company(of: Company) -> list[Rating]:
    """Whole scores from 1 to 4."""
    random = np.random.default_rng(of.seed)
    leniency = random.normal(0, 0.35, of.panelists)
    easy = random.normal(0, 0.25, of.competencies)
    items = random.normal(0, 0.2, (of.competencies, of.bank))
    groups = np.array_split(np.arange(of.panelists), of.parts)
    rows = []
    for i in range(of.candidates):
        c, g = random.normal(2.5, 0.4), random.normal(0, 0.3, of.competencies)
        for j in random.choice(groups[i % of.parts], min(of.panel, len(groups[0])), replace=False):
            h = random.normal(0, 0.3)
            rated = random.choice(of.competencies, of.per_sheet, replace=False)
            for q in [j % of.competencies] if of.specialised else rated:
                t = random.normal(0, 0.2)
                count = int(random.integers(1, of.per_cell + 1)) if of.ragged else of.per_cell
                for m in random.choice(of.bank, count, replace=False):
                    y = c + leniency[j] + easy[q] + items[q, m] + g[q] + h + t + random.normal(0, 0.6)
                    rows.append(
                        Rating(
                            candidate=f"c{i:02}",
                            panelist=f"p{j}",
                            score=float(np.clip(round(y), 1, 4)),
                            item=f"q{q}/{m}",
                            competency=f"q{q}",
                            opening=f"o{(i // of.parts) % of.openings}" if of.openings else "",
                        )
                    )
    return rows
