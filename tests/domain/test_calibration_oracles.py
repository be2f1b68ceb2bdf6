"""The fit against independent answers: statsmodels' MixedLM, and a dense solution of the mixed-model equations."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.domain.calibration import Rating
from bot.domain.calibration.crossed import Components, Fit, fit, reml
from bot.domain.calibration.crossed import design as designs
from tests.domain.calibration_data import WIDE, World, loops, ratings

pytestmark = pytest.mark.slow

WORLDS = {
    "balanced": World(seed=21),
    "ragged": World(seed=22, ragged=True),
    "specialised": World(seed=23, specialised=True, item_sd=0.6),
    "disconnected": World(seed=24, parts=2),
    "ragged, specialised, disconnected": World(seed=25, ragged=True, specialised=True, parts=2),
}


class Dense:
    """The model written out: one covariance matrix of all ratings, and Henderson's equations with all effects."""

    def __init__(self, of: Fit) -> None:
        t = of.table
        n = len(t.score)
        sheet = np.zeros(n, dtype=int)
        sheet[t.first_sheet_row[1:]] = 1
        self.y = t.score
        self.x = np.eye(len(t.candidates))[t.candidate]
        self.z = [np.eye(len(t.panelists))[t.panelist]]
        self.variances = [of.components.panelist]
        if of.components.item is not None:
            self.z.append(np.eye(len(t.items))[t.item])
            self.variances.append(of.components.item)
        if of.components.sheet is not None:
            self.z.append(np.eye(sheet.sum() + 1)[np.cumsum(sheet)])
            self.variances.append(of.components.sheet)
        self.error = of.components.error

    def solve(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """All fixed and random effects, and the inverse of the coefficients (the errors' covariance)."""
        w = np.hstack([self.x, *self.z])
        prior = np.concatenate(
            [np.zeros(self.x.shape[1])]
            + [np.full(z.shape[1], 1 / v) for z, v in zip(self.z, self.variances, strict=True)]
        )
        inverse = np.linalg.inv(w.T @ w / self.error + np.diag(prior))
        return inverse @ (w.T @ self.y) / self.error, np.asarray(inverse, dtype=np.float64)

    def criterion(self) -> float:
        """-2 log REML from the covariance matrix of all ratings."""
        v = self.error * np.eye(len(self.y))
        for z, variance in zip(self.z, self.variances, strict=True):
            v += variance * z @ z.T
        inverse = np.linalg.inv(v)
        fixed = self.x.T @ inverse @ self.x
        beta = np.linalg.solve(fixed, self.x.T @ inverse @ self.y)
        left = self.y - self.x @ beta
        df = len(self.y) - self.x.shape[1]
        logs = np.linalg.slogdet(v)[1] + np.linalg.slogdet(fixed)[1]
        return float(logs + df * np.log(2 * np.pi) + left @ inverse @ left)


@pytest.mark.parametrize("prior", ["on", "off"])
@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS.keys())
def test_effects_and_errors_equal_a_dense_solution(world: World, prior: str) -> None:
    result = fit(ratings(world), prior="on" if prior == "on" else "off", scale=WIDE)
    assert result.components.item is not None
    assert result.components.sheet is not None
    effects, inverse = Dense(result).solve()
    c, p = len(result.table.candidates), len(result.table.panelists)
    size = len(result.effects)
    assert result.calibrated == pytest.approx(effects[:c], abs=1e-8)
    assert result.effects == pytest.approx(effects[c : c + size], abs=1e-8)
    assert result.covariance == pytest.approx(inverse[c : c + size, c : c + size], abs=1e-8)
    if prior == "off":
        assert result.variances == pytest.approx(np.diag(inverse)[:c], abs=1e-8)
        return
    h = centring(result, p, size)
    whole = -inverse[c : c + size, :c].T
    v = result.components.error / result.weights
    shares = whole @ np.linalg.inv(inverse[c : c + size, c : c + size])
    expected = np.diag(shares @ h @ result.covariance @ h @ shares.T) + v
    assert result.variances == pytest.approx(expected, abs=1e-7)


