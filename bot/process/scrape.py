"""/metrics on an address of its own, for web and worker alike: what people see of Fairloop says nothing of it."""

import threading
from collections.abc import Callable
from wsgiref.simple_server import WSGIServer

from prometheus_client import REGISTRY, CollectorRegistry, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector

from bot.delivery.timing import Clocks
from bot.process.health import RowsCollector
from bot.storage.database import Database


def registry(database: Database, clocks: Clocks, *, shared: bool = False) -> CollectorRegistry:
    """The database's figures beside this process's own, or beside those of all that share a folder.

    The folder is PROMETHEUS_MULTIPROC_DIR, which prometheus_client reads when it is imported.
    """
    made = CollectorRegistry()
    made.register(RowsCollector(database, clocks))
    if shared:
        MultiProcessCollector(made)  # type: ignore[no-untyped-call]
    else:
        made.register(REGISTRY)
    return made


def serve(made: CollectorRegistry, host: str, port: int) -> Callable[[], None]:
    """Serve them in a thread of this process; returns how to stop. Raises OSError where the address is taken."""
    server: WSGIServer
    thread: threading.Thread
    server, thread = start_http_server(port, host, made)

    def stop() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return stop
