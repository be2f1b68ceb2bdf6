"""Whatever an app sends, a check answers with problems and never fails itself."""

import copy
from typing import Any

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from sandbox.validation import check_blocks, check_message, check_response, check_view
from tests.chance import SEED, count
from tests.sandbox.payloads import (
    Json,
    actions,
    an_input,
    bars,
    button,
    card,
    cell,
    chart,
    confirm,
    container,
    context_actions,
    data_table,
    feedback,
    icon_button,
    line,
    message,
    modal,
    number_cell,
    option,
    options,
    pie,
    plain,
    rich,
    section,
    table,
    text_input,
)

WHOLE = message(
    blocks=[
        section(block_id="one", fields=[plain()], accessory=button(confirm=confirm())),
        actions(
            {"type": "static_select", "options": options(3), "initial_option": option(1)},
            {"type": "checkboxes", "options": options(3), "initial_options": [option(1)]},
            {"type": "multi_users_select", "initial_users": ["U1"], "max_selected_items": 2},
            {"type": "datepicker", "initial_date": "2026-11-21"},
            {"type": "timepicker", "initial_time": "10:00", "timezone": "UTC"},
            {"type": "datetimepicker", "initial_date_time": 1795250000},
        ),
        rich(line()),
        table([[cell(), rich(line())]], column_settings=[None, {"align": "right"}]),
        data_table([[cell(), cell()], [number_cell(), rich(line())]], page_size=5),
        chart(bars()),
        chart(pie()),
        container(section(), actions(button()), is_collapsible=True, default_collapsed=True),
        card(body=plain(), actions=[button()]),
        context_actions(feedback(), icon_button()),
    ],
    metadata={"event_type": "e", "event_payload": {"k": 1}},
)
VIEW = modal(
    an_input(text_input(initial_value="x", min_length=1, max_length=3)),
    an_input(
        {"type": "number_input", "is_decimal_allowed": True, "initial_value": "1", "min_value": "0"},
        block_id="number",
    ),
    an_input(
        {"type": "multi_static_select", "option_groups": [{"label": plain(), "options": options(2)}]},
        block_id="groups",
    ),
)

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
ANY_JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "text", "x"]), inner)
    ),
    max_leaves=6,
)


def nodes(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path to everything in a payload."""
    inner: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [path, *[found for key, below in inner for found in nodes(below, (*path, key))]]


def bent(payload: Json, path: tuple[Any, ...], by: object) -> Any:
    """Copy a payload with one thing in it replaced."""
    if not path:
        return by
    changed = copy.deepcopy(payload)
    target: Any = changed
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = by
    return changed


@pytest.mark.large
@seed(SEED)
@given(path=st.sampled_from(nodes(WHOLE)[1:]), by=ANY_JSON)
@settings(max_examples=count(usual=50, large=1000), deadline=None)
def test_a_message_bent_anywhere_is_judged(path: tuple[Any, ...], by: object) -> None:
    args = bent(WHOLE, path, by)
    check_message(args)
    check_blocks(args.get("blocks"), "home")


@pytest.mark.large
@seed(SEED)
@given(path=st.sampled_from(nodes(VIEW)), by=ANY_JSON)
@settings(max_examples=count(usual=50, large=1000), deadline=None)
def test_a_view_bent_anywhere_is_judged(path: tuple[Any, ...], by: object) -> None:
    view = bent(VIEW, path, by)
    check_view(view)
    check_response(VIEW, {"response_action": "update", "view": view})


@pytest.mark.large
@seed(SEED)
@given(answer=ANY_JSON, errors=ANY_JSON)
@settings(max_examples=count(usual=30, large=1000), deadline=None)
def test_any_answer_is_judged(answer: object, errors: object) -> None:
    check_response(VIEW, answer)
    check_response(VIEW, {"response_action": "errors", "errors": errors})


def test_the_payloads_that_are_bent_are_sound() -> None:
    assert check_message(WHOLE) == []
    assert check_view(VIEW) == []
