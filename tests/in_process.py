"""Requests from this process to a server of this process, handed to its app without a socket.

Everything above the socket stays as it is: the bytes, headers, signatures, routes, status codes and JSON of both
sides. A world makes some two hundred requests, and their sockets and threads cost more than what the requests do.
Tests that are about the network say `@pytest.mark.sockets`, and keep them.
"""

import io
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPMessage, responses
from typing import TYPE_CHECKING, Any
from unittest.mock import patch
from urllib.parse import unquote, urlsplit
from urllib.response import addinfourl

from werkzeug.serving import BaseWSGIServer

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_serve_forever = BaseWSGIServer.serve_forever
_http_open = urllib.request.HTTPHandler.http_open


@contextmanager
def without_sockets() -> Iterator[None]:
    """Requests to servers that start in here go straight to their apps, in the thread that asks."""
    apps: dict[str, WSGIApplication] = {}

    def serve(server: BaseWSGIServer, *args: Any, **more: Any) -> None:
        place = f"127.0.0.1:{server.port}"
        apps[place] = server.app
        try:
            _serve_forever(server, *args, **more)
        finally:
            apps.pop(place, None)

    def open_(handler: urllib.request.HTTPHandler, request: urllib.request.Request) -> Any:
        app = apps.get(request.host)
        return _http_open(handler, request) if app is None else _answer(app, request)

    with (
        patch.object(BaseWSGIServer, "serve_forever", serve),
        patch.object(urllib.request.HTTPHandler, "http_open", open_),
    ):
        yield


def _answer(app: "WSGIApplication", request: urllib.request.Request) -> addinfourl:
    """What the app says, as urllib reads it. A reset by the app is ConnectionResetError, as on a socket."""
    head: dict[str, Any] = {}

    def start(
        status: str, headers: list[tuple[str, str]], _error: object = None, /
    ) -> Callable[[bytes], object]:
        head.update(status=int(status.split()[0]), headers=headers)
        return io.BytesIO().write

    chunks = app(_environ(request), start)
    try:
        body = b"".join(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    message = HTTPMessage()
    for name, value in head["headers"]:
        message[name] = value
    answer = addinfourl(io.BytesIO(body), message, request.full_url, head["status"])
    answer.msg = responses.get(head["status"], "")  # type: ignore[attr-defined]
    return answer


def _environ(request: urllib.request.Request) -> dict[str, Any]:
    """The request as PEP 3333 wants it."""
    url, body = urlsplit(request.full_url), request.data or b""
    assert isinstance(body, bytes)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.get_method(),
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(url.path, "latin-1"),
        "QUERY_STRING": url.query,
        "SERVER_NAME": url.hostname,
        "SERVER_PORT": str(url.port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "werkzeug.socket": _NoSocket(),
    }
    for name, value in request.header_items():
        key = name.upper().replace("-", "_")
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value
    return environ


class _NoSocket:
    """Where the sandbox would set a socket to end in a reset, before it raises one."""

    def setsockopt(self, *_args: object) -> None:
        """There is nothing to set."""
