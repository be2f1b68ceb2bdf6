"""Moving the calendar: the app is told, and the move is over when it has done what fell due."""

import json
import urllib.request
from datetime import datetime, timedelta
from typing import Any

from sandbox.engine import Engine

TICK_SECONDS = 120.0
_HTTP = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class AppSilent(Exception):
    """The app did not answer on its tick or due address."""


def move(engine: Engine, *, to: datetime | None = None, by: timedelta | None = None) -> datetime:
    """Move the clock forward; with a tick_url, return only when the app says it is idle again.

    ValueError if it would go back; AppSilent if the app did not answer.
    """
    now = engine.workspace.calendar.move(to=to, by=by)
    engine.workspace.changed()
    if engine.app.tick_url:
        _ask(engine.app.tick_url, json.dumps({"now": now.isoformat()}).encode())
    return now


def due(engine: Engine) -> list[dict[str, Any]]:
    """What the app says is due next: [{"at", "what"}], or nothing where it offers no list."""
    if not engine.app.due_url:
        return []
    said = json.loads(_ask(engine.app.due_url, None) or "[]")
    return [d for d in said if isinstance(d, dict)] if isinstance(said, list) else []


def _ask(url: str, body: bytes | None) -> bytes:
    request = urllib.request.Request(url, data=body, headers={"Content-Type": "application/json"})
    try:
        with _HTTP.open(request, timeout=TICK_SECONDS) as response:
            read: bytes = response.read()
            return read
    except OSError as error:
        raise AppSilent(f"{url} did not answer: {error}") from error
