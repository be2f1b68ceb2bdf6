from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from bot.storage import migrations
from bot.storage.database import Database
from bot.storage.tables import Base
from tests.databases import Postgres, open_database


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with nothing in it."""
    if request.param == "sqlite":
        database = open_database(f"sqlite:///{tmp_path}/bare.db")
    else:
        postgres: Postgres = request.getfixturevalue("postgres")
        database = open_database(postgres.bare())
    yield database
    database.dispose()


def test_migrating_makes_every_table_and_again_changes_nothing(bare: Database) -> None:
    assert migrations.missing(bare)
    migrations.upgrade(bare)
    migrations.upgrade(bare)
    assert migrations.missing(bare) == []
    assert migrations.differences(bare) == []
    assert set(Base.metadata.tables) <= set(inspect(bare.engine).get_table_names())


def test_a_column_that_no_migration_has_is_told(bare: Database) -> None:
    migrations.upgrade(bare)
    with bare.engine.begin() as connection:
        connection.execute(text("ALTER TABLE outbox DROP COLUMN sent_at"))
    assert any("sent_at" in line for line in migrations.differences(bare))


def test_the_newest_migration_can_be_taken_back(bare: Database) -> None:
    migrations.upgrade(bare)
    migrations.downgrade(bare, "base")
    with bare.engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_heads() == ()
    assert set(inspect(bare.engine).get_table_names()) <= {"alembic_version"}


def test_foreign_keys_are_kept_again_after_migrating(bare: Database) -> None:
    migrations.upgrade(bare)
    if bare.is_sqlite:
        with bare.engine.connect() as connection:
            assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
