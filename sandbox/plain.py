"""Blocks as plain text, as a person reads them."""

import html
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.figures import chart_lines, table_lines
from sandbox.inputs import KEYS, halves, options
from sandbox.validation.rules import FRAMES

_ENTITY = re.compile(r"<([^<>]+)>")
_MARKS = [
    re.compile(rf"(?<![\w{m}]){m}(?=\S)([^{m}\n]+?)(?<=\S){m}(?![\w{m}])") for m in (r"\*", "_", "~", "`")
]
_FORMATS = {
    "date_num": "%Y-%m-%d",
    "date_slash": "%m/%d/%Y",
    "date_long": "%A, %B {day}, %Y",
    "date_long_full": "%A, %B {day}, %Y",
    "date": "%B {day}, %Y",
    "date_pretty": "%B {day}, %Y",
    "date_short": "%b {day}, %Y",
    "date_short_pretty": "%b {day}, %Y",
    "date_long_pretty": "%A, %B {day}, %Y",
    "day_divider_pretty": "%A, %B {day}",
    "time": "%H:%M",
    "time_secs": "%H:%M:%S",
    "ago": "%Y-%m-%d %H:%M",
}


class Reader:
    """Renders for one person: ids as names, moments in their zone."""

    def __init__(self, names: Mapping[str, str], tz: str = "UTC") -> None:
        self.names = names
        self.zone = ZoneInfo(tz)

    def blocks(self, blocks: list[Any], values: Mapping[str, Any] | None = None) -> str:
        """All of it, a line or more a block."""
        lines = (self.block(b, values or {}) for b in blocks)
        return "\n".join(line for line in lines if line)

    def message(self, message: Mapping[str, Any]) -> str:
        """A message: its blocks, or its text where there are none, then attachments and files."""
        blocks = message.get("blocks")
        parts = [self.blocks(blocks, message.get("values")) if blocks else self.text(message.get("text"))]
        for attachment in message.get("attachments") or []:
            said = self.text(attachment.get("text") or attachment.get("fallback"))
            parts.append(self.blocks(attachment["blocks"]) if attachment.get("blocks") else said)
        parts += [f"[file: {f.get('title') or f.get('name')}]" for f in message.get("files") or []]
        return "\n".join(p for p in parts if p)

    def alone(self, block: Mapping[str, Any]) -> str:
        """One block without the blocks inside it."""
        inside = FRAMES.get(str(block.get("type")))
        return self.block({k: v for k, v in block.items() if k != inside}, {})

    def block(self, block: Mapping[str, Any], values: Mapping[str, Any]) -> str:
        """One block with what stands in its inputs."""
        held = values.get(block.get("block_id", ""), {})
        match block.get("type"):
            case "container":
                title = block.get("rich_text_title")
                head = self.block(title, {}) if title else self.text(block.get("title"))
                parts = [head, self.text(block.get("subtitle"))]
                parts.append(self.blocks(block.get("child_blocks", []), values))
                return "\n".join(p for p in parts if p)
            case "card":
                parts = [self.text(block.get(key)) for key in ("title", "subtitle", "body", "subtext")]
                parts.append("  ".join(self._element(e, held) for e in block.get("actions", [])))
                return "\n".join(p for p in parts if p)
            case "carousel":
                return self.blocks(block.get("elements", []), values)
            case "data_visualization":
                return "\n".join(chart_lines(block))
            case "section":
                parts = [self.text(block.get("text")), *(self.text(f) for f in block.get("fields", []))]
                parts.append(self._element(block.get("accessory"), held))
                return "\n".join(p for p in parts if p)
            case "input":
                label, hint = self.text(block.get("label")), self.text(block.get("hint"))
                optional = " (optional)" if block.get("optional") else ""
                return "\n".join(
                    p for p in (label + optional, self._element(block["element"], held), hint) if p
                )
            case "actions" | "context" | "context_actions":
                return "  ".join(p for e in block.get("elements", []) if (p := self._element(e, held)))
            case "rich_text":
                return "\n".join(self._rich(e) for e in block.get("elements", []))
            case "table" | "data_table":
                return "\n".join(table_lines(block, self.cell))
            case "image":
                title = self.text(block.get("title"))
                return f"[picture: {' · '.join(p for p in (title, block.get('alt_text', '')) if p)}]"
            case "markdown":
                return str(block.get("text", ""))
            case "divider":
                return "---"
        return self.text(block.get("text"))

    def cell(self, cell: Mapping[str, Any]) -> str:
        """One cell of a table."""
        if cell.get("type") == "action_cell":
            return self._element(cell.get("element"), {})
        if cell.get("type") == "rich_text":
            return " ".join(self._rich(e) for e in cell.get("elements", []))
        return self.text({"type": "plain_text", "text": str(cell.get("text", ""))})

    def _element(self, element: Mapping[str, Any] | None, held: Mapping[str, Any]) -> str:
        if not element:
            return ""
        kind = element.get("type")
        if kind in ("button", "workflow_button", "icon_button"):
            return f"[{self.text(element.get('text'))}]"
        if kind == "feedback_buttons":
            return "  ".join(f"[{self.text(half['text'])}]" for half in halves(dict(element)))
        if kind == "overflow":
            return f"[... {' / '.join(self.text(o.get('text')) for o in element.get('options', []))}]"
        if kind == "image":
            return f"[picture: {element.get('alt_text', '')}]"
        if kind in KEYS:
            return self._input(element, held.get(element.get("action_id", "")) or {})
        return self.text(element)

    def _input(self, element: Mapping[str, Any], state: Mapping[str, Any]) -> str:
        kind = element["type"]
        now = state.get(KEYS[kind][0])
        if kind in ("radio_buttons", "checkboxes"):
            chosen = {o["value"] for o in (now if isinstance(now, list) else [now] if now else [])}
            box = "()" if kind == "radio_buttons" else "[]"
            lines = []
            for option in options(dict(element)):
                mark = f"{box[0]}{'x' if option['value'] in chosen else ' '}{box[1]}"
                lines.append(" ".join(p for p in (mark, self.option(option)) if p))
            return "\n".join(lines)
        shown = self.shown(state)
        if shown in (None, [], ""):
            return f"<{self.text(element.get('placeholder'))}>" if element.get("placeholder") else "<>"
        return f"<{', '.join(shown) if isinstance(shown, list) else shown}>"

    def option(self, option: Mapping[str, Any]) -> str:
        """An option with its description."""
        said = (self.text(option.get("text")), self.text(option.get("description")))
        return " - ".join(p for p in said if p)

    def shown(self, state: Mapping[str, Any]) -> Any:
        """What stands in an input: text, an option's text, a name, a list of those, or None."""
        key = KEYS[state["type"]][0] if state.get("type") in KEYS else "value"
        value = state.get(key)
        if key == "rich_text_value" and value:
            return "\n".join(self._rich(e) for e in value.get("elements", []))
        if isinstance(value, list):
            return [self._one(v) for v in value]
        return self._one(value)

    def _one(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return self.text(value.get("text"))
        if isinstance(value, str) and value in self.names:
            return self.names[value].lstrip("@#")
        return value

    def text(self, text: Any) -> str:
        """A text object or mrkdwn string without its marks."""
        if not text:
            return ""
        raw = text if isinstance(text, str) else str(text.get("text", ""))
        if isinstance(text, Mapping) and text.get("type") == "plain_text":
            return html.unescape(raw)
        return html.unescape(self.unmarked(_ENTITY.sub(self._entity, raw)))

    @staticmethod
    def unmarked(text: str) -> str:
        """Text without the marks of bold, italic, strike and code."""
        for mark in _MARKS:
            text = mark.sub(r"\1", text)
        return re.sub(r"^&gt; ?", "> ", text, flags=re.MULTILINE)

    def _entity(self, match: re.Match[str]) -> str:
        body, _, label = match[1].partition("|")
        if body.startswith(("@", "#")):
            return self.names.get(body[1:], label or body)
        if body.startswith("!date^"):
            _, stamp, form, *_rest = body.split("^")
            return self.moment(int(stamp), form)
        if body.startswith("!subteam^"):
            return self.names.get(body.split("^")[1], label or body)
        if body.startswith("!"):
            return f"@{body[1:]}"
        return label or body.removeprefix("mailto:")

    def moment(self, stamp: int, form: str) -> str:
        """A moment in Slack's date format, in this person's zone."""
        at = datetime.fromtimestamp(stamp, UTC).astimezone(self.zone)

        def token(match: re.Match[str]) -> str:
            pattern = _FORMATS.get(match[1])
            return at.strftime(pattern.replace("{day}", str(at.day))) if pattern else match[0]

        return re.sub(r"\{(\w+)\}", token, form)

    def _rich(self, element: Mapping[str, Any]) -> str:
        inside = element.get("elements", [])
        match element.get("type"):
            case "rich_text_section":
                return "".join(self._inline(e) for e in inside).rstrip("\n")
            case "rich_text_list":
                indent = "  " * int(element.get("indent", 0) or 0)
                marks = element.get("style") == "ordered"
                lines = [self._rich(e) for e in inside]
                return "\n".join(f"{indent}{f'{n}.' if marks else '•'} {t}" for n, t in enumerate(lines, 1))
            case "rich_text_quote":
                said = "".join(self._inline(e) for e in inside).rstrip("\n")
                return "\n".join(f"> {line}" for line in said.split("\n"))
            case "rich_text_preformatted":
                return "".join(self._inline(e) for e in inside).rstrip("\n")
        return ""

    def _inline(self, element: Mapping[str, Any]) -> str:
        match element.get("type"):
            case "text" | "tag":
                return str(element.get("text", ""))
            case "color":
                return str(element.get("value", ""))
            case "link":
                return str(element.get("text") or element.get("url", ""))
            case "user" | "channel" | "usergroup" as kind:
                key = str(element.get(f"{kind}_id", ""))
                return self.names.get(key, key)
            case "emoji":
                return f":{element.get('name', '')}:"
            case "date":
                return self.moment(int(element["timestamp"]), str(element.get("format", "")))
            case "broadcast":
                return f"@{element.get('range', '')}"
        return ""
