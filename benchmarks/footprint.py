"""What a Fairloop that has just begun holds and takes: memory of web and worker at rest, time to the first ack.

    python -m benchmarks.footprint [--rest 5]

Both are started as the Procfile does, on a migrated SQLite, in front of a sandbox; `/loop help` is acked, and
after `--rest` seconds the memory of all processes of each is read (Linux: proportional set size, so that what two
processes share is counted once). The last line is JSON with megabytes, seconds and the aims of issue 18. Seconds
on the clock are this machine's, with the other load that it has; processor seconds are the web's own.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from sandbox import RateLimits, Sandbox
from tests.databases import HASH_KEY, KEY
from tests.delivery.conftest import MANIFEST
from tests.test_processes import environment, free_port

FAIRLOOP = str(Path(sys.executable).parent / "fairloop")
SECRET = "0123456789abcdef0123456789abcdef"
PATIENCE = 120.0
AIMS = {"web_mb": 150.0, "worker_mb": 150.0, "first_ack_s": 2.0}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rest", type=float, default=5, help="seconds to wait before memory is read")
    rest = parser.parse_args().rest
    with (
        tempfile.TemporaryDirectory() as folder,
        Sandbox(MANIFEST, limits=RateLimits(on=False), signing_secret=SECRET) as sandbox,
    ):
        found = _measured(sandbox, environment(sandbox, f"sqlite:///{folder}/fairloop.db"), rest)
    aims = {name: {"aim": aim, "got": found[name], "met": found[name] <= aim} for name, aim in AIMS.items()}
    table = Table("", "got", "aim")
    for name, value in found.items():
        table.add_row(name, f"{value:.2f}", f"{AIMS[name]:g}" if name in AIMS else "")
    Console().print(table)
    print(json.dumps({**found, "cores": os.cpu_count(), "aims": aims}))


def _measured(sandbox: Sandbox, known: dict[str, str], rest: float) -> dict[str, float]:
    known = known | {"FAIRLOOP_ENCRYPTION_KEYS": KEY, "FAIRLOOP_HASH_KEY": HASH_KEY}
    subprocess.run([FAIRLOOP, "migrate"], env=known, check=True, capture_output=True)
    port = free_port()
    ada = sandbox.add_person("ada")
    began = time.monotonic()
    web = _started(known, "web", "--port", str(port))
    try:
        _until(lambda: _connects(sandbox, port))
        ada.command("/loop", "help")
        _until(lambda: bool(ada.ephemerals))
        first = time.monotonic() - began
        used = _processor_seconds(web.pid)
        worker = _started(known, "worker")
        try:
            time.sleep(rest + 5)
            return {
                "web_mb": _megabytes(web.pid),
                "worker_mb": _megabytes(worker.pid),
                "first_ack_s": first,
                "first_ack_processor_s": used,
            }
        finally:
            worker.terminate()
            worker.wait()
    finally:
        web.terminate()
        web.wait()


def _started(known: dict[str, str], *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([FAIRLOOP, *arguments], env=known, stderr=subprocess.DEVNULL)


def _connects(sandbox: Sandbox, port: int) -> bool:
    try:
        sandbox.connect(f"http://127.0.0.1:{port}/slack/events")
    except ValueError:
        return False
    return True


def _until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > end:
            sys.exit(f"nothing came within {PATIENCE:g} s")
        time.sleep(0.01)


def _family(pid: int) -> list[int]:
    """The process and all below it."""
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in below for one in _family(int(child)))]


def _megabytes(pid: int) -> float:
    def of(one: int) -> int:
        lines: list[Any] = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))

    return sum(map(of, _family(pid))) / 1024


def _processor_seconds(pid: int) -> float:
    def of(one: int) -> float:
        fields = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    return sum(map(of, _family(pid)))


if __name__ == "__main__":
    main()
