"""The blocks that frame something: `card`, `carousel`, `alert` and `container`.

Source: https://docs.slack.dev/reference/block-kit/blocks/card-block and its neighbours. Where that page
calls a card's texts strings, Slack takes text objects alone.
"""

from collections.abc import Mapping

from sandbox.validation import rules
from sandbox.validation.elements import BUTTON, IMAGE
from sandbox.validation.objects import any_text, plain
from sandbox.validation.problem import Finding, Findings, step
from sandbox.validation.rich_text import RICH_TEXT
from sandbox.validation.shapes import Flag, Json, Kinds, Many, Obj, Shape, Str, of_type

ICONS = (
    *("archive", "book", "bookmark", "bot", "bug", "calendar", "call", "caret-left", "caret-right"),
    *("check", "clipboard", "code", "comment", "compass", "copy", "cube", "download", "edit", "email"),
    *("eye-closed", "eye-open", "file", "flag", "folder", "gear", "globe", "heart", "help", "image"),
    *("info", "key", "lightbulb", "link", "map", "mobile", "new-window", "pin", "plus", "refine"),
    *("refresh", "rocket", "save", "screen", "share", "sparkle", "star", "star-filled", "tag"),
    *("thumbs-down", "thumbs-up", "trash", "upload", "user", "warning"),
)
"""What `slack_icon` may be called."""

LEVELS = ("default", "info", "warning", "error", "success")
WIDTHS = ("narrow", "standard", "wide", "full")
CHILDREN = ("actions", "context", "divider", "header", "image", "section", "table")
"""What may stand in a container: what the page lists and Slack's validator was seen to take as well."""

_IMAGE = Kinds({"image": IMAGE})
_SLACK_ICON = Kinds({"icon": of_type("icon", {"name": Str(choices=ICONS)}, {})})


def card(common: Mapping[str, Shape]) -> Obj:
    """The `card` block; `common` are the keys that every block has."""
    return of_type(
        "card",
        {},
        {
            "hero_image": _IMAGE,
            "icon": _IMAGE,
            "slack_icon": _SLACK_ICON,
            "title": any_text("card.title"),
            "subtitle": any_text("card.subtitle"),
            "body": any_text("card.body"),
            "subtext": any_text("card.subtext"),
            "actions": Many(Kinds({"button": BUTTON}), "card.actions"),
            **common,
        },
        rules.at_least_one("hero_image", "title", "actions", "body"),
        rules.at_most_one("icon", "slack_icon"),
        rules.distinct_action_ids("actions"),
    )


def carousel(common: Mapping[str, Shape]) -> Obj:
    """The `carousel` block: cards side by side."""
    return of_type(
        "carousel", {"elements": Many(Kinds({"card": card(common)}), "carousel.elements")}, dict(common)
    )


def alert(common: Mapping[str, Shape]) -> Obj:
    """The `alert` block."""
    return of_type("alert", {"text": any_text("alert.text")}, {"level": Str(choices=LEVELS), **common})


def _collapsing(value: Json, pointer: str) -> Findings:
    if value.get("default_collapsed") and not value.get("is_collapsible"):
        says = "default_collapsed requires is_collapsible"
        yield Finding(step(pointer, "default_collapsed"), says, "set is_collapsible to true")
    if value.get("has_header_divider") and value.get("is_collapsible"):
        says = "has_header_divider is for containers that do not collapse"
        yield Finding(step(pointer, "has_header_divider"), says, "leave one of the two away")


def container(common: Mapping[str, Shape], blocks: Mapping[str, Obj]) -> Obj:
    """The `container` block, around those of `blocks` that may stand in one."""
    children = Kinds({kind: blocks[kind] for kind in CHILDREN})
    return of_type(
        "container",
        {"child_blocks": Many(children, "container.child_blocks")},
        {
            "title": plain("container.title"),
            "rich_text_title": RICH_TEXT,
            "subtitle": any_text("container.subtitle"),
            "icon": _IMAGE,
            "width": Str(choices=WIDTHS),
            **{key: Flag() for key in ("is_collapsible", "default_collapsed", "has_header_divider")},
            **common,
        },
        rules.at_least_one("title", "rich_text_title"),
        _collapsing,
    )
