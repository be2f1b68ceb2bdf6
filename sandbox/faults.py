"""Switches that make the workspace misbehave, as networks and services do."""

import threading
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

Kind = Literal[
    "ratelimited", "server_error", "reset_after", "lost_before", "slow", "timeout", "duplicate", "late"
]
"""ratelimited: 429 with Retry-After · server_error: 500 · reset_after: done, then TCP reset before the
reply · lost_before: TCP reset before anything is done · slow: done, the reply `seconds` late · timeout: the
request hangs for `seconds`, then TCP reset before anything is done · duplicate: a callback is delivered twice
· late: a callback's answer counts as coming after three seconds."""
CALLBACK_KINDS = {"duplicate", "late"}


@dataclass
class Fault:
    """One switch: what happens, to which method or callback ("*": to all), how often (None: always)."""

    kind: Kind
    on: str
    times: int | None = 1
    seconds: float = 1.0


class Faults:
    """The switches that are on. `add` turns one on; each is used up after its number of times."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._on: list[Fault] = []

    def add(self, kind: Kind, on: str = "*", *, times: int | None = 1, seconds: float = 1.0) -> Fault:
        """Turn a fault on for a method such as chat.postMessage, or a callback such as view_submission."""
        if kind not in get_args(Kind):
            raise ValueError(f"no fault is called {kind!r}; there are {', '.join(get_args(Kind))}")
        fault = Fault(kind, on, times, seconds)
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
