"""When raw stays the headline, and whose severity may be shown."""

import dataclasses

import pytest

from bot.domain.calibration import Rating
from bot.domain.calibration.crossed import CALIBRATED, difference, fit
from tests.domain.calibration_data import loops


def test_ten_loops_of_two_or_more_panelists_make_it_calibrated() -> None:
    assert fit(loops(10)).candidate("c00").status == CALIBRATED
    nine = fit(loops(9)).candidate("c00")
    assert nine.status == (
        "not calibrated, because there are only 9 loops with two or more panelists to learn from (10 needed)"
    )
    assert nine.headline == nine.raw


def test_loops_with_one_panelist_do_not_count_towards_the_ten() -> None:
    alone = [Rating(f"x{k}", "p0", 3) for k in range(5)]
    assert fit(loops(9) + alone).candidate("c00").status != CALIBRATED
    assert "1 loop with" in fit(loops(1) + alone).candidate("c00").status
    assert "no loop here" not in fit(loops(1) + alone).candidate("c00").status


def test_loops_of_another_part_do_not_count_towards_the_ten() -> None:
    result = fit(loops(30, part="a") + loops(6, part="b"))
    assert result.candidate("ac00").status == CALIBRATED
    assert "only 6 loops" in result.candidate("bc00").status


def test_a_candidate_scored_by_one_panelist_is_not_calibrated() -> None:
    result = fit([*loops(30), Rating("alone", "p0", 2)])
    assert (
        result.candidate("alone").status == "not calibrated, because only one panelist scored this candidate"
    )


def test_a_candidate_rated_on_another_scale_stays_raw_and_out_of_the_model() -> None:
    old = [Rating("old", f"p{k}", 4 + k, scale=(1, 7)) for k in range(3)]
    result = fit([*loops(20), *old])
    assert result.candidates[:-1] == fit(loops(20)).candidates
    was = result.candidate("old")
    assert was.raw == was.calibrated == was.headline == 5
    assert was.status == "not calibrated, because the rubric's scale has changed"
    assert (was.se, was.low, was.high, was.n) == (None, None, None, 3)


def test_candidates_in_different_parts_are_compared_raw_only() -> None:
    result = fit(loops(20, part="a") + loops(20, part="b", seed=4))
    apart = difference(result, "ac00", "bc00")
    assert apart.status == "not calibrated, because no shared panelist connects these two candidates"
    assert apart.calibrated == apart.raw
    assert apart.low is None
    assert difference(result, "ac00", "ac01").status == CALIBRATED


def test_a_difference_has_its_own_interval() -> None:
    result = fit(loops(20))
    a, b = result.candidate("c00"), result.candidate("c01")
    gap = difference(result, "c00", "c01")
    assert gap.calibrated == pytest.approx(a.calibrated - b.calibrated)
    assert gap.low is not None
    assert gap.high is not None
    assert gap.low < gap.calibrated < gap.high
    back = difference(result, "c01", "c00")
    assert back.calibrated == -gap.calibrated
    assert back.se == pytest.approx(gap.se)
    assert difference(result, "c00", "c00").se == 0
    with pytest.raises(KeyError):
        difference(result, "c00", "nobody")


def sheets_of(name: str, *panels: tuple[str, ...], competency: str = "") -> list[Rating]:
    rows = [(f"s{k}", who) for k, panel in enumerate(panels) for who in (name, *panel)]
    return [Rating(c, who, 1 + (k * 7) % 4, competency=competency) for k, (c, who) in enumerate(rows)]


def test_a_severity_is_shown_from_five_sheets_with_three_colleagues() -> None:
    five = sheets_of("me", ("a", "b"), ("a", "c"), ("b", "c"), ("a",), ("b",))
    assert fit(five).panelist("me").shown
    four = sheets_of("me", ("a", "b"), ("a", "c"), ("b", "c"), ("a",))
    assert not fit(four).panelist("me").shown
    two_colleagues = sheets_of("me", ("a", "b"), ("a", "b"), ("b",), ("a",), ("b",))
    assert not fit(two_colleagues).panelist("me").shown


def test_a_severity_is_not_shown_where_fewer_than_three_others_score_the_same_competencies() -> None:
    panels = [("a", "b", "c")] * 5
    same = sheets_of("me", *panels, competency="design")
    assert fit(same).panelist("me").shown
    own = [
        dataclasses.replace(r, competency="kernel" if r.panelist in ("me", "a", "b") else "x") for r in same
    ]
    assert not fit(own).panelist("me").shown


def test_few_colleagues_in_few_loops_is_said() -> None:
    pairs = [Rating(f"c{k}", f"p{(k + j) % 3}", 1 + k % 4) for k in range(15) for j in range(2)]
    assert any("panelist has scored with 2 colleagues, in 15 loops" in note for note in fit(pairs).notes)
    assert fit(loops(29, panelists=6)).notes == ()
    more = [Rating(f"c{k}", f"p{(k + j) % 3}", 1 + k % 4) for k in range(30) for j in range(2)]
    assert fit(more).notes == ()
