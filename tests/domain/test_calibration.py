"""The figures of Shrout and Fleiss, and every row of the table of cases."""

import dataclasses

import numpy as np
import pytest

from bot.domain.calibration import DuplicateRating, NoRatings, Rating
from bot.domain.calibration.crossed import Components, difference, fit, update
from tests.domain.calibration_data import WIDE, World, loops, ratings, shrout_fleiss

pytestmark = pytest.mark.slow


def test_shrout_and_fleiss_come_out_to_four_places() -> None:
    result = fit(shrout_fleiss(), prior="off", scale=(1, 10))
    assert result.components.panelist == pytest.approx(5.24444, abs=1e-4)
    assert result.components.error == pytest.approx(1.01944, abs=1e-4)
    assert result.components.item is None
    assert result.components.sheet is None
    assert result.leniency == pytest.approx([2.30047, -2.70406, -0.92826, 1.33185], abs=1e-4)
    assert result.candidates[0].se == pytest.approx(1.25139, abs=1e-4)
    assert difference(result, "c1", "c2").se == pytest.approx(0.71395, abs=1e-4)
    assert result.df == 18


def test_the_order_of_ratings_changes_no_bit() -> None:
    rows = ratings(World(seed=3, ragged=True))
    mixed = [rows[k] for k in np.random.default_rng(8).permutation(len(rows))]
    assert fit(rows, scale=WIDE).candidates == fit(mixed, scale=WIDE).candidates


def test_new_names_for_everybody_change_no_figure() -> None:
    """The search ends so near the minimum that another order of sums doesn't show."""
    rows = [
        dataclasses.replace(r, score=min(4.0, max(1.0, round(r.score or 0)))) for r in ratings(World(seed=4))
    ]
    random = np.random.default_rng(9)
    names = {old: f"{random.integers(10**9):09d}" for r in rows for old in (r.candidate, r.panelist, r.item)}
    renamed = [
        dataclasses.replace(r, candidate=names[r.candidate], panelist=names[r.panelist], item=names[r.item])
        for r in rows
    ]
    one, other = fit(rows), fit(renamed)
    for candidate in one.candidates:
        again = other.candidate(names[candidate.id])
        assert again.calibrated == pytest.approx(candidate.calibrated, abs=1e-10)
        assert again.high == pytest.approx(candidate.high, abs=1e-10)


def test_one_candidate_keeps_the_raw_score() -> None:
    result = fit([Rating("c", f"p{k}", score) for k, score in enumerate((1, 2, 4, 4))])
    assert result.candidates[0].calibrated == pytest.approx(2.75, abs=1e-12)
    assert result.candidates[0].shrunk == pytest.approx(2.75, abs=1e-12)


def test_one_panelist_has_no_leniency_and_moves_nobody() -> None:
    result = fit([Rating(f"c{k}", "p", score) for k, score in enumerate((1, 2, 4, 4))])
    assert result.leniency == pytest.approx([0.0], abs=1e-12)
    assert [c.calibrated for c in result.candidates] == pytest.approx([c.raw for c in result.candidates])


@pytest.mark.parametrize("prior", ["on", "off"])
def test_equal_scores_give_no_leniency(prior: str) -> None:
    rows = [dataclasses.replace(r, score=3) for r in loops(12)]
    result = fit(rows, prior="on" if prior == "on" else "off")
    assert np.abs(result.leniency).max() < 1e-12
    assert [c.calibrated for c in result.candidates] == pytest.approx([3.0] * 12)


def test_equal_scores_still_leave_doubt_with_the_prior() -> None:
    result = fit([dataclasses.replace(r, score=3) for r in loops(12)])
    assert all(c.se is not None and c.se > 0.02 for c in result.candidates)
    df, s0 = 3 * 12 - 12, 0.15 * 3
    assert result.components.error == pytest.approx(4 * s0**2 / (df + 4))


def test_leniencies_sum_to_zero_in_each_part() -> None:
    rows = loops(12, part="a") + loops(15, seed=2, part="b", panelists=5)
    result = fit(rows)
    assert len(result.parts) == 2
    part = result.graph.panelist_part
    for k in np.unique(part):
        assert result.leniency[part == k].sum() == pytest.approx(0, abs=1e-12)


def test_nothing_is_learned_across_parts() -> None:
    """With the variances held, what part b scored changes nothing that is said of part a."""
    a, b = loops(12, part="a"), loops(15, seed=2, part="b", panelists=5)
    higher = [dataclasses.replace(r, score=4.0) for r in b]
    held = Components(panelist=0.1, item=None, sheet=None, error=0.3)
    one, two = fit(a + b, variances=held), fit(a + higher, variances=held)
    assert [c.calibrated for c in one.candidates[:12]] == [c.calibrated for c in two.candidates[:12]]
    assert [p.leniency for p in one.panelists[:6]] == [p.leniency for p in two.panelists[:6]]


def test_a_new_panelist_has_the_prior_variance_and_hardly_moves_the_score() -> None:
    rows = loops(20)
    old = [Rating("new", f"p{k}", score) for k, score in enumerate((2, 3, 2))]
    result = fit([*rows, *old, Rating("new", "stranger", 4)])
    held = result.components
    stranger, panelist = result.panelist("stranger"), result.panelist("p0")
    assert stranger.se is not None
    assert panelist.se is not None
    assert 0.7 * held.panelist**0.5 < stranger.se <= held.panelist**0.5
    assert stranger.se > panelist.se
    plain = (4 - np.mean([2, 3, 2])) * 3 / 4
    assert abs(stranger.leniency) < 0.35 * plain


