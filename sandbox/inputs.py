"""What stands in inputs: initial values, what people put in, and what Slack's client refuses."""

import copy
import re
from collections.abc import Iterator
from datetime import date, time
from typing import Any

from sandbox.state import Json, Values
from sandbox.validation.rules import every_block

KEYS: dict[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}
"""Element type -> (its key in a view's state, its key for the initial value)."""
TEXTS = {"plain_text_input", "number_input", "email_text_input", "url_text_input"}
LISTS = {"selected_options", "selected_users", "selected_conversations", "selected_channels"}
TRANSIENT = {"button", "overflow", "workflow_button", "icon_button", "feedback_buttons"}
REQUIRED = "Please complete this required field."


class CannotFill(ValueError):
    """The client would not let a person put this in."""


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every interactive element with its block, in reading order, those inside other blocks too."""
    for _, block in every_block(blocks, ""):
        for element in _elements_of(block):
            if isinstance(element, dict) and element.get("type") in {*KEYS, *TRANSIENT}:
                yield block, element


def _elements_of(block: Json) -> list[Any]:
    match block.get("type"):
        case "input":
            return [block.get("element")]
        case "section":
            return [block.get("accessory")]
        case "actions" | "context_actions":
            return list(block.get("elements", []))
        case "card":
            return list(block.get("actions", []))
        case "data_table":
            return [cell.get("element") for row in block.get("rows", []) for cell in row]
    return []


def shown_to(element: Json, user: str) -> bool:
    """Whether this person sees an element at all."""
    alone = element.get("visible_to_user_ids")
    return alone is None or user in alone


def halves(element: Json) -> list[Json]:
    """The two buttons of a feedback_buttons element."""
    return [element["positive_button"], element["negative_button"]]


def find(blocks: list[Json], block_id: str, action_id: str, value: object = None) -> tuple[Json, Json] | None:
    """The element with these ids and its block, or None.

    The rows of a data table may share an action id: then the button's value says which is meant.
    """
    for block, element in elements(blocks):
        is_it = block.get("block_id") == block_id and element.get("action_id") == action_id
        if is_it and (block["type"] != "data_table" or value in (None, element.get("value"))):
            return block, element
    return None


def options(element: Json) -> list[Json]:
    """All options of an element, those inside option groups too."""
    groups = [g.get("options", []) for g in element.get("option_groups", [])]
    return [*element.get("options", []), *(o for g in groups for o in g)]


def initial(blocks: list[Json]) -> Values:
    """The state of fresh inputs: their initial values, or Slack's form of nothing."""
    values: Values = {}
    for block, element in elements(blocks):
        if element["type"] in KEYS:
            values.setdefault(block["block_id"], {})[element["action_id"]] = _initial(element)
    return values


def _initial(element: Json) -> Json:
    key, initial_key = KEYS[element["type"]]
    empty: Any = [] if key in LISTS else None
    state = {"type": element["type"], key: copy.deepcopy(element.get(initial_key, empty))}
    if element["type"] == "timepicker" and "timezone" in element:
        state["timezone"] = element["timezone"]
    return state


def carry_over(old: Values, blocks: list[Json]) -> Values:
    """The state after a view was replaced: inputs with unchanged block_id and action_id keep what they show.

    As in Slack's client the new initial value is then ignored; an option no longer offered is dropped.
    """
    values = initial(blocks)
    for block, element in elements(blocks):
        if element["type"] not in KEYS:
            continue
        kept = old.get(block["block_id"], {}).get(element["action_id"])
        if kept is not None and kept["type"] == element["type"] and _offered(element, kept):
            values[block["block_id"]][element["action_id"]] = kept
    return values


def _offered(element: Json, state: Json) -> bool:
    if element["type"] not in ("static_select", "multi_static_select", "radio_buttons", "checkboxes"):
        return True
    held = state[KEYS[element["type"]][0]]
    chosen = held if isinstance(held, list) else [held] if held else []
    offered = {o["value"] for o in options(element)}
    return all(o["value"] in offered for o in chosen)


def put(element: Json, value: Any) -> Json:
    """The state after a person put `value` in: text, an option's value, an id, or a list of those.

    None empties an input where the client lets people do that. CannotFill says why not.
    """
    kind = element["type"]
    key = KEYS[kind][0]
    state: Json = {"type": kind, key: None}
    if kind == "radio_buttons" and value is None:
        raise CannotFill("radio buttons can't be unset")
    if key in LISTS:
        if not isinstance(value, list):
            raise CannotFill(f"{kind} takes a list")
        limit = element.get("max_selected_items")
        if limit is not None and len(value) > limit:
            raise CannotFill(f"at most {limit} can be chosen")
        state[key] = [_option(element, v) for v in value] if key == "selected_options" else value
    elif key == "selected_option":
        state[key] = None if value is None else _option(element, value)
    elif kind in TEXTS:
        state[key] = None if value in (None, "") else str(value)
    elif kind == "rich_text_input":
        state[key] = _rich_text(value) if isinstance(value, str) and value else value or None
    elif kind == "datetimepicker":
        state[key] = None if value is None else int(value)
    else:
        state[key] = _picked(kind, value)
    return state


def _option(element: Json, value: Any) -> Json:
    for option in options(element):
        if option["value"] == value:
            return dict(option)
    raise CannotFill(f"{value!r} is not one of the options")


def _picked(kind: str, value: Any) -> str | None:
    if value is None:
        return None
    try:
        if kind == "datepicker":
            date.fromisoformat(str(value))
        elif kind == "timepicker":
            time.fromisoformat(str(value))
    except ValueError as error:
        form = "YYYY-MM-DD" if kind == "datepicker" else "HH:MM"
        raise CannotFill(f"{value!r} is not of the form {form}") from error
    return str(value)


def _rich_text(text: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def refusals(blocks: list[Json], values: Values) -> dict[str, str]:
    """What the client itself refuses before anything is submitted: block_id -> message."""
    errors: dict[str, str] = {}
    for block in blocks:
        if block.get("type") != "input" or block["element"].get("type") not in KEYS:
            continue
        element = block["element"]
        held = values[block["block_id"]][element["action_id"]][KEYS[element["type"]][0]]
        if held in (None, [], ""):
            if not block.get("optional", False):
                errors[block["block_id"]] = REQUIRED
        elif element["type"] in TEXTS:
            said = _text_refusal(element, str(held))
            if said:
                errors[block["block_id"]] = said
    return errors


def _text_refusal(element: Json, text: str) -> str | None:
    kind = element["type"]
    shortest, longest = element.get("min_length", 0), element.get("max_length", 3000)
    if kind == "plain_text_input" and len(text) < shortest:
        return f"Please enter at least {shortest} characters."
    if kind == "plain_text_input" and len(text) > longest:
        return f"Please shorten this to {longest} characters or fewer."
    if kind == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        return "Please enter a valid email address."
    if kind == "url_text_input" and not re.fullmatch(r"https?://[^\s/]+\S*", text):
        return "Please enter a valid URL."
    return _number_refusal(element, text) if kind == "number_input" else None


def _number_refusal(element: Json, text: str) -> str | None:
    pattern = r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+"
    if not re.fullmatch(pattern, text):
        return "Please enter a valid number."
    lowest, highest = element.get("min_value"), element.get("max_value")
    if lowest is not None and float(text) < float(lowest):
        return f"Please enter a number of at least {lowest}."
    if highest is not None and float(text) > float(highest):
        return f"Please enter a number of at most {highest}."
    return None
