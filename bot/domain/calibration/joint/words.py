"""A candidate's figures in plain words: chances in tenths, ranges on the scale, and why a score is not the raw one."""

import math

from bot.domain.calibration.joint.results import ONE_PANELIST, CandidateScores, Competency, Pair, Score
from bot.domain.calibration.joint.scores import FEWEST_LOOPS
from bot.domain.calibration.joint.sds import Scale
from bot.domain.calibration.joint.why import HARDLY, SEVERAL, WORTH_NAMING, displayed, displayed_finely

CERTAIN, CERTAINLY_NOT = "almost certain", "almost certainly not"
_PARTS = {
    ("weights", 1): "a panelist's fourth rating adds less than a first one",
    ("weights", -1): "a panelist's fourth rating adds less than a first one",
    ("severity", 1): "the panel usually scores below others who saw the same candidates",
    ("severity", -1): "the panel usually scores above others who saw the same candidates",
    ("questions", 1): "the questions were harder than most",
    ("questions", -1): "the questions were easier than most",
    ("middle", 1): "it is pulled to the middle",
    ("middle", -1): "it is pulled to the middle",
}


def in_tenths(chance: float) -> str:
    """A chance for people: "8 in 10"; never 10 in 10 or 0 in 10."""
    tenths = math.floor(chance * 10 + 0.5)
    if tenths >= 10:
        return CERTAIN
    return CERTAINLY_NOT if tenths <= 0 else f"{tenths} in 10"


def settling_in_words(score: Score, bar: float, chance: float) -> str:
    """How often one more interview settles a bar; or that there is nothing left to settle."""
    low, high = score.interval()
    if low > bar or high < bar:
        return "already settled"
    tenths = math.floor(chance * 10 + 0.5)
    if tenths >= 10:
        return "in almost every case"
    return "in almost no case" if tenths <= 0 else f"in about {tenths} of 10 cases"


def shown_in_words(score: Score, scale: Scale, level: float = 0.8) -> str:
    """ "2.9 (2.6 to 3.2)", on the scale."""
    low, high = (scale.clip(end) for end in score.interval(level))
    return f"{displayed(scale.clip(score.shown)):.1f} ({displayed(low):.1f} to {displayed(high):.1f})"


def heard_in_words(of: Competency, scale: Scale) -> str:
    """ "heard at 2.6"; "" where what was heard is near what is shown."""
    return f"heard at {displayed(scale.clip(of.heard)):.1f}" if of.heard_otherwise else ""


def pair_in_words(pair: Pair) -> str:
    """Two candidates, the higher one first."""
    a, b, p = (pair.a, pair.b, pair.p) if pair.p >= 0.5 else (pair.b, pair.a, 1 - pair.p)
    tenths = in_tenths(p)
    if tenths == "5 in 10":
        return f"{a} and {b} can't be told apart: 5 in 10 that {a} is above {b}."
    return f"{a} is {tenths}ly above {b}." if tenths == CERTAIN else f"{tenths} that {a} is above {b}."


def sentence(found: CandidateScores, scale: Scale) -> str:
    """The overall score and why it is not the raw mean, without names; or why there is raw alone."""
    raw = displayed(scale.clip(found.overall.score.raw))
    if found.raw_only:
        return f"Raw {raw:.1f}, not calibrated because {raw_only_in_words(found)}."
    shown = displayed(scale.clip(found.overall.score.shown))
    return f"{shown:.1f}, raw {raw:.1f}: {change_in_words(found, scale)}."


def change_in_words(found: CandidateScores, scale: Scale) -> str:
    """How far the shown score is from raw, both as displayed, and what moved it that way.

    Where only the rounding makes them differ, that is said.
    """
    shown, raw = scale.clip(found.overall.score.shown), scale.clip(found.overall.score.raw)
    change = displayed(shown) - displayed(raw)
    if found.overall.says == (HARDLY,):
        return "hardly changed"
    if abs(shown - raw) < WORTH_NAMING:
        return (
            f"hardly changed ({displayed_finely(shown):.2f} and {displayed_finely(raw):.2f} before rounding)"
        )
    by = f"{abs(change):.1f} {'up' if change > 0 else 'down'}"
    if found.overall.says == (SEVERAL,):
        return f"{by}, from several small things"
    reasons = " and ".join(_PARTS[name, 1 if change > 0 else -1] for name in found.overall.says)
    return f"{by}, mainly because {reasons}"


def raw_only_in_words(found: CandidateScores) -> str:
    """Why people see raw alone; "" where they see all."""
    if not found.raw_only:
        return ""
    if found.raw_only == ONE_PANELIST:
        return "only one panelist scored this candidate"
    there = {0: "is no loop", 1: "is only 1 loop"}.get(found.loops, f"are only {found.loops} loops")
    return f"there {there} with two or more panelists to learn from ({FEWEST_LOOPS} needed)"
