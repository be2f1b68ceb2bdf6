"""Slack's rate limits, in real time (docs: "Rate limits")."""

import math
import threading
import time
from collections import defaultdict, deque
from dataclasses import dataclass

TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
"""Calls a minute and method."""
METHOD_TIER = {
    "chat.update": 3,
    "chat.delete": 3,
    "chat.postEphemeral": 4,
    "chat.getPermalink": 4,
    "conversations.open": 3,
    "conversations.history": 3,
    "conversations.replies": 3,
    "conversations.info": 3,
    "conversations.list": 2,
    "conversations.members": 4,
    "users.info": 4,
    "users.list": 2,
    "users.conversations": 3,
    "users.lookupByEmail": 3,
    "views.open": 4,
    "views.push": 4,
    "views.update": 4,
    "views.publish": 4,
    "files.getUploadURLExternal": 4,
    "files.completeUploadExternal": 4,
    "files.info": 4,
    "usergroups.list": 2,
    "usergroups.users.list": 2,
}
NON_MARKETPLACE = {"conversations.history": 1, "conversations.replies": 1}


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
        tier = METHOD_TIER.get(method)
        if tier is None:
            return []
        allowed = TIERS[tier]
        if self.limits.distributed:
            allowed = NON_MARKETPLACE.get(method, allowed)
        return [(method, max(1, round(allowed * scale)), 60.0)]

    def _wait(self, key: str, allowed: int, window: float, now: float) -> float:
        calls = self._calls[key]
        while calls and calls[0] <= now - window:
            calls.popleft()
        return 0.0 if len(calls) < allowed else calls[len(calls) - allowed] + window - now
