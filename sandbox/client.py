"""A client of the control API: how `Person` reaches the workspace, and waits for it without sleeping."""

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from typing import Any, TypeVar

Json = dict[str, Any]
T = TypeVar("T")
_HTTP = urllib.request.build_opener(urllib.request.ProxyHandler({}))
SECONDS = 30.0


class Refused(Exception):
    """The workspace says that this can't be done; the text says why."""


class Client:
    """The control API of one sandbox, as one person."""

    def __init__(self, base: str, user: str) -> None:
        self.base = base
        self.user = user

    def state(self, *parts: str, after: int | None = None, seconds: float = 0.0) -> Json:
        """The person's screen; with `after`, once something is newer than that revision or time is over."""
        query: Json = {"as": self.user, "parts": ",".join(parts)}
        if after is not None:
            query |= {"after": after, "seconds": max(0.0, seconds)}
        return self._open(f"/sandbox/state?{urllib.parse.urlencode(query)}", None)

    def act(self, do: str, **said: Any) -> Json:
        """Do something as this person. Refused if the client offers no such thing now."""
        return self._open("/sandbox/act", {"as": self.user, "do": do} | said)

    def until(self, look: Callable[[], T | None], seconds: float) -> T | None:
        """What `look` finds, looking again whenever the workspace changed; None when time is over."""
        deadline = time.monotonic() + seconds
        revision = self.state("none")["revision"]
        while True:
            found = look()
            left = deadline - time.monotonic()
            if found is not None or left <= 0:
                return found
            revision = self.state("none", after=revision, seconds=min(left, 1.0))["revision"]

    def _open(self, path: str, body: Json | None) -> Json:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.base + path, data=data, headers=headers)
        try:
            with _HTTP.open(request, timeout=SECONDS) as response:
                said: Json = json.load(response)
                return said
        except urllib.error.HTTPError as error:
            with error:
                raw = error.read().decode("utf-8", "replace")
        try:
            raise Refused(str(json.loads(raw)["error"]))
        except (ValueError, KeyError) as problem:
            raise Refused(raw[:500]) from problem
