"""How long calibration takes at the three sizes, and lme4 on the same data where R has it.

`python -m benchmarks.crossed_speed SIZE` times one size in a process of its own, for its peak memory, on one
thread, and prints a JSON object.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
SIZES = ("loops", "ragged", "insteval")
TITLES = {
    "loops": "300 panelists, 5,000 loops of 60 ratings (5 scorecards of 12)",
    "ragged": "the same, one rating in ten not assessed",
    "insteval": "2,972 panelists x 1,128 candidates, 73,421 scorecards of one rating (InstEval's shape)",
}
LME4 = """
suppressMessages(library(lme4))
t0 <- proc.time()[["elapsed"]]
d <- read.csv(commandArgs(TRUE)[1], colClasses = c("factor", "factor", "factor", "NULL", "numeric"))
t1 <- proc.time()
f <- lmer(as.formula(commandArgs(TRUE)[2]), d)
t2 <- proc.time()
cat(t1[["elapsed"]] - t0, t2[["elapsed"]] - t1[["elapsed"]], sum((t2 - t1)[1:2]), "\\n")
"""
FORMULAS = {
    "loops": "score ~ 1 + (1|candidate) + (1|panelist) + (1|item) + (1|candidate:panelist)",
    "insteval": "score ~ 1 + (1|candidate) + (1|panelist)",
}


def main() -> None:
    """Time one size."""
    print(json.dumps(timed(sys.argv[1], quick="--quick" in sys.argv)))


def in_own_process(size: str, quick: bool) -> dict[str, Any]:
    """`timed`, in a fresh process on one thread."""
    command = [sys.executable, "-m", "benchmarks.crossed_speed", size, *(["--quick"] if quick else [])]
    environment = {**os.environ, **dict.fromkeys(THREADS, "1")}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def timed(size: str, quick: bool) -> dict[str, Any]:
    """Seconds to read, to fit, and to add a loop with the variances held; peak memory in MiB; lme4's seconds."""
    from bot.commands.ratings_csv import read_ratings, write_ratings
    from bot.domain.calibration.crossed import Fit, fit, update

    scale = (1.0, 5.0) if size == "insteval" else (1.0, 4.0)
    shrink = 20 if quick else 1
    rows = _insteval(shrink) if size == "insteval" else _loops(shrink, 0.1 if size == "ragged" else 0.0)
    old, new, last = _split(rows)
    figures: dict[str, Any] = {"size": size, "ratings": len(old.score) + len(new.score)}
    made: list[Fit] = []
    busy = time.process_time()
    figures["fit"] = _seconds(lambda: made.append(fit(old, scale=scale)))
    figures["fit cpu"] = time.process_time() - busy
    figures["all results"] = _seconds(lambda: (made[0].candidates, made[0].panelists))
    results: list[Any] = []
    busy = time.process_time()
    spent = [_seconds(lambda: results.append(update(made[0], new).candidate(last))) for _ in range(5)]
    figures["new loop"] = sorted(spent)[2]
    figures["new loop cpu"] = (time.process_time() - busy) / 5
    figures["calibrated"] = results[0].calibrated
    figures["peak MiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    text = write_ratings(old)
    figures["reading"] = _seconds(lambda: read_ratings(text.encode(), scale))
    return {**figures, **_lme4(size, text)}


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _loops(shrink: int, missing: float) -> Any:
    """Candidate, panelist, item and score; the last loop is the new one."""
    import numpy as np

    random = np.random.default_rng(1)
    p, c, panel, m, items = 300, 5000 // shrink + 1, 5, 12, 240
    panelist = np.concatenate([random.choice(p, panel, replace=False) for _ in range(c)])
    candidate = np.repeat(np.arange(c), panel)
    item = np.concatenate([random.choice(items, m, replace=False) for _ in panelist])
    own = np.repeat(np.arange(len(panelist)), m)
    y = random.normal(2.5, 0.5, c)[candidate[own]] + random.normal(0, 0.3, p)[panelist[own]]
    y += random.normal(0, 0.3, items)[item] + random.normal(0, 0.3, len(panelist))[own]
    score = np.clip(np.rint(y + random.normal(0, 0.5, len(own))), 1, 4)
    keep = random.random(len(own)) >= missing
    return candidate[own][keep], panelist[own][keep], item[keep], score[keep]


def _insteval(shrink: int) -> Any:
    """One rating a sheet, on a scale of 1 to 5, with about InstEval's variances."""
    import numpy as np

    random = np.random.default_rng(2)
    p, c, n = 2972 // shrink, 1128 // shrink, 73421 // shrink**2
    cells = np.sort(random.choice(p * c, n, replace=False))
    candidate, panelist = cells // p, cells % p
    y = 3.2 + random.normal(0, 0.5, c)[candidate] + random.normal(0, 0.33, p)[panelist]
    score = np.clip(np.rint(y + random.normal(0, 1.18, n)), 1, 5)
    return candidate, panelist, np.zeros(n, dtype=np.int64), score


def _split(rows: Any) -> Any:
    """All loops but the last as a table, the last one as another, and its id."""
    from bot.domain.calibration.crossed import from_codes

    candidate, panelist, item, score = rows
    last = candidate == candidate.max()
    old = from_codes(candidate[~last], panelist[~last], score[~last], item[~last])
    new = from_codes(candidate[last], panelist[last], score[last], item[last])
    return old, new, new.candidates[0]


def _lme4(size: str, text: str) -> dict[str, Any]:
    """lme4's crossed fit of the same file (it can't take 5,000 fixed candidates); nothing without R or lme4."""
    if size not in FORMULAS or shutil.which("Rscript") is None:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ratings.csv"
        file.write_text(text)
        script = Path(folder) / "fit.R"
        script.write_text(LME4)
        done = subprocess.run(
            ["Rscript", str(script), str(file), FORMULAS[size]], capture_output=True, text=True
        )
    if done.returncode:
        return {"lme4 says": done.stderr.strip()[-200:]}
    reading, fitting, cpu = map(float, done.stdout.split()[-3:])
    return {"lme4 reading": reading, "lme4": fitting, "lme4 cpu": cpu}


if __name__ == "__main__":
    main()
