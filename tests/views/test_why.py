"""Why the numbers are so: who scores high is said to score above colleagues, who scores low below."""

from dataclasses import asdict

import pytest
from bot.domain.calibration.explain import Moved

from bot.views.why_before import _moved


@pytest.mark.parametrize(("leniency", "side"), [(0.6, "above"), (-0.6, "below")])
def test_the_lead_reads_on_which_side_of_colleagues_somebody_scores(leniency: float, side: str) -> None:
    one = Moved("U1", 30, leniency, True, -leniency / 2, 0.0, 0.0)
    said = _moved(asdict(one) | {"total": one.total})
    assert f"They usually score 0.6 {side} colleagues who saw the same candidates" in said
    assert f"moved it by *{-leniency / 2:+.2f}*" in said
