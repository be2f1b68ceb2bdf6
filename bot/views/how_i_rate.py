"""How a panelist rates, for themselves alone."""

from bot.domain.calibration.joint.why import displayed
from bot.domain.home import Severity
from bot.views.blocks import section
from bot.views.words import count


def how_you_rate(mine: Severity) -> object:
    """How they rate against colleagues who met the same candidates."""
    low, high = sorted((displayed(abs(mine.low)), displayed(abs(mine.high))))
    by = displayed(abs(mine.leniency))
    if mine.low <= 0 <= mine.high or not by:
        usual = "You score much as colleagues do who met the same candidates"
        ends = sorted((mine.low, mine.high))
        span = f"between {' and '.join(_points_more(end) for end in ends)}"
    else:
        more = "more" if mine.leniency > 0 else "less"
        usual = f"You usually give *{by:.1f} {more}* than colleagues who met the same candidates"
        span = f"{low:.1f} to {high:.1f}"
    made_up = f" of loops, {count(mine.samples, 'sample')} among them" if mine.samples else ""
    cards = f"{count(mine.scorecards, 'scorecard')}{made_up}"
    text = f"{usual} ({span}, from {cards}). Debriefs correct for it; keep rating as you do."
    return section(text)


def _points_more(by: float) -> str:
    return f"{displayed(abs(by)):.1f} {'more' if by > 0 else 'less'}"
