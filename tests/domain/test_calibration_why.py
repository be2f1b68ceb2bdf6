"""Why a score moved, what may be said of it, scores by competency, and disagreement."""

import dataclasses
import math

import numpy as np
import pytest

from bot.domain.calibration import Rating, disagreement, explain, explain_competencies, fit, in_words, update
from tests.domain.calibration_data import WIDE, World, loops, ratings

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("world", [World(seed=41), World(seed=42, ragged=True, specialised=True)])
def test_what_panelists_moved_sums_to_the_adjustment(world: World) -> None:
    result = fit(ratings(world), scale=WIDE)
    for candidate in result.candidates:
        why = explain(result, candidate.id)
        assert math.fsum(m.total for m in why.moved) == pytest.approx(why.adjustment, abs=1e-12)
        assert why.adjustment == candidate.calibrated - candidate.raw
        assert len(why.moved) == candidate.n


@pytest.mark.parametrize("world", [World(seed=43), World(seed=44, ragged=True, specialised=True)])
def test_what_panelists_moved_in_a_competency_sums_to_its_adjustment(world: World) -> None:
    result = fit(ratings(world), scale=WIDE)
    for candidate in result.candidates[:20]:
        why = explain_competencies(result, candidate.id)
        scores = {one.competency: one for one in result.competencies_of(candidate.id)}
        assert scores
        assert why.keys() == scores.keys()
        for key, one in scores.items():
            moved = math.fsum(part.total for part in why[key].moved)
            assert moved == pytest.approx(one.calibrated - one.raw, abs=1e-10)
            assert len(why[key].moved) == one.n
    assert explain_competencies(result, "nobody") == {}


def test_an_explanation_says_who_on_how_many_interviews() -> None:
    result = fit(loops(20))
    why = explain(result, "c03")
    first = why.moved[0]
    assert abs(first.total) == max(abs(m.total) for m in why.moved)
    assert first.n == result.panelist(first.panelist).n
    assert first.by_leniency == pytest.approx(-first.leniency / 3)
    assert first.by_items == first.by_weight == 0


def test_nobody_has_moved_a_candidate_rated_on_another_scale() -> None:
    result = fit([*loops(20), Rating("old", "p0", 6, scale=(1, 7))])
    assert explain(result, "old").moved == ()
    assert explain(result, "old").adjustment == 0


def harsh_pair(seed: int = 3) -> list[Rating]:
    """p0 and p1 score a whole point below everybody else."""
    random = np.random.default_rng(seed)
    rows = []
    for i in range(40):
        c = random.normal(3, 0.4)
        for j in random.choice(8, 5, replace=False):
            y = c - (1.0 if j < 2 else 0.0) + random.normal(0, 0.2)
            rows.append(Rating(f"c{i:02}", f"p{j}", float(np.clip(y, 1, 4))))
    panel = [Rating("x", f"p{j}", 2.0 if j < 2 else 3.0) for j in (0, 1, 2, 3)]
    return [*rows, *panel, Rating("x", "p-stranger", 3.0)]


def test_the_sentence_counts_without_naming() -> None:
    result = fit(harsh_pair())
    x = result.candidate("x")
    words = in_words(result, "x")
    assert words.startswith(
        f"Raw {x.raw:.1f}, calibrated {x.calibrated:.1f} ({x.low:.1f} to {x.high:.1f}): two of the five"
    )
    assert "below colleagues who saw the same candidates" in words
    assert words.endswith("one is new and barely adjusted.")
    assert not any(p.id in words for p in result.panelists)


def test_the_sentence_of_a_raw_headline_says_why() -> None:
    words = in_words(fit(loops(3)), "c00")
    assert words.endswith(
        ", not calibrated, because there are only 3 loops with two or more panelists to learn from (10 needed)."
    )


def test_one_panelist_on_a_competency_leaves_a_wide_interval() -> None:
    rows = ratings(World(seed=51, candidates=40))
    alone = [
        dataclasses.replace(r, competency="alone" if r.panelist == who else "shared")
        for r in rows
        for who in [min(s.panelist for s in rows if s.candidate == r.candidate)]
    ]
    result = fit(alone, scale=(-5, 10))
    c = result.components
    assert c.sheet is not None
    for score in result.competencies:
        assert score.se is not None
        if score.competency == "alone":
            assert score.n == 1
            assert score.se**2 > c.sheet + result.competency_taste + c.error / 5
        else:
            assert score.n == 2


def test_a_competency_is_the_gls_mean_written_out() -> None:
    result = fit(ratings(World(seed=52, ragged=True)), scale=(-5, 10))
    t, c = result.table, result.components
    want = result.competencies_of("c004")[0]
    rows = np.flatnonzero(
        (t.candidate == t.candidate_code["c004"]) & (t.competency == t.competencies.index(want.competency))
    )
    who = np.unique(t.panelist[rows])
    loads = np.zeros((len(who), len(result.effects)))
    d, m = np.zeros(len(who)), np.zeros(len(who))
    for k, j in enumerate(who):
        own = rows[t.panelist[rows] == j]
        loads[k, j], m[k] = 1, len(own)
        np.add.at(loads[k], len(t.panelists) + t.item[own], 1 / len(own))
        d[k] = t.score[own].mean() - loads[k] @ result.effects
    assert c.sheet is not None
    sigma = loads @ result.centred @ loads.T + np.diag(c.sheet + result.competency_taste + c.error / m)
    weights = np.linalg.inv(sigma).sum(axis=1)
    assert want.calibrated == pytest.approx(weights @ d / weights.sum(), abs=1e-10)
    assert want.se == pytest.approx(1 / math.sqrt(weights.sum()), abs=1e-10)
    assert want in result.competencies
    assert result.competencies_of("nobody") == ()


