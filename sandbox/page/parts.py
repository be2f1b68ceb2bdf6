"""Payloads of the gallery in few words."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    """A mrkdwn object."""
    return {"type": "mrkdwn", "text": text}


def button(text: str, **more: Any) -> Json:
    """A button that does nothing."""
    return {"type": "button", "text": plain(text), "action_id": text.lower().replace(" ", "_"), **more}


def section(text: str, **more: Any) -> Json:
    """A section of mrkdwn."""
    return {"type": "section", "text": mrkdwn(text), **more}


def cell(text: str) -> Json:
    """A cell of text."""
    return {"type": "raw_text", "text": text}


def number(value: float, text: str = "") -> Json:
    """A cell of a number."""
    return {"type": "raw_number", "value": value, "text": text or f"{value:g}"}


def rich(*elements: Json) -> Json:
    """A rich_text block."""
    return {"type": "rich_text", "elements": list(elements)}


def line(*parts: Json | str) -> Json:
    """A section of rich text; strings are text."""
    return {"type": "rich_text_section", "elements": [part_of(part) for part in parts]}


def part_of(part: Json | str) -> Json:
    """A part of a line of rich text; a string is text."""
    return {"type": "text", "text": part} if isinstance(part, str) else part


def options(*texts: str) -> list[Json]:
    """Options, each with its text in small letters as value."""
    return [{"text": plain(text), "value": text.lower()} for text in texts]


def styled(text: str, *styles: str) -> Json:
    """Text of a rich_text block in a style."""
    return {"type": "text", "text": text, "style": dict.fromkeys(styles, True)}
