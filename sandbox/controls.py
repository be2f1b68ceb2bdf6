"""Finding what a person points at on a surface: by label, by text, by what stands before it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.inputs import KEYS, elements, options
from sandbox.plain import Reader

Json = dict[str, Any]


class NotOnScreen(LookupError):
    """What was looked for is not on this person's screen; the text shows what is."""


@dataclass(frozen=True)
class Control:
    """One thing that can be clicked or filled: its label as read, and the block it is in by number."""

    label: str
    block: Json
    element: Json
    place: int

    @property
    def kind(self) -> str:
        """The element's type."""
        return str(self.element["type"])


def controls(blocks: list[Json], reader: Reader) -> list[Control]:
    """Everything that can be clicked or filled, in reading order."""
    places = {id(b): n for n, b in enumerate(blocks)}
    return [Control(_label(b, e, reader), b, e, places[id(b)]) for b, e in elements(blocks)]


def _label(block: Json, element: Json, reader: Reader) -> str:
    if element["type"] in ("button", "workflow_button"):
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
    for place, block in enumerate(blocks):
        if within in reader.block(block, {}):
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
