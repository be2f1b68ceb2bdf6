"""What people's transactions and the senders ask of a long outbox finds an index: the plans, not the time."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from bot.delivery.outbox import Note, put, refresh
from bot.storage import claims, sending
from bot.storage.database import Database
from bot.storage.sending import Held
from bot.storage.unit import Unit
from tests.databases import open_database

TEAM = "T1"
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SENT, QUEUED = 30_000, 2_000
FILL = text(
    """
    INSERT INTO outbox (team_id, stream, sequence, dedupe_key, priority, op, kind, thing_id, args, target, state,
                        attempts, created_at)
    SELECT :team, 'U' || n % 200 || ':', n, :prefix || n, 5, 'home', 'home', n / 50, '{}', 'U' || n % 200, :state, 0,
           :now
    FROM generate_series(1, :rows) AS n
    """
)


@pytest.fixture
def database(postgres_url: str) -> Iterator[Database]:
    opened = open_database(postgres_url)
    with opened.transaction() as session:
        for state, rows in (("sent", SENT), ("queued", QUEUED)):
            given = {"team": TEAM, "state": state, "rows": rows, "prefix": state, "now": NOW}
            session.execute(FILL, given)
    with opened.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE outbox"))
    yield opened
    opened.dispose()


def test_putting_a_note_scans_no_table(database: Database) -> None:
    assert scanned(database, lambda unit: put(unit, Note("new", "kit", 7, "U7"))) == []


def test_showing_a_home_anew_scans_no_table(database: Database) -> None:
    assert scanned(database, lambda unit: refresh(unit, Note("home", "home", 0, "U999", op="home"))) == []


def test_claiming_a_message_scans_no_table(database: Database) -> None:
    assert scanned(database, lambda unit: claimed(unit)) == []


def test_a_scan_would_be_seen(database: Database) -> None:
    count = text("SELECT count(*) FROM outbox WHERE args = 'x'")
    assert scanned(database, lambda unit: unit.session.execute(count)) == ["Seq Scan on outbox"]


def claimed(unit: Unit) -> None:
    assert claims.any_to_claim(unit.session, NOW)
    claims.expire(unit.session, NOW)
    item = claims.claim(unit.session, ["home"], NOW, NOW + timedelta(minutes=1), Held())
    assert item is not None
    assert sending.sent(unit.session, item, None, NOW)


def scanned(database: Database, work: Callable[[Unit], object]) -> list[str]:
    """The tables that are read from end to end meanwhile, as PostgreSQL would do it."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, given: Any, *_more: Any) -> None:
        seen.append((statement, given))

    event.listen(database.engine, "before_cursor_execute", note)
    with database.transaction() as session:
        work(Unit(session, TEAM, NOW))
    event.remove(database.engine, "before_cursor_execute", note)
    with database.engine.begin() as connection:
        plans = [
            line
            for statement, given in seen
            for line in connection.exec_driver_sql(f"EXPLAIN (COSTS OFF) {statement}", given).scalars()
        ]
    assert plans
    return [line.strip(" ->") for line in plans if "Seq Scan" in line]
