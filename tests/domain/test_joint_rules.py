"""What the joint model says of a candidate: the sentence, what is shown when, what is left out, disagreement."""

from dataclasses import astuple, replace

import numpy as np
import pytest

from bot.domain.calibration import DuplicateRating, NoRatings, Rating, joint
from bot.domain.calibration.joint import Held, OverallParts, Score
from bot.domain.calibration.joint.heard import is_otherwise
from bot.domain.calibration.joint.results import quantile
from bot.domain.calibration.joint.why import displayed, says
from tests.domain.joint_data import DESIGNS, Company, company
from tests.domain.joint_dense import Dense

NO_PARTS = OverallParts(0, 0, 0, 0)


@pytest.mark.parametrize(
    ("raw", "shown", "parts", "said"),
    [
        (2.52, 2.48, OverallParts(-0.5, 0.46, 0, 0), ("hardly changed",)),
        (2.44, 2.46, OverallParts(0.02, 0, 0, 0), ("several small things",)),
        (2.5, 2.8, OverallParts(0.02, 0.2, 0.06, 0.02), ("severity",)),
        (2.5, 2.8, OverallParts(0.0, 0.2, 0.1, 0.0), ("severity", "questions")),
        (2.5, 2.8, OverallParts(0.1, 0.1, 0.08, 0.02), ("weights", "severity")),
        (2.5, 2.2, OverallParts(0.3, -0.1, 0.0, -0.5), ("middle",)),
        (2.5, 2.3, OverallParts(0.3, 0.0, -0.2, -0.3), ("middle", "questions")),
        (2.5, 2.6, OverallParts(0.0, 0.04, 0.03, 0.03), ("several small things",)),
    ],
)
def test_the_sentence_names_what_moved_the_score_its_own_way(
    raw: float, shown: float, parts: OverallParts, said: tuple[str, ...]
) -> None:
    assert says(raw, shown, parts, severity_sd=0.05) == said


def test_severity_is_named_only_when_it_is_at_least_its_own_standard_deviation() -> None:
    parts = OverallParts(0, 0.2, 0.06, 0.04)
    assert says(2.5, 2.8, parts, severity_sd=0.2) == ("severity",)
    assert says(2.5, 2.8, parts, severity_sd=0.21) == ("questions",)


@pytest.mark.parametrize(
    ("score", "tenths"), [(2.45, 2.5), (2.4499, 2.4), (2.35, 2.4), (1.0, 1.0), (3.95, 4.0)]
)
def test_scores_are_displayed_half_up(score: float, tenths: float) -> None:
    assert displayed(score) == pytest.approx(tenths)


def panels(loops: int, part: str = "", openings: int = 1) -> list[Rating]:
    """Loops of two panelists among four, two competencies each."""
    random = np.random.default_rng(7)
    return [
        Rating(
            f"{part}c{i:02}",
            f"{part}p{j}",
            float(random.integers(1, 5)),
            f"{q}/1",
            q,
            opening=f"o{i % openings}",
        )
        for i in range(loops)
        for j in ((i % 4), (i + 1) % 4)
        for q in ("build", "talk")
    ]


def test_under_five_loops_there_is_only_raw_and_from_ten_no_early() -> None:
    states = {
        n: (found.raw_only, found.early)
        for n in (4, 5, 9, 10)
        for found in [joint.candidate_scores(joint.fit(panels(n)), "c00")]
    }
    assert states == {4: ("too few loops", False), 5: ("", True), 9: ("", True), 10: ("", False)}


def test_loops_of_one_panelist_and_of_other_parts_do_not_count_as_loops() -> None:
    alone = [Rating(f"x{k}", "p0", 3, "build/1", "build", opening="o0") for k in range(6)]
    fit = joint.fit([*panels(4), *alone, *panels(12, part="other")])
    assert joint.candidate_scores(fit, "c00").raw_only == "too few loops"
    assert joint.candidate_scores(fit, "otherc00").raw_only == ""
    found = joint.candidate_scores(fit, "x0")
    assert (found.raw_only, found.early) == ("one panelist", False)
    assert found.df == 4 + 6 + 3


def test_ranges_are_of_t_on_the_candidates_of_the_part_and_three() -> None:
    score = Score(raw=2.0, shown=2.5, sd=0.2, df=13)
    low, high = score.interval()
    assert (low, high) == pytest.approx((2.5 - 1.350171 * 0.2, 2.5 + 1.350171 * 0.2))
    assert score.above(2.5) == 0.5
    assert score.above(2.5 + 1.350171 * 0.2) == pytest.approx(0.1)
    with pytest.raises(ValueError, match="between 0 and 1"):
        score.interval(80)


