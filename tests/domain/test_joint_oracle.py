"""The joint model against a second implementation that shares no code with it (joint_dense.py)."""

from dataclasses import astuple, replace
from functools import cache

import numpy as np
import pytest

from bot.domain.calibration import joint
from bot.domain.calibration.joint import Held, JointFit, Sds, Spread, reml
from bot.domain.calibration.joint.equations import Equations
from bot.domain.calibration.joint.sds import EFFECTS, Prior, Scale
from tests.domain.joint_data import DESIGNS, company
from tests.domain.joint_dense import Dense, Row

CLOSE = 1e-6


def rows_of(design: str) -> list[Row]:
    return [
        (r.candidate, r.panelist, r.item, r.competency, float(r.score or 0), r.opening)
        for r in company(DESIGNS[design])
    ]


@cache
def both(design: str) -> tuple[JointFit, Dense]:
    return joint.fit(company(DESIGNS[design])), Dense(rows_of(design))


@pytest.mark.parametrize("design", DESIGNS)
def test_standard_deviations_and_criterion_are_the_second_implementations(design: str) -> None:
    fit, dense = both(design)
    assert fit.criterion == pytest.approx(dense.criterion, abs=CLOSE)
    for name in EFFECTS:
        assert getattr(fit.sds, name) == pytest.approx(dense.sds[name], abs=CLOSE), name
    assert fit.spread.candidate == pytest.approx(dense.sds["candidate"], abs=CLOSE)
    if fit.spread.opening is None:
        assert "opening" not in dense.sds
    else:
        assert fit.spread.opening == pytest.approx(dense.sds["opening"], abs=CLOSE)


@pytest.mark.parametrize("design", DESIGNS)
def test_what_is_shown_is_the_second_implementations(design: str) -> None:
    fit, dense = both(design)
    for found in joint.all_scores(fit):
        name = found.candidate
        shown, covariance = dense.shown(name)
        assert found.covariance == pytest.approx(covariance, abs=CLOSE)
        assert found.overall.score.shown == pytest.approx(shown[-1], abs=CLOSE)
        assert found.overall.score.sd**2 == pytest.approx(covariance[-1, -1], abs=CLOSE)
        assert found.overall.unpooled == pytest.approx(float(dense.figures(name)[-1] @ dense.all), abs=CLOSE)
        assert found.middle == pytest.approx(dense.middle(name)[0], abs=CLOSE)
        assert found.df == dense.df(name)
        for key, one in found.competencies.items():
            assert one.score.shown == pytest.approx(shown[dense.comps.index(key)], abs=CLOSE)


@pytest.mark.parametrize("design", DESIGNS)
def test_parts_are_the_second_implementations_and_sum(design: str) -> None:
    fit, dense = both(design)
    for found in joint.all_scores(fit):
        overall, name = found.overall, found.candidate
        parts = dense.parts(name)
        assert astuple(overall.parts) == pytest.approx(list(parts.values()), abs=CLOSE)
        assert overall.severity_sd == pytest.approx(dense.severity_sd(name), abs=CLOSE)
        total = overall.score.raw + sum(astuple(overall.parts))
        assert total == pytest.approx(overall.score.shown, abs=1e-9)
        for key, one in found.competencies.items():
            assert astuple(one.parts) == pytest.approx(list(dense.parts_in(name, key).values()), abs=CLOSE)
            assert one.score.raw + sum(astuple(one.parts)) == pytest.approx(one.score.shown, abs=1e-9)


@pytest.mark.parametrize("design", DESIGNS)
def test_pairs_next_interviews_and_reliability_are_the_second_implementations(design: str) -> None:
    fit, dense = both(design)
    for found in joint.all_pairs(fit, most=100):
        assert (found.gap, found.sd, found.p) == pytest.approx(dense.pair(found.a, found.b), abs=CLOSE)
    for opening in fit.data.openings:
        assert joint.reliability(fit, opening) == pytest.approx(dense.reliability(opening), abs=CLOSE)
    for found_of in joint.all_scores(fit):
        for key in found_of.keys:
            narrower = joint.next_interview(fit, found_of, key)
            theirs = dense.next_interview(found_of.candidate, key)
            assert (narrower.overall, narrower.own) == pytest.approx(theirs, abs=CLOSE)


@pytest.mark.parametrize("design", DESIGNS)
def test_leniency_and_difficulty_are_the_second_implementations(design: str) -> None:
    fit, dense = both(design)
    leniency, _ = joint.centred(fit.data, fit.effects)
    assert leniency == pytest.approx([dense.centred_r(j) for j in fit.data.panelists], abs=CLOSE)
    easy = np.array([float(dense.easy(q) @ dense.all) for q in dense.comps])
    assert joint.difficulty(fit.data, fit.effects) == pytest.approx(easy - easy.mean(), abs=CLOSE)


@pytest.mark.parametrize("design", ["ragged, two openings", "one rating a cell"])
def test_plain_reml_is_the_second_implementations_at_the_same_standard_deviations(design: str) -> None:
    """Where the criterion is flat two searches may end apart, so the figures are compared where ours ended."""
    fit = joint.fit(company(DESIGNS[design]), prior="off")
    assert fit.spread.opening is not None
    at = {name: getattr(fit.sds, name) for name in EFFECTS}
    at |= {"candidate": fit.spread.candidate, "opening": fit.spread.opening}
    dense = Dense(rows_of(design), prior=False, sds=at)
    assert fit.criterion == pytest.approx(dense.criterion, abs=CLOSE)
    searched = Dense(rows_of(design), prior=False)
    assert fit.criterion is not None
    assert fit.criterion <= searched.criterion + CLOSE
    for found in joint.all_scores(fit):
        assert found.overall.score.shown == pytest.approx(dense.shown(found.candidate)[0][-1], abs=CLOSE)


