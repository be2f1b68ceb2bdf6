"""`fairloop run`, `web` and `worker`: the processes."""

import signal
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.common import fail, refuse_wrong_keys, settings_or_exit

if TYPE_CHECKING:
    from bot.bootstrap import Fairloop
    from bot.domain.questions import Bank
    from bot.settings import Purpose
    from bot.storage.database import Database

CONNECTIONS = 32
MIGRATE = "The database lacks {missing}. Run `fairloop migrate` first."


def run() -> None:
    """Connect to Slack by Socket Mode and do everything in this one process; no public address is needed."""
    from slack_bolt.adapter.socket_mode import SocketModeHandler

    from bot.storage import migrations

    fairloop = _built("socket")
    migrations.upgrade(fairloop.database)
    refuse_wrong_keys(fairloop.database)
    secret = fairloop.settings.app_token
    token = secret.get_secret_value() if secret else ""
    handler = SocketModeHandler(
        fairloop.bolt_app, token, web_client=fairloop.clients.with_token(token), concurrency=CONNECTIONS
    )

    def start() -> None:
        fairloop.worker.start()
        handler.connect()  # type: ignore[no-untyped-call]
        typer.echo("Fairloop is connected to Slack. Try /loop help there; Ctrl-C stops it here.")

    def stop() -> None:
        handler.close()  # type: ignore[no-untyped-call]
        fairloop.stop()

    _until_told(start, stop)


def worker() -> None:
    """Do due work and send messages; run one or more beside `fairloop web`."""
    fairloop = _built("worker")
    _refuse_unless_migrated(fairloop.database)
    refuse_wrong_keys(fairloop.database)
    _until_told(fairloop.worker.start, fairloop.stop)


def web(
    host: Annotated[str | None, typer.Option(help="Address to listen on. [default: 127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port. [default: 3000]")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes; more than one needs PostgreSQL.")] = 1,
    threads: Annotated[int, typer.Option(min=1, help="Threads of each process.")] = CONNECTIONS,
) -> None:
    """Answer Slack over HTTP at /slack/events; `fairloop worker` does the rest."""
    from bot.bootstrap import open_database
    from bot.process.shelf import BankShelf

    settings = settings_or_exit("web")
    database = open_database(settings)
    _refuse_unless_migrated(database)
    refuse_wrong_keys(database)
    if workers > 1 and database.is_sqlite:
        fail("SQLite is for one process. Set FAIRLOOP_DATABASE_URL to a PostgreSQL, or use --workers 1.")
    database.dispose()
    _refuse_without_questions(BankShelf(settings.question_sets))
    bind = f"{host or settings.host}:{port or settings.port}"
    processes = {"workers": workers, "threads": threads, "worker_class": "gthread"}
    _gunicorn({"bind": bind, "control_socket_disable": True} | processes)


def _gunicorn(options: dict[str, Any]) -> None:
    from flask import Flask
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc]
        """gunicorn with our options; each of its processes builds an app of its own."""

        def load_config(self) -> None:
            """Our options, and nothing from the command line."""
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Flask:
            """The app of one process."""
            from bot.wsgi import create

            return create()

    Server().run()


def _built(purpose: "Purpose") -> "Fairloop":
    from bot.bootstrap import build
    from bot.ground import logs

    settings = settings_or_exit(purpose)
    logs.configure(settings.log_level)
    fairloop = build(settings)
    _refuse_without_questions(fairloop.context.bank)
    return fairloop


def _refuse_without_questions(shelf: "Callable[[], Bank]") -> None:
    """A process that starts has questions; one that runs keeps those it has, whatever becomes of the files."""
    from bot.process.shelf import FaultyBank

    try:
        shelf()
    except FaultyBank as faulty:
        fail(f"{faulty}\nMend it, then start again; `fairloop questions check` says the same at any time.")


def _refuse_unless_migrated(database: "Database") -> None:
    from bot.storage import migrations

    missing = migrations.missing(database)
    if missing:
        fail(MIGRATE.format(missing=f"version {missing[-1]}"))


def _until_told(start: Callable[[], None], stop: Callable[[], None]) -> None:
    """Run until SIGTERM or Ctrl-C, then let what is under way end."""
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    start()
    told.wait()
    stop()
