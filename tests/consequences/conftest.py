from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.acting.context import Actor, Transaction
from bot.storage.database import Database
from tests.consequences.scene import TEAM, set_up
from tests.databases import copied, open_database
from tests.domain.loops.built import NOW


@pytest.fixture(scope="module")
def scene_database(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = open_database(copied(sqlite_template, tmp_path_factory.mktemp("scene")))
    with database.transaction() as session:
        set_up(Transaction(session, Actor(TEAM, "Lead"), NOW))
    yield database
    database.dispose()


@pytest.fixture
def tx(scene_database: Database) -> Iterator[Transaction]:
    """A transaction that is thrown away."""
    with scene_database.reading() as session:
        yield Transaction(session, Actor(TEAM, "Lead"), NOW)
