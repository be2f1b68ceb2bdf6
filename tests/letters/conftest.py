from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.acting.context import Context
from bot.consequences import follow
from bot.storage.database import Database
from tests.databases import copied, open_database
from tests.letters.scene import BANK, NOW, Directory, rows


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """The scene, on SQLite."""
    opened = open_database(copied(sqlite_template, tmp_path))
    with opened.transaction() as session:
        for row in rows():
            session.add(row)
            session.flush()
    yield opened
    opened.dispose()


@pytest.fixture
def context(database: Database) -> Context:
    directory: Any = Directory()
    return Context(database, lambda: NOW, directory, lambda: BANK, lambda: None, follow)
