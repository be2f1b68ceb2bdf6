"""Finding what a person points at on a surface: by label, by text, by what stands before it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.inputs import KEYS, elements, halves, options, shown_to
from sandbox.plain import Reader
from sandbox.validation.rules import every_block

Json = dict[str, Any]


class NotOnScreen(LookupError):
    """What was looked for is not on this person's screen; the text shows what is."""


@dataclass(frozen=True)
class Control:
    """One thing that can be clicked or filled: its label as read, and the block it is in by number.

    `value` says which it is of a pair, or of a data table's buttons, which share their ids.
    """

    label: str
    block: Json
    element: Json
    place: int
    value: str | None = None

    @property
    def kind(self) -> str:
        """The element's type."""
        return str(self.element["type"])


PRESSED = ("button", "workflow_button", "icon_button", "feedback_buttons")


def controls(blocks: list[Json], reader: Reader, viewer: str) -> list[Control]:
    """Everything that this person can click or fill, in reading order."""
    places = {id(b): n for n, (_, b) in enumerate(every_block(blocks, ""))}
    return [
        control
        for block, element in elements(blocks)
        if shown_to(element, viewer)
        for control in _controls_of(block, element, places[id(block)], reader)
    ]


def _controls_of(block: Json, element: Json, place: int, reader: Reader) -> list[Control]:
    if element["type"] != "feedback_buttons":
        value = element.get("value") if block["type"] == "data_table" else None
        return [Control(_label(block, element, reader), block, element, place, value)]
    return [
        Control(reader.text(half["text"]), block, element, place, half["value"]) for half in halves(element)
    ]


def _label(block: Json, element: Json, reader: Reader) -> str:
    if element["type"] in PRESSED:
        return reader.text(element.get("text"))
    if block["type"] == "input":
        return reader.text(block.get("label"))
    if block["type"] == "section":
        return reader.text(block.get("text"))
    return reader.text(element.get("placeholder"))


def matching(wanted: str, found: Sequence[Any], read: Callable[[Any], str]) -> list[Any]:
    """Those that read exactly as wanted; if there are none, those that begin so."""
    wanted = Reader.unmarked(wanted).strip()
    exact = [f for f in found if read(f).strip() == wanted]
    return exact or [f for f in found if wanted and read(f).strip().startswith(wanted)]


def after_text(found: list[Control], blocks: list[Json], reader: Reader, within: str) -> list[Control]:
    """The nearest of the controls that stand in, or after, the first block with this text."""
    for place, (_, block) in enumerate(every_block(blocks, "")):
        if within in reader.alone(block):
            following = [c for c in found if c.place >= place]
            return following[:1]
    return []


def option_for(control: Control, wanted: str, reader: Reader) -> Json | None:
    """The one option that reads as wanted, or begins so, or None. LookupError if there are several."""
    every = options(control.element)
    found = matching(wanted, every, lambda o: reader.text(o.get("text")))
    if len(found) > 1:
        said = ", ".join(repr(reader.text(o["text"])) for o in found)
        raise LookupError(f"{wanted!r} could be {said}")
    return found[0] if found else None


def fillable(control: Control) -> bool:
    """Whether something can stand in it."""
    return control.kind in KEYS
