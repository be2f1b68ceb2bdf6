"""How long writers of one process wait for each other on SQLite.

    python -m benchmarks.writers [--threads 12] [--each 100]

Each thread writes `--each` rows of the outbox, each in a transaction of its own that takes a few milliseconds, and
rests as long in between. The table is of milliseconds from asking for a transaction to being in it; the last line is
JSON. An unfair lock shows in the 99th percentile.
"""

import argparse
import json
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.delivery.outbox import Note, put
from bot.storage.database import Database
from bot.storage.unit import Unit
from tests.databases import migrated_sqlite, open_database

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
AIM = 300.0


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{migrated_sqlite(Path(folder) / 'fairloop.db')}")
        found = _measured(database, options.threads, options.each)
        database.dispose()
    table = Table(*found)
    table.add_row(*(f"{value:,.1f}" for value in found.values()))
    Console().print(table)
    aims = {"p99": {"aim": AIM, "got": found["p99"], "met": found["p99"] <= AIM}}
    print(json.dumps({"milliseconds": found, "aims": aims}))


def _measured(database: Database, threads: int, each: int) -> dict[str, Any]:
    waited: list[float] = []
    workers = [
        threading.Thread(target=_write, args=(database, name, each, waited)) for name in range(threads)
    ]
    began, used = time.perf_counter(), time.process_time()
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    seconds, used = time.perf_counter() - began, time.process_time() - used
    waited.sort()
    at = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "most": 1.0}
    waits = {
        name: round(1000 * waited[min(len(waited) - 1, int(part * len(waited)))], 1)
        for name, part in at.items()
    }
    return waits | {"all": round(1000 * seconds), "processor": round(1000 * used)}


def _write(database: Database, name: int, each: int, waited: list[float]) -> None:
    for number in range(each):
        asked = time.perf_counter()
        with database.transaction() as session:
            unit = Unit(session, "T1", NOW)
            session.connection()
            waited.append(time.perf_counter() - asked)
            put(unit, Note(f"{name}:{number}", "kind", number, f"U{name}"))
        time.sleep(0.003)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=12)
    parser.add_argument("--each", type=int, default=100)
    return parser.parse_args()


if __name__ == "__main__":
    main()
