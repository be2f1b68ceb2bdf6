"""Anything with blocks on it that a person can read, click and fill, as it is on their screen now."""

from datetime import datetime
from typing import Any

from sandbox.client import Refused
from sandbox.controls import (
    PRESSED,
    Control,
    NotOnScreen,
    after_text,
    controls,
    fillable,
    matching,
    option_for,
)
from sandbox.inputs import TEXTS
from sandbox.viewer import Json, Viewer


class ConfirmationAsked(AssertionError):
    """The button asks "are you sure" first: click with confirm=True, or confirm=False to say no."""


class Surface:
    """Something with blocks on it. Looking for a thing waits for it, up to the person's `patience`."""

    def __init__(self, person: Viewer, at: Json) -> None:
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
        return [c.label for c in controls(self.blocks, self.person.reader, self.person.id) if fillable(c)]

    @property
    def buttons(self) -> list[str]:
        """The texts of the buttons, in order."""
        every = controls(self.blocks, self.person.reader, self.person.id)
        return [c.label for c in every if c.kind in PRESSED]

    @property
    def menu_options(self) -> list[str]:
        """The texts of the options in overflow menus, in order."""
        every = controls(self.blocks, self.person.reader, self.person.id)
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
        every = controls(blocks, reader, self.person.id)
        if kinds == "menu option":
            found = [c for c in every if c.kind == "overflow" and option_for(c, wanted, reader)]
        elif kinds == "button":
            shown = [c for c in every if c.kind in PRESSED]
            found = matching(wanted, shown, lambda c: str(c.label))
        else:
            found = matching(wanted, [c for c in every if fillable(c)], lambda c: str(c.label))
        return found if within is None else after_text(found, blocks, reader, within)

    def click(
        self, text: str, *, confirm: bool | None = None, within: str | None = None, nth: int | None = None
    ) -> None:
        """Press the button with this text (or one that begins so). NotOnScreen, ConfirmationAsked."""
        control = self._find("button", text, within, nth)
        self._act("click", control, confirm, option=control.value)

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
        confirm: bool | None = None,
        within: str | None = None,
        nth: int | None = None,
    ) -> None:
        """Type into the input with this label: text, a number, a date YYYY-MM-DD, a time HH:MM, a datetime.

        For menus and people it chooses instead. None, "" or [] empties the input.
        """
        control = self._find("field", label, within, nth)
        if value in (None, "", []):
            value = [] if _takes_many(control) else None
        elif control.kind == "datetimepicker" and isinstance(value, datetime):
            value = int(value.timestamp())
        elif control.kind in TEXTS:
            value = str(value)
        elif control.kind.endswith(("select", "radio_buttons", "checkboxes")):
            value = self._chosen(
                control, [value] if _takes_many(control) and isinstance(value, str) else value
            )
        self._act("fill", control, confirm, value=value, enter=enter)

    def choose(
        self,
        label: str,
        *wanted: str | list[str],
        confirm: bool | None = None,
        within: str | None = None,
        nth: int | None = None,
    ) -> None:
        """Choose by an option's text (or its beginning), a person's or channel's name; several for lists."""
        control = self._find("field", label, within, nth)
        flat = [w for one in wanted for w in (one if isinstance(one, list) else [one])]
        value = self._chosen(control, flat if _takes_many(control) else flat[0])
        self._act("fill", control, confirm, value=value)

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


def _takes_many(control: Control) -> bool:
    return control.kind.startswith("multi_") or control.kind == "checkboxes"