def test_a_candidate_is_not_drawn_past_what_their_opening_says() -> None:
    """The better opening's candidates are drawn to a higher middle."""
    rows = [
        replace(r, score=min(4.0, (r.score or 0) + 1) if r.opening == "o1" else r.score)
        for r in panels(40, openings=2)
    ]
    fit = joint.fit(rows)
    assert joint.candidate_scores(fit, "c01").middle > joint.candidate_scores(fit, "c00").middle + 0.2


def test_a_competency_that_all_are_weak_in_shows_weak() -> None:
    rows = [
        replace(r, score=max(1.0, (r.score or 0) - 1) if r.competency == "talk" else r.score)
        for r in panels(30)
    ]
    fit = joint.fit(rows)
    assert joint.difficulty(fit.data, fit.effects)[1] < -0.2
    shown = [{k: one.score.shown for k, one in found.competencies.items()} for found in joint.all_scores(fit)]
    assert np.mean([one["build"] - one["talk"] for one in shown]) > 0.5


@pytest.mark.parametrize(
    "rows", [[Rating("a", "p", 3, "i", "q")], panels(1), [replace(r, score=3.0) for r in panels(8)]]
)
def test_the_smallest_and_the_flattest_data_have_finite_figures(rows: list[Rating]) -> None:
    for found in joint.all_scores(joint.fit(rows)):
        assert np.isfinite(
            [found.overall.score.shown, found.overall.score.sd, *astuple(found.overall.parts)]
        ).all()
        assert found.overall.score.sd > 0


def test_ratings_that_do_not_fit_together_are_refused() -> None:
    rating = Rating("a", "p", 3, "i", "q", opening="x")
    with pytest.raises(joint.Inconsistent, match="'i' lies in two competencies, 'other' and 'q'"):
        joint.read([rating, replace(rating, candidate="b", competency="other")])
    with pytest.raises(joint.Inconsistent, match="'a' is a candidate of two openings"):
        joint.read([rating, replace(rating, panelist="r", opening="y")])
    with pytest.raises(joint.Inconsistent, match="'a' names no competency"):
        joint.read([replace(rating, competency="")])
    with pytest.raises(DuplicateRating, match="'p' has rated candidate 'a' twice on item 'i'"):
        joint.read([rating, rating])
    with pytest.raises(NoRatings):
        joint.read([replace(rating, score=None)])
    with pytest.raises(ValueError, match="5 is outside the scale 1 to 4"):
        joint.fit([replace(rating, score=5)])
    with pytest.raises(joint.Inconsistent, match="two openings"):
        joint.update(joint.fit([rating]), [replace(rating, panelist="r", opening="y")])


def test_a_rating_that_was_not_assessed_leaves_no_trace() -> None:
    rows = panels(12)
    nothing = Rating("nobody", "ghost", None, "never", "nowhere", opening="none")
    assert joint.fit([*rows, nothing]).data.panelists == joint.fit(rows).data.panelists
    assert joint.fit([*rows, nothing]).criterion == joint.fit(rows).criterion


def test_one_more_interview_narrows_and_settles_more_often_the_nearer_a_bar_is_to_being_settled() -> None:
    fit = joint.fit(company(DESIGNS["ragged, two openings"]))
    found = joint.candidate_scores(fit, "c04")
    for key in found.keys:
        narrower = joint.next_interview(fit, found, key)
        assert 0 < narrower.own < narrower.overall < 1
    now = quantile(0.8, found.df) * found.overall.score.sd
    chances = [
        joint.settles(fit, found, "q0", found.overall.score.shown + far * now)
        for far in (0, 0.5, 0.9, 1.5, 4)
    ]
    assert chances == sorted(chances)
    assert chances[0] < 0.5
    assert chances[-1] > 0.99
    with pytest.raises(KeyError):
        joint.next_interview(fit, found, "unknown")


def test_how_often_an_interview_settles_a_bar_is_as_often_as_it_does_when_it_is_drawn() -> None:
    seed = 11
    fit = joint.fit(company(DESIGNS["ragged, two openings"]))
    found = joint.candidate_scores(fit, "c04")
    score, bar = found.overall.score, found.overall.score.shown + 0.2
    then = score.sd * joint.next_interview(fit, found, "q0").overall
    moved = np.sqrt(score.sd**2 - then**2)
    new = score.shown + moved * np.random.default_rng(seed).normal(size=200_000)
    settled = np.abs(new - bar) > quantile(0.8, found.df) * then
    assert joint.settles(fit, found, "q0", bar) == pytest.approx(settled.mean(), abs=0.005), f"seed {seed}"


