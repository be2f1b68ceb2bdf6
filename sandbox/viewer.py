"""One person's screen as a client of the control API has it: what is on it, waiting for more, acting on it."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from sandbox.client import Client, Refused
from sandbox.controls import NotOnScreen
from sandbox.plain import Reader

Json = dict[str, Any]
T = TypeVar("T")


class Viewer:
    """Acts over the control API alone. `patience` is how many real seconds it looks for things to appear."""

    def __init__(self, base: str, user_id: str, *, patience: float = 5.0) -> None:
        self.id = user_id
        self.patience = patience
        self.client = Client(base, user_id)
        self.name = str(self.client.state("none")["you"]["real_name"])

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name} {self.id}>"

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

    @property
    def channels(self) -> list[str]:
        """The names of the channels this person is in."""
        return [c["name"] for c in self.all_channels() if c["name"]]

    def messages_in(self, channel_id: str) -> list[Json]:
        """What the client knows of the messages in a channel."""
        found = [c["messages"] for c in self.all_channels() if c["id"] == channel_id]
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

    def all_channels(self) -> list[Json]:
        """The channels this person is in, direct messages included, with what was said in them."""
        found: list[Json] = self.client.state("channels")["channels"]
        return found

    def channel_id(self, name: str) -> str:
        """The id of a channel this person is in, by its name. NotOnScreen."""
        for channel in self.all_channels():
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
