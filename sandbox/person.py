"""`Person`: somebody at their screen, for tests and demos. It knows only what that screen shows."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from sandbox.client import Client, Refused
from sandbox.controls import NotOnScreen
from sandbox.plain import Reader
from sandbox.surface import ConfirmationAsked, Json
from sandbox.surfaces import Home, Message, Modal

T = TypeVar("T")


class Person:
    """Acts over the control API alone. `patience` is how many real seconds it looks for things to appear."""

    def __init__(self, base: str, user_id: str, *, patience: float = 5.0) -> None:
        self.id = user_id
        self.patience = patience
        self.client = Client(base, user_id)
        self.name = str(self.client.state("none")["you"]["real_name"])

    def __repr__(self) -> str:
        return f"<Person {self.name} {self.id}>"

    @property
    def reader(self) -> Reader:
        """Renders ids and moments as this person sees them."""
        state = self.client.state("none")
        return Reader(state["names"], state["you"]["tz"])

    def act(self, do: str, **said: Any) -> Json:
        """Act through the client. NotOnScreen, with the screen, if it offers no such thing."""
        try:
            return self.client.act(do, **said)
        except Refused as error:
            raise NotOnScreen(f"{error}\n{self.screen()}") from error

    def until(self, look: Callable[[], T | None], seconds: float | None = None) -> T | None:
        """What `look` finds within the person's patience, or None."""
        return self.client.until(look, self.patience if seconds is None else seconds)

    def wait_for(self, holds: Callable[[], Any], *, seconds: float | None = None, what: str = "") -> Any:
        """Wait until `holds()` is true and return what it gave; what isn't on the screen yet counts as false.

        AssertionError with the screen when the time (default: patience) is over.
        """

        def look() -> Any:
            try:
                return holds() or None
            except (NotOnScreen, IndexError):
                return None

        started = time.monotonic()
        found = self.until(look, seconds)
        if found is None:
            waited = time.monotonic() - started
            raise AssertionError(
                f"waited {waited:.1f} s for {what or 'something'}; there is\n{self.screen()}"
            )
        return found

    def command(self, name: str, text: str = "", *, channel: str | None = None) -> None:
        """Type a slash command, in a channel by name or in the direct messages with the app."""
        where = None if channel is None else self._channel_id(channel)
        self.act("command", command=name, text=text, channel=where)

    def shortcut(self, name: str) -> None:
        """Use a global shortcut by its name."""
        self.act("shortcut", name=name)

    def say(self, text: str, *, channel: str | None = None) -> None:
        """Write a message, in a channel by name or to the app."""
        self.act("say", text=text, channel=None if channel is None else self._channel_id(channel))

    def open_home(self) -> None:
        """Open the app's home tab. What the app publishes may come a moment later: `wait_for` it."""
        self.act("home")

    @property
    def home(self) -> Home:
        """The home tab. NotOnScreen if the app publishes none within the person's patience."""
        found = self.until(lambda: self.client.state("home")["home"])
        if found is None:
            raise NotOnScreen(f"{self.name} has no home tab yet")
        return Home(self, found)

    @property
    def modal(self) -> Modal:
        """The modal on top. NotOnScreen if none opens within the person's patience."""
        found = self.until(lambda: (self.client.state("modals")["modals"] or [None])[-1])
        if found is None:
            raise NotOnScreen(f"no modal is open on\n{self.screen()}")
        return Modal(self, found)

    @property
    def modals(self) -> list[Modal]:
        """The open modals now, the lowest first; without waiting."""
        return [Modal(self, v) for v in self.client.state("modals")["modals"]]

    def dm(self) -> list[Message]:
        """The messages with the app, oldest first, replies left out."""
        found = [c for c in self._channels() if c["kind"] == "im"]
        return self._top(found[0]) if found else []

    def channel(self, name: str) -> list[Message]:
        """The messages in a channel, oldest first, replies left out. NotOnScreen if they aren't in it."""
        wanted = self._channel_id(name)
        return self._top(next(c for c in self._channels() if c["id"] == wanted))

    def _top(self, channel: Json) -> list[Message]:
        every = channel["messages"]
        shown = [m for m in every if m.get("thread_ts") in (None, m["ts"]) or "subtype" in m]
        return [Message(self, channel["id"], m) for m in shown]

    @property
    def ephemerals(self) -> list[Message]:
        """What only this person sees, in all channels, oldest first."""
        found = [(c["id"], m) for c in self._channels() for m in c["messages"] if m["ephemeral"]]
        return [Message(self, c, m) for c, m in sorted(found, key=lambda cm: str(cm[1]["ts"]))]

    @property
    def channels(self) -> list[str]:
        """The names of the channels this person is in."""
        return [c["name"] for c in self._channels() if c["name"]]

    def unread(self, channel: str | None = None) -> int:
        """How many unread messages a channel (or the direct messages with the app) shows."""
        wanted = None if channel is None else self._channel_id(channel)
        found = [c for c in self._channels() if c["id"] == wanted or (wanted is None and c["kind"] == "im")]
        return int(found[0]["unread"]) if found else 0

    def read(self, channel: str | None = None) -> None:
        """Look at a channel, so that nothing in it is unread."""
        self.act("read", channel=None if channel is None else self._channel_id(channel))

    @property
    def last_error(self) -> str | None:
        """Slack's own error: on the topmost modal, or about the last command or click."""
        state = self.client.state("modals")
        banner = state["modals"][-1]["banner"] if state["modals"] else None
        said = banner or state["error"]
        return None if said is None else str(said)

    def messages_in(self, channel_id: str) -> list[Json]:
        """What the client knows of the messages in a channel."""
        found = [c["messages"] for c in self._channels() if c["id"] == channel_id]
        return list(found[0]) if found else []

    def id_of(self, name: str) -> str:
        """The id of a person or channel by the name that menus show (or its beginning). NotOnScreen."""
        wanted = name.lstrip("@#")
        state = self.client.state("people", "channels")
        known: dict[str, tuple[str, str]] = {
            u["id"]: (str(u["profile"]["real_name"]), u["name"]) for u in state["people"] if not u["deleted"]
        }
        known |= {c["id"]: (str(c["name"]), c["id"]) for c in state["channels"]}
        exact = [k for k, said in known.items() if wanted in said or k == wanted]
        found = exact or [k for k, said in known.items() if said[0].startswith(wanted)]
        if len(found) != 1:
            raise NotOnScreen(f"{len(found)} people or channels are called {name!r} for {self.name}")
        return found[0]

    def _channels(self) -> list[Json]:
        found: list[Json] = self.client.state("channels")["channels"]
        return found

    def _channel_id(self, name: str) -> str:
        for channel in self._channels():
            if name.lstrip("#") == channel["name"] or name == channel["id"]:
                return str(channel["id"])
        raise NotOnScreen(
            f"{self.name} is in no channel {name!r}; there are {', '.join(self.channels) or 'none'}"
        )

    def screen(self) -> str:
        """Everything this person sees, as plain text."""
        state = self.client.state("channels", "modals", "home")
        reader = Reader(state["names"], state["you"]["tz"])
        parts = [f"=== {self.name}'s screen, {state['now']} ==="]
        if state["error"]:
            parts.append(f"! {state['error']}")
        for view in state["modals"]:
            parts.append(f"--- modal: {reader.text(view['title'])} ---")
            parts += [f"! {view['banner']}"] if view["banner"] else []
            parts.append(reader.blocks(view["blocks"], view["state"]["values"]))
            parts += [f"! {k}: {v}" for k, v in view["errors"].items()]
            parts.append(" ".join(f"[{reader.text(view[b])}]" for b in ("close", "submit") if view[b]))
        if state["home"]:
            parts += [
                "--- home ---",
                reader.blocks(state["home"]["blocks"], state["home"]["state"]["values"]),
            ]
        for channel in state["channels"]:
            parts.append(f"--- {'#' + channel['name'] if channel['name'] else 'direct messages'} ---")
            parts += [_line(m, reader) for m in channel["messages"]]
        return "\n".join(p for p in parts if p)


def _line(message: Json, reader: Reader) -> str:
    author = reader.names.get(str(message["user"]), "")
    alone = " (only you)" if message["ephemeral"] else ""
    indent = "    " if message.get("thread_ts") not in (None, message["ts"]) else ""
    text = f"{author}{alone}: {reader.message(message)}"
    return "\n".join(indent + line for line in text.split("\n"))


__all__ = ["ConfirmationAsked", "NotOnScreen", "Person"]
