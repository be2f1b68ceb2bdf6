"""The record is only added to, and whatever is changed in it is found."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from bot.acting.context import Actor, Transaction
from bot.process.linker import Linker
from bot.storage import chain, record, rotation
from bot.storage.chain import Anchor, Verdict
from bot.storage.database import Database
from bot.storage.erasing import destroy_keys
from bot.storage.tables import Audit, AuditLink, Candidate
from bot.storage.unit import Unit
from bot.storage.vault import Vault
from tests.chance import count, dice
from tests.databases import HASH_KEY, KEY
from tests.storage.two import AT, TEAM, Two

TAMPERINGS = count(usual=60, large=1_000)
ROWS = 30


@dataclass
class Record:
    """A workspace's record, whose rows may be linked, and whose database may be tampered with."""

    two: Two

    @property
    def database(self) -> Database:
        return self.two.database

    def add(self, number: int, team: str = TEAM) -> None:
        with self.database.transaction() as session:
            tx = Transaction(session, Actor(team, f"U{number % 3}"), AT + timedelta(seconds=number))
            tx.audit("decide", f"loop:{self.two.loops[number % 2]}", f"detail {number}")
            tx.audit("open home", f"U{number % 3}")

    def link(self) -> None:
        linker = Linker(self.database)
        while (job := linker.take()) is not None:
            job()

    def verify(self, known: Anchor | None = None, team: str = TEAM) -> Verdict:
        with self.database.reading() as session:
            return chain.verify(Unit(session, team, AT, writing=False), known)

    def anchor(self) -> Anchor:
        with self.database.reading() as session:
            return chain.anchor(Unit(session, TEAM, AT, writing=False))

    def tamper(self, *statements: str, **given: object) -> None:
        """As somebody does who owns the database: without its triggers."""
        with self.database.transaction() as session:
            _without_triggers(session.connection().exec_driver_sql, self.database, statements)
            for statement in statements:
                session.execute(text(statement), given)
            _with_triggers(session.connection().exec_driver_sql, self.database)


