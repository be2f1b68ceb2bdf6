"""The record of everything between the app and the workspace: Web API calls and callbacks."""

import copy
import json
import re
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sandbox.clock import Calendar
from sandbox.state import Json

SECRETS = {"token", "bot_access_token", "access_token", "client_secret", "code"}
_TOKEN = re.compile(r"xox[a-z]-[\w-]+|xwfp-[\w-]+|xapp-[\w-]+")
_URL = re.compile(r"(/response/|/upload/|/socket/)[\w-]+")


class Transcript:
    """Entries in the order they ended; `at` is calendar time, `at_real` real time, both ISO 8601 in UTC.

    A Web API call: {"at", "at_real", "method", "args", "response", "ms", "problems"}; `response` is None
    where the app got none. A callback: {"at", "at_real", "callback", "payload", "status", "answer", "ms"}.
    Tokens and the secret parts of URLs are redacted.
    """

    def __init__(self, calendar: Calendar, noticed: Callable[[], None] = lambda: None) -> None:
        """`noticed` is called after every entry, so that whoever looks at the record sees it grow."""
        self._calendar = calendar
        self._noticed = noticed
        self._lock = threading.Lock()
        self._entries: list[Json] = []

    def call(self, method: str, args: Json, response: Json | None, ms: float, problems: list[Json]) -> None:
        """Record one Web API call."""
        said = {"method": method, "args": args, "response": response, "ms": round(ms, 1)}
        self._add(said | {"problems": problems})

    def callback(self, name: str, payload: Json, status: int | str, answer: Any, ms: float) -> None:
        """Record one callback to the app; `status` is an HTTP status or Slack's error."""
        said = {"callback": name, "payload": payload, "status": status, "answer": answer}
        self._add(said | {"ms": round(ms, 1)})

    def _add(self, entry: Json) -> None:
        now = {"at": self._calendar.now.isoformat(), "at_real": datetime.now(UTC).isoformat()}
        with self._lock:
            self._entries.append(now | redacted(copy.deepcopy(entry)))
        self._noticed()

    @property
    def entries(self) -> list[Json]:
        """All entries so far, oldest first."""
        with self._lock:
            return list(self._entries)

    def calls(self, method: str | None = None) -> list[Json]:
        """The Web API calls, of one method if it is named."""
        return [e for e in self.entries if "method" in e and method in (None, e["method"])]

    def callbacks(self, name: str | None = None) -> list[Json]:
        """The callbacks, of one kind if it is named (such as view_submission or /loop)."""
        return [e for e in self.entries if "callback" in e and name in (None, e["callback"])]

    def __iter__(self) -> Iterator[Json]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def write(self, path: Path) -> None:
        """Write the entries as JSON lines."""
        lines = (json.dumps(e, ensure_ascii=False) for e in self.entries)
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def redacted(value: Any) -> Any:
    """The value without tokens and the secret parts of URLs."""
    if isinstance(value, dict):
        return {k: "(redacted)" if k in SECRETS and v else redacted(v) for k, v in value.items()}
    if isinstance(value, list):
        return [redacted(v) for v in value]
    if isinstance(value, str):
        return _URL.sub(r"\1(redacted)", _TOKEN.sub("(redacted)", value))
    return value
