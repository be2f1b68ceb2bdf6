"""Writers of one process to a SQLite file: first come, first served."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.storage.database import Database
from bot.storage.turns import Turns
from tests.databases import open_database

SOON = 0.02
LONG = 10.0


def queue_up(turns: Turns, name: str, seen: list[str]) -> threading.Thread:
    """A thread that waits for its turn by now."""

    def write() -> None:
        with turns.turn(LONG) as mine:
            assert mine
            seen.append(name)

    before, thread = turns.waiting, threading.Thread(target=write)
    thread.start()
    while turns.waiting == before:
        thread.join(0.001)
    return thread


def test_whoever_asked_first_is_served_first() -> None:
    turns, seen = Turns(), list[str]()
    with turns.turn(LONG):
        threads = [queue_up(turns, name, seen) for name in "abcdef"]
        assert seen == []
    for thread in threads:
        thread.join(LONG)
    assert seen == list("abcdef")


def test_who_waited_in_vain_stands_in_nobodys_way() -> None:
    turns, seen = Turns(), list[str]()
    with turns.turn(LONG):
        with turns.turn(SOON) as mine:
            assert not mine
        thread = queue_up(turns, "later", seen)
    thread.join(LONG)
    assert seen == ["later"]
    with turns.turn(SOON) as mine:
        assert mine


def test_a_turn_is_given_on_where_its_holder_fails() -> None:
    turns = Turns()
    with pytest.raises(KeyError), turns.turn(SOON):
        raise KeyError
    with turns.turn(SOON) as mine:
        assert mine


def test_a_writer_of_sqlite_waits_for_the_other_one_without_asking_the_file(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    with database.transaction() as session:
        session.execute(text("CREATE TABLE seen (name TEXT)"))
        thread = threading.Thread(target=_note, args=(database, "second"))
        thread.start()
        while not database._turns.waiting:
            thread.join(0.001)
        session.execute(text("INSERT INTO seen VALUES ('first')"))
    thread.join(LONG)
    with database.reading() as session:
        assert list(session.scalars(text("SELECT name FROM seen ORDER BY rowid"))) == ["first", "second"]
    database.dispose()


def _note(database: Database, name: str) -> None:
    with database.transaction() as session:
        session.execute(text("INSERT INTO seen VALUES (:name)"), {"name": name})
