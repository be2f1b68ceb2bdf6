"""From rich blocks to plain ones to text: what a workspace or a message was refused is not tried again for a day.

A refusal says that nothing was done, so the next step down sends nothing twice. What is learned is kept in this
process: what a restart forgets costs one refused call.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.slack.plain import Json, is_new, plain_view

KEPT = timedelta(days=1)
REFUSED = {"invalid_blocks", "invalid_blocks_format", "invalid_arguments", "msg_blocks_too_long"}
"""Slack's words for blocks that it doesn't take. In views they are `invalid_arguments`."""

Blocks = Sequence[Mapping[str, Any]]


class Rung(IntEnum):
    """How much of a message is sent."""

    RICH = 0
    PLAIN = 1
    TEXT = 2


class Ladder:
    """On which rung a workspace and a message stand. Threads may share it; `now` is protocol time."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._plain: dict[str, datetime] = {}
        self._new: dict[str, datetime] = {}
        self._messages: dict[tuple[str, str], tuple[Rung, datetime]] = {}

    def takes_new(self, team_id: str) -> bool:
        """Whether nothing is known of this workspace refusing the blocks of 2026."""
        with self._lock:
            return self._plain.get(team_id, self._now()) <= self._now()

    def refuses_new(self, team_id: str) -> None:
        """Remember that this workspace took plain blocks in place of rich ones."""
        with self._lock:
            self._new.pop(team_id, None)
            self._plain[team_id] = self._now() + KEPT

    def took_new(self, team_id: str) -> None:
        """Remember that this workspace took rich blocks."""
        with self._lock:
            self._new[team_id] = self._now() + KEPT

    def answer(self, team_id: str, view: Json) -> Json:
        """The view for an answer, which can't be sent twice: rich only where such blocks were taken within a day."""
        with self._lock:
            known = self._new.get(team_id, self._now()) > self._now()
        return view if known or not is_new(view["blocks"]) else plain_view(view)

    def step(self, team_id: str, key: str, blocks: Blocks, lowest: Rung = Rung.TEXT) -> "Step":
        """Where to try the message of this key; `lowest` is the last rung that it has."""
        with self._lock:
            known = self._messages.get((team_id, key))
        if known is not None:
            return Step(self, team_id, key, known[0], lowest)
        rich = is_new(blocks) and self.takes_new(team_id)
        return Step(self, team_id, key, Rung.RICH if rich else Rung.PLAIN, lowest)

    def show(self, team_id: str, view: Json, send: Callable[[Json], object]) -> None:
        """Send a view, once more with plain blocks where Slack refuses the new ones. Raises SlackApiError."""
        newer = is_new(view["blocks"])
        if newer and not self.takes_new(team_id):
            send(plain_view(view))
            return
        try:
            send(view)
        except SlackApiError as refusal:
            if not newer or refusal.response.get("error") not in REFUSED:
                raise
            send(plain_view(view))
            self.refuses_new(team_id)
        else:
            if newer:
                self.took_new(team_id)

    def stepped_down(self, team_id: str, key: str) -> bool:
        """Whether a higher rung of this message was refused."""
        with self._lock:
            return (team_id, key) in self._messages

    def down(self, team_id: str, key: str, rung: Rung) -> None:
        """The next try of this message is on this rung."""
        now = self._now()
        with self._lock:
            self._messages = {one: kept for one, kept in self._messages.items() if kept[1] > now}
            self._messages[team_id, key] = rung, now + KEPT


@dataclass(frozen=True)
class Step:
    """One try of one message."""

    ladder: Ladder
    team_id: str
    key: str
    rung: Rung
    lowest: Rung

    def refused(self, error: str) -> bool:
        """Go a rung down after Slack's refusal; False where there is none below, or it isn't about blocks."""
        if error not in REFUSED or self.rung >= self.lowest:
            return False
        self.ladder.down(self.team_id, self.key, Rung(self.rung + 1))
        return True

    def taken(self) -> None:
        """Learn from what Slack took: where plain blocks were after rich ones weren't, it is the workspace."""
        if self.rung is Rung.RICH:
            self.ladder.took_new(self.team_id)
        elif self.rung is Rung.PLAIN and self.ladder.stepped_down(self.team_id, self.key):
            self.ladder.refuses_new(self.team_id)
