"""What Slack demands across the fields of one object. Each function makes a rule for a shape."""

import datetime as dt
import itertools
import zoneinfo
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import cast

from sandbox.validation.limits import LIMITS
from sandbox.validation.problem import Finding, Findings, step
from sandbox.validation.shapes import Json, Rule


def exactly_one(*keys: str) -> Rule:
    """Exactly one of the keys is given."""

    def rule(value: Json, pointer: str) -> Findings:
        given = [key for key in keys if key in value]
        if len(given) != 1:
            names = " or ".join(f"`{key}`" for key in keys)
            advice = "keep one of the two" if given else "add one of them"
            yield Finding(pointer, f"must define either {names}", advice)

    return rule


def at_least_one(*keys: str) -> Rule:
    """At least one of the keys is given."""

    def rule(value: Json, pointer: str) -> Findings:
        if not any(key in value for key in keys):
            names = " or ".join(f"`{key}`" for key in keys)
            yield Finding(pointer, f"must define either {names}", "add one of them")

    return rule


def at_most_one(*keys: str) -> Rule:
    """No two of the keys are given."""

    def rule(value: Json, pointer: str) -> Findings:
        if sum(key in value for key in keys) > 1:
            names = " or ".join(f"`{key}`" for key in keys)
            yield Finding(pointer, f"cannot define both {names}", "keep one of them")

    return rule


def distinct(key: str) -> Rule:
    """No item of a list twice."""

    def rule(value: Json, pointer: str) -> Findings:
        items = cast("list[object]", value.get(key, []))
        for index, item in enumerate(items):
            if item in items[:index]:
                yield Finding(step(step(pointer, key), index), "must not contain duplicates", "keep one")

    return rule


def options_of(element: Json) -> list[tuple[str, Json]]:
    """Every option of an element with its pointer below the element, groups included."""
    plain = cast("list[Json]", element.get("options", []))
    found = [(f"/options/{index}", option) for index, option in enumerate(plain)]
    for number, group in enumerate(cast("list[Json]", element.get("option_groups", []))):
        for index, option in enumerate(cast("list[Json]", group["options"])):
            found.append((f"/option_groups/{number}/options/{index}", option))
    return found


def distinct_options(value: Json, pointer: str) -> Findings:
    """No two options of one element carry the same value (the app could not tell them apart)."""
    seen: set[object] = set()
    for below, option in options_of(value):
        if option["value"] in seen:
            says = f"option value already exists: {option['value']}"
            yield Finding(f"{pointer}{below}/value", says, "give every option its own value")
        seen.add(option["value"])


def initial_among_options(value: Json, pointer: str) -> Findings:
    """What is chosen at first is one of the options, equal in every key."""
    options = [option for _, option in options_of(value)]
    advice = "copy the option whole: text, value and description"
    if "initial_option" in value and value["initial_option"] not in options:
        yield Finding(step(pointer, "initial_option"), "must match one of the options", advice)
    for index, chosen in enumerate(cast("list[Json]", value.get("initial_options", []))):
        if chosen not in options:
            yield Finding(f"{pointer}/initial_options/{index}", "must match one of the options", advice)


def no_more_chosen_than_allowed(*keys: str) -> Rule:
    """`max_selected_items` holds for what is chosen at first, too."""

    def rule(value: Json, pointer: str) -> Findings:
        most = cast("int | None", value.get("max_selected_items"))
        for key in keys:
            chosen = cast("list[object]", value.get(key, []))
            if most is not None and len(chosen) > most:
                yield Finding(
                    step(pointer, key), f"no more than {most} items allowed", "see max_selected_items"
                )

    return rule


def lengths_in_order(value: Json, pointer: str) -> Findings:
    """min_length <= max_length, and a first value that keeps to both."""
    least = cast("int", value.get("min_length", 0))
    most = cast("int", value.get("max_length", LIMITS["plain_text_input.max_length"].most))
    first = cast("str", value.get("initial_value", ""))
    if least > most:
        yield Finding(step(pointer, "min_length"), "must not be greater than max_length", f"{least} > {most}")
    if len(first) > most:
        yield Finding(
            step(pointer, "initial_value"), f"must be less than {most + 1} characters", "see max_length"
        )


