"""The HTTP server under a workspace: threads on 127.0.0.1, on the first free port."""

import errno
import socket
from typing import Any

from werkzeug.serving import BaseWSGIServer, ThreadedWSGIServer, WSGIRequestHandler

PORTS = 100


class _QuietHandler(WSGIRequestHandler):
    """The transcript is the log."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing on the terminal for requests."""

    def log_error(self, format: str, *args: Any) -> None:
        """Nothing on the terminal for connections that end early."""


class _Server(ThreadedWSGIServer):
    daemon_threads = True
    request_queue_size = 128

    def shutdown_request(self, request: Any) -> None:
        """Close; without the polite end of the stream where a TCP reset was asked for."""
        try:
            lingering = request.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)[:4] == b"\x01\0\0\0"
        except OSError:
            lingering = False
        if lingering:
            self.close_request(request)
        else:
            super().shutdown_request(request)


def bind(app: Any, first: int) -> BaseWSGIServer:
    """A server of a WSGI app on the first free port from `first` on (0: any). OSError if none is."""
    for port in [0] if first == 0 else range(first, first + PORTS):
        try:
            listening = socket.create_server(("127.0.0.1", port), backlog=128)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            continue
        with listening:
            number = listening.getsockname()[1]
            return _Server("127.0.0.1", number, app, handler=_QuietHandler, fd=listening.fileno())
    raise OSError(errno.EADDRINUSE, f"no port from {first} to {first + PORTS - 1} is free")