def test_taste_in_a_competency_is_found_where_it_is() -> None:
    """400 candidates, three panelists on each of three competencies; a taste of sd 0.6, or none.

    Part of it is in the sheets' and the error's variance; what an interval needs is the sum, 0.09 + g^2 + 0.25 / 4.
    """
    print("seed 53")
    for taste in (0.6, 0.0):
        result = fit(tasted(taste), scale=WIDE, prior="off")
        c = result.components
        assert c.sheet is not None
        total = c.sheet + result.competency_taste + c.error / 4
        assert total == pytest.approx(0.09 + taste**2 + 0.25 / 4, rel=0.08)
        assert (result.competency_taste > 0.1) == (taste > 0)


def tasted(taste: float) -> list[Rating]:
    random = np.random.default_rng(53)
    rows = []
    for i in range(400):
        for j in random.choice(8, 3, replace=False):
            h = random.normal(0, 0.3)
            for q in range(3):
                g = random.normal(0, taste)
                rows += [
                    Rating(f"c{i:03}", f"p{j}", float(h + g + random.normal(0, 0.5)), f"q{q}i{k}", f"q{q}")
                    for k in range(4)
                ]
    return rows


def test_without_competencies_there_are_none() -> None:
    assert fit(loops(12)).competencies == ()


def loop_like(history: list[Rating], name: str, shift: float, seed: int) -> list[Rating]:
    """A new loop from p00 to p04; p00's scores are shifted."""
    random = np.random.default_rng(seed)
    items = sorted({r.item for r in history})
    rows = []
    for j in range(5):
        for k in random.choice(len(items), 5, replace=False):
            y = 2.5 + (shift if j == 0 else 0.0) + random.normal(0, 0.5)
            rows.append(Rating(name, f"p{j:02}", float(y), items[k]))
    return rows


def test_a_panelist_far_from_the_others_is_named_once_the_panel_is_flagged() -> None:
    rows = ratings(World(seed=61, candidates=60, panelist_sd=0.1, item_sd=0.1))
    history = fit(rows, scale=(-5, 10))
    found = disagreement(loop_like(rows, "x", 3.0, 1), history)
    assert found is not None
    assert found.flagged
    assert found.p < 0.01
    assert found.panelist == "p00"
    assert found.df == 4
    calm = disagreement(loop_like(rows, "x", 0.0, 1), history)
    assert calm is not None
    assert not calm.flagged
    assert calm.panelist is None


def test_false_alarms_are_about_one_in_twenty() -> None:
    """1,000 loops from the model itself, judged by a history of 150."""
    seed = 62
    print("seed", seed)
    random = np.random.default_rng(seed)
    world = World(seed=seed, candidates=150, panelists=12, panel=4, items=15)
    history = fit(ratings(world), prior="off", scale=WIDE)
    leniency = np.random.default_rng(seed).normal(0, world.panelist_sd, world.panelists)
    alarms = 0
    for _ in range(1000):
        loop: list[Rating] = []
        for j in random.choice(world.panelists, 4, replace=False):
            h = random.normal(0, world.sheet_sd)
            for _ in range(5):
                y = 2.5 + leniency[j] + h + random.normal(0, world.error_sd) + random.normal(0, world.item_sd)
                loop.append(Rating("x", f"p{j:02}", float(y), f"fresh{len(loop)}"))
        found = disagreement(loop, history)
        assert found is not None
        alarms += found.flagged
    assert 25 <= alarms <= 85


def test_strangers_are_given_the_prior_variance() -> None:
    rows = ratings(World(seed=63, candidates=60, panelist_sd=1.0))
    history = fit(rows, scale=(-5, 10))
    strangers = [Rating("x", f"new{j}", 2.0 + 2.0 * j, "i000") for j in range(2)]
    apart = [
        Rating("x", f"p{j:02}", 2.0 + 2.0 * j + history.panelist(f"p{j:02}").leniency, "i000")
        for j in range(2)
    ]
    known, unknown = disagreement(apart, history), disagreement(strangers, history)
    assert known is not None
    assert unknown is not None
    assert unknown.p > known.p


def test_disagreement_asks_for_a_history_without_the_loop() -> None:
    rows = loops(20)
    history = fit(rows)
    loop = [Rating("x", f"p{j}", 1 + j) for j in range(3)]
    with pytest.raises(ValueError, match="fit it without this loop"):
        disagreement(loop, update(history, loop))
    with pytest.raises(ValueError, match="one candidate at a time"):
        disagreement([*loop, Rating("y", "p1", 2)], history)
    assert disagreement(loop[:1], history) is None
