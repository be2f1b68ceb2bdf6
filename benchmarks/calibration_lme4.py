"""Plain REML (`prior="off"`) against lme4 on the same data, where R has it: the largest differences found."""

import json
import math
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.calibration_companies import Company, Design
from bot.commands.ratings_csv import write_ratings
from bot.domain.calibration import Rating, joint

DESIGNS = {
    "balanced": Design("", loops=40, panelists=10),
    "ragged": Design("", loops=40, panelists=12),
    "one competency a sheet": Design("", loops=40, panelists=12, panel=7, per_sheet=1),
    "disconnected": Design("", loops=40, panelists=12, pools=2),
    "one rating a cell": Design("", loops=60, panelists=10),
}
FORMULA = (
    "score ~ 0 + candidate + (1|panelist) + (1|competency) + (1|item) + (1|candidate:competency)"
    " + (1|candidate:panelist) + (1|candidate:panelist:competency)"
)
SCRIPT = """
suppressMessages(library(lme4))
a <- commandArgs(TRUE)
d <- read.csv(a[1], colClasses = c("factor", "factor", "factor", "factor", "numeric", "factor"))
f <- lmer(as.formula(a[2]), d, control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-9, maxfun = 1e5)))
v <- as.data.frame(VarCorr(f)); p <- ranef(f)$panelist
put <- function(name, x) cat(sprintf('"%s": [%s]', name, paste(format(x, digits = 15), collapse = ",")))
cat("{"); put("fixed", fixef(f)); cat(","); put("se", sqrt(diag(as.matrix(vcov(f)))))
cat(","); put("panelists", p[order(rownames(p)), 1]); cat(","); put("criterion", REMLcrit(f))
cat(sprintf(',"variances": {%s}}', paste(sprintf('"%s": %.12f', v$grp, v$vcov), collapse = ",")))
"""
NAMES = {
    "panelist": "panelist",
    "competency": "competency",
    "item": "item",
    "candidate:competency": "deviation",
    "candidate:panelist": "sheet",
    "candidate:panelist:competency": "taste",
    "Residual": "error",
}


def agreement() -> dict[str, dict[str, float]]:
    """For each design the largest difference in variances, effects, standard errors, and the criterion.

    Empty without R and lme4. A negative criterion means that ours is lower, so nearer to the minimum.
    """
    if shutil.which("Rscript") is None:
        return {}
    found = {}
    for seed, (name, design) in enumerate(DESIGNS.items(), start=40):
        ratings = _ratings(name, design, seed)
        fit = joint.fit(ratings, prior="off")
        theirs = _lme4(ratings, FORMULA if fit.sds.taste else FORMULA.rpartition(" + ")[0])
        if theirs is None:
            return {}
        found[name] = _differences(fit, theirs)
    return found


def _ratings(name: str, design: Design, seed: int) -> list[Rating]:
    ratings = Company(design, seed).ratings
    if name == "ragged":
        keep = np.random.default_rng(seed).random(len(ratings)) > 0.35
        return [r for r, kept in zip(ratings, keep, strict=True) if kept]
    if name == "one rating a cell":
        cells = {(r.candidate, r.panelist, r.competency): r for r in ratings}
        return list(cells.values())
    return ratings


def _lme4(ratings: list[Rating], formula: str) -> dict[str, Any] | None:
    with tempfile.TemporaryDirectory() as folder:
        file, script = Path(folder) / "ratings.csv", Path(folder) / "fit.R"
        file.write_text(write_ratings(ratings))
        script.write_text(SCRIPT)
        done = subprocess.run(["Rscript", str(script), str(file), formula], capture_output=True, text=True)
    if done.returncode:
        return None
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _differences(fit: joint.JointFit, theirs: dict[str, Any]) -> dict[str, float]:
    assert fit.criterion is not None
    candidates = fit.kept.mean - fit.kept.times(fit.effects)
    errors = np.sqrt(fit.kept.own + fit.kept.spread)
    variances = _variances(fit, theirs["variances"])
    constant = (len(fit.data.score) - len(fit.data.candidates)) * math.log(2 * math.pi)
    return {
        "variances": max(abs(one - other) for one, other in variances),
        "candidates": float(np.abs(candidates - theirs["fixed"]).max()),
        "panelists": float(np.abs(fit.effects[: len(fit.data.panelists)] - theirs["panelists"]).max()),
        "se": float(np.abs(errors - theirs["se"]).max()),
        "criterion": fit.criterion + constant - theirs["criterion"][0],
    }


def _variances(fit: joint.JointFit, theirs: dict[str, float]) -> list[tuple[float, float]]:
    """Ours beside lme4's; where every sheet is one cell only the sum of its two tastes can be told."""
    both = {name: (getattr(fit.sds, name) ** 2, theirs.get(group, 0.0)) for group, name in NAMES.items()}
    if len(fit.data.sheet_sizes) == len(fit.data.cell_sizes):
        taste, sheet = both.pop("taste"), both.pop("sheet")
        both["both tastes"] = (taste[0] + sheet[0], taste[1] + sheet[1])
    return list(both.values())
