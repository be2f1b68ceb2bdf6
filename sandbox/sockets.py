"""Socket Mode: the app's websockets, envelopes sent over them and their acknowledgements."""

import json
import queue
import secrets
import threading
from typing import Any

from simple_websocket import ConnectionClosed, Server

from sandbox.objects import APP_ID
from sandbox.state import Json


class NotConnected(Exception):
    """No websocket of the app is open."""


class Sockets:
    """The app's open connections. Envelopes go to one of them in turn, as Slack does."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sending = threading.Lock()
        self._tickets: set[str] = set()
        self._open: list[Server] = []
        self._waiting: dict[str, queue.Queue[Json]] = {}
        self._turn = 0

    def ticket(self) -> str:
        """The secret part of a websocket URL, for one connection."""
        key = secrets.token_urlsafe(18)
        with self._lock:
            self._tickets.add(key)
        return key

    @property
    def connected(self) -> int:
        """How many connections are open."""
        with self._lock:
            return len(self._open)

    def serve(self, key: str, socket: Server) -> None:
        """Greet a connection and read its acknowledgements until it ends."""
        with self._lock:
            if key not in self._tickets:
                socket.close(reason=1008, message="unknown ticket")
                return
            self._tickets.remove(key)
        try:
            socket.send(json.dumps(self._hello()))
            with self._lock:
                self._open.append(socket)
            while True:
                self._acknowledge(socket.receive())
        except ConnectionClosed:
            return
        finally:
            with self._lock:
                if socket in self._open:
                    self._open.remove(socket)

    def _hello(self) -> Json:
        debug = {"host": "applink-sandbox", "build_number": 1, "approximate_connection_time": 18060}
        info = {"app_id": APP_ID}
        count = self.connected + 1
        return {"type": "hello", "num_connections": count, "debug_info": debug, "connection_info": info}

    def _acknowledge(self, raw: Any) -> None:
        try:
            said = json.loads(raw)
        except (TypeError, ValueError):
            return
        if not isinstance(said, dict):
            return
        with self._lock:
            waiting = self._waiting.get(str(said.get("envelope_id")))
        if waiting is not None:
            waiting.put(said)

    def deliver(self, envelope: Json, seconds: float) -> Json:
        """Send an envelope and return its acknowledgement. NotConnected; TimeoutError after `seconds`."""
        key = str(envelope["envelope_id"])
        answers: queue.Queue[Json] = queue.Queue()
        with self._lock:
            if not self._open:
                raise NotConnected
            self._turn += 1
            socket = self._open[self._turn % len(self._open)]
            self._waiting[key] = answers
        try:
            with self._sending:
                socket.send(json.dumps(envelope))
            return answers.get(timeout=seconds)
        except ConnectionClosed as error:
            raise NotConnected from error
        except queue.Empty as error:
            raise TimeoutError from error
        finally:
            with self._lock:
                self._waiting.pop(key, None)

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the app to come back over a new connection, and close the old ones, as Slack does hourly."""
        with self._lock:
            closing, self._open = self._open, []
        for socket in closing:
            try:
                socket.send(
                    json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}})
                )
                socket.close()
            except ConnectionClosed:
                continue
