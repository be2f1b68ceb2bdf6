"""Made-up ratings for the tests of calibration, and the table of Shrout and Fleiss (1979)."""

from dataclasses import dataclass

import numpy as np

from bot.domain.calibration import Rating

SHROUT_FLEISS = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))


def shrout_fleiss() -> list[Rating]:
    return [
        Rating(f"c{i + 1}", f"p{j + 1}", score)
        for i, row in enumerate(SHROUT_FLEISS)
        for j, score in enumerate(row)
    ]


@dataclass(frozen=True)
class World:
    """How made-up ratings come about; sheets are ragged where `ragged`."""

    seed: int
    candidates: int = 24
    panelists: int = 8
    panel: int = 3
    items: int = 12
    per_sheet: int = 5
    ragged: bool = False
    parts: int = 1
    specialised: bool = False
    panelist_sd: float = 0.4
    item_sd: float = 0.3
    sheet_sd: float = 0.3
    error_sd: float = 0.5


WIDE = (-100.0, 100.0)
"""A scale that made-up scores never leave."""


def ratings(world: World) -> list[Rating]:
    """Ratings with items; part k has its own panelists, specialists keep to their half of the items."""
    random = np.random.default_rng(world.seed)
    leniency = random.normal(0, world.panelist_sd, world.panelists)
    easiness = random.normal(0, world.item_sd, world.items)
    groups = np.array_split(np.arange(world.panelists), world.parts)
    rows = []
    for i in range(world.candidates):
        c = 2.5 + random.normal(0, 0.5)
        for j in random.choice(groups[i % world.parts], world.panel, replace=False):
            h = random.normal(0, world.sheet_sd)
            count = int(random.integers(1, world.per_sheet + 1)) if world.ragged else world.per_sheet
            bank = np.arange(world.items)
            if world.specialised:
                bank = bank[: world.items // 2 + 1] if j % 2 else bank[world.items // 2 :]
            for k in random.choice(bank, count, replace=False):
                y = c + leniency[j] + easiness[k] + h + random.normal(0, world.error_sd)
                rows.append(Rating(f"c{i:03}", f"p{j:02}", float(y), f"i{k:03}", f"q{k % 3}"))
    return rows


def loops(count: int, panel: int = 3, panelists: int = 6, seed: int = 1, part: str = "") -> list[Rating]:
    """Whole scores 1-4, one rating a sheet, panels that move round."""
    random = np.random.default_rng(seed)
    return [
        Rating(f"{part}c{i:02}", f"{part}p{(i + j * (1 + i % 2)) % panelists}", int(random.integers(1, 5)))
        for i in range(count)
        for j in range(panel)
    ]
