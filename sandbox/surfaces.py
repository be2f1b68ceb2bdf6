"""What `Person` holds in hand: messages, modals and the home tab."""

from __future__ import annotations

from datetime import UTC, datetime

from sandbox.controls import NotOnScreen
from sandbox.notifications import Received, received
from sandbox.surface import Surface
from sandbox.viewer import Json, Viewer


class Message(Surface):
    """A message that this person sees."""

    def __init__(self, person: Viewer, channel: str, now: Json) -> None:
        super().__init__(person, {"channel": channel, "ts": now["ts"]})
        self.channel_id = channel
        self.ts = str(now["ts"])
        self.ephemeral = bool(now["ephemeral"])
        self._last = now

    def _now(self) -> Json:
        for message in self.person.messages_in(self.channel_id):
            if message["ts"] == self.ts:
                return message
        raise NotOnScreen(f"the message {self.ts} is not there any more on\n{self.person.screen()}")

    @property
    def exists(self) -> bool:
        """Whether it is still there."""
        return any(m["ts"] == self.ts for m in self.person.messages_in(self.channel_id))

    @property
    def text(self) -> str:
        """What it shows: its blocks (or its text where there are none), attachments and files."""
        return self.person.reader.message(self._now())

    @property
    def notification(self) -> str:
        """The `text` that notifications show."""
        return self.person.reader.text(self._now().get("text"))

    @property
    def received(self) -> Received:
        """What this person's phone, desktop and screen reader get of it."""
        return received(self._now(), self.person.reader)

    @property
    def author(self) -> str:
        """The name of who wrote it, or the one that the app put on."""
        put_on = self._last.get("username")
        return (
            str(put_on) if put_on else self.person.reader.names.get(str(self._last["user"]), "").lstrip("@")
        )

    @property
    def at(self) -> datetime:
        """When it was posted, in UTC."""
        return datetime.fromtimestamp(float(self.ts), UTC)

    @property
    def edited(self) -> bool:
        """Whether it was changed after it was posted."""
        return "edited" in self._now()

    @property
    def thread_ts(self) -> str | None:
        """The ts of the thread it is a reply in, or None."""
        thread = self._now().get("thread_ts")
        return str(thread) if thread and thread != self.ts else None

    def thread(self) -> list[Message]:
        """The replies to it, oldest first."""
        every = self.person.messages_in(self.channel_id)
        return [Message(self.person, self.channel_id, m) for m in every if self._replies(m)]

    def _replies(self, other: Json) -> bool:
        return other.get("thread_ts") == self.ts and other["ts"] != self.ts

    def shortcut(self, name: str) -> None:
        """Use a message shortcut on it."""
        self.person.act("shortcut", name=name, channel=self.channel_id, ts=self.ts)

    def reply(self, text: str) -> None:
        """Write a reply in its thread."""
        self.person.act("say", text=text, channel=self.channel_id, thread_ts=self.ts)

    def __repr__(self) -> str:
        return f"<Message {self.ts} by {self.author}: {self._last.get('text', '')!r}>"


class Home(Surface):
    """The app's home tab as this person has it."""

    def __init__(self, person: Viewer, now: Json) -> None:
        super().__init__(person, {"view": now["id"]})

    def _now(self) -> Json:
        now: Json = self.person.client.state("home")["home"]
        return now


class Modal(Surface):
    """A modal on this person's screen; it stays the same one when the app updates it."""

    def __init__(self, person: Viewer, now: Json) -> None:
        super().__init__(person, {"view": now["id"]})
        self.id = str(now["id"])

    def _now(self) -> Json:
        for view in self.person.client.state("modals")["modals"]:
            if view["id"] == self.id:
                found: Json = view
                return found
        raise NotOnScreen(f"that modal is closed; there is\n{self.person.screen()}")

    @property
    def exists(self) -> bool:
        """Whether it is still open."""
        return any(v["id"] == self.id for v in self.person.client.state("modals")["modals"])

    @property
    def title(self) -> str:
        """Its title."""
        return self.person.reader.text(self._now()["title"])

    @property
    def submit_text(self) -> str | None:
        """What its submit button says, or None if it has none."""
        return self.person.reader.text(self._now()["submit"]) or None

    @property
    def private_metadata(self) -> str:
        """What the app keeps in it; nobody sees this."""
        return str(self._now()["private_metadata"])

    @property
    def errors(self) -> dict[str, str]:
        """The errors on its fields, by label."""
        now = self._now()
        labels = {b["block_id"]: self.person.reader.text(b.get("label")) for b in now["blocks"]}
        return {labels.get(k, k): v for k, v in now["errors"].items()}

    @property
    def banner(self) -> str | None:
        """Slack's own error on it, or None."""
        banner = self._now()["banner"]
        return None if banner is None else str(banner)

    def submit(self) -> None:
        """Press its submit button."""
        self.person.act("submit", view=self.id)

    def close(self) -> None:
        """Press its close button."""
        self.person.act("close", view=self.id)

    def dismiss(self) -> None:
        """Press the X in the corner: the whole stack goes."""
        self.person.act("close", view=self.id, all=True)

    def back(self) -> None:
        """Go back to the view below it."""
        if self._now()["previous_view_id"] is None:
            raise NotOnScreen(f"there is no way back from\n{self.person.screen()}")
        self.person.act("close", view=self.id)
