from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.storage.database import Database
from tests.chance import LARGE, SEED
from tests.databases import Postgres, copied, migrated_sqlite, open_database


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests first: the short ones then fill up what is left of each process's time."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """On both databases; of the acceptance tests in a small run those that ask for both, the others on SQLite."""
    if "database_url" in metafunc.fixturenames:
        one = "acceptance" in metafunc.definition.path.parts and not LARGE
        both = not one or metafunc.definition.get_closest_marker("both")
        metafunc.parametrize("database_url", ["sqlite", *(["postgresql"] if both else [])], indirect=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.write_line(f"chance came from TEST_SEED={SEED}")


@pytest.fixture(scope="session")
def postgres(testrun_uid: str) -> Iterator[Postgres]:
    server = Postgres(testrun_uid[:12])
    yield server
    server.close()


@pytest.fixture(scope="session")
def shared_postgres_url(postgres: Postgres) -> str:
    return postgres.new()


@pytest.fixture
def postgres_url(postgres: Postgres, shared_postgres_url: str) -> Iterator[str]:
    """A PostgreSQL database with all tables, and nothing in them."""
    yield shared_postgres_url
    postgres.empty(shared_postgres_url)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return migrated_sqlite(tmp_path_factory.mktemp("template") / "fairloop.db")


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database with all tables, of each kind in turn."""
    if request.param == "sqlite":
        yield copied(request.getfixturevalue("sqlite_template"), tmp_path)
        return
    yield request.getfixturevalue("postgres_url")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    yield opened
    opened.dispose()
