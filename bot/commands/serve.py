"""`fairloop run`, `web` and `worker`: the processes."""

import os
import signal
import tempfile
import threading
from collections.abc import Callable, MutableMapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.common import fail, refuse_wrong_keys, settings_or_exit

if TYPE_CHECKING:
    from bot.bootstrap import Fairloop
    from bot.delivery.timing import Clocks
    from bot.domain.questions import Bank
    from bot.settings import Purpose, Settings
    from bot.storage.database import Database

CONNECTIONS = 32
SHARED_METRICS = "PROMETHEUS_MULTIPROC_DIR"
"""The folder in which processes of one server count together: prometheus_client reads it when it is imported."""
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

    unscrape = _scraped(fairloop.settings, fairloop.database, fairloop.clocks)

    def start() -> None:
        fairloop.worker.start()
        handler.connect()  # type: ignore[no-untyped-call]
        typer.echo("Fairloop is connected to Slack. Try /loop help there; Ctrl-C stops it here.")

    def stop() -> None:
        handler.close()  # type: ignore[no-untyped-call]
        fairloop.stop()
        unscrape()

    _until_told(start, stop)


def worker() -> None:
    """Do due work and send messages; run one or more beside `fairloop web`."""
    fairloop = _built("worker")
    _refuse_unless_migrated(fairloop.database)
    refuse_wrong_keys(fairloop.database)
    unscrape = _scraped(fairloop.settings, fairloop.database, fairloop.clocks)

    def stop() -> None:
        fairloop.stop()
        unscrape()

    _until_told(fairloop.worker.start, stop)


def web(
    host: Annotated[str | None, typer.Option(help="Address to listen on. [default: 127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port. [default: 3000]")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes; more than one needs PostgreSQL.")] = 1,
    threads: Annotated[int, typer.Option(min=1, help="Threads of each process.")] = CONNECTIONS,
) -> None:
    """Answer Slack over HTTP at /slack/events; `fairloop worker` does the rest."""
    settings = settings_or_exit("web")
    if settings.metrics_port is not None:
        _share_metrics()
    algebra_on_one_thread(os.environ)
    from bot.bootstrap import open_database
    from bot.process.shelf import BankShelf

    database = open_database(settings)
    _refuse_unless_migrated(database)
    refuse_wrong_keys(database)
    if workers > 1 and database.is_sqlite:
        fail("SQLite is for one process. Set FAIRLOOP_DATABASE_URL to a PostgreSQL, or use --workers 1.")
    database.dispose()
    _refuse_without_questions(BankShelf(settings.question_sets))
    bind = f"{host or settings.host}:{port or settings.port}"
    processes = {"workers": workers, "threads": threads, "worker_class": "gthread"}
    hooks = {"when_ready": _scraping(settings), "child_exit": _forget_its_gauges}
    _gunicorn(
        {"bind": bind, "control_socket_disable": True, "logger_class": _log_lines()} | processes | hooks
    )


def _share_metrics() -> None:
    """Let all processes of this server count into one folder: asked for before the first of them counts."""
    os.environ[SHARED_METRICS] = tempfile.mkdtemp(prefix="fairloop-metrics-")


def _scraping(settings: "Settings") -> Callable[[object], None]:
    """Serve /metrics from gunicorn's first process, once it listens: one address, whichever process answered."""

    def when_ready(_: object) -> None:
        from bot.bootstrap import open_database, own_clocks

        if settings.metrics_port is not None:
            _scraped(settings, open_database(settings), own_clocks(settings))

    return when_ready


def _forget_its_gauges(_: object, process: Any) -> None:
    from prometheus_client import multiprocess

    if os.environ.get(SHARED_METRICS):
        multiprocess.mark_process_dead(process.pid)  # type: ignore[no-untyped-call]


def _scraped(settings: "Settings", database: "Database", clocks: "Clocks") -> Callable[[], None]:
    """Serve /metrics where the settings say, if they do; returns how to stop."""
    if settings.metrics_port is None:
        return lambda: None
    from bot.process import scrape

    try:
        made = scrape.registry(database, clocks, shared=SHARED_METRICS in os.environ)
        return scrape.serve(made, settings.metrics_host, settings.metrics_port)
    except OSError as error:
        where = f"{settings.metrics_host}:{settings.metrics_port}"
        fail(f"/metrics can't be served at {where}: {error.strerror}. Each process needs a port of its own.")


def _log_lines() -> type:
    """gunicorn's own lines as lines of JSON, like all the others."""
    from gunicorn.glogging import Logger

    from bot.ground import logs

    class Lines(Logger):  # type: ignore[misc]
        """Errors and starts to stderr; requests aren't logged, they are counted."""

        def setup(self, cfg: Any) -> None:
            """gunicorn's levels, our lines."""
            super().setup(cfg)
            for handler in self.error_log.handlers:
                handler.setFormatter(logs.Lines())

    return Lines


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


def algebra_on_one_thread(environment: MutableMapping[str, str]) -> None:
    """Let a fit use one core and leave the others to what answers Slack, unless the environment says otherwise.

    BLAS reads this when numpy is imported.
    """
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        environment.setdefault(name, "1")


def _built(purpose: "Purpose") -> "Fairloop":
    algebra_on_one_thread(os.environ)
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
