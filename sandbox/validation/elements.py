"""Slack's block elements as shapes, with the blocks and the surfaces each may stand in.

Source: https://docs.slack.dev/reference/block-kit/block-elements and, for places and surfaces,
https://api.slack.com/reference/block-kit/block-elements
"""

from dataclasses import dataclass, replace
from typing import Literal

from sandbox.validation import objects, rules
from sandbox.validation.objects import CONFIRM, ID, IMAGE_SOURCE, plain
from sandbox.validation.rich_text import RICH_TEXT
from sandbox.validation.shapes import Flag, Kinds, Many, Num, Obj, Rule, Shape, Str, of_type

Surface = Literal["message", "modal", "home"]
Place = Literal["section", "actions", "input", "context", "context_actions"]
Keys = dict[str, Shape]


@dataclass(frozen=True)
class Element:
    """A shape, the blocks it may stand in and the surfaces it may stand on."""

    shape: Obj
    places: frozenset[Place]
    surfaces: frozenset[Surface]


EVERYWHERE: frozenset[Surface] = frozenset(("message", "modal", "home"))
MODAL: frozenset[Surface] = frozenset(("modal",))
PLACES: frozenset[Place] = frozenset(("section", "actions", "input"))
INPUT: frozenset[Place] = frozenset(("input",))

_ACTION: Keys = {"action_id": Str("action_id")}
_CONFIRM: Keys = {"confirm": CONFIRM}
_FOCUS: Keys = {"focus_on_load": Flag()}
_PLACEHOLDER: Keys = {"placeholder": plain("placeholder")}
_DISPATCH: Keys = {"dispatch_action_config": objects.DISPATCH_CONFIG}
_PICKED: Keys = {**_ACTION, **_CONFIRM, **_FOCUS, **_PLACEHOLDER}
_TYPED: Keys = {**_ACTION, **_DISPATCH, **_FOCUS, **_PLACEHOLDER}
_SEVERAL: Keys = {"max_selected_items": Num("select.max_selected_items")}
_FILTER: Keys = {"filter": objects.CONVERSATION_FILTER, "default_to_current_conversation": Flag()}
_RESPONSE_URL: Keys = {"response_url_enabled": Flag()}
_OPTIONS: Keys = {
    "options": Many(objects.MENU_OPTION, "select.options"),
    "option_groups": Many(objects.OPTION_GROUP, "select.option_groups"),
}
_CHOICE_RULES: tuple[Rule, ...] = (rules.distinct_options, rules.initial_among_options)
_SELECT_RULES: tuple[Rule, ...] = (rules.exactly_one("options", "option_groups"), *_CHOICE_RULES)


def _choices(kind: str) -> Keys:
    return {"options": Many(objects.CHOICE_OPTION, f"{kind}.options")}


def _at_most(key: str) -> Rule:
    return rules.no_more_chosen_than_allowed(key)


_PICKERS = (
    of_type(
        "static_select", {}, {**_OPTIONS, **_PICKED, "initial_option": objects.MENU_OPTION}, *_SELECT_RULES
    ),
    of_type(
        "multi_static_select",
        {},
        {**_OPTIONS, **_PICKED, **_SEVERAL, "initial_options": Many(objects.MENU_OPTION, "select.options")},
        *_SELECT_RULES,
        _at_most("initial_options"),
    ),
    of_type("users_select", {}, {**_PICKED, "initial_user": ID}),
    of_type(
        "multi_users_select",
        {},
        {**_PICKED, **_SEVERAL, "initial_users": Many(ID)},
        _at_most("initial_users"),
    ),
    of_type("conversations_select", {}, {**_PICKED, **_FILTER, **_RESPONSE_URL, "initial_conversation": ID}),
    of_type(
        "multi_conversations_select",
        {},
        {**_PICKED, **_SEVERAL, **_FILTER, "initial_conversations": Many(ID)},
        _at_most("initial_conversations"),
    ),
    of_type("channels_select", {}, {**_PICKED, **_RESPONSE_URL, "initial_channel": ID}),
    of_type(
        "multi_channels_select",
        {},
        {**_PICKED, **_SEVERAL, "initial_channels": Many(ID)},
        _at_most("initial_channels"),
    ),
    of_type(
        "datepicker",
        {},
        {**_PICKED, "initial_date": Str(pattern=r"\d{4}-\d\d-\d\d", looks_like="2026-11-21")},
        rules.real_date,
    ),
    of_type(
        "timepicker",
        {},
        {
            **_PICKED,
            "initial_time": Str(pattern=r"([01]\d|2[0-3]):[0-5]\d", looks_like="14:30"),
            "timezone": Str(),
        },
        rules.known_zone,
    ),
    of_type(
        "radio_buttons",
        _choices("radio_buttons"),
        {**_ACTION, **_CONFIRM, **_FOCUS, "initial_option": objects.CHOICE_OPTION},
        *_CHOICE_RULES,
    ),
    of_type(
        "checkboxes",
        _choices("checkboxes"),
        {
            **_ACTION,
            **_CONFIRM,
            **_FOCUS,
            "initial_options": Many(objects.CHOICE_OPTION, "checkboxes.options"),
        },
        *_CHOICE_RULES,
        rules.distinct("initial_options"),
    ),
)

