"""The engine (SQLite or PostgreSQL) and the transaction."""

import os
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session, sessionmaker

from bot.storage import sealing  # noqa: F401 (whatever a session writes is sealed there)
from bot.storage.turns import Turns
from bot.storage.types import VAULT_ATTRIBUTE
from bot.storage.vault import Vault

READING = "fairloop_reading"
AT_ONCE = "fairloop_at_once"
CONNECTIONS = 50
"""More than there are threads (32 listeners, 7 of the worker), some of which need a second one."""
BUSY_SECONDS = 30
"""How long a writer waits for SQLite's file; then it hears that the database is locked."""


class Database:
    """One engine with its vault. Nothing connects before the first transaction."""

    def __init__(self, url: str, vault: Vault) -> None:
        self.url = normal_url(url)
        self.vault = vault
        self.engine = _engine(self.url)
        setattr(self.engine.dialect, VAULT_ATTRIBUTE, vault)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)
        alone = {AT_ONCE: True} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
        self._at_once = self.engine.execution_options(**alone)
        self._open = threading.local()
        self._turns = Turns()

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the one-process database."""
        return self.engine.dialect.name == "sqlite"

    @property
    def others_can_read(self) -> bool:
        """Whether the database is a file that others than its owner can read."""
        path = self.engine.url.database
        return self.is_sqlite and bool(path) and bool(os.stat(str(path)).st_mode & 0o077)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Everything inside is committed at the end, or nothing: an exception rolls back.

        Writers of this process to a SQLite file take turns. Other processes, and a writer whose turn doesn't come,
        wait for the file itself.
        """
        outer = self.in_transaction
        with self._turn():
            self._open.here = True
            try:
                with self._sessions.begin() as session:
                    yield session
            finally:
                self._open.here = outer

    @contextmanager
    def at_once(self) -> Iterator[Session]:
        """Each statement inside is a transaction of its own: one needs neither a beginning nor a commit."""
        with self._turn(), self._sessions(bind=self._at_once) as session:
            yield session

    def _turn(self) -> AbstractContextManager[object]:
        queues = self.is_sqlite and not self.in_transaction
        return self._turns.turn(BUSY_SECONDS) if queues else nullcontext()

    @property
    def in_transaction(self) -> bool:
        """Whether this thread is inside `transaction()`, where nobody may wait for the network."""
        return bool(getattr(self._open, "here", False))

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session whose changes are always thrown away; on SQLite it takes no write lock.

        What was read stays readable afterwards.
        """
        with self._sessions() as session:
            session.connection(execution_options={READING: True})
            try:
                yield session
            finally:
                session.expunge_all()
                session.rollback()

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def normal_url(url: str) -> str:
    """The URL with our driver: hosts write postgres:// or postgresql://, we use psycopg 3."""
    parsed = make_url(url)
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    return parsed.render_as_string(hide_password=False)


def _engine(url: str) -> Engine:
    if url.startswith("sqlite"):
        engine = create_engine(
            url, connect_args={"timeout": BUSY_SECONDS}, pool_size=10, max_overflow=CONNECTIONS
        )
        _prepare_sqlite(engine)
        return engine
    return create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=CONNECTIONS)


def _prepare_sqlite(engine: Engine) -> None:
    """A file of its owner alone, WAL, foreign keys, and BEGIN IMMEDIATE.

    A writer then waits for its turn instead of failing half-way.
    """

    @event.listens_for(engine, "do_connect")
    def for_its_owner_alone(_dialect: Any, _record: object, args: list[Any], _more: object) -> None:
        path = args[0]
        if path != ":memory:" and not os.path.exists(path):
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "foreign_keys=ON",
            "synchronous=NORMAL",
            f"busy_timeout={1000 * BUSY_SECONDS}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if not options.get(AT_ONCE, False):
            connection.exec_driver_sql("BEGIN" if options.get(READING, False) else "BEGIN IMMEDIATE")
