"""Slack's layout blocks as shapes, for each surface.

Source: https://docs.slack.dev/reference/block-kit/blocks
"""

from typing import cast

from sandbox.validation import rules
from sandbox.validation.elements import Surface, elements_in
from sandbox.validation.limits import LIMITS
from sandbox.validation.objects import IMAGE_SOURCE, any_text, plain
from sandbox.validation.problem import Finding, Findings, Problem, as_problems, step
from sandbox.validation.rich_text import RICH_TEXT, RICH_TEXT_ELEMENTS
from sandbox.validation.shapes import Flag, Kinds, Many, Obj, Shape, Str, of_type

_ID: dict[str, Shape] = {"block_id": Str("block_id")}

_COLUMN = Obj({}, {"align": Str(choices=("left", "center", "right")), "is_wrapped": Flag()})
_CELL = Kinds({"raw_text": of_type("raw_text", {"text": Str("table.cell")}, {}), "rich_text": RICH_TEXT})

_TABLE = of_type(
    "table",
    {"rows": Many(Many(_CELL, "table.columns"), "table.rows")},
    {"column_settings": Many(_COLUMN, "table.column_settings", gaps=True), **_ID},
    rules.rectangular,
    rules.table_text_within_limit,
)

_PLAIN_BLOCKS: dict[str, Obj] = {
    "divider": of_type("divider", {}, _ID),
    "header": of_type("header", {"text": plain("header.text")}, _ID),
    "image": of_type(
        "image",
        {"alt_text": Str("image.alt_text")},
        {"title": plain("image.title"), **IMAGE_SOURCE, **_ID},
        rules.exactly_one("image_url", "slack_file"),
    ),
    "rich_text": of_type("rich_text", {"elements": RICH_TEXT_ELEMENTS}, _ID),
}


def _blocks_on(surface: Surface) -> Kinds:
    context = Kinds({**elements_in("context", surface).shapes, **any_text("text").shapes})
    blocks = {
        **_PLAIN_BLOCKS,
        "section": of_type(
            "section",
            {},
            {
                "text": any_text("section.text"),
                "fields": Many(any_text("section.field"), "section.fields"),
                "accessory": elements_in("section", surface),
                "expand": Flag(),
                **_ID,
            },
            rules.at_least_one("text", "fields"),
        ),
        "context": of_type("context", {"elements": Many(context, "context.elements")}, _ID),
        "actions": of_type(
            "actions",
            {"elements": Many(elements_in("actions", surface), "actions.elements")},
            _ID,
            rules.distinct_action_ids("elements"),
        ),
        "input": of_type(
            "input",
            {"label": plain("input.label"), "element": elements_in("input", surface)},
            {"hint": plain("input.hint"), "optional": Flag(), "dispatch_action": Flag(), **_ID},
        ),
    }
    return Kinds({**blocks, "table": _TABLE} if surface == "message" else blocks)


BLOCKS: dict[Surface, Kinds] = {
    "message": _blocks_on("message"),
    "modal": _blocks_on("modal"),
    "home": _blocks_on("home"),
}
_COUNT: dict[Surface, str] = {"message": "message.blocks", "modal": "view.blocks", "home": "view.blocks"}
ERRORS: dict[Surface, str] = {
    "message": "invalid_blocks",
    "modal": "invalid_arguments",
    "home": "invalid_arguments",
}


def block_findings(blocks: object, surface: Surface, pointer: str) -> Findings:
    """Everything wrong with a list of blocks by its shape, ids, focus and number of tables."""
    yield from Many(BLOCKS[surface], _COUNT[surface]).problems(blocks, pointer)
    if isinstance(blocks, list):
        yield from rules.distinct_ids(blocks, pointer)
        yield from rules.one_focus(blocks, pointer)
        yield from _one_table(blocks, pointer)


def _one_table(blocks: list[object], pointer: str) -> Findings:
    tables = [
        index
        for index, block in enumerate(blocks)
        if isinstance(block, dict) and block.get("type") == "table"
    ]
    most = cast("int", LIMITS["message.tables"].most)
    for index in tables[most:]:
        yield Finding(step(pointer, index), "only_one_table_allowed", "put the second table into a reply")


def check_blocks(blocks: object, surface: Surface) -> list[Problem]:
    """Say why Slack would refuse these blocks on this surface; an empty list means that it takes them.

    Pointers start at `/blocks`. The total over a message's text is `check_message`'s.
    """
    return as_problems(block_findings(blocks, surface, "/blocks"), ERRORS[surface])
