from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.demo.world import World
from tests.acceptance.house import BEGIN, House, furnish
from tests.databases import copied
from tests.in_process import without_sockets


@pytest.fixture(autouse=True)
def sockets(request: pytest.FixtureRequest) -> Iterator[None]:
    """None, but for tests that are about them."""
    if request.node.get_closest_marker("sockets"):
        yield
        return
    with without_sockets():
        yield


@pytest.fixture
def house(database_url: str, tmp_path: Path) -> Iterator[House]:
    """A furnished world on a fresh database."""
    with World(tmp_path, BEGIN, port=0, database_url=database_url) as world:
        yield furnish(world)


@pytest.fixture
def quick_house(sqlite_template: Path, tmp_path: Path) -> Iterator[House]:
    """A furnished world on SQLite, for what no database can change."""
    with World(tmp_path, BEGIN, port=0, database_url=copied(sqlite_template, tmp_path)) as world:
        yield furnish(world)