def centring(result: Fit, panelists: int, size: int) -> NDArray[np.float64]:
    """H: panelists about their part's mean, items about theirs."""
    h = np.eye(size)
    for part in np.unique(result.graph.panelist_part):
        inside = np.flatnonzero(result.graph.panelist_part == part)
        h[np.ix_(inside, inside)] -= 1 / len(inside)
    h[panelists:, panelists:] -= 1 / max(1, size - panelists)
    return h


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS.keys())
def test_the_criterion_is_minus_two_log_reml_at_its_lowest(world: World) -> None:
    result = fit(ratings(world), prior="off", scale=WIDE)
    assert result.criterion == pytest.approx(Dense(result).criterion(), abs=1e-7)
    for name in ("panelist", "item", "sheet", "error"):
        for factor in (0.98, 1.02):
            near = replace(result.components, **{name: getattr(result.components, name) * factor})
            assert fit(result.table, "off", WIDE, variances=near).criterion >= result.criterion


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS.keys())
def test_with_priors_the_criterion_is_as_written_and_at_its_lowest(world: World) -> None:
    scale = (-20.0, 20.0)
    result = fit(ratings(world), scale=scale)
    assert result.criterion == pytest.approx(penalised(result, scale), abs=1e-6)
    for name in ("panelist", "item", "sheet", "error"):
        for factor in (0.98, 1.02):
            near = replace(result.components, **{name: getattr(result.components, name) * factor})
            assert fit(result.table, "on", scale, variances=near).criterion > result.criterion


def penalised(result: Fit, scale: tuple[float, float]) -> float:
    """The criterion as docs/CALIBRATION.md writes it, from variances alone."""
    c, width = result.components, scale[1] - scale[0]
    assert c.item is not None
    assert c.sheet is not None
    sizes = np.diff(np.append(result.table.first_sheet_row, len(result.table.score)))
    u2 = c.sheet + c.error / np.median(sizes)
    total = Dense(result).criterion()
    total += ((np.log(np.sqrt(c.panelist / u2)) - np.log(0.7)) / 0.6) ** 2
    total += (np.log(np.sqrt(c.item / u2)) - np.log(0.5)) ** 2
    total += 4 * (np.log(u2) + (0.15 * width) ** 2 / u2)
    return float(total + 4 * (np.log(c.error) + (0.2 * width) ** 2 / c.error))


@pytest.mark.parametrize("name", ["balanced", "ragged", "specialised", "disconnected"])
def test_variances_and_effects_equal_those_of_statsmodels(name: str) -> None:
    world = replace(WORLDS[name], candidates=14, panelists=6, items=8, per_sheet=4)
    result = fit(ratings(world), prior="off", scale=WIDE)
    fixed, variances, panelists = statsmodels_answer(result)
    c = result.components
    assert [c.panelist, c.item, c.sheet, c.error] == pytest.approx(variances, abs=1e-3)
    assert result.calibrated == pytest.approx(fixed, abs=1e-4)
    assert result.leniency == pytest.approx(panelists, abs=1e-4)


