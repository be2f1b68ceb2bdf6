"""A candidate's calibration in a sentence, without names: what may be said in the channel."""

from bot.domain.calibration.explain import Explanation, Moved, explain
from bot.domain.calibration.fit import Fit
from bot.domain.calibration.limits import MIN_SHEETS
from bot.domain.calibration.results import CandidateResult

WORTH_SAYING = 0.1
"""A leniency, in score points, that is worth a word; only of panelists whose severity may be shown."""

_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def in_words(of: Fit, candidate: str) -> str:
    """Raw and calibrated with its range, and how many of the panel score above or below their colleagues."""
    result = of.candidate(candidate)
    if not result.is_calibrated:
        return f"Raw {result.raw:.1f}, {result.status}."
    return f"{_figures(result)}: {_panel(explain(of, candidate))}."


def _figures(result: CandidateResult) -> str:
    figures = f"Raw {result.raw:.1f}, calibrated {result.calibrated:.1f}"
    if result.low is None or result.high is None:
        return figures
    return f"{figures} ({result.low:.1f} to {result.high:.1f})"


def _panel(why: Explanation) -> str:
    new = [m for m in why.moved if m.n < MIN_SHEETS]
    known = [m for m in why.moved if m.shown]
    below = [m for m in known if m.leniency <= -WORTH_SAYING]
    above = [m for m in known if m.leniency >= WORTH_SAYING]
    said = [
        _usually(group, side, len(why.moved)) for group, side in ((below, "below"), (above, "above")) if group
    ]
    if not said:
        said = ["nobody here is known to score far from colleagues who saw the same candidates"]
    if new:
        said.append(f"{number(len(new))} {'is' if len(new) == 1 else 'are'} new and barely adjusted")
    return "; ".join(said)


def _usually(group: list[Moved], side: str, panel: int) -> str:
    by = sum(abs(m.leniency) for m in group) / len(group)
    who = f"{number(len(group))} of the {number(panel)}" if len(group) < panel else f"all {number(panel)}"
    verb = "scores" if len(group) == 1 else "score"
    return f"{who} usually {verb} {by:.1f} {side} colleagues who saw the same candidates"


def number(n: int) -> str:
    """A small number as a word."""
    return _NUMBERS[n] if n < len(_NUMBERS) else str(n)