def test_how_often_it_settles_the_bar_of_its_own_competency_is_as_often_as_when_it_is_drawn() -> None:
    seed = 12
    fit = joint.fit(company(DESIGNS["ragged, two openings"]))
    found = joint.candidate_scores(fit, "c04")
    for key, one in found.competencies.items():
        bar = one.score.shown - 0.25
        then = one.score.sd * joint.next_interview(fit, found, key).own
        moved = np.sqrt(one.score.sd**2 - then**2)
        new = one.score.shown + moved * np.random.default_rng(seed).normal(size=200_000)
        settled = np.abs(new - bar) > quantile(0.8, found.df) * then
        assert joint.settles_own(fit, found, key, bar) == pytest.approx(settled.mean(), abs=0.005), (
            f"seed {seed}"
        )


def test_leaving_a_scorecard_out_is_a_fit_without_it() -> None:
    ratings = company(DESIGNS["ragged, two openings"])
    loop = [r for r in ratings if r.candidate == "c04"]
    before = joint.fit([r for r in ratings if r.candidate != "c04"])
    found = joint.left_out(before, loop)
    assert set(found) == {r.panelist for r in loop}
    for panelist, scores in found.items():
        rest = [r for r in ratings if (r.candidate, r.panelist) != ("c04", panelist)]
        held = joint.fit(rest, held_at=Held(before.sds, before.spread))
        there = joint.candidate_scores(held, "c04")
        assert scores.overall.score.shown == pytest.approx(there.overall.score.shown, abs=1e-9)
        assert scores.competencies.keys() == there.competencies.keys()
    assert joint.left_out(before, [r for r in loop if r.panelist == loop[0].panelist]) == {}
    with pytest.raises(ValueError, match="one candidate at a time"):
        joint.left_out(before, ratings)
    with pytest.raises(ValueError, match="holds 'c03' already"):
        joint.left_out(before, [r for r in ratings if r.candidate == "c03"])


def test_disagreement_is_about_what_is_left_when_everything_known_is_taken_out() -> None:
    """The same from the second implementation's effects and their covariance."""
    ratings = company(Company(seed=130, candidates=20, panel=4))
    loop = [r for r in ratings if r.candidate == "c19"]
    rest = [r for r in ratings if r.candidate != "c19"]
    before = joint.fit(rest)
    found = joint.disagreement(loop, before)
    assert found is not None
    dense = Dense(
        [(r.candidate, r.panelist, r.item, r.competency, float(r.score or 0), r.opening) for r in rest],
        sds={**{k: getattr(before.sds, k) for k in before.sds.__slots__}, "candidate": 1.0, "opening": 1.0},
    )
    panel = sorted({r.panelist for r in loop})
    load, d, own, share = [], [], [], []
    for j in panel:
        mine = [r for r in loop if r.panelist == j]
        f = dense.blank()
        f[dense.begin[1] + dense.panelists.index(j)] = 1
        for r in mine:
            f[dense.begin[2] + dense.comps.index(r.competency)] += 1 / len(mine)
            f[dense.begin[3] + dense.items.index(r.item)] += 1 / len(mine)
        a = np.array([sum(r.competency == q for r in mine) / len(mine) for q in dense.comps])
        load.append(f)
        share.append(a)
        d.append(np.mean([r.score or 0 for r in mine]) - f @ dense.all)
        own.append(dense.s[4] ** 2 + dense.s[5] ** 2 * (a**2).sum() + dense.s[6] ** 2 / len(mine))
    loads, shares = np.array(load), np.array(share)
    sigma = dense.s[3] ** 2 * shares @ shares.T + np.diag(own) + loads @ dense.cov @ loads.T
    inverse, ones = np.linalg.inv(sigma), np.ones(len(panel))
    mean = ones @ inverse @ np.array(d) / (ones @ inverse @ ones)
    left = np.array(d) - mean
    assert found.chi2 == pytest.approx(float(left @ inverse @ left), abs=1e-6)
    assert found.df == 3


def loop_with(scores: dict[str, float]) -> list[Rating]:
    return [
        Rating("new", j, score, f"{q}/{m}", q, opening="o0")
        for j, score in scores.items()
        for q in ("build", "talk")
        for m in (1, 2)
    ]


def test_who_stands_out_is_named_among_three_and_never_between_two() -> None:
    before = joint.fit(panels(40))
    three = joint.disagreement(loop_with({"p0": 1, "p1": 4, "p2": 4}), before)
    two = joint.disagreement(loop_with({"p0": 1, "p1": 4}), before)
    assert three is not None
    assert two is not None
    assert three.flagged
    assert two.flagged
    assert three.panelist == "p0"
    assert two.panelist is None
    assert joint.disagreement(loop_with({"p0": 1}), before) is None
    agreed = joint.disagreement(loop_with({"p0": 3, "p1": 3, "stranger": 3}), before)
    assert agreed is not None
    assert not agreed.flagged


