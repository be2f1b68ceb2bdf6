"""What the outbox costs as it grows: putting a note, showing a status anew, and claiming, on PostgreSQL.

    python -m benchmarks.outbox [--rows 1000 160000] [--queued 4000] [--times 40]

For each number of rows that were sent long ago, `--queued` messages to 200 people wait in one workspace. Each
thing is done `--times` times in a transaction of its own; the last line is JSON with milliseconds and the aims
of issue 18. The least is compared with the aims, since other load can only add to it; the medians are beside it.
"""

import argparse
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from bot.delivery.outbox import Note, put, refresh
from bot.storage import claims, sending
from bot.storage.database import Database
from bot.storage.sending import Held
from bot.storage.unit import Unit
from tests.databases import Postgres, open_database

TEAM, PEOPLE = "T1", 200
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
AIMS = {"put": 1.0, "refresh": 1.0, "claim": 2.0}
Pair = tuple[float, float]
KINDS = [f"kind{number}" for number in range(40)]

FILL = text(
    """
    INSERT INTO outbox (team_id, stream, sequence, dedupe_key, priority, op, kind, thing_id, args, target, state,
                        attempts, channel, ts, created_at, sent_at)
    SELECT :team, 'U' || n % 200 || ':' || CASE WHEN n % 3 = 0 THEN 'home' ELSE '' END, n / 200 + 1,
           :prefix || n, 5, CASE WHEN n % 3 = 0 THEN 'home' ELSE 'post' END,
           CASE WHEN n % 3 = 0 THEN 'kind0' ELSE 'kind' || n % 39 + 1 END,
           CASE WHEN n % 3 = 0 THEN 0 ELSE n / 50 END, '{}', 'U' || n % 200, :state, 0, NULL, NULL, :now, NULL
    FROM generate_series(1, :rows) AS n
    """
)


def main() -> None:
    options = _options()
    server = Postgres(f"outbox-{os.getpid()}")
    try:
        found = {rows: _measured(server.new(), rows, options.queued, options.times) for rows in options.rows}
    finally:
        server.close()
    _show(found)
    print(json.dumps({"milliseconds": found, "aims": _aims(found)}))


def _measured(url: str, rows: int, queued: int, times: int) -> dict[str, Pair]:
    database = open_database(url)
    with database.transaction() as session:
        session.execute(FILL, _filling("sent", rows, "old:"))
        session.execute(FILL, _filling("queued", queued, "new:"))
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE outbox"))
    try:
        return {
            "put": _timed(times, lambda n: _put(database, n)),
            "refresh": _timed(times, lambda n: _refresh(database, n)),
            "look": _timed(times, lambda _: _look(database)),
            "claim": _timed(times, lambda _: _claim(database)),
        }
    finally:
        database.dispose()


def _filling(state: str, rows: int, prefix: str) -> dict[str, Any]:
    return {"team": TEAM, "state": state, "rows": rows, "prefix": prefix, "now": NOW}


def _timed(times: int, work: Callable[[int], None]) -> Pair:
    """The least and the median in milliseconds, after a few that aren't counted."""
    seconds = []
    for number in range(times + 6):
        begun = perf_counter()
        work(number)
        seconds.append(perf_counter() - begun)
    return round(1000 * min(seconds[6:]), 2), round(1000 * median(seconds[6:]), 2)


def _put(database: Database, number: int) -> None:
    with database.transaction() as session:
        put(Unit(session, TEAM, NOW), Note(f"put:{number}", "kind1", number, f"U{number % PEOPLE}"))


def _refresh(database: Database, number: int) -> None:
    """One that nobody waits for yet, of a person whose Home was shown anew many times."""
    with database.transaction() as session:
        refresh(
            Unit(session, TEAM, NOW), Note(f"home:{number}", "kind0", 1, f"U{number % PEOPLE}", op="home")
        )


def _look(database: Database) -> None:
    with database.reading() as session:
        claims.any_to_claim(session, NOW)


def _claim(database: Database) -> None:
    with database.transaction() as session:
        item = claims.claim(session, KINDS, NOW, NOW + timedelta(minutes=1), Held())
        if item is None:
            raise SystemExit("nothing could be claimed: more was asked for than can go out at once")
        sending.sent(session, item, None, NOW)


def _aims(found: dict[int, dict[str, Pair]]) -> dict[str, Any]:
    largest = found[max(found)]
    return {
        name: {"aim": aim, "got": largest[name][0], "met": largest[name][0] <= aim}
        for name, aim in AIMS.items()
    }


def _show(found: dict[int, dict[str, Pair]]) -> None:
    table = Table("ms, least (median)", *[f"{rows:,} sent" for rows in found])
    for name in found[max(found)]:
        table.add_row(name, *["{:.2f} ({:.2f})".format(*values[name]) for values in found.values()])
    Console().print(table)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000, 160_000])
    parser.add_argument("--queued", type=int, default=4_000)
    parser.add_argument("--times", type=int, default=40)
    return parser.parse_args()


if __name__ == "__main__":
    main()
