"""Finds out whether a post of unknown fate is in Slack, by our key in the messages' metadata."""

import logging
from datetime import timedelta
from functools import partial
from typing import Any

from bot.delivery import dead_letters
from bot.delivery.calls import EVENT, Calls
from bot.delivery.restores import Restores
from bot.delivery.sender import HOLD, about
from bot.delivery.timing import Clocks, Timing
from bot.delivery.verdicts import Meaning, judge
from bot.ground.lanes import Job
from bot.ground.logs import wordless
from bot.storage import claims, sending
from bot.storage.database import Database
from bot.storage.sending import Item, Place

log = logging.getLogger(__name__)

PAGE = 200
MARGIN = timedelta(minutes=5)
"""Slack's clock and ours may differ by so much: beyond that, requests are refused anyway."""


class Reconciler:
    """`take` claims one row whose fate is unknown and returns the job that looks for it.

    A search goes on where it stopped: Slack gives apps outside its Marketplace 15 messages a minute.
    """

    def __init__(
        self, database: Database, calls: Calls, clocks: Clocks, timing: Timing, restores: Restores
    ) -> None:
        self._database = database
        self._calls = calls
        self._clocks = clocks
        self._timing = timing
        self._restores = restores
        self._cursors: dict[int, str] = {}

    def take(self) -> Job | None:
        """A job for a row that may be looked for now, or None."""
        with self._database.reading() as session:
            if not claims.any_unknown(session, self._clocks.protocol()):
                return None
        with self._database.transaction() as session:
            now = self._clocks.protocol()
            item = claims.claim_unknown(session, now, self._timing.lease_until(now))
        return None if item is None else partial(self._settle, item)

    def _settle(self, item: Item) -> None:
        at = self._clocks.calendar()
        try:
            done, place = self._look(item)
        except Exception as error:  # noqa: BLE001 (whatever it was, the row must be given back)
            self._not_looked(item, error)
            return
        if not done:
            self._later(item, timedelta(), "still looking")
            return
        self._cursors.pop(item.id, None)
        with self._database.transaction() as session:
            if place is not None:
                sending.sent(session, item, place, at)
            else:
                sending.again(session, item)
        log.info("found in Slack" if place else "not in Slack: sent again", extra=about(item))

    def _look(self, item: Item) -> tuple[bool, Place | None]:
        """Whether everything was looked through, and where the message stands."""
        channel = self._calls.channel(item)
        while self._timing.has_time_to_send(self._clocks.protocol(), item.lease_until):
            page = self._page(item, channel)
            for message in page["messages"]:
                if _key(message) == item.key:
                    return True, Place(channel, message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return True, None
            self._cursors[item.id] = cursor
        return False, None

    def _page(self, item: Item, channel: str) -> Any:
        client = self._calls.look(item)
        oldest = self._restores.since(item) - MARGIN
        asked: dict[str, Any] = {
            "channel": channel,
            "oldest": f"{oldest.timestamp():.6f}",
            "cursor": self._cursors.get(item.id),
            "limit": PAGE,
            "include_all_metadata": True,
        }
        if item.thread is not None:
            return client.conversations_replies(ts=item.thread.ts, **asked)
        return client.conversations_history(**asked)

    def _not_looked(self, item: Item, error: Exception) -> None:
        verdict = judge(error, item.op)
        log.warning("not looked for", extra=about(item) | wordless(error) | {"verdict": verdict.meaning.name})
        match verdict.meaning:
            case Meaning.REFUSED if verdict.error == "invalid_cursor":
                self._cursors.pop(item.id, None)
                self._later(item, timedelta(), verdict.error)
            case Meaning.REFUSED:
                self._dead(item, verdict.error)
            case Meaning.LIMITED:
                self._later(item, verdict.wait, verdict.error)
            case Meaning.UNAUTHORIZED:
                self._later(item, HOLD, verdict.error)
            case _:
                seconds = max(self._timing.settle, self._timing.wait(item.attempts))
                self._later(item, timedelta(seconds=seconds), verdict.error)

    def _dead(self, item: Item, error: str) -> None:
        self._cursors.pop(item.id, None)
        with self._database.transaction() as session:
            if sending.put_away(session, item, "dead", error):
                dead_letters.file(session, item)

    def _later(self, item: Item, wait: timedelta, error: str) -> None:
        retry_at = self._clocks.protocol() + wait
        with self._database.transaction() as session:
            sending.later(session, item, retry_at, error, state="unknown")


def _key(message: dict[str, Any]) -> str | None:
    """Our key, where the message is one of ours."""
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT:
        return None
    key = (metadata.get("event_payload") or {}).get("key")
    return str(key) if key is not None else None
