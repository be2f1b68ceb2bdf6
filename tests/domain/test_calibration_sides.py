"""Who scores high is said to score above colleagues, who scores low below."""

import pytest

from bot.domain.calibration.explain import Explanation, Moved
from bot.domain.calibration.words import _panel


@pytest.mark.parametrize(("leniency", "side"), [(0.6, "above"), (-0.6, "below")])
def test_a_lenient_panelist_scores_above_colleagues_and_a_severe_one_below(
    leniency: float, side: str
) -> None:
    moved = Moved("p0", 30, leniency, True, -leniency, 0.0, 0.0)
    known = Moved("p1", 30, 0.0, True, 0.0, 0.0, 0.0)
    said = _panel(Explanation("x", 3.0, 3.0 - leniency / 2, (moved, known)))
    assert said == f"one of the two usually scores 0.6 {side} colleagues who saw the same candidates"
