"""Slack's rate limits, in real time (docs: "Rate limits")."""

import math
import threading
import time
from collections import defaultdict, deque
from dataclasses import dataclass

from sandbox.validation import CALLS_PER_MINUTE, METHODS

NON_MARKETPLACE = {"conversations.history": 1, "conversations.replies": 1}
UNCOUNTED = {"apps.connections.open"}
"""Tier 1, but with a burst that reconnecting apps live on."""


@dataclass(frozen=True)
class RateLimits:
    """How strict the workspace is: `scale` multiplies every allowance, `on=False` switches limits off."""

    on: bool = True
    scale: float = 1.0
    posts_a_minute: int = 300
    distributed: bool = False


class Limiter:
    """Counts calls in sliding minutes; posts to one channel must lie a second apart."""

    def __init__(self, limits: RateLimits) -> None:
        self.limits = limits
        self._lock = threading.Lock()
        self._calls: dict[str, deque[float]] = defaultdict(deque)

    def seconds_to_wait(self, method: str, channel: str | None) -> int:
        """0 if the call may go on (and is counted), else the seconds for Retry-After."""
        if not self.limits.on:
            return 0
        rules = list(self._rules(method, channel))
        now = time.monotonic()
        with self._lock:
            waits = [self._wait(key, allowed, window, now) for key, allowed, window in rules]
            longest = max(waits, default=0.0)
            if longest > 0:
                return max(1, math.ceil(longest))
            for key, _, _ in rules:
                self._calls[key].append(now)
        return 0

    def _rules(self, method: str, channel: str | None) -> list[tuple[str, int, float]]:
        """(key, calls, seconds) for each allowance that this call draws on."""
        scale = self.limits.scale
        if method == "chat.postMessage":
            workspace = ("posts", max(1, round(self.limits.posts_a_minute * scale)), 60.0)
            return [workspace, (f"channel {channel}", 1, 1.0 / scale)]
        if method not in METHODS or method in UNCOUNTED or METHODS[method].tier == "special":
            return []
        allowed = CALLS_PER_MINUTE[METHODS[method].tier]
        if self.limits.distributed:
            allowed = NON_MARKETPLACE.get(method, allowed)
        return [(method, max(1, round(allowed * scale)), 60.0)]

    def _wait(self, key: str, allowed: int, window: float, now: float) -> float:
        calls = self._calls[key]
        while calls and calls[0] <= now - window:
            calls.popleft()
        return 0.0 if len(calls) < allowed else calls[len(calls) - allowed] + window - now
