"""For every limit of the sandbox, a payload of any size: the tests put it just inside and just outside."""

import json
from collections.abc import Callable
from typing import Any

from sandbox.validation import check_blocks, check_message, check_stack
from tests.sandbox.block_limit_cases import BLOCK_CASES
from tests.sandbox.cases import Case, in_message, in_modal, of_message, of_view
from tests.sandbox.payloads import (
    Json,
    actions,
    an_input,
    button,
    cell,
    confirm,
    letters,
    line,
    modal,
    mrkdwn,
    option,
    options,
    plain,
    rich,
    rich_list,
    section,
    table,
    text_input,
)


def in_button(build: Callable[[int], Json], below: str) -> Case:
    return in_message(lambda n: actions(button(**build(n))), f"/elements/0{below}")


def in_confirm(key: str) -> Case:
    return in_button(lambda n: {"confirm": confirm(**{key: plain(letters(n))})}, f"/confirm/{key}/text")


def in_select(build: Callable[[int], Json], below: str) -> Case:
    return in_modal(
        lambda n: an_input({"type": "static_select", "action_id": "s", **build(n)}), f"/element{below}"
    )


def in_element(kind: str, build: Callable[[int], Json], below: str) -> Case:
    return in_modal(lambda n: an_input({"type": kind, "action_id": "e", **build(n)}), f"/element{below}")


def address(length: int) -> str:
    start = "https://example.com/"
    return start + letters(length - len(start)) if length > len(start) else letters(length)


def columns(count: int) -> Json:
    return table([[cell() for _ in range(count)]])


def overflow(**more: Any) -> Json:
    return actions({"type": "overflow", "action_id": "o", **more})


def a_view_of(size: int) -> Json:
    """Make a view whose JSON is exactly `size` bytes long (from about 10 kB on)."""

    def weigh(view: Json) -> int:
        return len(json.dumps(view, separators=(",", ":")).encode())

    view = modal(*[section(text=mrkdwn("x")) for _ in range(100)])
    missing = size - weigh(view)
    for block in view["blocks"]:
        added = min(missing, 2999)
        block["text"]["text"] += letters(added)
        missing -= added
    return view


def metadata_of(size: int) -> Json:
    empty = len('{"event_type":"e","event_payload":{"k":""}}')
    return {"metadata": {"event_type": "e", "event_payload": {"k": letters(size - empty)}}}


def spread(total: int) -> Json:
    """Make blocks whose text is `total` characters long over all of them."""
    full, rest = divmod(total, 2500)
    return {"blocks": [section(text=mrkdwn(letters(n))) for n in [2500] * full + ([rest] if rest else [])]}


