"""Copies of the whole database, taken while it is in use and put back while nothing is."""

import os
import sqlite3
import subprocess
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import inspect, make_url
from sqlalchemy.engine import URL

from bot.storage import backups, heartbeats
from bot.storage.backups import Restored
from bot.storage.database import Database

SQLITE, POSTGRES = b"SQLite format 3\0", b"PGDMP"
QUIET = timedelta(seconds=30)
"""A worker beats every ten seconds; one that didn't for so long has stopped."""
NO_CLIENT = (
    "{tool} isn't on this machine. Install PostgreSQL's client tools of the server's version (Debian: "
    "postgresql-client)."
)


class CopyFailed(Exception):
    """A copy couldn't be taken or put back; the words say why and what to do."""


def take(database: Database, url: str, path: Path, now: datetime) -> None:
    """Write a consistent copy to a new file that its owner alone can read. Raises CopyFailed."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise CopyFailed(f"{path} can't be written: {error.strerror}. Name a new file.") from error
    try:
        with database.transaction() as session:
            backups.taken(session, now)
        if database.is_sqlite:
            _copy_sqlite(Path(_file_of(url)), path)
        else:
            _dump_postgres(url, path)
    except BaseException:
        path.unlink()
        raise


def put_back(database: Database, url: str, path: Path, now: datetime, *, replace: bool) -> Restored:
    """Make the database what it was when the copy was taken. Raises CopyFailed, and then nothing has changed."""
    _check_kind(database, path)
    _check_free(database, now, replace=replace)
    database.dispose()
    if database.is_sqlite:
        _check_ours(path)
        _copy_sqlite(path, Path(_file_of(url)))
    else:
        _restore_postgres(url, path)
    with database.transaction() as session:
        made = backups.restored(session, now)
    if made is None:
        raise CopyFailed(
            f"{path} was put back, but `fairloop backup` didn't make it: posts may be sent twice."
        )
    return made


def _check_kind(database: Database, path: Path) -> None:
    try:
        with path.open("rb") as file:
            begins = file.read(len(SQLITE))
    except OSError as error:
        raise CopyFailed(f"{path} can't be read: {error.strerror}.") from error
    wanted, kind = (SQLITE, "SQLite") if database.is_sqlite else (POSTGRES, "PostgreSQL")
    if not begins.startswith(wanted):
        raise CopyFailed(f"{path} is no copy of a {kind} database, which FAIRLOOP_DATABASE_URL names.")


def _check_free(database: Database, now: datetime, *, replace: bool) -> None:
    with database.engine.connect() as connection:
        if "heartbeats" not in inspect(connection).get_table_names():
            return
    with database.reading() as session:
        last = heartbeats.last(session)
    if last is not None and now - last < QUIET:
        raise CopyFailed(
            "A worker runs on this database. Stop all of Fairloop, wait half a minute, try again."
        )
    if not replace:
        raise CopyFailed("This database is in use already. Add --replace to lose what is in it.")


def _check_ours(path: Path) -> None:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as copy:
        try:
            well = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            copy.execute("SELECT taken_at FROM backups LIMIT 1")
        except sqlite3.DatabaseError:
            well = False
    if not well:
        raise CopyFailed(f"{path} is damaged, or wasn't made by `fairloop backup`. Take another copy.")


def _copy_sqlite(source: Path, target: Path) -> None:
    """SQLite's own online backup (https://www.sqlite.org/backup.html): consistent beside writers."""
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target, timeout=30)) as other:
        one.backup(other)


def _file_of(url: str) -> str:
    name = make_url(url).database
    if not name or name == ":memory:":
        raise CopyFailed("This SQLite database is in memory alone, so there is nothing to copy.")
    return name


def _dump_postgres(url: str, path: Path) -> None:
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}", url=url)


def _restore_postgres(url: str, path: Path) -> None:
    """In one transaction, with all that was there before taken away, also tables that the copy doesn't know."""
    script = _run("pg_restore", "--no-owner", "--no-privileges", "--file=-", str(path))
    anew = "--command=DROP SCHEMA public CASCADE; CREATE SCHEMA public"
    options = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction", anew, "--file=-")
    _run("psql", *options, url=url, given=script)


def _run(tool: str, *options: str, url: str | None = None, given: bytes | None = None) -> bytes:
    """What one of PostgreSQL's tools prints. A password never stands in the list of processes."""
    environment = dict(os.environ)
    command = [tool, *options]
    if url is not None:
        address = make_url(url).set(drivername="postgresql")
        command.append(f"--dbname={_without_password(address)}")
        environment |= {"PGPASSWORD": str(address.password)} if address.password else {}
    try:
        done = subprocess.run(command, env=environment, input=given, capture_output=True, check=False)
    except FileNotFoundError as error:
        raise CopyFailed(NO_CLIENT.format(tool=tool)) from error
    if done.returncode:
        raise CopyFailed(f"{tool} failed: {_last_line(done.stderr.decode(errors='replace'))}")
    return done.stdout


def _without_password(address: URL) -> str:
    bare = URL.create("postgresql", address.username, None, address.host, address.port, address.database)
    return bare.update_query_dict(address.query).render_as_string(hide_password=False)


def _last_line(said: str) -> str:
    return (said.strip().splitlines() or ["it gave no reason"])[-1]
