"""Plain REML (`prior="off"`) against lme4 on the same data, where R has it: the largest differences found."""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.crossed_worlds import Setting, history
from bot.commands.ratings_csv import write_ratings
from bot.domain.calibration.crossed import Fit, Table, fit, from_codes

DESIGNS = {
    "items, balanced": Setting("", loops=60, panelists=12),
    "ragged": Setting("", loops=60, panelists=12, missing=0.3),
    "specialised": Setting("", loops=60, panelists=15, specialists=True),
    "disconnected": Setting("", loops=60, panelists=14, pools=2),
    "one rating a sheet": Setting("", loops=60, panelists=12),
}
SCRIPT = """
suppressMessages(library(lme4))
a <- commandArgs(TRUE)
d <- read.csv(a[1], colClasses = c("factor", "factor", "factor", "factor", "numeric"))
f <- lmer(as.formula(a[2]), d, control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-9, maxfun = 1e5)))
v <- as.data.frame(VarCorr(f)); p <- ranef(f)$panelist
put <- function(name, x) cat(sprintf('"%s": [%s]', name, paste(format(x, digits = 15), collapse = ",")))
cat("{"); put("fixed", fixef(f)); cat(","); put("se", sqrt(diag(as.matrix(vcov(f)))))
cat(","); put("panelists", p[order(rownames(p)), 1]); cat(","); put("criterion", REMLcrit(f))
cat(sprintf(',"variances": {%s}}', paste(sprintf('"%s": %.12f', v$grp, v$vcov), collapse = ",")))
"""
NAMES = {"panelist": "panelist", "item": "item", "candidate:panelist": "sheet", "Residual": "error"}


def agreement() -> dict[str, dict[str, float]]:
    """For each design the largest difference in variances, effects, standard errors, and the criterion.

    Empty without R and lme4. A negative criterion means that ours is lower, so nearer to the minimum.
    """
    if shutil.which("Rscript") is None:
        return {}
    found = {}
    for name, setting in DESIGNS.items():
        table = _table(setting, single=name == "one rating a sheet")
        theirs = _lme4(table)
        if theirs is None:
            return {}
        found[name] = _differences(fit(table, "off"), theirs)
    return found


def _table(setting: Setting, single: bool) -> Table:
    world = history(setting, seed=7)
    rows = np.ones(len(world.score), dtype=bool)
    if single:
        sheet = world.candidate * 1000 + world.panelist
        rows = np.append(True, np.diff(sheet) != 0)
    item = np.zeros_like(world.item) if single else world.item
    return from_codes(world.candidate[rows], world.panelist[rows], world.score[rows], item[rows])


def _lme4(table: Table) -> dict[str, Any] | None:
    several = len(table.items) > 1
    formula = "score ~ 0 + candidate + (1|panelist)" + " + (1|item) + (1|candidate:panelist)" * several
    with tempfile.TemporaryDirectory() as folder:
        file, script = Path(folder) / "ratings.csv", Path(folder) / "fit.R"
        file.write_text(write_ratings(table))
        script.write_text(SCRIPT)
        done = subprocess.run(["Rscript", str(script), str(file), formula], capture_output=True, text=True)
    if done.returncode:
        return None
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _differences(ours: Fit, theirs: dict[str, Any]) -> dict[str, float]:
    variances = [
        abs(value - (getattr(ours.components, NAMES[group]) or 0.0))
        for group, value in theirs["variances"].items()
    ]
    return {
        "variances": max(variances),
        "calibrated": float(np.abs(ours.calibrated - theirs["fixed"]).max()),
        "panelists": float(np.abs(ours.leniency - theirs["panelists"]).max()),
        "se": float(np.abs(np.sqrt(ours.variances) - theirs["se"]).max()),
        "criterion": ours.criterion - theirs["criterion"][0],
    }
