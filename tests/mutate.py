"""`make mutate`: break the domain's rules at random (mutmut), and print what `make test-fast` doesn't notice.

    python -m tests.mutate [how many]

Every mutant, or so many drawn by TEST_SEED, for at most MINUTES on the clock. What is mutated stands in
pyproject.toml, `[tool.mutmut]`. mutmut leaves values outside functions alone: the tables of
`bot/domain/access.py` are held by a test that tries every standing.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.chance import SEED, dice

MINUTES = 20
MUTANTS = Path("mutants")
FIRST = "bot.domain.access.*"
"""The fewest mutants; running them writes all of them and finds out which test runs what."""
WORDS = {0: "survived", 1: "killed", 3: "killed", 5: "no test", 33: "no test", 2: "not run", None: "not run"}


def mutmut(*args: str, until: float) -> None:
    """Run mutmut; at `until` (monotonic seconds) it is asked to stop, and keeps what it has."""
    command = (sys.executable, "-m", "mutmut", "run", "--max-children", str(os.cpu_count() or 2), *args)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            said, _ = process.communicate(timeout=max(1.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
            said, _ = process.communicate()
            return
    if process.returncode:
        sys.exit(f"{said[-3000:]}\nmutmut ended with {process.returncode}")


def results() -> dict[str, int | None]:
    """What became of each mutant: the exit code of its tests, None where it was not run."""
    found: dict[str, int | None] = {}
    for meta in MUTANTS.rglob("*.meta"):
        found |= json.loads(meta.read_text())["exit_code_by_key"]
    return found


def change(name: str) -> list[str]:
    """What a mutant changes, as the lines of a diff."""
    command = (sys.executable, "-m", "mutmut", "show", name)
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return [line for line in said.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def main(args: Sequence[str]) -> int:
    """Run a sample and print its survivors."""
    until = time.monotonic() + MINUTES * 60
    mutmut(FIRST, until=until)
    names = sorted(results())
    chosen = dice("mutants").sample(names, min(int(args[0]) if args else len(names), len(names)))
    mutmut(*chosen, until=until)
    became = {name: results()[name] for name in sorted(chosen)}
    counts = Counter(WORDS.get(code, "stopped") for code in became.values())
    for name, code in became.items():
        if WORDS.get(code) in ("survived", "no test"):
            print(f"{WORDS[code]}  {name}", *change(name), sep="\n    ")
    tried = sum(counts.values()) - counts["not run"]
    left = counts["survived"] + counts["no test"]
    print(f"{dict(counts)} of {len(names)} mutants, seed {SEED}")
    print(f"not noticed: {left} of {tried} ({left / max(tried, 1):.1%})")
    return 0 if tried else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
