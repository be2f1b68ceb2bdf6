from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.acting.context import Context
from bot.consequences import follow
from bot.storage.database import Database
from tests.databases import copied, open_database
from tests.letters.scene import BANK, NOW, Directory, rows


@contextmanager
def scene_on(url: str) -> Iterator[Database]:
    """The scene, in this database."""
    opened = open_database(url)
    with opened.transaction() as session:
        for row in rows():
            session.add(row)
            session.flush()
    yield opened
    opened.dispose()


def context_on(database: Database) -> Context:
    """What letters are drawn with, where everybody is known."""
    directory: Any = Directory()
    return Context(database, lambda: NOW, directory, lambda: BANK, lambda: None, follow)


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """The scene, on SQLite."""
    with scene_on(copied(sqlite_template, tmp_path)) as opened:
        yield opened


@pytest.fixture
def context(database: Database) -> Context:
    return context_on(database)