_DATETIME = Obj(
    {"type": Str(choices=("datetimepicker",))},
    {**_ACTION, **_CONFIRM, **_FOCUS, "initial_date_time": Num()},
    (rules.ten_digits,),
)

_CLICKED = (
    of_type(
        "button",
        {"text": plain("button.text")},
        {
            **_ACTION,
            **_CONFIRM,
            "value": Str("button.value"),
            "url": objects.url("button.url"),
            "style": Str(choices=("primary", "danger")),
            "accessibility_label": Str("button.accessibility_label"),
        },
    ),
    of_type(
        "overflow",
        {"options": Many(objects.OVERFLOW_OPTION, "overflow.options")},
        {**_ACTION, **_CONFIRM},
        rules.distinct_options,
    ),
)

_FEEDBACK_BUTTON = Obj(
    {"text": plain("feedback_button.text"), "value": Str("feedback_button.value")},
    {"accessibility_label": Str("feedback_button.accessibility_label")},
)
_CONTEXTUAL = (
    of_type(
        "feedback_buttons",
        {"positive_button": _FEEDBACK_BUTTON, "negative_button": _FEEDBACK_BUTTON},
        _ACTION,
    ),
    of_type(
        "icon_button",
        {"icon": Str(choices=("trash",)), "text": plain("icon_button.text")},
        {
            **_ACTION,
            **_CONFIRM,
            "value": Str("icon_button.value"),
            "accessibility_label": Str("icon_button.accessibility_label"),
            "visible_to_user_ids": Many(ID, "icon_button.visible_to_user_ids"),
        },
    ),
)

IMAGE = of_type(
    "image", {"alt_text": Str("image.alt_text")}, IMAGE_SOURCE, rules.exactly_one("image_url", "slack_file")
)

_TYPED_EVERYWHERE = (
    of_type(
        "plain_text_input",
        {},
        {
            **_TYPED,
            "initial_value": Str("plain_text_input.initial_value"),
            "multiline": Flag(),
            "min_length": Num("plain_text_input.min_length"),
            "max_length": Num("plain_text_input.max_length"),
        },
        rules.lengths_in_order,
    ),
    of_type("rich_text_input", {}, {**_TYPED, "initial_value": RICH_TEXT}),
)

_TYPED_IN_MODALS = (
    of_type(
        "number_input",
        {"is_decimal_allowed": Flag()},
        {**_TYPED, "initial_value": Str(), "min_value": Str(), "max_value": Str()},
        rules.numbers_in_order,
    ),
    of_type("email_text_input", {}, {**_TYPED, "initial_value": Str()}),
    of_type("url_text_input", {}, {**_TYPED, "initial_value": Str()}),
    of_type(
        "file_input",
        {},
        {
            **_ACTION,
            "filetypes": Many(Str(), "file_input.filetypes"),
            "max_files": Num("file_input.max_files"),
        },
    ),
)


def _table() -> dict[str, Element]:
    rows: list[tuple[tuple[Obj, ...], frozenset[Place], frozenset[Surface]]] = [
        (_CLICKED, frozenset(("section", "actions")), EVERYWHERE),
        (_PICKERS, PLACES, EVERYWHERE),
        ((_DATETIME,), frozenset(("actions", "input")), frozenset(("modal", "message"))),
        (_CONTEXTUAL, frozenset(("context_actions",)), frozenset(("message",))),
        ((IMAGE,), frozenset(("section", "context")), EVERYWHERE),
        (_TYPED_EVERYWHERE, INPUT, EVERYWHERE),
        (_TYPED_IN_MODALS, INPUT, MODAL),
    ]
    return {
        _type_of(shape): Element(shape, places, surfaces)
        for shapes, places, surfaces in rows
        for shape in shapes
    }


def _type_of(shape: Obj) -> str:
    kind = shape.required["type"]
    assert isinstance(kind, Str)
    return kind.choices[0]


ELEMENTS: dict[str, Element] = _table()
BUTTON = ELEMENTS["button"].shape


def elements_in(place: Place, surface: Surface) -> Kinds:
    """The elements that may stand in a block on a surface."""
    asks_where = place == "input" and surface == "modal"
    return Kinds(
        {
            name: element.shape if asks_where else _without_response_url(element.shape)
            for name, element in ELEMENTS.items()
            if place in element.places and surface in element.surfaces
        }
    )


def _without_response_url(shape: Obj) -> Obj:
    """`response_url_enabled` works in the input blocks of modals alone."""
    return replace(shape, optional={k: v for k, v in shape.optional.items() if k not in _RESPONSE_URL})
