"""Switches that make the workspace misbehave, as networks and services do."""

import threading
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

Kind = Literal[
    "ratelimited",
    "server_error",
    "refused",
    "reset_after",
    "lost_before",
    "slow",
    "timeout",
    "done_late",
    "duplicate",
    "late",
]
"""ratelimited: 429 with Retry-After · server_error: 500 · refused: Slack's own `error`, nothing done ·
reset_after: done, then TCP reset before the reply · lost_before: TCP reset before anything is done · slow: done,
the reply `seconds` late · timeout: the request hangs for `seconds`, then TCP reset before anything is done ·
done_late: the same, and it is done after as many seconds more, when nobody waits for it · duplicate: a
callback is delivered twice · late: a callback's answer counts as coming after three seconds."""
CALLBACK_KINDS = {"duplicate", "late"}
REFUSALS = {"chat.delete": "cant_delete_message", "files.delete": "cant_delete_file"}
"""What workspaces refuse by their settings, which `refused` says on these methods unless told otherwise."""


@dataclass
class Fault:
    """One switch: what happens, to which method or callback ("*": to all), how often (None: always)."""

    kind: Kind
    on: str
    times: int | None = 1
    seconds: float = 1.0
    error: str = ""


class Faults:
    """The switches that are on. `add` turns one on; each is used up after its number of times."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._on: list[Fault] = []

    def add(
        self, kind: Kind, on: str = "*", *, times: int | None = 1, seconds: float = 1.0, error: str = ""
    ) -> Fault:
        """Turn a fault on for a method such as chat.postMessage, or a callback such as view_submission.

        `error` is what `refused` answers, such as compliance_exports_prevent_deletion.
        """
        if kind not in get_args(Kind):
            raise ValueError(f"no fault is called {kind!r}; there are {', '.join(get_args(Kind))}")
        if kind == "refused" and not (error := error or REFUSALS.get(on, "")):
            raise ValueError(f"say with which of Slack's errors {on} is refused")
        fault = Fault(kind, on, times, seconds, error)
        with self._lock:
            self._on.append(fault)
        return fault

    def clear(self) -> None:
        """Turn everything off."""
        with self._lock:
            self._on.clear()

    def take(self, on: str, *, callback: bool = False) -> Fault | None:
        """The fault that hits this call now, counted as used once."""
        with self._lock:
            for fault in self._on:
                if fault.on in (on, "*") and (fault.kind in CALLBACK_KINDS) == callback:
                    if fault.times is not None:
                        fault.times -= 1
                        if fault.times <= 0:
                            self._on.remove(fault)
                    return fault
        return None

    def listed(self) -> list[dict[str, Any]]:
        """The switches that are on, as JSON."""
        with self._lock:
            return [asdict(f) for f in self._on]
