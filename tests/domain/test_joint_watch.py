"""Drift, spread, and lenient panelists who see the strong candidates: said when the data show it, and not otherwise."""

from dataclasses import replace

import numpy as np
import pytest

from bot.domain.calibration import Rating, joint
from bot.domain.calibration.joint import Held, Interval, JointFit, Sds, Spread, Steadiness

HELD = Held(Sds(0.3, 0.2, 0.2, 0.2, 0.2, 0.15, 0.5), Spread(0.4, None))


def company(
    seed: int, loops: int, drift: float = 0.0, loose: float = 1.0, matched: bool = False, panelists: int = 8
) -> list[Rating]:
    """Panels of three; the first panelist may become milder, the second scatter, the lenient see the strong."""
    random = np.random.default_rng(seed)
    leniency = np.sort(random.normal(0, 0.5, panelists))
    rows = []
    for i in range(loops):
        c = random.normal(0, 0.4)
        panel = random.choice(panelists, 3, replace=False)
        if matched:
            middle = int(np.clip(round((c / 0.8 + 0.5) * panelists), 1, panelists - 2))
            panel = np.array([middle - 1, middle, middle + 1])
        for j in panel.tolist():
            h = random.normal(0, 0.2) * (loose if j == 1 else 1.0) + (drift * i / loops if j == 0 else 0.0)
            for q in ("build", "talk"):
                for m in range(3):
                    y = 2.5 + c + leniency[j] + h + random.normal(0, 0.5)
                    rows.append(Rating(f"c{i:03}", f"p{j}", float(np.clip(round(y), 1, 4)), f"{q}/{m}", q))
    return rows


def fitted(rows: list[Rating]) -> tuple[JointFit, dict[str, float]]:
    fit = joint.fit(rows, held_at=HELD)
    return fit, {name: k / 4 for k, name in enumerate(fit.data.candidates)}


def test_somebody_who_becomes_much_milder_is_found_and_nobody_else_is_said_to() -> None:
    """Colleagues may seem to become harder by some of it, as all are measured against each other."""
    fit, months = fitted(company(seed=1, loops=120, drift=1.2))
    found = {name: joint.steadiness(fit, name, months) for name in fit.data.panelists}
    first = found.pop("p0")
    assert first is not None
    assert first.drifts
    assert first.drift.low < 1.2 < first.drift.high + 0.4
    others = [one for one in found.values() if one is not None]
    assert [one.panelist for one in others if one.drift.low > 0] == []
    assert max(abs(one.drift.at) for one in others) < first.drift.at


def test_somebody_whose_tastes_scatter_is_found_and_nobody_else() -> None:
    fit, months = fitted(company(seed=2, loops=120, loose=4.0))
    found = {name: joint.steadiness(fit, name, months) for name in fit.data.panelists}
    second = found.pop("p1")
    assert second is not None
    assert second.scatters
    assert second.spread.low > 1
    assert [name for name, one in found.items() if one is not None and one.scatters] == []


def test_time_runs_as_it_is_said() -> None:
    fit, months = fitted(company(seed=1, loops=120, drift=1.2))
    forward = joint.steadiness(fit, "p0", months)
    back = joint.steadiness(fit, "p0", {name: -when for name, when in months.items()})
    assert forward is not None
    assert back is not None
    assert back.drift.at == pytest.approx(-forward.drift.at)
    assert forward.months == back.months


def test_of_few_scorecards_or_one_day_nothing_is_said() -> None:
    fit, months = fitted(company(seed=3, loops=12))
    assert joint.steadiness(fit, "p0", months) is None
    fit, months = fitted(company(seed=3, loops=60))
    assert joint.steadiness(fit, "p0", dict.fromkeys(months, 3.0)) is None
    with pytest.raises(KeyError):
        joint.steadiness(fit, "stranger", months)


def test_scorecards_that_no_colleague_stands_beside_do_not_count() -> None:
    rows = company(seed=4, loops=60)
    alone = [
        replace(r, candidate=f"alone{k}")
        for k in range(40)
        for r in rows
        if (r.candidate, r.panelist) == (rows[0].candidate, rows[0].panelist)
    ]
    fit, months = fitted(rows)
    more, later = fitted([*rows, *alone])
    one = joint.steadiness(fit, rows[0].panelist, months)
    other = joint.steadiness(more, rows[0].panelist, {**later, **months})
    assert one is not None
    assert other is not None
    assert one.sheets == other.sheets


@pytest.mark.parametrize(
    ("low", "high", "said"), [(0.11, 0.9, True), (0.09, 0.9, False), (-0.9, -0.11, True), (-0.2, 0.2, False)]
)
def test_a_drift_is_said_where_its_interval_leaves_no_doubt(low: float, high: float, said: bool) -> None:
    one = Steadiness("p", 20, 12.0, Interval((low + high) / 2, low, high), Interval(1, 0.9, 1.1))
    assert one.drifts == said
    assert not one.scatters


def test_lenient_panelists_who_see_the_strong_are_found() -> None:
    found = joint.sees_strong(joint.fit(company(seed=5, loops=80, matched=True), held_at=HELD))
    assert found is not None
    assert found.said
    assert found.correlation > 0.5
    chance = joint.sees_strong(joint.fit(company(seed=5, loops=80), held_at=HELD))
    assert chance is not None
    assert not chance.said


def test_with_few_panelists_nothing_is_said_of_who_sees_whom() -> None:
    assert joint.sees_strong(joint.fit(company(seed=6, loops=20, panelists=4), held_at=HELD)) is None


def test_the_same_data_have_the_same_chance() -> None:
    fit = joint.fit(company(seed=7, loops=30), held_at=HELD)
    assert joint.sees_strong(fit) == joint.sees_strong(fit)
