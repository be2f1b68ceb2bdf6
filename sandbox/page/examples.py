"""What the gallery shows: every block, with each of its forms that looks different."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.page.parts import (
    button,
    cell,
    line,
    mrkdwn,
    number,
    options,
    part_of,
    plain,
    rich,
    section,
    styled,
)
from sandbox.validation.elements import Surface

Json = dict[str, Any]


@dataclass(frozen=True)
class Example:
    """Blocks to draw, the surface they stand on, and what to look at."""

    title: str
    blocks: list[Json]
    surface: Surface = "message"
    about: str = ""


def _table_rows() -> list[list[Json]]:
    names = ("Apples", "Bread", "Cheese", "Dates", "Eggs", "Figs", "Grapes", "Honey", "Ice", "Jam", "Kale")
    head = [cell("Ware"), cell("Price"), cell("In stock"), cell("Order")]
    rows = [
        [
            cell(name),
            number((index * 7) % 10 + 0.5),
            cell("no" if index % 3 else "yes"),
            {
                "type": "action_cell",
                "element": button("Order", value=name, accessibility_label=f"Order {name}"),
                "fallback": cell("on request"),
            },
        ]
        for index, name in enumerate(names)
    ]
    return [head, *rows]


def _series(name: str, values: Mapping[str, float]) -> Json:
    return {"name": name, "data": [{"label": label, "value": value} for label, value in values.items()]}


def _chart(kind: str, title: str, *series: Json, **axes: str) -> Json:
    categories = [point["label"] for point in series[0]["data"]]
    shape = {"type": kind, "series": list(series), "axis_config": {"categories": categories, **axes}}
    return {"type": "data_visualization", "title": title, "chart": shape}


def _many_series(kind: str, title: str, count: int) -> Json:
    days = ("Mon", "Tue", "Wed", "Thu", "Fri")
    series = [
        _series(
            f"Line {n + 1}", {day: (n * 3 + index * (n % 4 + 1)) % 11 + 1 for index, day in enumerate(days)}
        )
        for n in range(count)
    ]
    return _chart(kind, title, *series, x_label="Day", y_label="Passengers")


def _picture(base: str) -> Json:
    return {"type": "image", "image_url": f"{base}/page/example.svg", "alt_text": "Hills under a round sun"}


def _card(picture: Json, number: int) -> Json:
    return {
        "type": "card",
        "hero_image": picture,
        "title": mrkdwn(f"Walk {number}"),
        "subtitle": mrkdwn(f"{number * 4} km, {number} h"),
        "actions": [button("Look", action_id=f"look_{number}")],
    }


def examples(base: str) -> list[Example]:
    """All examples; `base` is the address that pictures are loaded from."""
    picture = _picture(base)
    return [*_words(picture), *_frames(picture), *_figures(), *_controls()]


def _words(picture: Json) -> list[Example]:
    levels = [{"type": "header", "text": plain(f"Level {level}"), "level": level} for level in range(1, 5)]
    folded = "A section this long is folded, unless it says `expand`. " * 16
    tags = ("gray", "brown", "purple", "indigo", "blue", "green", "yellow", "orange", "red")
    moment = {
        "type": "date",
        "timestamp": 1764169200,
        "format": "{date_short_pretty} {time}",
        "fallback": "Nov 26",
    }
    return [
        Example("header", [{"type": "header", "text": plain("Without a level")}, *levels]),
        Example(
            "section",
            [
                section(
                    "*Bold*, _italic_, ~struck~, `code` and a <https://example.com|link>\n> quoted :wave:"
                ),
                {"type": "section", "fields": [mrkdwn("*When*\nTomorrow"), mrkdwn("*Where*\nRoom 2")]},
                section("With a button beside it", accessory=button("Open")),
                section("With a picture beside it", accessory=picture),
            ],
        ),
        Example("section, expand", [section(folded), section(folded, expand=True)]),
        Example(
            "context", [{"type": "context", "elements": [picture, mrkdwn("Small words *beside* pictures")]}]
        ),
        Example("divider", [section("Above"), {"type": "divider"}, section("Below")]),
        Example("image", [{**picture, "title": plain("A picture with a title")}]),
        Example(
            "rich_text",
            [
                rich(
                    line("Words that are ", styled("bold", "bold"), ", ", styled("italic", "italic"), ", "),
                    line(styled("struck", "strike"), ", ", styled("code", "code"), "; :wave: stays as it is"),
                    {"type": "rich_text_list", "style": "bullet", "elements": [line("One"), line("Two")]},
                    {"type": "rich_text_list", "style": "ordered", "indent": 1, "elements": [line("Inside")]},
                    {"type": "rich_text_quote", "elements": [part_of("Somebody said so")]},
                    {"type": "rich_text_preformatted", "elements": [part_of("select 1;\n  -- code")]},
                )
            ],
        ),
        Example(
            "rich_text: tag and date",
            [
                rich(
                    line(*[part_of({"type": "tag", "text": colour, "color": colour}) for colour in tags]),
                    line("Due ", moment, ", and ", {**moment, "format": "{ago}"}),
                )
            ],
            about="A date stands in the zone of the reader's device.",
        ),
        Example(
            "markdown",
            [
                {
                    "type": "markdown",
                    "text": "# A title\n\nStandard **Markdown**, [links](https://example.com) and `code`.\n\n"
                    "- one\n- two\n\n| Ware | Price |\n|---|---|\n| Bread | 3 |\n\n```sql\nselect 1;\n```",
                }
            ],
        ),
    ]


def _frames(picture: Json) -> list[Example]:
    levels = ("default", "info", "warning", "error", "success")
    inside = [section("*Inside* the container"), {"type": "actions", "elements": [button("Press")]}]
    container = {"type": "container", "title": plain("A container"), "child_blocks": inside}
    return [
        Example(
            "container",
            [
                {**container, "subtitle": mrkdwn("with a divided head"), "has_header_divider": True},
                {**container, "width": "narrow", "icon": picture, "title": plain("A narrow one")},
                {**container, "width": "full", "title": plain("A full one")},
            ],
        ),
        Example(
            "container that opens",
            [
                {**container, "is_collapsible": True, "title": plain("Open at first")},
                {
                    **container,
                    "is_collapsible": True,
                    "default_collapsed": True,
                    "title": plain("Closed at first"),
                },
            ],
        ),
        Example(
            "card",
            [
                {
                    "type": "card",
                    "slack_icon": {"type": "icon", "name": "calendar"},
                    "title": mrkdwn("A walk in the hills"),
                    "subtitle": mrkdwn("Tue 14:00, from the station"),
                    "body": mrkdwn("Take *water* with you."),
                    "subtext": mrkdwn("Four people come along."),
                    "actions": [
                        button("Come Along", style="primary"),
                        button("Ask"),
                        button("Call It Off", style="danger"),
                    ],
                },
                _card(picture, 1),
            ],
            about="A button of style danger stands left, the others right.",
        ),
        Example("carousel", [{"type": "carousel", "elements": [_card(picture, n) for n in (1, 2, 3, 4)]}]),
        Example(
            "alert",
            [
                {"type": "alert", "level": level, "text": mrkdwn(f"An alert of level *{level}*.")}
                for level in levels
            ],
            surface="modal",
        ),
    ]


def _figures() -> list[Example]:
    rows = [
        [cell("Ware"), cell("Price")],
        [cell("Bread"), number(3)],
        [cell("Wine"), rich(line("on demand"))],
    ]
    days = {"Mon": 4.0, "Tue": 5.0, "Wed": -2.0, "Thu": 3.0}
    pie = [{"label": label, "value": value} for label, value in (("Rail", 5), ("Bus", 3), ("Foot", 2))]
    return [
        Example(
            "table",
            [{"type": "table", "rows": rows, "column_settings": [{"is_wrapped": True}, {"align": "right"}]}],
        ),
        Example(
            "data_table",
            [{"type": "data_table", "caption": "Wares by name", "rows": _table_rows(), "page_size": 5}],
            about="Sorting and turning pages send the app nothing. Filtering is not drawn.",
        ),
        Example(
            "bars", [_chart("bar", "Passengers", _series("Rail", days), x_label="Day", y_label="Thousands")]
        ),
        Example("bars of several series", [_many_series("bar", "Passengers by line", 3)]),
        Example("lines", [_many_series("line", "Passengers by line", 3)]),
        Example("areas", [_many_series("area", "All passengers", 3)], about="Areas stack."),
        Example(
            "twelve series",
            [_many_series("line", "Too many lines", 12)],
            about="Past the sixth, colours repeat in a second shade.",
        ),
        Example(
            "a pie",
            [
                {
                    "type": "data_visualization",
                    "title": "Ways to work",
                    "chart": {"type": "pie", "segments": pie},
                }
            ],
        ),
    ]


def _controls() -> list[Example]:
    menu = {"type": "static_select", "action_id": "select", "placeholder": plain("Choose")}
    halves = {
        f"{half}_button": {"text": plain(text), "value": half, "accessibility_label": said}
        for half, text, said in (("positive", "Good", "This was good"), ("negative", "Bad", "This was bad"))
    }
    bin_ = {"type": "icon_button", "icon": "trash", "text": plain("Delete"), "action_id": "delete"}
    return [
        Example(
            "actions",
            [
                {
                    "type": "actions",
                    "elements": [
                        button("Primary", style="primary"),
                        button("Plain"),
                        button("Danger", style="danger"),
                        {**menu, "options": options("One", "Two")},
                        {"type": "datepicker", "action_id": "date", "initial_date": "2026-11-26"},
                        {"type": "timepicker", "action_id": "time", "initial_time": "14:30"},
                        {"type": "overflow", "action_id": "more", "options": options("Copy", "Move")},
                    ],
                }
            ],
        ),
        Example(
            "context_actions",
            [{"type": "context_actions", "elements": [{"type": "feedback_buttons", **halves}, bin_]}],
        ),
        Example("input", _inputs(), surface="modal"),
    ]


def _inputs() -> list[Json]:
    elements: dict[str, Json] = {
        "Words": {"type": "plain_text_input"},
        "More words": {"type": "plain_text_input", "multiline": True},
        "Rich text": {"type": "rich_text_input"},
        "A number": {"type": "number_input", "is_decimal_allowed": True},
        "One of two": {"type": "radio_buttons", "options": options("Left", "Right")},
        "Any of two": {"type": "checkboxes", "options": options("Salt", "Pepper")},
        "A choice": {"type": "static_select", "options": options("Tea", "Coffee")},
        "Several": {"type": "multi_static_select", "options": options("Mon", "Tue", "Wed")},
        "A day": {"type": "datepicker"},
    }
    return [
        {
            "type": "input",
            "label": plain(label),
            "element": {**element, "action_id": "in"},
            "hint": plain("A hint"),
        }
        for label, element in elements.items()
    ]