def test_without_the_prior_what_cannot_be_told_from_the_error_is_left_out() -> None:
    assert joint.fit(company(DESIGNS["one rating a cell"]), prior="off").sds.taste == 0
    ratings = company(replace(DESIGNS["one rating a cell"], per_sheet=1))
    assert joint.fit(ratings, prior="off").sds.sheet == 0
    assert joint.fit(ratings).sds.sheet > 0


def test_the_gradient_is_that_of_the_criterion() -> None:
    equations, plain = (
        Equations(joint.read(company(DESIGNS["ragged, two openings"]))),
        Prior(False, Scale(1, 4)),
    )
    sds = Sds(0.3, 0.2, 0.15, 0.25, 0.3, 0.2, 0.6)
    slopes = reml._At(equations, plain, sds).gradient()
    for k, name in enumerate(EFFECTS):
        up, down = (
            reml._At(equations, plain, replace(sds, **{name: getattr(sds, name) * np.exp(step)})).criterion
            for step in (1e-5, -1e-5)
        )
        assert slopes[k] == pytest.approx((up - down) / 2e-5, abs=1e-5), name


def test_new_names_change_nothing() -> None:
    ratings = company(DESIGNS["two parts, three openings"])
    again = [
        replace(r, candidate="x" + r.candidate[::-1], panelist=r.panelist[::-1]) for r in reversed(ratings)
    ]
    one, other = joint.fit(ratings), joint.fit(again)
    for found in joint.all_scores(one):
        same = joint.candidate_scores(other, "x" + found.candidate[::-1])
        assert same.overall.score.shown == pytest.approx(found.overall.score.shown, abs=1e-8)


@pytest.mark.parametrize("design", DESIGNS)
def test_a_new_loop_is_an_update(design: str) -> None:
    """A stranger, an item and an opening that nobody had met come with it."""
    ratings = company(DESIGNS[design])
    ratings = [replace(r, opening="o0" if r.opening else "") for r in ratings]
    new = [replace(r, opening="other") for r in ratings if r.candidate in ("c05", "c06")]
    new = [replace(r, panelist="stranger") if r.panelist == new[0].panelist else r for r in new]
    new[0] = replace(new[0], item="never asked before", competency="unheard of")
    old = [r for r in ratings if r.candidate not in ("c05", "c06")]
    before = joint.fit(old)
    added = joint.update(before, new)
    whole = joint.fit([*old, *new], held_at=Held(before.sds, added.spread))
    assert added.spread.candidate > 0
    same_figures(added, whole)


def test_a_candidate_who_is_there_already_is_worked_out_anew() -> None:
    ratings = company(DESIGNS["ragged, two openings"])
    late = [r for r in ratings if r.candidate == "c03" and r.panelist == ratings[-1].panelist] or [
        r for r in ratings if r.candidate == "c03"
    ][:1]
    before = joint.fit([r for r in ratings if r not in late])
    same_figures(joint.update(before, late), joint.fit(ratings, held_at=Held(before.sds, before.spread)))


def same_figures(one: JointFit, other: JointFit) -> None:
    for a, b in zip(joint.all_scores(one), joint.all_scores(other), strict=True):
        assert a.candidate == b.candidate
        assert a.overall.score.shown == pytest.approx(b.overall.score.shown, abs=1e-10)
        assert a.covariance == pytest.approx(b.covariance, abs=1e-10)
        assert a.overall.says == b.overall.says


def test_a_fit_that_was_kept_says_the_same_and_takes_new_loops() -> None:
    ratings = company(DESIGNS["two parts, three openings"])
    new = [r for r in ratings if r.candidate == "c07"]
    before = joint.fit([r for r in ratings if r not in new])
    again = joint.from_bytes(joint.to_bytes(before))
    assert again.criterion == before.criterion
    assert again.spread == before.spread
    same_figures(joint.update(again, new), joint.update(before, new))


@pytest.mark.parametrize("kept", [b"", b"nothing", b"PK\x03\x04 cut off"])
def test_what_is_no_kept_fit_is_refused(kept: bytes) -> None:
    with pytest.raises(joint.OtherVersion):
        joint.from_bytes(kept)


def test_a_fit_kept_by_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = joint.to_bytes(joint.fit(company(DESIGNS["ragged, two openings"])))
    monkeypatch.setattr("bot.domain.calibration.joint.keeping.VERSION", 2)
    with pytest.raises(joint.OtherVersion, match="version 1; this is version 2"):
        joint.from_bytes(kept)


def test_spread_stays_as_it_was_when_it_is_held() -> None:
    ratings = company(DESIGNS["ragged, two openings"])
    found = joint.fit(ratings)
    again = joint.fit(ratings, held_at=Held(found.sds, Spread(0.5, 0.2)))
    assert again.spread == Spread(0.5, 0.2)


def test_a_fit_is_due_anew_after_a_twentieth_more_loops_and_not_before() -> None:
    ratings = company(replace(DESIGNS["ragged, two openings"], candidates=45))
    loops = [[r for r in ratings if r.candidate == f"c{k:02}"] for k in range(45)]
    fit = joint.fit([r for loop in loops[:40] for r in loop])
    assert not fit.is_due
    two_more = joint.update(joint.update(fit, loops[40]), loops[41])
    assert not two_more.is_due
    three_more = joint.from_bytes(joint.to_bytes(joint.update(two_more, loops[42])))
    assert three_more.is_due
    assert three_more.learned_from == 40
