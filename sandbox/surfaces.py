"""What `Person` holds in hand: messages, modals and the home tab, always as they are on the screen now."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sandbox.client import Refused
from sandbox.controls import Control, NotOnScreen, after_text, controls, fillable, matching, option_for
from sandbox.inputs import TEXTS

if TYPE_CHECKING:
    from sandbox.person import Person

Json = dict[str, Any]


class ConfirmationAsked(AssertionError):
    """The button asks "are you sure" first: click with confirm=True, or confirm=False to say no."""


class Surface:
    """Something with blocks on it. Looking for a thing waits for it, up to the person's `patience`."""

    def __init__(self, person: Person, at: Json) -> None:
        self.person = person
        self._at = at

    def _now(self) -> Json:
        raise NotImplementedError

    @property
    def blocks(self) -> list[Json]:
        """Its blocks as the workspace holds them."""
        return list(self._now().get("blocks") or [])

    @property
    def text(self) -> str:
        """Everything readable on it, as plain text."""
        now = self._now()
        return self.person.reader.blocks(now.get("blocks") or [], self._values(now))

    @staticmethod
    def _values(now: Json) -> Json:
        values: Json = now.get("values") or (now.get("state") or {}).get("values") or {}
        return values

    @property
    def labels(self) -> list[str]:
        """The labels of what can be filled, in order."""
        return [c.label for c in controls(self.blocks, self.person.reader) if fillable(c)]

    @property
    def buttons(self) -> list[str]:
        """The texts of the buttons, in order."""
        every = controls(self.blocks, self.person.reader)
        return [c.label for c in every if c.kind in ("button", "workflow_button")]

    @property
    def menu_options(self) -> list[str]:
        """The texts of the options in overflow menus, in order."""
        every = controls(self.blocks, self.person.reader)
        menus = [c for c in every if c.kind == "overflow"]
        return [self.person.reader.text(o["text"]) for c in menus for o in c.element["options"]]

    def _find(self, kinds: str, wanted: str, within: str | None, nth: int | None) -> Control:
        said = ""

        def look() -> Control | None:
            nonlocal said
            found = self._candidates(kinds, wanted, within)
            if nth is not None:
                return found[nth] if nth < len(found) else None
            if len(found) > 1:
                said = f"{len(found)} are called {wanted!r}: say which with nth= or within="
            return found[0] if len(found) == 1 else None

        found = self.person.until(look)
        if found is None:
            raise NotOnScreen(f"{said or f'there is no {kinds} {wanted!r}'} on\n{self.person.screen()}")
        return found

    def _candidates(self, kinds: str, wanted: str, within: str | None) -> list[Control]:
        reader, blocks = self.person.reader, self.blocks
        every = controls(blocks, reader)
        if kinds == "menu option":
            found = [c for c in every if c.kind == "overflow" and option_for(c, wanted, reader)]
        elif kinds == "button":
            shown = [c for c in every if c.kind in ("button", "workflow_button")]
            found = matching(wanted, shown, lambda c: str(c.label))
        else:
            found = matching(wanted, [c for c in every if fillable(c)], lambda c: str(c.label))
        return found if within is None else after_text(found, blocks, reader, within)

    def click(
        self, text: str, *, confirm: bool | None = None, within: str | None = None, nth: int | None = None
    ) -> None:
        """Press the button with this text (or one that begins so). NotOnScreen, ConfirmationAsked."""
        self._act("click", self._find("button", text, within, nth), confirm)

    def menu(
        self, option: str, *, confirm: bool | None = None, within: str | None = None, nth: int | None = None
    ) -> None:
        """Choose from an overflow menu."""
        control = self._find("menu option", option, within, nth)
        chosen = option_for(control, option, self.person.reader) or {}
        self._act("click", control, confirm, option=chosen.get("value"))

    def fill(
        self,
        label: str,
        value: Any,
        *,
        enter: bool = False,
        within: str | None = None,
        nth: int | None = None,
    ) -> None:
        """Type into the input with this label: text, a number, a date YYYY-MM-DD, a time HH:MM, a datetime.

        For menus and people it chooses instead. None or "" empties the input.
        """
        control = self._find("field", label, within, nth)
        if control.kind == "datetimepicker" and isinstance(value, datetime):
            value = int(value.timestamp())
        elif control.kind in TEXTS and value is not None:
            value = str(value)
        elif value not in (None, "", []) and control.kind.endswith(("select", "radio_buttons", "checkboxes")):
            value = self._chosen(control, value)
        self._act(
            "fill", control, None, value=value or None if not isinstance(value, list) else value, enter=enter
        )

    def choose(
        self, label: str, *wanted: str | list[str], within: str | None = None, nth: int | None = None
    ) -> None:
        """Choose by an option's text (or its beginning), a person's or channel's name; several for lists."""
        control = self._find("field", label, within, nth)
        flat = [w for one in wanted for w in (one if isinstance(one, list) else [one])]
        many = control.kind.startswith("multi_") or control.kind == "checkboxes"
        self._act("fill", control, None, value=self._chosen(control, flat if many else flat[0]))

    def check(self, label: str, *wanted: str, within: str | None = None, nth: int | None = None) -> None:
        """Tick checkboxes, leaving the others as they are."""
        control = self._find("field", label, within, nth)
        more = [v for v in self._chosen(control, list(wanted)) if v not in self._ticked(control)]
        self._act("fill", control, None, value=[*self._ticked(control), *more])

    def uncheck(self, label: str, *wanted: str, within: str | None = None, nth: int | None = None) -> None:
        """Take ticks away."""
        control = self._find("field", label, within, nth)
        less = self._chosen(control, list(wanted))
        self._act("fill", control, None, value=[v for v in self._ticked(control) if v not in less])

    def value(self, label: str, *, within: str | None = None, nth: int | None = None) -> Any:
        """What stands in an input: text, an option's text, a name, a list of those, or None."""
        return self.person.reader.shown(self._state(self._find("field", label, within, nth)))

    def options(self, label: str, *, within: str | None = None, nth: int | None = None) -> list[str]:
        """The texts of the options a field offers."""
        control = self._find("field", label, within, nth)
        groups = [g["options"] for g in control.element.get("option_groups", [])]
        every = [*control.element.get("options", []), *(o for g in groups for o in g)]
        return [self.person.reader.text(o["text"]) for o in every]

    def _state(self, control: Control) -> Json:
        values = self._values(self._now())
        empty = {"type": control.kind}
        return dict(values.get(control.block["block_id"], {}).get(control.element["action_id"], empty))

    def _ticked(self, control: Control) -> list[str]:
        return [o["value"] for o in self._state(control).get("selected_options") or []]

    def _chosen(self, control: Control, wanted: Any) -> Any:
        if isinstance(wanted, list):
            return [self._chosen(control, w) for w in wanted]
        if control.kind in ("static_select", "multi_static_select", "radio_buttons", "checkboxes"):
            option = option_for(control, str(wanted), self.person.reader)
            if option is None:
                raise NotOnScreen(f"{control.label!r} offers no {wanted!r} on\n{self.person.screen()}")
            return option["value"]
        return self.person.id_of(str(wanted))

    def _act(self, do: str, control: Control, confirm: bool | None, **said: Any) -> None:
        ids = {"block_id": control.block["block_id"], "action_id": control.element["action_id"]}
        try:
            answer = self.person.client.act(do, **self._at, **ids, **said, confirmed=confirm is True)
        except Refused as error:
            raise NotOnScreen(f"{control.label!r}: {error}\n{self.person.screen()}") from error
        if "confirm" in answer and confirm is None:
            asked = self.person.reader.text(answer["confirm"].get("title"))
            raise ConfirmationAsked(f"{control.label!r} asks {asked!r}: say confirm=True or confirm=False")


class Message(Surface):
    """A message that this person sees."""

    def __init__(self, person: Person, channel: str, now: Json) -> None:
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
        """Its blocks as plain text, or its text where there are none."""
        now = self._now()
        return super().text if now.get("blocks") else self.person.reader.text(now.get("text"))

    @property
    def notification(self) -> str:
        """The `text` that notifications show."""
        return self.person.reader.text(self._now().get("text"))

    @property
    def author(self) -> str:
        """The name of who wrote it."""
        return self.person.reader.names.get(str(self._last["user"]), "").lstrip("@")

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

    def __init__(self, person: Person, now: Json) -> None:
        super().__init__(person, {"view": now["id"]})

    def _now(self) -> Json:
        now: Json = self.person.client.state("home")["home"]
        return now


class Modal(Surface):
    """A modal on this person's screen; it stays the same one when the app updates it."""

    def __init__(self, person: Person, now: Json) -> None:
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
