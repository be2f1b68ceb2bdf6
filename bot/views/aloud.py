"""A message in words: what phones show of it, and all that a screen reader gets. Made from its blocks.

A screen reader reads `text` and of the blocks nothing; a phone's notification shows how `text` begins
(https://docs.slack.dev/reference/methods/chat.postMessage). So `text` is the whole message, its buttons by name.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.views.blocks import Json, escape
from bot.views.words import listed

LONGEST_OPENING = 60
LONGEST = 4_000
"""Slack advises so many characters of `text`, and `chat.update` refuses more."""
NO_BUTTONS = "Slack took no buttons for this message. Fairloop's Home has what waits for you."
REST = "… The rest is in the message itself."
_BOLD = re.compile(r"(?<!\u200b)\*(?!\u200b)")
_ITALIC = re.compile(r"(?<![\w\u200b])_([^_\n]+)_(?![\w\u200b])")
_EMOJI = re.compile(r":[a-z][a-z_]*: ?")


def message(opening: str, blocks: list[Json]) -> tuple[str, list[Json]]:
    """The blocks with their `text`: one neutral line, what they say in their order, and the buttons by name.

    Raises ValueError where the line is longer than 60 characters.
    """
    if len(opening) > LONGEST_OPENING:
        raise ValueError(f"the opening line holds {LONGEST_OPENING} characters: {opening!r}")
    return _in_words(opening, blocks, "", offered(blocks)), blocks


def alone(text: str, blocks: Sequence[Json], picture: str = "") -> str:
    """What is sent where Slack shows no blocks: how `text` opens, all that they say, and what became of the buttons.

    `picture` is in words what a picture below them would have shown.
    """
    return _in_words(text.partition("\n")[0], blocks, picture, NO_BUTTONS if offered(blocks) else "")


def _in_words(opening: str, blocks: Sequence[Json], picture: str, end: str) -> str:
    """The parts below each other; what the blocks begin with isn't said twice."""
    body = re.sub(rf"\A{re.escape(opening)}(\.\s*|\n|\Z)", "", said(blocks))
    room = LONGEST - len(opening) - len(end) - 2
    told = _fitting("\n".join(part for part in (body, escape(picture)) if part), room)
    return "\n".join(part for part in (opening, told, end) if part)


def said(blocks: Sequence[Mapping[str, Any]]) -> str:
    """What the blocks say, a line or more each, as mrkdwn without marks; what is done with them is left out."""
    return "\n".join(text for block in blocks if (text := "\n".join(_lines(block)).strip()))


def offered(blocks: Sequence[Mapping[str, Any]]) -> str:
    """Buttons and menus by the names that stand on them: "Buttons: Undo and Settings. Menu: Pause." """
    elements = [element for block in blocks for element in _elements(block)]
    buttons = [escape(one["text"]["text"]) for one in elements if one["type"] == "button"]
    menus = [escape(o["text"]["text"]) for one in elements for o in one.get("options", [])]
    parts = [("Button" if len(buttons) == 1 else "Buttons", buttons), ("Menu", menus)]
    return " ".join(f"{name}: {listed(names)}." for name, names in parts if names)


def _fitting(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - len(REST)].rstrip()}{REST}"


def _elements(block: Mapping[str, Any]) -> Iterator[Json]:
    if block["type"] == "section" and block.get("accessory"):
        yield block["accessory"]
    elif block["type"] == "actions":
        yield from block["elements"]
    elif block["type"] == "card":
        yield from block.get("actions", [])
    for child in block.get("child_blocks", []):
        yield from _elements(child)


def _lines(block: Mapping[str, Any]) -> Iterator[str]:
    match block["type"]:
        case "header" | "section" | "alert":
            yield from (_text(one) for one in (block.get("text"), *block.get("fields", [])) if one)
        case "context":
            yield " ".join(_text(one) for one in block["elements"])
        case "rich_text":
            yield from _rich(block["elements"])
        case "table" | "data_table":
            yield from (", ".join(_cell(cell) for cell in row) for row in block["rows"])
        case "image":
            yield escape(block["alt_text"])
        case "card" | "container":
            yield from (
                _text(block[key]) for key in ("title", "subtitle", "body", "subtext") if block.get(key)
            )
            yield from (text for child in block.get("child_blocks", []) for text in _lines(child))


def _text(element: Json) -> str:
    """A text object, or a picture among texts. What is plain is escaped: `text` is read as mrkdwn."""
    if element["type"] == "image":
        return escape(element["alt_text"])
    if element["type"] == "plain_text":
        return escape(element["text"])
    return _EMOJI.sub("", _ITALIC.sub(r"\1", _BOLD.sub("", element["text"])))


def _cell(cell: Json) -> str:
    if cell["type"] == "rich_text":
        return " ".join(_rich(cell["elements"]))
    return escape(str(cell["text"]))


def _rich(elements: Sequence[Json]) -> Iterator[str]:
    for element in elements:
        if element["type"] == "rich_text_list":
            ordered = element.get("style") == "ordered"
            for number, item in enumerate(element["elements"], start=1):
                yield f"{number}. {_pieces(item)}" if ordered else _pieces(item)
        else:
            yield _pieces(element)


def _pieces(element: Json) -> str:
    return "".join(_piece(piece) for piece in element["elements"]).strip("\n")


def _piece(piece: dict[str, Any]) -> str:
    match piece["type"]:
        case "text":
            return escape(piece["text"])
        case "user":
            return f"<@{piece['user_id']}>"
        case "channel":
            return f"<#{piece['channel_id']}>"
        case "link":
            return escape(piece.get("text") or piece["url"])
        case "date":
            return escape(piece["fallback"])
    return ""
