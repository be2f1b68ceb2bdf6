"""Selection rates by group, the four-fifths ratio, an exact test and an interval. Groups come from elsewhere.

Sources: the four-fifths rule is 29 CFR 1607.4(D), and New York's Local Law 144 has the same ratio (6 RCNY 5-301). The
test is Fisher's exact test, two-sided. The interval is Katz's log method for the ratio of two proportions (Katz,
Baptista, Azen and Pike, Biometrics 34, 1978).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

from scipy.stats import fisher_exact
from scipy.stats.contingency import relative_risk

SMALLEST = 5
"""People: a group with fewer is hidden, so that nobody is told about one of them."""
FOUR_FIFTHS = 0.8
CONFIDENCE = 0.95


class Stage(StrEnum):
    """Where somebody is selected, or isn't."""

    DEBRIEFED = "interviewed to the debrief, of those planned"
    MOVED_ON = "moved forward, of those decided"


@dataclass(frozen=True)
class Passed:
    """Somebody reached a stage of an opening, and was selected there or not."""

    candidate: int
    opening: str
    stage: Stage
    selected: bool


@dataclass(frozen=True)
class Rate:
    """A group at one stage. All but the group is None where it is hidden.

    `ratio` is its rate over that of the group with the highest, with its interval (`low`, `high`) and the test's `p`;
    they are None for that group itself, and where a rate of 0 leaves no ratio.
    """

    group: str
    number: int | None = None
    selected: int | None = None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None

    @property
    def rate(self) -> float | None:
        """The part of them that was selected."""
        return None if not self.number or self.selected is None else self.selected / self.number

    @property
    def below(self) -> bool:
        """Whether it is under four fifths of the highest rate."""
        return self.ratio is not None and self.ratio < FOUR_FIFTHS


@dataclass(frozen=True)
class Compared:
    """The groups at one stage, of one opening or (None) of all; `unknown` people are in no group of the file."""

    stage: Stage
    opening: str | None
    rates: tuple[Rate, ...]
    unknown: int


def compare(passed: Iterable[Passed], groups: Mapping[int, str]) -> list[Compared]:
    """Each stage over all openings, then opening by opening. `groups` are candidates' by id."""
    every = list(passed)
    openings = sorted({one.opening for one in every})
    found = []
    for stage in Stage:
        for opening in (None, *openings):
            rows = [one for one in every if one.stage is stage and opening in (None, one.opening)]
            if rows:
                found.append(_compared(stage, opening, rows, groups))
    return found


def _compared(
    stage: Stage, opening: str | None, rows: Sequence[Passed], groups: Mapping[int, str]
) -> Compared:
    known = [one for one in rows if one.candidate in groups]
    numbers = Counter(groups[one.candidate] for one in known)
    chosen = Counter(groups[one.candidate] for one in known if one.selected)
    shown = {group: (chosen[group], numbers[group]) for group in numbers if numbers[group] >= SMALLEST}
    best = max(shown, key=lambda group: shown[group][0] / shown[group][1], default=None)
    rates = [
        _rate(group, shown[group], None if group == best else shown[best])
        if group in shown and best
        else Rate(group)
        for group in sorted(numbers)
    ]
    return Compared(stage, opening, tuple(rates), len(rows) - len(known))


def _rate(group: str, own: tuple[int, int], best: tuple[int, int] | None) -> Rate:
    selected, number = own
    if best is None:
        return Rate(group, number, selected)
    p = float(fisher_exact([[selected, number - selected], [best[0], best[1] - best[0]]]).pvalue)
    if not best[0]:
        return Rate(group, number, selected, p=p)
    compared = relative_risk(selected, number, *best)
    interval = compared.confidence_interval(CONFIDENCE)
    low, high = (float(end) if isfinite(end) else None for end in (interval.low, interval.high))
    if not selected:
        low = high = None
    return Rate(group, number, selected, float(compared.relative_risk), low, high, p)