def _without_triggers(run: Callable[[str], object], database: Database, _statements: object) -> None:
    if not database.is_sqlite:
        run("SET LOCAL session_replication_role = replica")
        return
    for table in ("audit", "audit_links"):
        for verb in ("update", "delete"):
            run(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")


def _with_triggers(run: Callable[[str], object], database: Database) -> None:
    if not database.is_sqlite:
        run("SET LOCAL session_replication_role = DEFAULT")


@pytest.fixture
def kept(database: Database) -> Record:
    """A record of sixty rows, all linked."""
    found = Record(Two(database))
    for number in range(ROWS):
        found.add(number)
    found.link()
    return found


def test_what_was_recorded_is_linked_and_nothing_is_wrong_with_it(kept: Record) -> None:
    found = kept.verify(kept.anchor())
    assert (found.linked, found.waiting, found.missing, found.faults) == (2 * ROWS, 0, 0, [])
    assert kept.anchor().count == 2 * ROWS


def test_a_row_is_not_linked_before_the_linker_looks(kept: Record) -> None:
    kept.add(99)
    found = kept.verify()
    assert (found.linked, found.waiting, found.faults) == (2 * ROWS, 2, [])
    assert found.oldest_waiting == AT + timedelta(seconds=99)
    kept.link()
    assert kept.verify().waiting == 0


@pytest.mark.parametrize("table", ["audit", "audit_links"])
@pytest.mark.parametrize("change", ["UPDATE {} SET team_id = 'T9'", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_database_refuses_to_change_a_row_or_take_one_away(kept: Record, table: str, change: str) -> None:
    if kept.database.is_sqlite and change.startswith("TRUNCATE"):
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DBAPIError, match="the record is only added to"):
        kept.two.raw(change.format(table))
    assert kept.verify(kept.anchor()).faults == []


def test_two_linkers_at_once_make_one_chain(kept: Record) -> None:
    kept.add(99)
    with kept.database.reading() as early:
        assert chain.waits(early)
        kept.link()
    kept.link()
    assert kept.verify().faults == []
    assert kept.verify().linked == 2 * ROWS + 2


def test_each_workspace_has_a_chain_and_a_key_of_its_own(kept: Record) -> None:
    for number in range(3):
        kept.add(number, team="T2")
    kept.link()
    assert kept.verify(team="T2").linked == 6
    assert kept.verify().linked == 2 * ROWS
    kept.tamper("UPDATE audit SET team_id = 'T2' WHERE id = (SELECT max(id) FROM audit WHERE team_id = 'T1')")
    assert len(kept.verify(team="T2").faults) == 1
    assert kept.verify().missing == 1


def test_rows_that_are_committed_late_are_linked_behind_those_with_greater_numbers(kept: Record) -> None:
    """As on PostgreSQL, where a number is given before a commit."""
    kept.add(99)
    first, second = _newest(kept, 2)
    with kept.database.transaction() as session:
        waiting = chain._unlinked(session, 10)
        assert [row.id for row in waiting] == [first, second]
        chain._insert(session, waiting[1:])
    kept.link()
    assert kept.verify().faults == []
    with kept.database.reading() as session:
        order = session.scalars(select(AuditLink.audit_id).order_by(AuditLink.position)).all()
    assert list(order[-2:]) == [second, first]


def _newest(kept: Record, number: int) -> list[int]:
    with kept.database.reading() as session:
        return list(reversed(session.scalars(select(Audit.id).order_by(Audit.id.desc()).limit(number)).all()))


def test_a_destroyed_key_empties_details_and_breaks_nothing(kept: Record) -> None:
    with kept.database.transaction() as session:
        whose = session.get_one(Candidate, kept.two.candidates[0]).row_key
        assert destroy_keys(session, TEAM, whose) == 2
    with kept.database.reading() as session:
        unit = Unit(session, TEAM, AT, writing=False)
        of_the_one = record.entries(unit, last=99, thing=f"loop:{kept.two.loops[0]}")
        of_the_other = record.entries(unit, last=99, thing=f"loop:{kept.two.loops[1]}")
    assert {one.detail for one in of_the_one} == {""}
    assert all(one.detail and one.detail.startswith("detail ") for one in of_the_other)
    assert kept.verify(kept.anchor()).faults == []


def test_a_rotation_of_keys_changes_no_row(kept: Record) -> None:
    new = Fernet.generate_key().decode()
    before = kept.anchor()
    both = Database(kept.database.url, Vault([new, KEY], [HASH_KEY]))
    after = rotation.rotate(both, AT)
    both.dispose()
    assert [use.rows for use in after if use.kind == "text" and not use.newest] == [0]
    alone = Database(kept.database.url, Vault([new], [HASH_KEY]))
    with alone.reading() as session:
        unit = Unit(session, TEAM, AT, writing=False)
        assert chain.verify(unit, before).faults == []
        assert record.entries(unit, last=2)[0].detail == f"detail {ROWS - 1}"
    alone.dispose()


def test_cutting_the_newest_rows_shows_by_the_anchor_alone(kept: Record) -> None:
    known = kept.anchor()
    for _ in range(3):
        kept.tamper(
            "DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)",
            "DELETE FROM audit_links WHERE position = (SELECT max(position) FROM audit_links)",
        )
    assert kept.verify().faults == []
    (fault,) = kept.verify(known).faults
    assert fault == f"The anchor says that the chain had {2 * ROWS} rows with a known end; there are 57 rows."


def test_an_older_anchor_holds_as_the_chain_grows(kept: Record) -> None:
    known = kept.anchor()
    kept.add(99)
    kept.link()
    assert kept.verify(known).faults == []


def test_an_anchor_is_read_as_it_is_printed(kept: Record) -> None:
    assert Anchor.read(f" {kept.anchor()}\n") == kept.anchor()
    for wrong in ("", "12", "x:y", "12:abc"):
        with pytest.raises(ValueError, match="an anchor is"):
            Anchor.read(wrong)


def test_without_the_signing_key_nothing_can_be_checked(kept: Record) -> None:
    kept.two.raw("DELETE FROM data_keys WHERE subject = 'mac'")
    assert kept.verify().faults != []


Tampering = tuple[str, list[str]]


def tampering(random: Random) -> Tampering:
    """Something that somebody might do to a record, by name: to a row, to a link, to both."""
    row, other = random.sample(range(ROWS * 2), 2)
    its = f"id = (SELECT id FROM audit ORDER BY id LIMIT 1 OFFSET {row})"
    others = f"(SELECT {{}} FROM audit ORDER BY id LIMIT 1 OFFSET {other})"
    at = f"position = {row + 1}"
    column = random.choice(["actor", "action", "thing", "mac", "row_key", "team_id", "key_id"])
    kinds: dict[str, list[str]] = {
        f"change {column}": [f"UPDATE audit SET {column} = 'x{random.random()}' WHERE {its}"],
        "move its time": [f"UPDATE audit SET at = '2020-01-0{random.randint(1, 9)} 10:00:00' WHERE {its}"],
        "blank its detail": [f"UPDATE audit SET detail = NULL WHERE {_with_detail(row)}"],
        "another's detail": [
            f"UPDATE audit SET detail = (SELECT detail FROM audit AS o WHERE o.{_with_detail(row + 2)}) "
            f"WHERE {_with_detail(row)}"
        ],
        "delete it": [f"DELETE FROM audit WHERE {its}"],
        "delete it and its link": [
            f"DELETE FROM audit_links WHERE audit_id = (SELECT id FROM audit WHERE {its})",
            f"DELETE FROM audit WHERE {its}",
        ],
        "give it another number": [f"UPDATE audit SET id = 100000 + {row} WHERE {its}"],
        "copy it": [
            "INSERT INTO audit (team_id, at, actor, action, thing, detail, row_key, key_id, mac) "
            f"SELECT team_id, at, actor, action, thing, detail, row_key, key_id, mac FROM audit WHERE {its}"
        ],
        "write one": [
            "INSERT INTO audit (team_id, at, actor, action, thing, row_key, mac) "
            "VALUES ('T1', '2026-06-09 10:00:00', 'U1', 'decide', 'loop:1', 'r', 'm')"
        ],
        "sign it with another's MAC": [f"UPDATE audit SET mac = {others.format('mac')} WHERE {its}"],
        "change a link": [f"UPDATE audit_links SET link = '{random.randbytes(32).hex()}' WHERE {at}"],
        "point a link elsewhere": [f"UPDATE audit_links SET audit_id = 100000 WHERE {at}"],
        "delete a link": [f"DELETE FROM audit_links WHERE {at}"],
        "delete all links": ["DELETE FROM audit_links"],
        "shift a link": [f"UPDATE audit_links SET position = 100000 WHERE {at}"],
        "empty it": ["DELETE FROM audit", "DELETE FROM audit_links"],
        "cut the end": [
            f"DELETE FROM audit WHERE id >= (SELECT id FROM audit ORDER BY id LIMIT 1 OFFSET {row})",
            f"DELETE FROM audit_links WHERE position > {row}",
        ],
    }
    return random.choice(sorted(kinds.items()))


def _with_detail(row: int) -> str:
    offset = 2 * (row // 2 % ROWS)
    return f"id = (SELECT id FROM audit ORDER BY id LIMIT 1 OFFSET {offset})"


@pytest.mark.large
def test_every_random_tampering_is_found(database: Database) -> None:
    kept = Record(Two(database))
    for number in range(ROWS):
        kept.add(number)
    kept.link()
    random, known = dice("tampering"), kept.anchor()
    missed = []
    for _ in range(TAMPERINGS):
        name, statements = tampering(random)
        if not _found(kept, known, statements):
            missed.append((name, statements))
    print(f"{TAMPERINGS} tamperings, {len(missed)} not found")
    assert missed == []
    assert kept.verify(known).faults == []


def _found(kept: Record, known: Anchor, statements: list[str]) -> bool:
    """Whether a look finds it, on a record that is as it was before and afterwards."""
    with kept.database.reading() as session:
        connection = session.connection()
        _without_triggers(connection.exec_driver_sql, kept.database, statements)
        for statement in statements:
            connection.exec_driver_sql(statement)
        return bool(chain.verify(Unit(session, TEAM, AT, writing=False), known).faults)
