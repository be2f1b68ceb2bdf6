"""How fast we post, so that Slack rarely has to tell us to wait."""

import threading
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.storage.sending import Held

WINDOW = timedelta(seconds=61)
"""A minute, and a second for a post that took that long to get there."""


@dataclass(frozen=True)
class Limits:
    """Slack's limits for chat.postMessage: seconds between two to one channel, and posts a minute a team; and how
    many DMs may be opened a minute.

    https://docs.slack.dev/apis/web-api/rate-limits: "1 per second" a channel, and "several hundred" a minute
    a workspace; 300 unless the workspace's owner knows better. conversations.open is of tier 3: "50+ per minute".
    """

    channel_seconds: float = 1.0
    team_minute: int = 300
    dms_minute: int = 50


class TooSoon(Exception):
    """Raised instead of a call that Slack would refuse with a 429. `wait` is how long to wait."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"not before {wait}")
        self.wait = wait


class Pace:
    """Remembers when this process posted where, and what Slack asked us to wait for.

    Processes do not see each other's pace: where two together are too fast, Slack's 429 tells the row.
    """

    def __init__(self, limits: Limits, clock: Callable[[], datetime]) -> None:
        self._limits = limits
        self._clock = clock
        self._lock = threading.Lock()
        self._targets: dict[tuple[str, str], datetime] = {}
        self._refused: dict[tuple[str, str], datetime] = {}
        self._ops: dict[tuple[str, str], datetime] = {}
        self._opens: dict[str, datetime] = {}
        self._posts: defaultdict[str, deque[datetime]] = defaultdict(deque)
        self._opened: defaultdict[str, deque[datetime]] = defaultdict(deque)

    def posting(self, team_id: str, target: str) -> None:
        """Count a post that is about to be sent."""
        with self._lock:
            self._rest(team_id, target)
            posts = self._posts[team_id]
            posts.append(self._clock())
            if len(posts) > self._limits.team_minute:
                posts.popleft()
            if len(posts) >= self._limits.team_minute:
                self._hold(self._ops, (team_id, "post"), posts[0] + WINDOW)

    def posted(self, team_id: str, target: str) -> None:
        """The post has arrived; the target's second counts from here."""
        with self._lock:
            self._rest(team_id, target)

    def opening(self, team_id: str) -> None:
        """Count a DM that is about to be opened. Raises TooSoon where the team's minute is full."""
        now = self._clock()
        with self._lock:
            opened = self._opened[team_id]
            while opened and opened[0] + WINDOW <= now:
                opened.popleft()
            free = opened[0] + WINDOW if len(opened) >= self._limits.dms_minute else now
            free = max(free, self._opens.get(team_id, now))
            if free > now:
                raise TooSoon(free - now)
            opened.append(now)

    def opening_refused(self, team_id: str, wait: timedelta) -> None:
        """Slack said 429 to opening a DM; it says nothing about posts."""
        with self._lock:
            self._opens[team_id] = self._clock() + wait

    def refused(self, team_id: str, op: str, target: str, wait: timedelta) -> None:
        """Slack said 429 and to wait so long.

        A method's limit counts for the whole team. A post's may be the channel's or the team's, and the
        answer doesn't say which: where a second target is refused as well, it is the team's.
        """
        until = self._clock() + wait
        with self._lock:
            self._forget()
            if op == "post":
                self._hold(self._targets, (team_id, target), until)
                self._hold(self._refused, (team_id, target), until)
            if op != "post" or sum(team == team_id for team, _ in self._refused) > 1:
                self._hold(self._ops, (team_id, op), until)

    def held(self) -> Held:
        """What may not go out now."""
        with self._lock:
            self._forget()
            return Held(targets=tuple(self._targets), ops=tuple(self._ops))

    def next_moment(self) -> datetime | None:
        """When the next hold ends."""
        with self._lock:
            return min([*self._targets.values(), *self._ops.values()], default=None)

    def _rest(self, team_id: str, target: str) -> None:
        until = self._clock() + timedelta(seconds=self._limits.channel_seconds)
        self._hold(self._targets, (team_id, target), until)

    def _forget(self) -> None:
        now = self._clock()
        for holds in (self._targets, self._refused, self._ops):
            for key in [key for key, until in holds.items() if until <= now]:
                del holds[key]

    @staticmethod
    def _hold(holds: dict[tuple[str, str], datetime], key: tuple[str, str], until: datetime) -> None:
        holds[key] = max(until, holds.get(key, until))