def test_a_sheet_without_a_rating_is_dropped() -> None:
    rows = loops(12)
    empty = [Rating("c00", "absent", None), Rating("c01", "p5", float("nan"), item="x")]
    assert fit(rows + empty).candidates == fit(rows).candidates
    assert "absent" not in fit(rows + empty).table.panelists


def test_with_items_one_candidate_is_corrected_for_them_too() -> None:
    rows = ratings(World(seed=5, items=8, item_sd=1.0))
    result = fit(rows, scale=WIDE)
    assert result.components.item is not None
    easy = result.table.items[int(np.argmax(result.easiness))]
    held = result.components
    one = fit([*rows, Rating("x", "p00", 2.0, easy)], scale=WIDE, variances=held).candidate("x")
    hard = result.table.items[int(np.argmin(result.easiness))]
    other = fit([*rows, Rating("x", "p00", 2.0, hard)], scale=WIDE, variances=held).candidate("x")
    assert one.calibrated < other.calibrated - 0.5


def test_scores_that_the_effects_explain_exactly_still_get_an_answer() -> None:
    """With the prior off, as nothing is left for the error: y = c + r + b to the last bit."""
    exact = [
        Rating(f"c{i}", f"p{j}", 1 + 0.25 * i + 0.5 * j + 0.25 * k, f"i{k}")
        for i in range(4)
        for j in range(3)
        for k in range(3)
        if (i + j + k) % 4
    ]
    result = fit(exact, prior="off")
    assert np.diff(result.calibrated) == pytest.approx([0.25] * 3, abs=1e-3)
    additive = [Rating(f"c{i}", f"p{j}", 1 + 0.5 * i + 0.25 * j) for i in range(4) for j in range(3)]
    assert np.diff(fit(additive, prior="off").calibrated) == pytest.approx([0.5] * 3, abs=1e-3)


def test_no_rating_at_all_is_said() -> None:
    with pytest.raises(NoRatings, match="no rating"):
        fit([])
    with pytest.raises(NoRatings):
        fit([Rating("c", "p", None)])


def test_a_second_rating_of_the_same_thing_is_refused() -> None:
    with pytest.raises(DuplicateRating, match="'p' has rated candidate 'c' twice on item 'i'"):
        fit([Rating("c", "p", 2, "i"), Rating("c", "q", 2, "i"), Rating("c", "p", 3, "i")])


def test_a_score_off_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="5 is outside the scale 1 to 4"):
        fit([Rating("c", "p", 5)])
    with pytest.raises(ValueError, match="scale runs"):
        fit([Rating("c", "p", 5)], scale=(4, 1))
    with pytest.raises(ValueError, match="level"):
        fit([Rating("c", "p", 3)], level=80)


def test_without_a_degree_of_freedom_there_is_no_interval() -> None:
    result = fit([Rating(f"c{k}", "p", 2 + k) for k in range(2)], prior="off")
    assert result.df == 0
    assert result.candidates[0].low is None
    assert result.candidates[0].se is None
    assert result.candidates[0].calibrated == 2


@pytest.mark.parametrize("prior", ["on", "off"])
def test_an_update_equals_the_full_fit_with_the_variances_held(prior: str) -> None:
    rows = ratings(World(seed=11, ragged=True))
    last = [r for r in rows if r.candidate >= "c022"]
    before = fit(
        [r for r in rows if r.candidate < "c022"], prior="on" if prior == "on" else "off", scale=WIDE
    )
    last = [*last, Rating("c023", "somebody new", 2.0, "a new item", "q9")]
    quick = update(before, last)
    full = fit([*before_rows(rows), *last], before.prior, WIDE, variances=before.components)
    assert quick.criterion == pytest.approx(full.criterion, abs=1e-9)
    assert quick.calibrated == pytest.approx(full.calibrated, abs=1e-12)
    assert quick.variances == pytest.approx(full.variances, abs=1e-12)
    assert quick.leniency == pytest.approx(full.leniency, abs=1e-12)
    assert quick.covariance == pytest.approx(full.covariance, abs=1e-12)
    assert quick.shrunk == pytest.approx(full.shrunk, abs=1e-12)


def before_rows(rows: list[Rating]) -> list[Rating]:
    return [r for r in rows if r.candidate < "c022"]


def test_an_update_may_add_a_sheet_to_a_candidate_already_there() -> None:
    rows = ratings(World(seed=12))
    late = [r for r in rows if r.candidate == "c003"][:5]
    before = fit([r for r in rows if r not in late], scale=WIDE)
    full = fit(rows, scale=WIDE, variances=before.components)
    assert update(before, late).calibrated == pytest.approx(full.calibrated, abs=1e-12)


def test_candidates_are_ranked_by_what_is_known_of_them() -> None:
    rows = loops(20)
    result = fit(rows)
    mean = result.calibrated.mean()
    assert (np.abs(result.shrunk - mean) <= np.abs(result.calibrated - mean) + 1e-12).all()
    c, v = result.calibrated, result.variances
    whole = whole_covariance(result.shares.toarray(), result.centred, result.components.error, result.weights)
    assert v == pytest.approx(np.diag(whole))
    tau2 = max(0.0, ((c - mean) ** 2).sum() - v.sum() + 20 * whole.mean() + 4 * (0.18 * 3) ** 2) / 23
    assert result.shrunk == pytest.approx(mean + tau2 / (tau2 + v) * (c - mean))


def whole_covariance(
    shares: np.ndarray, centred: np.ndarray, error: float, weights: np.ndarray
) -> np.ndarray:
    return np.asarray(np.diag(error / weights) + shares @ centred @ shares.T)