def test_two_candidates_are_compared_within_an_opening_and_a_part_only() -> None:
    fit = joint.fit([*panels(20, openings=2), *panels(20, part="x", openings=2)])
    assert joint.pair(fit, "c00", "c01") is None
    assert joint.pair(fit, "c00", "xc00") is None
    assert joint.pair(fit, "c00", "c00") is None
    one, other = joint.pair(fit, "c00", "c02"), joint.pair(fit, "c02", "c00")
    assert one is not None
    assert other is not None
    assert one.gap == -other.gap
    assert one.p + other.p == pytest.approx(1)
    with pytest.raises(KeyError):
        joint.pair(fit, "c00", "nobody")


def test_pairs_of_a_crowded_opening_are_left_out_and_it_is_named() -> None:
    fit = joint.fit(panels(20, openings=2))
    assert len(list(joint.all_pairs(fit, most=10))) == 2 * 45
    assert list(joint.all_pairs(fit, most=9)) == []
    assert joint.too_many_for_pairs(fit, most=9) == ["o0", "o1"]


def test_the_nearest_candidates_of_an_opening_are_those_with_the_nearest_scores() -> None:
    fit = joint.fit(panels(20, openings=2))
    shown = joint.shown_in_opening(fit, "c00")
    assert shown == {
        one.candidate: pytest.approx(one.overall.score.shown)
        for one in joint.all_scores(fit)
        if one.opening == "o0"
    }
    pairs = joint.nearest(fit, "c00", 4)
    assert [pair.gap for pair in pairs] == sorted(pair.gap for pair in pairs)
    farthest = max(abs(pair.gap) for pair in pairs)
    left = set(shown) - {pair.b for pair in pairs} - {"c00"}
    assert all(abs(shown["c00"] - shown[name]) >= farthest for name in left)
    assert pairs[0] == joint.pair(fit, "c00", pairs[0].b)
    assert len(joint.nearest(fit, "c00", 50)) == 9


def test_heard_otherwise_needs_more_of_a_difference_the_noisier_it_was_heard() -> None:
    sds = joint.Sds(0.3, 0.2, 0.2, 0.25, 0.3, 0.2, 0.6)
    # One panelist, six ratings: half-heard, as 0.0625 / (0.0625 + 0.13 + 0.40 / 6) is 0.241.
    assert is_otherwise(0.63, 1, 6, sds, 3.0)
    assert is_otherwise(-0.63, 1, 6, sds, 3.0)
    assert not is_otherwise(0.61, 1, 6, sds, 3.0)
    assert is_otherwise(0.61, 2, 12, sds, 3.0)
    assert not is_otherwise(0.63, 1, 2, sds, 3.0)
    assert not is_otherwise(0.63, 1, 6, sds, 4.0)


def test_a_competency_that_one_side_of_the_panel_heard_far_from_the_rest_is_marked() -> None:
    rows = [*panels(40), *loop_with({"p0": 3, "p1": 3, "p2": 3, "p3": 3})]
    even = joint.candidate_scores(joint.fit(rows), "new")
    uneven = [replace(r, score=1.0) if (r.candidate, r.competency) == ("new", "talk") else r for r in rows]
    odd = joint.candidate_scores(joint.fit(uneven), "new")
    assert not any(one.heard_otherwise for one in even.competencies.values())
    assert odd.competencies["talk"].heard_otherwise
    assert odd.competencies["talk"].heard < odd.competencies["talk"].score.shown


def test_a_candidate_rated_on_another_scale_stays_raw_and_out_of_the_model() -> None:
    old = [Rating("old", f"p{k}", 4.0 + k, "build/1", "build", (1, 7)) for k in range(3)]
    nothing = Rating("older", "p0", None, "build/1", "build", (1, 7))
    same = replace(panels(1)[0], candidate="same", scale=(1, 4))
    kept, raw = joint.on_scale([*panels(12), *old, nothing, same], joint.Scale(1, 4))
    assert kept == [*panels(12), same]
    assert raw == {"old": 5.0}


def test_who_moved_a_score_by_their_severity_sums_to_that_part() -> None:
    ratings = company(DESIGNS["ragged, two openings"])
    fit = joint.fit(ratings)
    leniency, _ = joint.centred(fit.data, fit.effects)
    for found in joint.all_scores(fit):
        assert set(found.overall.severity_by) == {
            r.panelist for r in ratings if r.candidate == found.candidate
        }
        assert sum(found.overall.severity_by.values()) == pytest.approx(
            found.overall.parts.severity, abs=1e-12
        )
        for panelist, by in found.overall.severity_by.items():
            harsh = leniency[fit.data.panelists.index(panelist)] < 0
            assert (by > 0) == harsh
        for key, one in found.competencies.items():
            mine = [r for r in ratings if (r.candidate, r.competency) == (found.candidate, key)]
            assert set(one.severity_by) == {r.panelist for r in mine}
            assert sum(one.severity_by.values()) == pytest.approx(one.parts.severity, abs=1e-12)
