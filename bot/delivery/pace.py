"""How fast we write to Slack, so that Slack hardly ever has to tell us to wait: one pace for all workers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.storage import paces
from bot.storage.database import Database
from bot.storage.sending import Held

TIER_3, TIER_4 = 50, 100
"""Calls a minute of a method in a workspace."""
A_MINUTE: Mapping[str, int] = {
    "update": TIER_3,
    "delete": TIER_3,
    "home": TIER_4,
    "view": TIER_4,
    "ephemeral": TIER_4,
    "open": TIER_3,
    "look": TIER_3,
}
"""By op; `open` is conversations.open, `look` conversations.history or .replies."""
TARGET, REFUSED = "post:", "refused:"
"""Before a target of posts: when it may be posted to again, and that Slack refused a post to it."""


@dataclass(frozen=True)
class Limits:
    """Slack's limits: seconds between two posts to one channel, posts a minute in a workspace, and how many times its
    tiers other methods may be called.

    https://docs.slack.dev/apis/web-api/rate-limits: "1 per second" a channel, and "several hundred" a minute
    a workspace; 300 unless the workspace's owner knows better. Tier 3 is "50+ per minute", tier 4 "100+ per minute".
    """

    channel_seconds: float = 1.0
    team_minute: int = 300
    tiers: float = 1.0

    def a_minute(self, what: str) -> int:
        """How many of an op, or of a method that it needs, a workspace allows a minute."""
        return self.team_minute if what == "post" else max(1, round(A_MINUTE[what] * self.tiers))


class TooSoon(Exception):
    """Raised instead of a call that Slack would refuse with a 429. `wait` is how long to wait."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"not before {wait}")
        self.wait = wait


class Pace:
    """What was written lately and what Slack asked us to wait for, kept in the database for all workers.

    A method's limit is its own: what one has used up, or was refused, holds no other.
    """

    def __init__(self, database: Database, limits: Limits, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._limits = limits
        self._clock = clock

    def take(self, session: Session, team_id: str, op: str, target: str) -> bool:
        """Count what was claimed in this transaction; False where it is too soon for it, as others know by now."""
        now = self._clock()
        if op == "post" and not self._take_target(session, team_id, target, now):
            return False
        return paces.take_one(session, team_id, op, now, self._limits.a_minute(op)) is None

    def not_done(self, team_id: str, op: str) -> None:
        """What was counted never got as far as its call."""
        with self._database.transaction() as session:
            paces.give_back(session, team_id, op, self._clock())

    def posted(self, team_id: str, target: str) -> None:
        """The post has arrived; the target's second counts from here."""
        if self._limits.channel_seconds:
            self._rest(team_id, TARGET + target, timedelta(seconds=self._limits.channel_seconds))

    def call(self, team_id: str, what: str) -> None:
        """Count a call that an op needs: `open` or `look`. Raises TooSoon where the minute is full."""
        now = self._clock()
        with self._database.transaction() as session:
            free_at = paces.take_one(session, team_id, what, now, self._limits.a_minute(what))
        if free_at is not None:
            raise TooSoon(free_at - now)

    def call_refused(self, team_id: str, what: str, wait: timedelta) -> None:
        """Slack said 429 to such a call; it says nothing about the op."""
        self._rest(team_id, what, wait)

    def refused(self, team_id: str, op: str, target: str, wait: timedelta) -> None:
        """Slack said 429 and to wait so long.

        A method's limit counts for the whole team. A post's may be the channel's or the team's, and the
        answer doesn't say which: where a second target is refused as well, it is the team's.
        """
        now = self._clock()
        until = now + wait
        with self._database.transaction() as session:
            if op == "post":
                paces.rest(session, team_id, TARGET + target, until)
                paces.rest(session, team_id, REFUSED + target, until)
            if op != "post" or paces.number_resting(session, team_id, REFUSED, now) > 1:
                paces.rest(session, team_id, op, until)

    def held(self, session: Session) -> Held:
        """What may not go out now."""
        resting = paces.resting(session, self._clock())
        return Held(
            targets=[
                (one.team_id, one.what.removeprefix(TARGET)) for one in resting if one.what.startswith(TARGET)
            ],
            ops=[(one.team_id, one.what) for one in resting if ":" not in one.what],
        )

    def next_moment(self) -> datetime | None:
        """When the next hold ends."""
        with self._database.reading() as session:
            return min((one.until for one in paces.resting(session, self._clock())), default=None)

    def _take_target(self, session: Session, team_id: str, target: str, now: datetime) -> bool:
        if not self._limits.channel_seconds:
            return True
        until = now + timedelta(seconds=self._limits.channel_seconds)
        return paces.take_turn(session, team_id, TARGET + target, now, until)

    def _rest(self, team_id: str, what: str, wait: timedelta) -> None:
        with self._database.at_once() as session:
            paces.rest(session, team_id, what, self._clock() + wait)
