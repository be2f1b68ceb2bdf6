"""The joint model a second time, dense and plain, from its specification alone: for comparing, not for use.

Every rating has its own row, every effect its own column; nothing is eliminated, kept or used again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy import optimize, stats

SHARES = (0.12, 0.07, 0.06, 0.08, 0.10, 0.07, 0.20)
NAMES = ("panelist", "competency", "item", "deviation", "sheet", "taste", "error")
Row = tuple[str, str, str, str, float, str]
"""Candidate, panelist, item, competency, score, opening."""


def indicator(keys: Sequence[Any]) -> tuple[list[Any], Any]:
    names = sorted(set(keys))
    return names, np.array([[float(key == name) for name in names] for key in keys])


@dataclass
class Dense:
    rows: list[Row]
    low: float = 1.0
    high: float = 4.0
    step: float = 1.0
    prior: bool = True
    sds: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.range = self.high - self.low
        self.y = np.array([row[4] for row in self.rows])
        self.people, self.x = indicator([row[0] for row in self.rows])
        self.panelists, zr = indicator([row[1] for row in self.rows])
        self.comps, zk = indicator([row[3] for row in self.rows])
        self.items, zb = indicator([row[2] for row in self.rows])
        self.g_names, zg = indicator([(row[0], row[3]) for row in self.rows])
        sheets, zh = indicator([(row[0], row[1]) for row in self.rows])
        cells, zt = indicator([(row[0], row[1], row[3]) for row in self.rows])
        self.z = [zr, zk, zb, zg, zh, zt]
        self.left_out = set()
        if not self.prior:
            self.left_out |= {"sheet"} if len(sheets) == len(self.rows) else set()
            self.left_out |= {"taste"} if len(cells) == len(self.rows) else set()
        self.home = {row[2]: row[3] for row in self.rows}
        self.opening = {row[0]: row[5] for row in self.rows}
        self.openings = sorted(set(self.opening.values()))
        self.sheet_sizes = zh.sum(axis=0)
        self._parts()
        self._fit()
        self._free()
        self._pool()

    def _parts(self) -> None:
        joined = {name: {name} for name in self.people}
        for j in self.panelists:
            group: set[str] = set()
            for row in self.rows:
                if row[1] == j:
                    group |= joined[row[0]]
            for name in group:
                joined[name] = group
        firsts = sorted({min(group) for group in joined.values()})
        self.part = {name: firsts.index(min(joined[name])) for name in self.people}
        self.panelist_part = {row[1]: self.part[row[0]] for row in self.rows}

    def variance(self, s: Any) -> Any:
        v = s[6] ** 2 * np.eye(len(self.y))
        for sd, z in zip(s, self.z, strict=False):
            v = v + sd**2 * z @ z.T
        return v

    def objective(self, s: Any) -> float:
        v = self.variance(s)
        factor = np.linalg.cholesky(v)
        xs, ys = np.linalg.solve(factor, self.x), np.linalg.solve(factor, self.y)
        xx = xs.T @ xs
        left = ys - xs @ np.linalg.solve(xx, xs.T @ ys)
        value = 2 * np.log(np.diag(factor)).sum() + np.linalg.slogdet(xx)[1] + left @ left
        if self.prior:
            value += sum((np.log(sd / (m * self.range)) / 0.6) ** 2 for sd, m in zip(s, SHARES, strict=True))
        return float(value)

    def _fit(self) -> None:
        if not self.sds:
            self._search()
        self.s = np.array([self.sds[name] for name in NAMES])
        self.criterion = self.objective(self.s)

    def _search(self) -> None:
        free = [k for k, name in enumerate(NAMES) if name not in self.left_out]
        low = np.full(7, 1e-4)
        low[6] = self.step / np.sqrt(12) if self.prior else 1e-4 * self.range
        bounds = [(float(np.log(low[k])), float(np.log(10 * self.range))) for k in free]

        def at(logs: Any) -> float:
            s = np.zeros(7)
            s[free] = np.exp(logs)
            return self.objective(s)

        logs = np.log(np.array(SHARES) * self.range)[free]
        logs = np.clip(logs, [b[0] for b in bounds], [b[1] for b in bounds])
        for _ in range(3):
            options = {"ftol": 1e-15, "gtol": 1e-9, "maxiter": 500}
            found = optimize.minimize(
                at, logs, method="L-BFGS-B", jac="3-point", bounds=bounds, options=options
            )
            logs = found.x
        s = np.zeros(7)
        s[free] = np.exp(logs)
        self.sds = dict(zip(NAMES, map(float, s), strict=True))

    def _free(self) -> None:
        """Henderson's equations with every effect in them; the inverse is the errors' covariance."""
        w = np.hstack([self.x, *self.z])
        own = np.concatenate(
            [np.zeros(self.x.shape[1])]
            + [np.full(z.shape[1], 1e-12 if sd == 0 else sd) for z, sd in zip(self.z, self.s, strict=False)]
        )
        inverse = np.zeros_like(own)
        inverse[own > 0] = own[own > 0] ** -2.0
        c = w.T @ w / self.s[6] ** 2 + np.diag(inverse)
        self.cov = np.linalg.inv(c)
        self.all = self.cov @ (w.T @ self.y) / self.s[6] ** 2
        sizes = [self.x.shape[1], *(z.shape[1] for z in self.z)]
        self.begin = np.concatenate(([0], np.cumsum(sizes)))
        self.r = self.all[self.begin[1] : self.begin[2]]
        self.k = self.all[self.begin[2] : self.begin[3]]
        self.b = self.all[self.begin[3] : self.begin[4]]

    def blank(self) -> Any:
        return np.zeros(len(self.all))

    def mean_r(self, part: int) -> Any:
        f = self.blank()
        own = [n for n, j in enumerate(self.panelists) if self.panelist_part[j] == part]
        f[self.begin[1] + np.array(own)] = 1 / len(own)
        return f

    def easy(self, q: str) -> Any:
        f = self.blank()
        f[self.begin[2] + self.comps.index(q)] = 1
        own = [n for n, m in enumerate(self.items) if self.home[m] == q]
        f[self.begin[3] + np.array(own)] += 1 / len(own)
        return f

    def rated(self, i: str) -> list[str]:
        return sorted({row[3] for row in self.rows if row[0] == i})

    def x_of(self, i: str, q: str) -> Any:
        f = self.mean_r(self.part[i]) + self.easy(q)
        f[self.people.index(i)] = 1
        if (i, q) in self.g_names:
            f[self.begin[4] + self.g_names.index((i, q))] = 1
        return f

    def u_of(self, i: str) -> Any:
        part = self.part[i]
        comps = sorted({row[3] for row in self.rows if self.part[row[0]] == part})
        f = self.mean_r(part) + np.mean([self.easy(q) for q in comps], axis=0)
        f[self.people.index(i)] = 1
        return f

    def _pool(self) -> None:
        self.u = np.array([self.u_of(i) for i in self.people])
        self.uf, self.uv = self.u @ self.all, np.einsum("ie,ef,if->i", self.u, self.cov, self.u)
        several = len(self.openings) > 1

        def value(logs: Any) -> float:
            sds = np.exp(logs)
            total = self.spread_objective(sds[0], sds[1] if several else 0.0)
            if self.prior:
                total += sum(
                    (np.log(sd / (m * self.range)) / 0.6) ** 2
                    for sd, m in zip(sds, (0.13, 0.06), strict=False)
                )
            return float(total)

        start = np.log(np.array([0.13, 0.06][: 1 + several]) * self.range)
        bounds = [(np.log(1e-4), np.log(10 * self.range))] * len(start)
        if "candidate" not in self.sds:
            for _ in range(3):
                options = {"ftol": 1e-15, "gtol": 1e-10, "maxiter": 500}
                start = optimize.minimize(
                    value, start, method="L-BFGS-B", jac="3-point", bounds=bounds, options=options
                ).x
            self.sds["candidate"] = float(np.exp(start[0]))
            if several:
                self.sds["opening"] = float(np.exp(start[1]))

    def spread_objective(self, s_c: float, s_o: float) -> float:
        total = 0.0
        for part in sorted(set(self.part.values())):
            sum_t, groups = self.groups(part, s_c, s_o)
            m = sum(g["t"] * g["u"] for g in groups.values()) / sum_t
            for g in groups.values():
                total += sum(-np.log(w) + w * (uf - g["u"]) ** 2 for w, uf in g["own"])
                if len(self.openings) > 1:
                    total += np.log(1 + s_o**2 * g["w"])
                total += g["t"] * (g["u"] - m) ** 2
            total += np.log(sum_t)
        return float(total)

    def groups(self, part: int, s_c: float, s_o: float) -> tuple[float, dict[str, Any]]:
        groups: dict[str, Any] = {}
        for n, i in enumerate(self.people):
            if self.part[i] == part:
                w = 1 / (self.uv[n] + s_c**2)
                groups.setdefault(self.opening[i], {"own": []})["own"].append((w, self.uf[n]))
        for g in groups.values():
            g["w"] = sum(w for w, _ in g["own"])
            g["u"] = sum(w * uf for w, uf in g["own"]) / g["w"]
            g["t"] = 1 / (s_o**2 + 1 / g["w"])
        return sum(g["t"] for g in groups.values()), groups

    def middle(self, i: str) -> tuple[float, float]:
        s_c, s_o = self.sds["candidate"], self.sds.get("opening", 0.0)
        sum_t, groups = self.groups(self.part[i], s_c, s_o)
        m = sum(g["t"] * g["u"] for g in groups.values()) / sum_t
        g = groups[self.opening[i]]
        f = s_o**2 * g["t"]
        return f * g["u"] + (1 - f) * m, f / g["w"] + (1 - f) ** 2 / sum_t

    def figures(self, i: str) -> Any:
        """x of every competency, then overall, as weights on all effects."""
        each = [self.x_of(i, q) for q in self.comps]
        overall = np.mean([self.x_of(i, q) for q in self.rated(i)], axis=0)
        return np.array([*each, overall])

    def shown(self, i: str) -> tuple[Any, Any]:
        f, n = self.figures(i), self.people.index(i)
        c, a = f @ self.cov @ f.T, f @ self.cov @ self.u[n]
        for k, q in enumerate(self.comps):
            if (i, q) not in self.g_names:
                c[k, k] += self.s[3] ** 2
        level = self.uv[n] + self.sds["candidate"] ** 2
        pull, (mu, om) = a / level, self.middle(i)
        return f @ self.all + pull * (mu - self.uf[n]), c - np.outer(pull, pull) * (level - om)

    def df(self, i: str) -> int:
        return sum(part == self.part[i] for part in self.part.values()) + 3

    def centred_r(self, j: str) -> float:
        mean = self.mean_r(self.panelist_part[j]) @ self.all
        return float(self.r[self.panelists.index(j)] - mean)

    def centred_b(self, m: str) -> float:
        own = [self.b[n] for n, name in enumerate(self.items) if self.home[name] == self.home[m]]
        return float(self.b[self.items.index(m)] - np.mean(own))

    def own_rows(self, i: str) -> list[int]:
        return [n for n, row in enumerate(self.rows) if row[0] == i]

    def rating_weights(self, i: str) -> Any:
        own = self.own_rows(i)
        v = self.s[6] ** 2 * np.eye(len(own))
        for k in (3, 4, 5):
            z = self.z[k][own]
            v += self.s[k] ** 2 * z @ z.T
        inverse, ones = np.linalg.inv(v), np.ones(len(own))
        a = inverse @ ones / (ones @ inverse @ ones)
        p = inverse - np.outer(a, ones @ inverse)
        of = [self.rows[n][3] for n in own]
        mean = np.mean([p @ np.array([float(q == one) for one in of]) for q in self.rated(i)], axis=0)
        return a + self.s[3] ** 2 * mean

    def parts(self, i: str) -> dict[str, float]:
        own, w = self.own_rows(i), self.rating_weights(i)
        y = self.y[own]
        easy = {q: float(self.easy(q) @ self.all) for q in self.comps}
        k = np.array([easy[self.rows[n][3]] for n in own])
        r = np.array([self.centred_r(self.rows[n][1]) for n in own])
        b = np.array([self.centred_b(self.rows[n][2]) for n in own])
        free = float(self.figures(i)[-1] @ self.all)
        mean = float(np.mean([easy[q] for q in self.rated(i)]))
        return {
            "weights": float(w @ y - y.mean() - (w @ k - mean)),
            "severity": float(-w @ r),
            "questions": float(-w @ b),
            "middle": float(self.shown(i)[0][-1] - free),
        }

    def severity_sd(self, i: str) -> float:
        load = -self.mean_r(self.part[i])
        for n, w in zip(self.own_rows(i), self.rating_weights(i), strict=True):
            load[self.begin[1] + self.panelists.index(self.rows[n][1])] += w
        return float(np.sqrt(load @ self.cov @ load))

    def parts_in(self, i: str, q: str) -> dict[str, float]:
        own = [n for n in self.own_rows(i) if self.rows[n][3] == q]
        severity = -float(np.mean([self.centred_r(self.rows[n][1]) for n in own]))
        questions = -float(np.mean([self.centred_b(self.rows[n][2]) for n in own]))
        shown = float(self.shown(i)[0][self.comps.index(q)])
        return {
            "severity": severity,
            "questions": questions,
            "rest": shown - self.y[own].mean() - severity - questions,
        }

    def pair(self, a: str, b: str) -> tuple[float, float, float]:
        """Gap, its standard deviation, and the chance that a is above b."""
        i, j = self.people.index(a), self.people.index(b)
        (xa, va), (xb, vb) = self.shown(a), self.shown(b)
        fa, fb = self.figures(a)[-1], self.figures(b)[-1]
        la = fa @ self.cov @ self.u[i] / (self.uv[i] + self.sds["candidate"] ** 2)
        lb = fb @ self.cov @ self.u[j] / (self.uv[j] + self.sds["candidate"] ** 2)
        q = self.cov
        cov = fa @ q @ fb - la * (self.u[i] @ q @ fb) - (fa @ q @ self.u[j]) * lb
        cov += la * lb * (self.u[i] @ q @ self.u[j] + self.middle(a)[1])
        sd = float(np.sqrt(va[-1, -1] + vb[-1, -1] - 2 * cov))
        gap = float(xa[-1] - xb[-1])
        return gap, sd, float(stats.t.cdf(gap / sd, self.df(a)))

    def noise(self, part: int) -> float:
        own = [n for n, j in enumerate(self.panelists) if self.panelist_part[j] == part]
        each = []
        for n in own:
            f = -self.mean_r(part)
            f[self.begin[1] + n] += 1
            each.append(f @ self.cov @ f)
        m = np.median(self.sheet_sizes)
        return float(np.mean(each) + self.s[4] ** 2 + self.s[5] ** 2 + (self.s[6] ** 2 + self.s[2] ** 2) / m)

    def next_interview(self, i: str, q: str) -> tuple[float, float]:
        _, v = self.shown(i)
        k = self.comps.index(q)
        then = v - np.outer(v[k], v[k]) / (v[k, k] + self.noise(self.part[i]))
        return float(np.sqrt(then[-1, -1] / v[-1, -1])), float(np.sqrt(then[k, k] / v[k, k]))

    def reliability(self, opening: str) -> float:
        found = []
        for i in self.people:
            if self.opening[i] == opening:
                there = self.sds["candidate"] ** 2 + self.s[3] ** 2 / len(self.rated(i))
                found.append(max(0.0, 1 - self.shown(i)[1][-1, -1] / there))
        return float(np.mean(found))
