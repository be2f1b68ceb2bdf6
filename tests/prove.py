"""`make prove`: every random test with the counts that issues name, each alone, with its seed, time and count.

    python -m tests.prove [words of a test's name ...]

Ends with 1 where one failed. The last item is all acceptance tests on both databases.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence

from tests.chance import SEED

PYTEST = (sys.executable, "-m", "pytest", "-p", "no:cacheprovider")
ACCEPTANCE = "tests/acceptance"


def run(*args: str) -> subprocess.CompletedProcess[str]:
    """pytest in a process of its own, with large counts."""
    env = os.environ | {"TEST_LARGE": "1", "TEST_SEED": str(SEED)}
    return subprocess.run((*PYTEST, *args), env=env, capture_output=True, text=True, check=False)


def large_tests() -> list[str]:
    """The ids of all tests that have a large count."""
    listed = run("--collect-only", "-m", "large", "tests").stdout.splitlines()
    return [line for line in listed if "::" in line]


def prove(test: str, *more: str) -> bool:
    """Run one, and print one line about it; all that it said where it failed."""
    began = time.monotonic()
    done = run("-rP", test, *more)
    passed = done.returncode == 0
    print(
        f"{'ok  ' if passed else 'FAIL'} {time.monotonic() - began:7.1f} s  seed {SEED}  {test}", flush=True
    )
    for line in done.stdout.splitlines() if not passed else counts(done.stdout):
        print(f"       {line}", flush=True)
    return passed


def counts(output: str) -> list[str]:
    """What a test printed about its counts, and pytest's own."""
    lines = [line for line in output.splitlines() if line and not line.startswith(("=", "_", "-"))]
    return [line for line in lines if not line.startswith((".", "chance came from", "PASSED"))]


def main(words: Sequence[str]) -> int:
    """Prove all, or those whose names have all the words."""
    chosen = [test for test in large_tests() if all(word in test for word in words)]
    done = [prove(test) for test in chosen]
    if not words or words == [ACCEPTANCE]:
        done.append(prove(ACCEPTANCE, "-n", "2", "-m", "not large"))
    print(f"{sum(done)} of {len(done)} proven, seed {SEED}")
    return 0 if done and all(done) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
