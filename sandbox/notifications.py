"""What reaches people of a message without opening it, and what is read aloud of it.

Since 13 July 2026 a desktop's notification takes the text of the blocks first, and `text` only where none can
be taken; a phone's takes `text` alone (https://docs.slack.dev/changelog/2026/07/13/notification-changes). A
screen reader reads `text`, and of the blocks nothing (https://docs.slack.dev/reference/methods/chat.postMessage).
Which blocks a desktop takes text from is not said: here it is every word that is not on a button or in a menu,
charts, captions, alternative texts and what lies in closed containers included.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sandbox.figures import chart_lines, table_lines
from sandbox.plain import Reader

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Received:
    """The words that each gets, whole; where a notification breaks off is the device's own business."""

    phone: str
    desktop: str
    screen_reader: str

    def as_json(self) -> dict[str, str]:
        """The three by name."""
        return asdict(self)


def received(message: Json, reader: Reader | None = None) -> Received:
    """What phone, desktop and screen reader get of a message: `text` (or `markdown_text`) and `blocks`.

    `reader` says names for ids and moments in a person's zone; without one ids stay, and moments are in UTC.
    Edits and messages that one person alone sees notify nobody, but are read aloud alike.
    """
    read = reader or Reader({})
    text = read.text(str(message.get("text") or message.get("markdown_text") or ""))
    shown = " ".join(" ".join(_texts(message.get("blocks") or [], read)).split())
    return Received(phone=text, desktop=shown or text, screen_reader=text)


def _texts(blocks: list[Json], read: Reader) -> Iterator[str]:
    for block in blocks:
        yield from _texts_of(block, read)


def _texts_of(block: Json, read: Reader) -> Iterator[str]:
    match block.get("type"):
        case "section":
            yield read.text(block.get("text"))
            yield from (read.text(field) for field in block.get("fields", []))
        case "context":
            yield from (str(e.get("alt_text") or "") or read.text(e) for e in block.get("elements", []))
        case "rich_text":
            yield read.block(block, {})
        case "image":
            yield from (read.text(block.get("title")), str(block.get("alt_text", "")))
        case "table" | "data_table":
            yield from table_lines(block, lambda cell: read.cell(cell.get("fallback", cell)))
        case "data_visualization":
            yield from chart_lines(block)
        case "container":
            yield from _texts(
                [block.get("rich_text_title") or {"type": "header", "text": block.get("title")}], read
            )
            yield read.text(block.get("subtitle"))
            yield from _texts(block.get("child_blocks", []), read)
        case "card":
            yield from (read.text(block.get(key)) for key in ("title", "subtitle", "body", "subtext"))
        case "carousel":
            yield from _texts(block.get("elements", []), read)
        case "header" | "markdown" | "alert":
            yield read.text(block.get("text"))
