"""What a workspace refuses that does not have the blocks of 2026 yet.

Slack hands new blocks out by and by, and an app learns that one is missing from `invalid_blocks` alone.
"""

from collections.abc import Iterator, Mapping

from sandbox.validation.blocks import ERRORS
from sandbox.validation.elements import Surface
from sandbox.validation.problem import Finding, Findings, Problem, as_problems, step

NEW_BLOCKS = ("alert", "card", "carousel", "container", "data_table", "data_visualization")
"""The blocks that came in 2026. `table`, `markdown` and `context_actions` are a year older."""
_NEW_PARTS = ("raw_number", "tag")


def check_for_older(args: Mapping[str, object]) -> list[Problem]:
    """Say what of 2026 is in a decoded message or view call: new blocks, `level`, `raw_number`, `tag`."""
    view = args.get("view")
    inside = view if isinstance(view, dict) else {}
    surface: Surface = "home" if inside.get("type") == "home" else "modal"
    problems = as_problems(_new_in(args.get("blocks"), "/blocks"), ERRORS["message"])
    return problems + as_problems(_new_in(inside.get("blocks"), "/view/blocks"), ERRORS[surface])


def _new_in(blocks: object, pointer: str) -> Findings:
    for index, block in enumerate(blocks if isinstance(blocks, list) else []):
        where = step(pointer, index)
        kind = block.get("type") if isinstance(block, dict) else None
        if kind in NEW_BLOCKS:
            yield _unknown(where, kind)
        elif kind == "header" and "level" in block:
            yield Finding(where, "invalid additional property: level", "this workspace does not know it yet")
        elif kind in ("table", "rich_text"):
            yield from _new_parts(block, where)


def _new_parts(value: object, pointer: str) -> Findings:
    inner: Iterator[tuple[str | int, object]] = iter(())
    if isinstance(value, dict):
        if value.get("type") in _NEW_PARTS:
            yield _unknown(pointer, value["type"])
        inner = iter(value.items())
    elif isinstance(value, list):
        inner = iter(enumerate(value))
    for key, below in inner:
        yield from _new_parts(below, step(pointer, key))


def _unknown(pointer: str, kind: object) -> Finding:
    advice = "this workspace does not have it yet: send plain blocks"
    return Finding(step(pointer, "type"), f"unsupported type: {kind}", advice)