CASES: dict[str, Case] = {
    "text": in_message(lambda n: {"type": "context", "elements": [mrkdwn(letters(n))]}, "/elements/0/text"),
    "section.text": in_message(lambda n: section(text=mrkdwn(letters(n))), "/text/text"),
    "section.fields": in_message(lambda n: section(fields=[mrkdwn()] * n), "/fields"),
    "section.field": in_message(lambda n: section(fields=[plain(letters(n))]), "/fields/0/text"),
    "header.text": in_message(lambda n: {"type": "header", "text": plain(letters(n))}, "/text/text"),
    "context.elements": in_message(lambda n: {"type": "context", "elements": [mrkdwn()] * n}, "/elements"),
    "actions.elements": in_message(
        lambda n: actions(*[button(action_id=f"b{number}") for number in range(n)]), "/elements"
    ),
    "input.label": in_modal(lambda n: an_input(text_input(), label=plain(letters(n))), "/label/text"),
    "input.hint": in_modal(lambda n: an_input(text_input(), hint=plain(letters(n))), "/hint/text"),
    "image.image_url": in_message(
        lambda n: {"type": "image", "alt_text": "A", "image_url": address(n)}, "/image_url"
    ),
    "image.alt_text": in_message(
        lambda n: {"type": "image", "alt_text": letters(n), "image_url": address(30)}, "/alt_text"
    ),
    "image.title": in_message(
        lambda n: {"type": "image", "alt_text": "A", "image_url": address(30), "title": plain(letters(n))},
        "/title/text",
    ),
    "table.rows": in_message(lambda n: table([[cell()]] * n), "/rows"),
    "table.columns": in_message(columns, "/rows/0"),
    "table.column_settings": in_message(
        lambda n: table([[cell()]], column_settings=[{"align": "right"}] * n), "/column_settings"
    ),
    "table.cell": in_message(lambda n: table([[cell(letters(n))]]), "/rows/0/0/text"),
    "table.all_cells": in_message(lambda n: table([[cell(letters(n - 5)), cell("fives")]]), "/rows"),
    "message.tables": Case(
        lambda n: [table([[cell()]]) for _ in range(n)], "/blocks/1", lambda b: check_blocks(b, "message")
    ),
    "rich_text.elements": in_message(lambda n: rich(*[line()] * n), "/elements"),
    "rich_text.text": in_message(lambda n: rich(line(letters(n))), "/elements/0/elements/0/text"),
    "rich_text.indent": in_message(lambda n: rich_list(indent=n), "/elements/0/indent"),
    "rich_text.offset": in_message(lambda n: rich_list(offset=n), "/elements/0/offset"),
    "rich_text.border": in_message(lambda n: rich_list(border=n), "/elements/0/border"),
    "block_id": in_message(lambda n: section(block_id=letters(n)), "/block_id"),
    "action_id": in_button(lambda n: {"action_id": letters(n)}, "/action_id"),
    "placeholder": in_modal(
        lambda n: an_input(text_input(placeholder=plain(letters(n)))), "/element/placeholder/text"
    ),
    "button.text": in_button(lambda n: {"text": plain(letters(n))}, "/text/text"),
    "button.value": in_button(lambda n: {"value": letters(n)}, "/value"),
    "button.url": in_button(lambda n: {"url": address(n)}, "/url"),
    "button.accessibility_label": in_button(
        lambda n: {"accessibility_label": letters(n)}, "/accessibility_label"
    ),
    "select.options": in_select(lambda n: {"options": options(n)}, "/options"),
    "select.option_groups": in_select(
        lambda n: {"option_groups": [{"label": plain(), "options": [option(i)]} for i in range(n)]},
        "/option_groups",
    ),
    "select.max_selected_items": in_element(
        "multi_users_select", lambda n: {"max_selected_items": n}, "/max_selected_items"
    ),
    "radio_buttons.options": in_element("radio_buttons", lambda n: {"options": options(n)}, "/options"),
    "checkboxes.options": in_element("checkboxes", lambda n: {"options": options(n)}, "/options"),
    "overflow.options": in_message(lambda n: overflow(options=options(n)), "/elements/0/options"),
    "plain_text_input.initial_value": in_element(
        "plain_text_input", lambda n: {"initial_value": letters(n)}, "/initial_value"
    ),
    "plain_text_input.min_length": in_element("plain_text_input", lambda n: {"min_length": n}, "/min_length"),
    "plain_text_input.max_length": in_element("plain_text_input", lambda n: {"max_length": n}, "/max_length"),
    "file_input.max_files": in_element("file_input", lambda n: {"max_files": n}, "/max_files"),
    "file_input.filetypes": in_element("file_input", lambda n: {"filetypes": ["pdf"] * n}, "/filetypes"),
    "option.text": in_select(
        lambda n: {"options": [{"text": plain(letters(n)), "value": "v"}]}, "/options/0/text/text"
    ),
    "option.value": in_select(
        lambda n: {"options": [{"text": plain(), "value": letters(n)}]}, "/options/0/value"
    ),
    "option.description": in_select(
        lambda n: {"options": [option(description=plain(letters(n)))]}, "/options/0/description/text"
    ),
    "option.url": in_message(
        lambda n: overflow(options=[option(url=address(n))]), "/elements/0/options/0/url"
    ),
    "option_group.label": in_select(
        lambda n: {"option_groups": [{"label": plain(letters(n)), "options": options(1)}]},
        "/option_groups/0/label/text",
    ),
    "option_group.options": in_select(
        lambda n: {"option_groups": [{"label": plain(), "options": options(n)}]}, "/option_groups/0/options"
    ),
    **{f"confirm.{key}": in_confirm(key) for key in ("title", "text", "confirm", "deny")},
    "dispatch.trigger_actions_on": in_element(
        "plain_text_input",
        lambda n: {
            "dispatch_action_config": {
                "trigger_actions_on": ["on_enter_pressed", "on_character_entered", "on_enter_pressed"][:n]
            }
        },
        "/dispatch_action_config/trigger_actions_on",
    ),
    "conversation_filter.include": in_element(
        "conversations_select",
        lambda n: {"filter": {"include": ["im", "mpim", "private", "public", "im"][:n]}},
        "/filter/include",
    ),
    "view.blocks": of_view(lambda n: modal(*[{"type": "divider"}] * n), "/view/blocks"),
    "view.title": of_view(lambda n: modal(title=plain(letters(n))), "/view/title/text"),
    "view.submit": of_view(lambda n: modal(submit=plain(letters(n))), "/view/submit/text"),
    "view.close": of_view(lambda n: modal(close=plain(letters(n))), "/view/close/text"),
    "view.private_metadata": of_view(lambda n: modal(private_metadata=letters(n)), "/view/private_metadata"),
    "view.callback_id": of_view(lambda n: modal(callback_id=letters(n)), "/view/callback_id"),
    "view.external_id": of_view(lambda n: modal(external_id=letters(n)), "/view/external_id"),
    "view.bytes": of_view(a_view_of, "/view"),
    "view.stack": Case(lambda n: n, "/view", check_stack),
    "message.blocks": of_message(lambda n: {"blocks": [{"type": "divider"}] * n}, "/blocks"),
    "message.attachments": of_message(lambda n: {"attachments": [{"text": "a"}] * n}, "/attachments"),
    "message.text": of_message(lambda n: {"text": letters(n)}, "/text"),
    "message.markdown_text": Case(lambda n: {"markdown_text": letters(n)}, "/markdown_text", check_message),
    "message.block_text": of_message(spread, "/blocks"),
    "metadata.event_type": of_message(
        lambda n: {"metadata": {"event_type": letters(n), "event_payload": {}}}, "/metadata/event_type"
    ),
    "metadata.bytes": of_message(metadata_of, "/metadata"),
    **BLOCK_CASES,
}
