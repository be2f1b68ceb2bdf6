"""`Person`: somebody at their screen, for tests and demos. It knows only what that screen shows."""

from sandbox.controls import NotOnScreen
from sandbox.surface import ConfirmationAsked
from sandbox.surfaces import Home, Message, Modal
from sandbox.viewer import Json, Viewer


class Person(Viewer):
    """Somebody who types commands, writes, and holds messages, modals and the home tab in hand."""

    def command(self, name: str, text: str = "", *, channel: str | None = None) -> None:
        """Type a slash command, in a channel by name or in the direct messages with the app."""
        where = None if channel is None else self.channel_id(channel)
        self.act("command", command=name, text=text, channel=where)

    def shortcut(self, name: str) -> None:
        """Use a global shortcut by its name."""
        self.act("shortcut", name=name)

    def say(self, text: str, *, channel: str | None = None) -> None:
        """Write a message, in a channel by name or to the app."""
        self.act("say", text=text, channel=None if channel is None else self.channel_id(channel))

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
        found = [c for c in self.all_channels() if c["kind"] == "im"]
        return self._top(found[0]) if found else []

    def channel(self, name: str) -> list[Message]:
        """The messages in a channel, oldest first, replies left out. NotOnScreen if they aren't in it."""
        wanted = self.channel_id(name)
        return self._top(next(c for c in self.all_channels() if c["id"] == wanted))

    def _top(self, channel: Json) -> list[Message]:
        every = channel["messages"]
        shown = [m for m in every if m.get("thread_ts") in (None, m["ts"]) or "subtype" in m]
        return [Message(self, channel["id"], m) for m in shown]

    @property
    def ephemerals(self) -> list[Message]:
        """What only this person sees, in all channels, oldest first."""
        found = [(c["id"], m) for c in self.all_channels() for m in c["messages"] if m["ephemeral"]]
        return [Message(self, c, m) for c, m in sorted(found, key=lambda cm: str(cm[1]["ts"]))]

    def unread(self, channel: str | None = None) -> int:
        """How many unread messages a channel (or the direct messages with the app) shows."""
        wanted = None if channel is None else self.channel_id(channel)
        found = [
            c for c in self.all_channels() if c["id"] == wanted or (wanted is None and c["kind"] == "im")
        ]
        return int(found[0]["unread"]) if found else 0

    def read(self, channel: str | None = None) -> None:
        """Look at a channel, so that nothing in it is unread."""
        self.act("read", channel=None if channel is None else self.channel_id(channel))

    @property
    def last_error(self) -> str | None:
        """Slack's own error: on the topmost modal, or about the last command or click."""
        state = self.client.state("modals")
        banner = state["modals"][-1]["banner"] if state["modals"] else None
        said = banner or state["error"]
        return None if said is None else str(said)


__all__ = ["ConfirmationAsked", "NotOnScreen", "Person"]