def statsmodels_answer(of: Fit) -> tuple[list[float], list[float], list[float]]:
    """MixedLM with one group that holds everything, and a variance for panelists, items and sheets."""
    import pandas as pd
    from statsmodels.regression.mixed_linear_model import MixedLM, VCSpec

    t = of.table
    frame = pd.DataFrame({"p": t.panelist, "i": t.item, "s": t.candidate * 1000 + t.panelist})
    kinds = {key: pd.get_dummies(frame[key], dtype=float) for key in ("p", "i", "s")}
    spec = VCSpec(
        ["p", "i", "s"],
        [[[f"{key}{name}" for name in kinds[key].columns]] for key in ("p", "i", "s")],
        [[kinds[key].to_numpy()] for key in ("p", "i", "s")],
    )
    exog = np.eye(len(t.candidates))[t.candidate]
    model = MixedLM(t.score, exog, groups=np.ones(len(t.score)), exog_vc=spec)
    start = np.array([of.components.panelist, of.components.item, of.components.sheet], dtype=float)
    rough = start / of.components.error * 1.5 + 0.02
    from statsmodels.regression.mixed_linear_model import MixedLMParams

    params = MixedLMParams.from_components(vcomp=rough)
    found = model.fit(reml=True, start_params=params, method=["bfgs"], gtol=1e-7)
    effects = found.random_effects[1.0].to_numpy()
    return list(found.fe_params), [*found.vcomp, found.scale], list(effects[: len(t.panelists)])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_one_rating_a_sheet_has_the_closed_form(seed: int) -> None:
    """Every figure from the formulas as they are written down, at the lambda that was found."""
    result = fit(loops(14, panelists=7, seed=seed), prior="off")
    t, n = result.table, len(result.table.score)
    b = np.zeros((len(t.candidates), len(t.panelists)))
    b[t.candidate, t.panelist] = 1
    counts = b.sum(axis=1)
    means = np.bincount(t.candidate, t.score) / counts
    e, u = np.linalg.eigh(np.diag(b.sum(axis=0)) - b.T @ np.diag(1 / counts) @ b)
    left = t.score - means[t.candidate]
    z = u.T @ np.bincount(t.panelist, left)
    df, w = n - len(counts), left @ left

    def criterion(ratio: float) -> float:
        q = w - (z**2 / (e + 1 / ratio)).sum()
        return float(
            np.log(counts).sum() + np.log(1 + ratio * e).sum() + df * (1 + np.log(2 * np.pi * q / df))
        )

    c = result.components
    if c.panelist == 0:
        assert criterion(1e-9) <= min(criterion(k) for k in np.geomspace(1e-6, 1e3, 50)) + 1e-6
        return
    ratio = c.panelist / c.error
    assert result.criterion == pytest.approx(criterion(ratio), abs=1e-9)
    assert result.criterion <= min(criterion(k) for k in np.geomspace(1e-4, 1e4, 400)) + 1e-9
    r = u @ (z / (e + 1 / ratio))
    s2 = (w - (z**2 / (e + 1 / ratio)).sum()) / df
    q = s2 * u @ np.diag(1 / (e + 1 / ratio)) @ u.T
    p = b / counts[:, None]
    assert result.leniency == pytest.approx(r, abs=1e-9)
    assert result.calibrated == pytest.approx(means - p @ r, abs=1e-9)
    assert result.variances == pytest.approx(s2 / counts + np.diag(p @ q @ p.T), abs=1e-9)


def test_eliminating_panelists_or_candidates_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.domain.calibration.crossed import single

    rows = loops(30, panelists=9, seed=5)
    for prior in ("on", "off"):
        one = fit(rows, prior="on" if prior == "on" else "off")
        with monkeypatch.context() as patch:
            patch.setattr(single, "_decompose", lambda design: False)
            other = fit(rows, prior="on" if prior == "on" else "off")
        assert other.components.panelist == pytest.approx(one.components.panelist, rel=1e-8)
        assert other.criterion == pytest.approx(one.criterion, abs=1e-9)


@pytest.mark.parametrize("on", [True, False])
def test_the_gradient_is_that_of_the_criterion(on: bool) -> None:
    table = fit(ratings(World(seed=31, ragged=True)), scale=WIDE).table
    design = designs.design_of(table, with_items=True)
    model = reml.model_for(design, on, (1, 4))
    x = np.array([0.6, 0.4, 0.9])
    for k, slope in enumerate(reml._At(design, model, *x).gradient()):
        step = np.zeros(3)
        step[k] = 1e-5
        up, down = reml._At(design, model, *(x + step)), reml._At(design, model, *(x - step))
        assert slope == pytest.approx((up.criterion - down.criterion) / 2e-5, rel=1e-6)


def test_what_the_data_cannot_tell_apart_is_not_in_the_model() -> None:
    """Items asked once each are noise; sheets of one rating have no taste of their own."""
    random = np.random.default_rng(2)
    own = [
        Rating(f"c{i}", f"p{j}", float(random.integers(1, 5)), f"{i}-{j}-{k}")
        for i in range(12)
        for j in range(3)
        for k in range(3)
    ]
    components = fit(own, prior="off").components
    assert components.item is None
    assert components.sheet is not None
    assert fit(loops(20)).components == Components(
        fit(loops(20)).components.panelist, None, None, fit(loops(20)).components.error
    )


def test_a_panelist_who_cannot_be_told_from_the_sheet_is_left_out_of_plain_reml() -> None:
    random = np.random.default_rng(3)
    rows = [Rating("c", f"p{j}", float(random.integers(1, 5)), f"i{k}") for j in range(5) for k in range(4)]
    result = fit(rows, prior="off")
    assert result.components.panelist == 0
    assert result.leniency == pytest.approx(np.zeros(5))
    assert fit(rows).components.panelist > 0
