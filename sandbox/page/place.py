"""Where on the screen a person is: a channel, the app's tabs, a thread beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sandbox.page.painter import Painter

Json = dict[str, Any]

# Slack leaves name and picture away from what follows within five minutes.
TOGETHER_SECONDS = 300


@dataclass(frozen=True)
class Place:
    """What is open: the channel (or None for nothing), the app's Home, a thread."""

    parts: dict[str, str]
    title: str
    channel: Json | None
    home: bool
    thread: Json | None = None
    replies: list[Json] = field(default_factory=list)
    narrow: str = "main"

    @property
    def is_app(self) -> bool:
        """Whether this is the direct messages with the app."""
        return bool(self.channel and self.channel["kind"] == "im")


def look(state: Json, asked: Mapping[str, str]) -> Place:
    """Find what an address asks for on a screen; what isn't there falls back to the app's messages."""
    channels = {channel["id"]: channel for channel in state["channels"]}
    direct = next((channel for channel in state["channels"] if channel["kind"] == "im"), None)
    channel = channels.get(asked.get("at", "")) or direct or next(iter(channels.values()), None)
    home = asked.get("at") == "home" and state["app"]["home_tab"]
    if home:
        channel = direct
    parts = {k: asked[k] for k in ("at", "thread", "panel", "only", "nav") if asked.get(k)}
    title = state["app"]["name"] if home or not channel or channel["kind"] == "im" else f"#{channel['name']}"
    thread = None if home else _message(channel, asked.get("thread", ""))
    if not thread:
        parts.pop("thread", None)
    replies = _replies(channel, thread) if channel and thread else []
    narrow = "nav" if asked.get("nav") else "side" if thread or asked.get("panel") else "main"
    return Place(parts, title, channel, home, thread, replies, narrow)


def _message(channel: Json | None, ts: str) -> Json | None:
    return next((m for m in channel["messages"] if m["ts"] == ts), None) if channel and ts else None


def _replies(channel: Json, thread: Json) -> list[Json]:
    return [m for m in channel["messages"] if m.get("thread_ts") == thread["ts"] and m["ts"] != thread["ts"]]


def timeline(channel: Json, paint: Painter) -> Iterator[tuple[str, list[tuple[Json, bool]]]]:
    """A channel's messages by day, each with whether it follows its author's last one closely."""
    shown = [m for m in channel["messages"] if _in_channel(m)]
    for day, messages in groupby(shown, key=lambda m: paint.dates.day(m["ts"])):
        yield day, list(following(list(messages)))


def _in_channel(message: Json) -> bool:
    return message.get("thread_ts") in (None, message["ts"]) or message.get("subtype") == "thread_broadcast"


def following(messages: list[Json]) -> Iterator[tuple[Json, bool]]:
    """Each message with whether Slack would show it without name and picture."""
    last: Json | None = None
    for message in messages:
        close = last is not None and float(message["ts"]) - float(last["ts"]) < TOGETHER_SECONDS
        same = last is not None and last["user"] == message["user"]
        alike = last is not None and last["ephemeral"] == message["ephemeral"]
        yield message, close and same and alike
        last = message
