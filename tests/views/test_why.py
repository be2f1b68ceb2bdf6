"""Why the numbers are so: who scores high is said to score above colleagues, who scores low below."""

import pytest

from bot.views.why import _usually
from bot.views.why_before import _moved


@pytest.mark.parametrize(("leniency", "side"), [(0.6, "above"), (-0.6, "below")])
def test_the_lead_reads_on_which_side_of_others_somebody_scores(leniency: float, side: str) -> None:
    row = {"n": 30, "shown": True, "leniency": leniency}
    assert _usually(row) == f"30 interviews: usually 0.6 {side} others who saw the same candidates"


@pytest.mark.parametrize(("leniency", "side"), [(0.6, "above"), (-0.6, "below")])
def test_in_a_debrief_of_before_it_is_the_same_side(leniency: float, side: str) -> None:
    total = -leniency / 2
    parts = {
        "by_leniency": total,
        "by_items": 0.0,
        "by_weight": 0.0,
        "leniency": leniency,
        "n": 30,
        "shown": True,
    }
    said = _moved({**parts, "panelist": "U1", "total": total})
    assert f"They usually score 0.6 {side} colleagues who saw the same candidates" in said
    assert f"moved it by *{total:+.2f}*" in said
