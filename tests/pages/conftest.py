from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.storage.database import Database
from tests.pages.house import House, house


@pytest.fixture
def here(sqlite_template: Path, tmp_path: Path) -> Iterator[House]:
    with house(sqlite_template, tmp_path) as made:
        yield made


@pytest.fixture
def either(database: Database) -> House:
    """On each of the two databases in turn."""
    return House(database)