def numbers_in_order(value: Json, pointer: str) -> Findings:
    """Numbers are numbers, whole unless decimals are allowed, and min <= initial <= max."""
    numbers: dict[str, Decimal] = {}
    for key in ("min_value", "initial_value", "max_value"):
        if key in value:
            number = _number(cast("str", value[key]))
            if number is None or (not value["is_decimal_allowed"] and number != number.to_integral_value()):
                yield Finding(
                    step(pointer, key), "must be a number", "as a string, whole unless decimals are allowed"
                )
            else:
                numbers[key] = number
    given = list(numbers.items())
    for (low, small), (high, large) in itertools.pairwise(given):
        if small > large:
            yield Finding(step(pointer, low), f"must not be greater than {high}", f"{small} > {large}")


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def real_date(value: Json, pointer: str) -> Findings:
    """`initial_date` is a day of the calendar."""
    try:
        dt.date.fromisoformat(cast("str", value.get("initial_date", "2000-01-01")))
    except ValueError:
        yield Finding(step(pointer, "initial_date"), "must be a valid date", "like 2026-11-21")


def ten_digits(value: Json, pointer: str) -> Findings:
    """`initial_date_time` is a Unix time in seconds, ten digits long."""
    if len(str(value.get("initial_date_time", 10**9))) != 10:
        yield Finding(
            step(pointer, "initial_date_time"), "must be a Unix timestamp of 10 digits", "in seconds"
        )


def known_zone(value: Json, pointer: str) -> Findings:
    """`timezone` is an IANA name."""
    zone = cast("str", value.get("timezone", "UTC"))
    if zone not in zoneinfo.available_timezones():
        yield Finding(
            step(pointer, "timezone"), "must be a valid timezone", "an IANA name, like Europe/Berlin"
        )


def distinct_action_ids(*keys: str) -> Rule:
    """No two elements of one block share an action_id."""

    def rule(value: Json, pointer: str) -> Findings:
        seen: set[object] = set()
        for key in keys:
            for index, element in enumerate(cast("list[Json]", value.get(key, []))):
                action_id = element.get("action_id")
                if action_id is not None and action_id in seen:
                    says = f"action_id already exists in this block: {action_id}"
                    yield Finding(f"{pointer}/{key}/{index}/action_id", says, "give every element its own")
                seen.add(action_id)

    return rule


def visible_text(value: object) -> Iterator[str]:
    """Every piece of text a block shows, wherever in it: what Slack's totals over a message count."""
    if isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        for key, inner in value.items():
            if not key.startswith("initial_"):
                yield from visible_text(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from visible_text(inner)


def every_block(blocks: object, pointer: str) -> Iterator[tuple[str, Json]]:
    """Each block with its pointer, those inside containers and carousels after the one they are in."""
    for index, block in enumerate(blocks if isinstance(blocks, list) else []):
        if isinstance(block, dict):
            where = step(pointer, index)
            yield where, block
            inside = FRAMES.get(str(block.get("type")))
            if inside:
                yield from every_block(block.get(inside), step(where, inside))


FRAMES = {"container": "child_blocks", "carousel": "elements"}


def distinct_ids(blocks: Sequence[object], pointer: str) -> Findings:
    """No block_id twice in a message or a view, those inside other blocks included."""
    seen: set[object] = set()
    for where, block in every_block(blocks, pointer):
        block_id = block.get("block_id")
        if isinstance(block_id, str):
            if block_id in seen:
                says = f"block_id already exists: {block_id}"
                yield Finding(f"{where}/block_id", says, "give every block its own")
            seen.add(block_id)


def one_focus(blocks: Sequence[object], pointer: str) -> Findings:
    """At most one element has the focus when a view opens."""
    focused = [
        f"{where}/{below}/focus_on_load"
        for where, block in every_block(blocks, pointer)
        for below, element in _elements(block)
        if element.get("focus_on_load") is True
    ]
    for where in focused[1:]:
        yield Finding(where, "only one element can have focus_on_load", "leave it on the first")


def _elements(block: Json) -> Iterator[tuple[str, Json]]:
    for key in ("accessory", "element"):
        if isinstance(inner := block.get(key), dict):
            yield key, inner
    if isinstance(many := block.get("elements"), list):
        yield from (
            (f"elements/{index}", inner) for index, inner in enumerate(many) if isinstance(inner, dict)
        )
