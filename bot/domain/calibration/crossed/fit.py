"""The fit: variances, leniencies and calibrated scores, and everything that follows from them."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from scipy import sparse, special

from bot.domain.calibration.arrays import Floats, Ints
from bot.domain.calibration.crossed import design as designs
from bot.domain.calibration.crossed.design import Design, Reduced
from bot.domain.calibration.crossed.equations import Solved
from bot.domain.calibration.crossed.graph import Graph
from bot.domain.calibration.crossed.reml import Components, Model
from bot.domain.calibration.crossed.results import CandidateResult, PanelistResult
from bot.domain.calibration.table import Table

_CELLS = 4_000_000
_PRIOR_DF = 4
_SPREAD = 0.18
"""The prior standard deviation of candidates, over the range of the scale."""

PriorSwitch = Literal["on", "off"]


@dataclass(frozen=True, eq=False)
class Fit:
    """One fit. What is costly is worked out when first asked for.

    `components` are variances; `criterion` is what was minimised (nan where nothing varies);
    `rescaled` holds the raw results of candidates rated on another scale, who are not in the model.
    """

    table: Table
    scale: tuple[float, float]
    level: float
    prior: PriorSwitch
    model: Model
    components: Components
    criterion: float
    rescaled: tuple[CandidateResult, ...]
    _reduced: Reduced
    _solved: Solved

    @cached_property
    def graph(self) -> Graph:
        """Who has scored whom."""
        return Graph(self.table)

    @cached_property
    def design(self) -> Design:
        """The ratings as the equations see them."""
        return designs.design_of(self.table, self.model.has_item)

    @property
    def n_sheets(self) -> int:
        """How many scorecards (candidate x panelist)."""
        return len(self.table.first_sheet_row)

    @cached_property
    def df(self) -> int:
        """Degrees of freedom of the intervals: sheets less candidates, plus 4 with the prior."""
        return self.n_sheets - len(self.table.candidates) + (_PRIOR_DF if self.prior == "on" else 0)

    @cached_property
    def quantile(self) -> float:
        """Half the width of an interval in standard errors; nan where there is no degree of freedom."""
        return float(special.stdtrit(self.df, (1 + self.level) / 2)) if self.df > 0 else math.nan

    @property
    def effects(self) -> Floats:
        """Panelists' leniencies, then items' easiness."""
        return self._solved.effects

    @property
    def leniency(self) -> Floats:
        """Of each panelist of the table."""
        return self._solved.effects[: len(self.table.panelists)]

    @property
    def easiness(self) -> Floats:
        """Of each item of the table; 0 where items are not in the model."""
        if not self.model.has_item:
            return np.zeros(len(self.table.items))
        return self._solved.effects[len(self.table.panelists) :]

    @cached_property
    def covariance(self) -> Floats:
        """Q, of the effects' errors."""
        error = self.components.error
        return self._solved.inverse * error if error > 0 else np.zeros_like(self._solved.inverse)

    @cached_property
    def centred(self) -> Floats:
        """HQH: about the average panelist of each part and the average item. Plain Q with the prior off."""
        if self.prior == "off":
            return self.covariance
        groups = self.graph.panelist_part
        if self.model.has_item:
            groups = np.concatenate((groups, np.full(len(self.table.items), groups.max() + 1)))
        half = self.covariance - _means(self.covariance, groups)[groups]
        return np.asarray(half - _means(half.T, groups)[groups].T)

    @cached_property
    def shares(self) -> Any:
        """Candidates x effects (CSR): what each effect weighs in each candidate's mean."""
        return designs.shares(self.design, self._reduced)

    @property
    def means(self) -> Floats:
        """Candidates' means before effects are taken off, each sheet weighed by how well it is known."""
        return self._reduced.means

    @property
    def theta(self) -> float:
        """The sheets' variance over the error variance."""
        return self._reduced.theta

    @property
    def weights(self) -> Floats:
        """How much each candidate's mean weighs: its error variance is s_e^2 over this."""
        return self._reduced.weights

    @cached_property
    def calibrated(self) -> Floats:
        """Each candidate's calibrated score."""
        return np.asarray(self._reduced.means - self.shares @ self._solved.effects)

    @cached_property
    def raw(self) -> Floats:
        """Each candidate's plain mean of ratings."""
        count = len(self.table.candidates)
        sums = np.bincount(self.table.candidate, self.table.score, minlength=count)
        return np.asarray(sums / np.bincount(self.table.candidate, minlength=count))

    @cached_property
    def variances(self) -> Floats:
        """Of the calibrated scores."""
        rows, q = self.shares, self.centred
        spread = np.empty(rows.shape[0])
        step = max(1, _CELLS // max(1, rows.shape[1]))
        for start in range(0, rows.shape[0], step):
            part = rows[start : start + step]
            spread[start : start + step] = np.asarray(part.multiply(part @ q).sum(axis=1)).ravel()
        return np.maximum(spread, 0.0) + self.components.error / self._reduced.weights

    @cached_property
    def shrunk(self) -> Floats:
        """Calibrated scores drawn to their mean, the more the less is known."""
        c, v, count = self.calibrated, self.variances, len(self.table.candidates)
        if not np.isfinite(v).all():
            return c
        total = np.asarray(self.shares.sum(axis=0)).ravel()
        all_v = float((self.components.error / self._reduced.weights).sum() + total @ self.centred @ total)
        m = float(c.mean())
        prior = 4 * (_SPREAD * (self.scale[1] - self.scale[0])) ** 2
        tau2 = max(0.0, float(((c - m) ** 2).sum() - v.sum()) + all_v / count + prior) / (count + 3)
        return np.asarray(m + tau2 / (tau2 + v) * (c - m))

    @cached_property
    def panelists(self) -> tuple[PanelistResult, ...]:
        """All panelists, by id."""
        errors = np.sqrt(np.maximum(np.diagonal(self.centred)[: len(self.table.panelists)], 0.0))
        return tuple(
            PanelistResult(
                id=name,
                n=int(self.graph.sheets[k]),
                leniency=float(self.leniency[k]),
                se=self.known(float(errors[k])),
                low=self.bound(float(self.leniency[k]), float(errors[k]), -1),
                high=self.bound(float(self.leniency[k]), float(errors[k]), 1),
                shown=self.graph.shown(k),
            )
            for k, name in enumerate(self.table.panelists)
        )

    @cached_property
    def candidates(self) -> tuple[CandidateResult, ...]:
        """All candidates, by id; those rated on another scale last."""
        return tuple(self._result(k) for k in range(len(self.table.candidates))) + self.rescaled

    def _result(self, code: int) -> CandidateResult:
        at, se = float(self.calibrated[code]), math.sqrt(self.variances[code])
        return CandidateResult(
            id=self.table.candidates[code],
            n=int(self.graph.panel_size[code]),
            raw=float(self.raw[code]),
            calibrated=at,
            se=self.known(se),
            low=self.bound(at, se, -1),
            high=self.bound(at, se, 1),
            shrunk=float(self.shrunk[code]),
            status=self.graph.status(code),
        )

    @cached_property
    def parts(self) -> tuple[tuple[str, ...], ...]:
        """Candidates grouped by whether shared panelists connect them."""
        groups: dict[int, list[str]] = {}
        for name, part in zip(self.table.candidates, self.graph.part, strict=True):
            groups.setdefault(int(part), []).append(name)
        return tuple(tuple(names) for names in groups.values())

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What must be said beside the figures."""
        return self.graph.notes()

    def candidate(self, name: str) -> CandidateResult:
        """One candidate's result. KeyError where there is none."""
        code = self.table.candidate_code.get(name)
        if code is not None:
            return self._result(code)
        return {c.id: c for c in self.rescaled}[name]

    def panelist(self, name: str) -> PanelistResult:
        """One panelist's result. KeyError where there is none."""
        return self.panelists[self.table.panelist_code[name]]

    def bound(self, at: float, se: float, side: int) -> float | None:
        """An end of an interval; None where there is none."""
        end = at + side * self.quantile * se
        return end if math.isfinite(end) else None

    def known(self, se: float) -> float | None:
        """A standard error, or None where it can't be known."""
        return se if self.df > 0 and math.isfinite(se) else None


def _means(matrix: Floats, groups: Ints) -> Floats:
    """The mean row of each group."""
    n = len(groups)
    pick = sparse.csr_matrix((np.ones(n), (groups, np.arange(n))))
    counts = np.maximum(np.bincount(groups), 1).astype(np.float64)
    return np.asarray((pick @ matrix) / counts[:, None])
