"""Robust or fragile: which scores would be others without one panelist's card, or without calibration."""

from dataclasses import dataclass

from bot.domain.debriefs.calibrated import Calibrated
from bot.domain.debriefs.panel import Panel, means_of, raw_mean
from bot.domain.debriefs.topics import seen_by_one


@dataclass(frozen=True)
class Fragile:
    """A competency whose score changes if one panelist is `left_out`, or if nothing is corrected (`uncalibrated`).

    `agreed`: it changes sides of its bar; without one, it moves by more than half its range.
    """

    competency: str
    agreed: bool
    left_out: bool
    uncalibrated: bool


@dataclass(frozen=True)
class Standing:
    """Names of competencies: `firm` where neither changes them, `one_only` apart: what one of several people saw.

    `agreed` are those of the firm ones that have a bar.
    """

    firm: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()
    fragile: tuple[Fragile, ...] = ()
    one_only: tuple[str, ...] = ()


def standing_of(panel: Panel, calibrated: Calibrated) -> Standing:
    """How each score stands. Firm and fragile are said only of calibrated scores that two or more rated."""
    one_only = tuple(seen_by_one(panel))
    if not calibrated.applied or not calibrated.left_out:
        return Standing(one_only=one_only)
    firm: list[str] = []
    agreed: list[str] = []
    fragile: list[Fragile] = []
    for key, name in panel.competencies.items():
        raw = raw_mean(panel, key)
        if raw is None or name in one_only or key not in calibrated.competencies:
            continue
        without = [by[key] for by in calibrated.left_out.values() if key in by]
        left_out = any(_changes(panel, calibrated, key, score) for score in without)
        uncalibrated = _changes(panel, calibrated, key, raw)
        if left_out or uncalibrated:
            fragile.append(Fragile(name, key in panel.bars, left_out, uncalibrated))
        elif len(means_of(panel, key)) > 1:
            (agreed if key in panel.bars else firm).append(name)
    return Standing(tuple(firm), tuple(agreed), tuple(fragile), one_only)


def _changes(panel: Panel, calibrated: Calibrated, key: str, score: float) -> bool:
    shown, low, high = calibrated.competencies[key]
    if key in panel.bars:
        bar = panel.bar(key).score
        return (shown > bar) != (score > bar)
    return abs(score - shown) > (high - low) / 2
