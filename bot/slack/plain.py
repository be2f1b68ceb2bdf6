"""The same blocks without those of 2026, for a workspace that hasn't got them yet.

Slack hands new blocks out by and by and doesn't say to whom: a workspace without them refuses the whole message
(https://docs.slack.dev/reference/block-kit/blocks). What they say is kept, in `table` and `section`; a chart is left
out, because ours stand beside the same in words.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Json = dict[str, Any]

NEW_BLOCKS = ("alert", "container", "data_table", "data_visualization")
"""Those of the new blocks that Fairloop sends."""
NEW_PARTS = ("raw_number", "tag")
"""What is new inside of older blocks: a table's cells, and a piece of rich text."""


def is_new(blocks: Sequence[Mapping[str, Any]]) -> bool:
    """Whether anything in these blocks came in 2026."""
    return any(
        block["type"] in NEW_BLOCKS
        or (block["type"] == "header" and "level" in block)
        or _has_new_part(block)
        for block in blocks
    )


def plain(blocks: Sequence[Mapping[str, Any]]) -> list[Json]:
    """The blocks as a workspace of 2025 takes them, in their order. Those that it knows stay as they are."""
    return [older for block in blocks for older in _older(dict(block))]


def plain_view(view: Mapping[str, Any]) -> Json:
    """A modal or a Home as a workspace of 2025 takes it."""
    return {**view, "blocks": plain(view["blocks"])}


def _has_new_part(value: object) -> bool:
    if isinstance(value, Mapping):
        return value.get("type") in NEW_PARTS or any(map(_has_new_part, value.values()))
    return isinstance(value, list | tuple) and any(map(_has_new_part, value))


def _older(block: Json) -> Iterator[Json]:
    match block["type"]:
        case "header":
            yield {key: value for key, value in block.items() if key != "level"}
        case "alert":
            yield _section(block, block["text"])
        case "data_table" | "table":
            yield _table(block)
        case "data_visualization":
            return
        case "container":
            yield _section(block, _bold(block["title"]))
            yield from plain(block["child_blocks"])
        case "rich_text":
            yield {**block, "elements": [_without_tags(one) for one in block["elements"]]}
        case _:
            yield block


def _section(block: Json, text: Json) -> Json:
    return {"type": "section", "block_id": block["block_id"], "text": text, "expand": True}


def _bold(text: Json) -> Json:
    return {"type": "mrkdwn", "text": f"*{_escaped(text['text'])}*"}


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _table(block: Json) -> Json:
    rows = [[_cell(cell) for cell in row] for row in block["rows"]]
    columns = block.get("column_settings") or [{"align": "left", "is_wrapped": True}] * len(rows[0])
    return {"type": "table", "block_id": block["block_id"], "rows": rows, "column_settings": columns}


def _cell(cell: Json) -> Json:
    return {"type": "raw_text", "text": cell["text"]} if cell["type"] == "raw_number" else cell


def _without_tags(value: Any) -> Any:
    """Rich text in which a tag is its words."""
    if isinstance(value, Mapping):
        if value.get("type") == "tag":
            return {"type": "text", "text": value["text"]}
        return {key: _without_tags(inner) for key, inner in value.items()}
    return [_without_tags(one) for one in value] if isinstance(value, list) else value
