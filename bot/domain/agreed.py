"""The agreed rule: what an opening's leads said before its first loop, and what it reads. It never says hire."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

BARS = (2.5, 3.0, 3.5)
"""Bars that can be agreed on, in score points: what can be learnt, what the level asks for, and more."""


@dataclass(frozen=True)
class Bar:
    """What the opening's leads agreed on for a competency before its first loop, in score points."""

    score: float
    must_have: bool = False


@dataclass(frozen=True)
class AgreedRule:
    """Who agreed, by user id, and on which day (ISO 8601, by their clock).

    `late`: a debrief of the opening had opened by then.
    """

    by: str
    on: str
    late: bool = False


class Side(StrEnum):
    """Where a score stands to its bar: all of its 80% range is above it, or below it, or that isn't known well enough.

    The values are the words for people.
    """

    ABOVE = "above"
    BELOW = "below"
    UNCLEAR = "unclear"


class RuleReads(StrEnum):
    """What a rule with a must-have reads. The values are the words for people."""

    MET = "met"
    NOT_MET = "not met"
    OPEN = "open"


def side(low: float | None, high: float | None, bar: float) -> Side:
    """On which side of a bar a range lies, unrounded; where there is no range, it isn't known well enough."""
    if low is not None and low > bar:
        return Side.ABOVE
    return Side.BELOW if high is not None and high < bar else Side.UNCLEAR


def reads(must_haves: Iterable[Side]) -> RuleReads | None:
    """Met where all must-haves are above, not met where one is below, else open; None where there is no must-have."""
    sides = set(must_haves)
    if not sides:
        return None
    if Side.BELOW in sides:
        return RuleReads.NOT_MET
    return RuleReads.MET if sides == {Side.ABOVE} else RuleReads.OPEN


def bars_in_words(bars: Mapping[str, Bar]) -> str:
    """What was agreed, by names of competencies: "Data and MLOps are must-haves, at 3; Modelling at 2.5"."""
    groups: dict[tuple[bool, float], list[str]] = {}
    for name, bar in bars.items():
        groups.setdefault((not bar.must_have, bar.score), []).append(name)
    said = []
    for (learnt, score), names in sorted(groups.items(), key=lambda one: (one[0][0], -one[0][1])):
        must = "" if learnt else " are must-haves," if len(names) > 1 else " is a must-have,"
        said.append(f"{_listed(names)}{must} at {score:g}")
    return "; ".join(said)


def day_in_words(on: str) -> str:
    """3 Nov"""
    day = date.fromisoformat(on)
    return f"{day.day} {day:%b}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
