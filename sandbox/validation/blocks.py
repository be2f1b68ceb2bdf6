"""Slack's layout blocks as shapes, for each surface, and what holds for all blocks of a surface together.

Source: https://docs.slack.dev/reference/block-kit/blocks. Where sources disagree about a surface (charts
and containers on Home) or about what may stand in a container, the stricter one is kept.
"""

from collections.abc import Mapping
from typing import cast

from sandbox.validation import charts, panels, rules, tables
from sandbox.validation.elements import Surface, elements_in
from sandbox.validation.limits import LIMITS
from sandbox.validation.objects import IMAGE_SOURCE, any_text, plain
from sandbox.validation.problem import Finding, Findings, Problem, as_problems
from sandbox.validation.rich_text import RICH_TEXT_ELEMENTS, no_multiplication_sign
from sandbox.validation.shapes import Flag, Json, Kinds, Many, Num, Obj, Shape, Str, of_type

_ID: dict[str, Shape] = {"block_id": Str("block_id")}

_STILL_BLOCKS: dict[str, Obj] = {
    "divider": of_type("divider", {}, _ID),
    "header": of_type("header", {"text": plain("header.text")}, {"level": Num("header.level"), **_ID}),
    "image": of_type(
        "image",
        {"alt_text": Str("image.alt_text")},
        {"title": plain("image.title"), **IMAGE_SOURCE, **_ID},
        rules.exactly_one("image_url", "slack_file"),
    ),
    "rich_text": of_type("rich_text", {"elements": RICH_TEXT_ELEMENTS}, _ID, no_multiplication_sign),
}


def _lively_blocks(surface: Surface) -> dict[str, Obj]:
    """The blocks with elements in them, which differ from surface to surface."""
    context = Kinds({**elements_in("context", surface).shapes, **any_text("text").shapes})
    return {
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


def _only_in_messages(blocks: Mapping[str, Obj]) -> dict[str, Obj]:
    return {
        "data_visualization": charts.data_visualization(_ID),
        "container": panels.container(_ID, blocks),
        "context_actions": of_type(
            "context_actions",
            {"elements": Many(elements_in("context_actions", "message"), "context_actions.elements")},
            _ID,
            rules.distinct_action_ids("elements"),
        ),
        "markdown": of_type("markdown", {"text": Str("markdown.text")}, _ID),
    }


def _blocks_on(surface: Surface) -> Kinds:
    blocks = {**_STILL_BLOCKS, **_lively_blocks(surface), "card": panels.card(_ID)}
    if surface == "modal":
        return Kinds({**blocks, "alert": panels.alert(_ID)})
    blocks |= {
        "carousel": panels.carousel(_ID),
        "table": tables.table(_ID),
        "data_table": tables.data_table(_ID),
    }
    return Kinds(blocks if surface == "home" else {**blocks, **_only_in_messages(blocks)})


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
    """Everything wrong with a list of blocks: shapes, ids, focus, and what is counted over all of them."""
    yield from Many(BLOCKS[surface], _COUNT[surface]).problems(blocks, pointer)
    if isinstance(blocks, list):
        yield from rules.distinct_ids(blocks, pointer)
        yield from rules.one_focus(blocks, pointer)
        yield from _no_more_than("table", "message.tables", blocks, pointer)
        yield from _no_more_than("data_visualization", "message.charts", blocks, pointer)
        yield from _text_in_all("data_table", "message.data_table_cells", blocks, pointer)
        yield from _text_in_all("markdown", "message.markdown", blocks, pointer)


def _of_kind(kind: str, blocks: list[object], pointer: str) -> list[tuple[str, Json]]:
    return [found for found in rules.every_block(blocks, pointer) if found[1].get("type") == kind]


def _no_more_than(kind: str, limit: str, blocks: list[object], pointer: str) -> Findings:
    most = cast("int", LIMITS[limit].most)
    for where, _ in _of_kind(kind, blocks, pointer)[most:]:
        says = "only_one_table_allowed" if kind == "table" else f"no more than {most} {kind} blocks allowed"
        yield Finding(where, says, "put what is too much into a reply")


def _text_in_all(kind: str, limit: str, blocks: list[object], pointer: str) -> Findings:
    """The text in all blocks of a kind together; one block alone is measured where it stands."""
    found = [block for _, block in _of_kind(kind, blocks, pointer)]
    if len(found) > 1:
        total = sum(len(text) for text in rules.visible_text(found))
        yield from LIMITS[limit].findings(total, pointer)


def check_blocks(blocks: object, surface: Surface) -> list[Problem]:
    """Say why Slack would refuse these blocks on this surface; an empty list means that it takes them.

    Pointers start at `/blocks`. The total over a message's text is `check_message`'s.
    """
    return as_problems(block_findings(blocks, surface, "/blocks"), ERRORS[surface])
