"""Processor time of the joint model at two sizes, on one thread, each in its own process for its peak memory.

`python -m benchmarks.calibration_speed SIZE` prints a JSON object. InstEval's shape beside lme4 has no competencies:
`python -m benchmarks.crossed --only speed`.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from rich.console import Console
from rich.table import Table

THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
SIZES = ("160,000 ratings", "5,000 loops")
_LOOPS = {"160,000 ratings": 2667, "5,000 loops": 5000}
_PANELISTS = {"160,000 ratings": 120, "5,000 loops": 300}


def main() -> None:
    """Time one size."""
    print(json.dumps(timed(sys.argv[1], quick="--quick" in sys.argv)))


def in_own_process(size: str, quick: bool) -> dict[str, Any]:
    """`timed`, in a fresh process on one thread."""
    command = [sys.executable, "-m", "benchmarks.calibration_speed", size, *(["--quick"] if quick else [])]
    environment = {**os.environ, **dict.fromkeys(THREADS, "1")}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def timed(size: str, quick: bool) -> dict[str, Any]:
    """Seconds to fit, to keep and read back, to add a loop, and for all that a debrief says."""
    from bot.domain.calibration import joint

    old, new, loop = _loops(_LOOPS[size] // (20 if quick else 1), _PANELISTS[size])
    data = joint.from_columns(old)
    figures: dict[str, Any] = {"size": size, "ratings": len(data.score)}
    made: list[Any] = []
    figures["fit"] = _seconds(lambda: made.append(joint.fit(data)))
    fit = made[0]
    kept = joint.to_bytes(fit)
    figures["kept MiB"] = len(kept) / 2**20
    figures["reading back"] = _median(lambda: joint.from_bytes(kept))
    figures["new loop"] = _median(lambda: made.append(joint.update(fit, joint.from_columns(new))))
    figures["debrief"] = _median(lambda: _debrief(kept, new, loop))
    figures["peak MiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return figures


def _debrief(kept: bytes, new: Any, name: str) -> None:
    """From the kept fit to everything that a debrief says of a loop, but for who is left out."""
    from bot.domain.calibration import joint

    before = joint.from_bytes(kept)
    loop = joint.from_columns(new)
    fit = joint.update(before, loop)
    found = joint.candidate_scores(fit, name)
    for key in found.keys:
        joint.next_interview(fit, found, key)
        joint.settles(fit, found, key, 2.5)
    joint.reliability(fit, found.opening)
    joint.disagreement(loop, before)


def _seconds(work: Callable[[], object]) -> float:
    """Of one core, so that what else the machine does counts less."""
    began = time.process_time()
    work()
    return time.process_time() - began


def _median(work: Callable[[], object]) -> float:
    return sorted(_seconds(work) for _ in range(5))[2]


def _loops(count: int, panelists: int) -> tuple[Any, Any, str]:
    """Loops of 5 sheets of 12 ratings in 3 of 5 competencies, 240 items; and one more loop by itself."""
    import numpy as np

    from bot.domain.calibration import joint

    random = np.random.default_rng(1)
    n = (count + 1) * 60
    loop = np.repeat(np.arange(count + 1), 60)
    panel = np.concatenate([random.choice(panelists, 5, replace=False) for _ in range(count + 1)])
    sheet = np.repeat(np.arange((count + 1) * 5), 12)
    competency = (sheet % 5 + np.tile(np.repeat(np.arange(3), 4), (count + 1) * 5)) % 5
    item = np.concatenate([random.choice(48, 12, replace=False) for _ in range((count + 1) * 5)])
    y = random.normal(2.5, 0.4, count + 1)[loop] + random.normal(0, 0.3, panelists)[panel[sheet]]
    y = y + random.normal(0, 0.3, len(panel))[sheet] + random.normal(0, 0.7, n)
    score = np.clip(np.rint(y), 1, 4)
    opening = random.integers(0, 20, count + 1)

    def columns(rows: Any) -> joint.Columns:
        return joint.Columns(
            [f"c{k:05}" for k in loop[rows]],
            [f"p{k:03}" for k in panel[sheet[rows]]],
            [f"q{q}/{k}" for q, k in zip(competency[rows], item[rows], strict=True)],
            [f"q{q}" for q in competency[rows]],
            [f"o{k}" for k in opening[loop[rows]]],
            score[rows],
        )

    last = loop == count
    return columns(~last), columns(last), f"c{count:05}"


def show(console: Console, times: list[dict[str, Any]]) -> None:
    """Seconds by size."""
    table = Table(title="Seconds of one core", title_justify="left")
    names = ("fit", "reading back", "new loop", "debrief")
    for head in ("size", "ratings", *names, "kept MiB", "peak MiB"):
        table.add_column(head)
    for one in times:
        figures = (f"{one[name]:.3f}" for name in names)
        sizes = (f"{one[name]:.0f}" for name in ("kept MiB", "peak MiB"))
        table.add_row(one["size"], f"{one['ratings']:,}", *figures, *sizes)
    console.print(table)


def aims(times: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """A debrief in 0.2 s at 160,000 ratings, a new loop in 0.1 s at 300 panelists and 5,000 loops."""
    by = {one["size"]: one for one in times}
    wanted = (
        ("a debrief from the kept fit, 160,000 ratings", by["160,000 ratings"]["debrief"], 0.2),
        ("a new loop, 300 panelists and 5,000 loops", by["5,000 loops"]["new loop"], 0.1),
    )
    return {
        name: {"aim": f"<= {limit} s", "got": round(got, 4), "met": got <= limit}
        for name, got, limit in wanted
    }


if __name__ == "__main__":
    main()
