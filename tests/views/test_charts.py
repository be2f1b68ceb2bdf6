"""Pictures of a debrief and of a calibration."""

import io

import pytest
from matplotlib import image

from bot.domain.calibration import Rating
from bot.domain.calibration.crossed import fit
from bot.views.charts import ALT_LIMIT, ChartRow, debrief_alt, debrief_chart, leniency_chart
from tests.domain.calibration_data import loops

pytestmark = pytest.mark.slow

ROWS = [
    ChartRow("Evaluation", 3.1, 2.7, 3.5, 2.9),
    ChartRow("ML systems", 3.9, 3.4, 4.4, 4.0),
    ChartRow("Communication", None, None, None, 2.5),
    ChartRow("Coding", None, None, None, None),
]


def shape(picture: bytes) -> tuple[int, int]:
    height, width = image.imread(io.BytesIO(picture), format="png").shape[:2]
    return width, height


def test_the_debriefs_chart_is_three_times_a_phones_width() -> None:
    width, height = shape(debrief_chart(ROWS))
    assert width == 1080
    assert 600 < height < 1000
    assert shape(debrief_chart(ROWS[:1]))[1] < height


def test_nothing_rated_still_gives_a_picture_and_words() -> None:
    assert shape(debrief_chart([]))[0] == 1080
    assert debrief_alt([]) == "No competency was rated."


@pytest.mark.parametrize(
    "name", ["A" * 80, "$x_1$ & <b>", "候補者の評価", "e\u0301 \U0001f600", "two\nlines"]
)
def test_any_name_is_drawn(name: str) -> None:
    assert shape(debrief_chart([ChartRow(name, 2.0, 1.5, 2.5, 2.0)]))[0] == 1080
    rows = [Rating(r.candidate + name, r.panelist + name, r.score) for r in loops(12)]
    assert shape(leniency_chart(fit(rows)))[0] == 1500


def test_the_words_for_the_chart_hold_all_its_figures() -> None:
    assert debrief_alt(ROWS) == (
        "Scores by competency, 1 to 4: Evaluation: 3.1 (80% range 2.7 to 3.5), raw 2.9; "
        "ML systems: 3.9 (80% range 3.4 to 4.4), raw 4.0; Communication: raw 2.5, not calibrated; Coding: not rated."
    )
    assert len(debrief_alt(ROWS * 60)) == ALT_LIMIT


def test_a_calibration_with_nobody_to_show_is_still_drawn() -> None:
    assert shape(leniency_chart(fit(loops(2))))[0] == 1500


def test_many_panelists_and_candidates_fit_one_page() -> None:
    many = loops(150, panel=5, panelists=60)
    assert shape(leniency_chart(fit(many)))[1] < 1800
