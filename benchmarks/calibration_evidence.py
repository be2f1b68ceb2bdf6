"""One made-up company fitted at its checkpoints: what was said of each candidate beside the truth."""

from typing import Any

import numpy as np

from benchmarks.calibration_companies import Company, Design
from bot.domain.calibration import Rating, joint
from bot.domain.calibration.joint import Held, JointFit, Sds, Spread

TRACE = 1e-4
"""In place of a true standard deviation of 0."""

Record = dict[str, Any]


def company(design: Design, seed: int) -> list[Record]:
    """A record for each checkpoint."""
    made = Company(design, seed)
    return [_checkpoint(made, loops) for loops in design.checkpoints]


def _checkpoint(made: Company, loops: int) -> Record:
    names = sorted(made.truth)[:loops]
    rows = [r for r in made.ratings if r.candidate in set(names)]
    fit = joint.fit(rows)
    oracle = joint.fit(rows, held_at=_true(made.design, fit))
    candidates = [_candidate(made, joint.candidate_scores(fit, name), oracle) for name in names]
    return {
        "loops": loops,
        "candidates": candidates,
        "pairs": _pairs(made, fit),
        "reliability": [[len(_of(fit, o)), joint.reliability(fit, o)] for o in fit.data.openings],
        "narrowing": _narrowing(made, fit, rows, names),
    }


def _of(fit: JointFit, opening: str) -> list[int]:
    return np.flatnonzero(fit.data.opening == fit.data.openings.index(opening)).tolist()


def _true(d: Design, fit: JointFit) -> Held:
    error = float(np.hypot(d.error, 1 / np.sqrt(12)))
    each = (d.severity, d.competency, d.item, d.deviation, d.sheet, d.taste, error)
    opening = None if fit.spread.opening is None else max(d.opening, TRACE)
    return Held(Sds(*(max(sd, TRACE) for sd in each)), Spread(d.candidate, opening))


def _candidate(made: Company, found: joint.CandidateScores, oracle: JointFit) -> Record:
    truth, overall = made.truth[found.candidate], found.overall
    inside = [
        [truth[key], one.score.raw, one.score.shown, one.score.sd, one.heard]
        for key, one in found.competencies.items()
    ]
    return {
        "truth": float(np.mean(list(truth.values()))),
        "raw": overall.score.raw,
        "free": overall.unpooled,
        "shown": overall.score.shown,
        "sd": overall.score.sd,
        "df": overall.score.df,
        "oracle": joint.candidate_scores(oracle, found.candidate).overall.score.shown,
        "severity": overall.parts.severity if "severity" in overall.says else 0.0,
        "panel": made.panel_leniency[found.candidate],
        "in": inside,
    }


def _pairs(made: Company, fit: JointFit) -> list[list[float]]:
    """Chances said for some pairs, and whether they were so."""
    truth = {name: float(np.mean(list(one.values()))) for name, one in made.truth.items()}
    pairs = list(joint.all_pairs(fit, most=1000))
    some = made.random.permutation(len(pairs))[:60]
    return [[pairs[k].p, float(truth[pairs[k].a] > truth[pairs[k].b])] for k in some]


def _narrowing(made: Company, fit: JointFit, rows: list[Rating], names: list[str]) -> list[float]:
    """What one more interview by somebody new to the panel was said to leave of overall's range, and what it left."""
    name = names[-1]
    found = joint.candidate_scores(fit, name)
    own = [r for r in rows if r.candidate == name]
    panel, part = {r.panelist for r in own}, fit.data.part[fit.data.code[name]]
    others = [j for j, p in zip(fit.data.panelists, fit.data.panelist_part, strict=True) if p == part]
    free = [j for j in others if j not in panel]
    if not free:
        return []
    key = own[0].competency
    items = [item for competency, item in fit.data.items if competency == key]
    m = min(int(np.median(fit.data.sheet_sizes)), len(items))
    asked = made.random.choice(items, m, replace=False)
    more = [
        Rating(name, str(made.random.choice(free[:1])), 3.0, str(item), key, opening=own[0].opening)
        for item in asked
    ]
    after = joint.fit([*rows, *more], held_at=Held(fit.sds, fit.spread))
    then = joint.candidate_scores(after, name).overall.score.sd
    return [joint.next_interview(fit, found, key).overall, then / found.overall.score.sd]
