"""The blocks of 2025 and 2026: what Slack takes where, and what it refuses by form rather than by size."""

from typing import Any

import pytest

from sandbox.validation import Problem, check_blocks, check_message, check_view
from sandbox.validation.elements import Surface
from tests.sandbox.payloads import (
    Json,
    actions,
    alert,
    an_input,
    bars,
    button,
    card,
    cell,
    chart,
    container,
    context_actions,
    data_table,
    feedback,
    icon_button,
    letters,
    line,
    message,
    modal,
    mrkdwn,
    number_cell,
    pie,
    plain,
    rich,
    section,
    table,
    text_input,
)

MARKDOWN: Json = {"type": "markdown", "text": "# Title\n\n- one"}
CAROUSEL: Json = {"type": "carousel", "elements": [card()]}
PICTURE: Json = {"type": "image", "alt_text": "A", "image_url": "https://example.com/a.png"}
ICON: Json = {"type": "icon", "name": "calendar"}
ACTION_CELL: Json = {"type": "action_cell", "element": button(), "fallback": cell("Due today")}


def places(problems: list[Problem]) -> list[str]:
    return [problem.pointer for problem in problems]


def inline(*parts: Json) -> Json:
    return rich({"type": "rich_text_section", "elements": list(parts)})


def header(**more: Any) -> Json:
    return {"type": "header", "text": plain(), **more}


TAKEN: dict[str, Json] = {
    "a data table": data_table(
        [
            [cell("Topic"), cell("Score"), number_cell(2026, "2026"), cell("Do")],
            [cell("SQL"), number_cell(3.25, "3.25 (3.0 to 3.5)"), rich(line()), ACTION_CELL],
        ],
        page_size=10,
        row_header_column_index=3,
    ),
    "a pie": chart(pie()),
    "bars, below zero too": chart(bars(["Answered", "Missed"])),
    "lines whose points stand in another order": chart(
        {
            "type": "line",
            "series": [{"name": "A", "data": [{"label": "Tue", "value": 1}, {"label": "Mon", "value": 0}]}],
            "axis_config": {"categories": ["Mon", "Tue"], "x_label": "Day", "y_label": "Answers"},
        }
    ),
    "areas": chart(bars(kind="area")),
    "a container": container(
        section(), actions(button()), {"type": "context", "elements": [mrkdwn()]}, table([[cell()]])
    ),
    "a container that opens": container(
        subtitle=mrkdwn(),
        width="wide",
        icon=PICTURE,
        is_collapsible=True,
        default_collapsed=True,
        has_header_divider=False,
    ),
    "a container with a divided head": container(has_header_divider=True),
    "a container titled in rich text": {
        **{k: v for k, v in container().items() if k != "title"},
        "rich_text_title": rich(line()),
    },
    "a card": card(subtitle=mrkdwn(), body=plain(), subtext=mrkdwn(), slack_icon=ICON, actions=[button()]),
    "a card with pictures": card(hero_image=PICTURE, icon=PICTURE),
    "a card of buttons alone": {"type": "card", "actions": [button()]},
    "cards side by side": CAROUSEL,
    "feedback and a bin": context_actions(feedback(), icon_button(visible_to_user_ids=["U1"])),
    "markdown": MARKDOWN,
    "a table with numbers": table([[cell("Topic"), cell("Score")], [cell("SQL"), number_cell(3.2, "3.2")]]),
    "a heading of the second level": header(level=2),
    "a tag and a date": inline(
        {"type": "tag", "text": "Waiting", "color": "yellow"},
        {"type": "tag", "text": "Plain"},
        {
            "type": "date",
            "timestamp": 1764169200,
            "format": "{date_short_pretty} {time}",
            "fallback": "Nov 26",
        },
        {"type": "date", "timestamp": 1764169200, "format": "{time}", "url": "https://example.com"},
    ),
    "a section that isn't folded": section(expand=True),
}


@pytest.mark.parametrize("what", TAKEN)
def test_a_message_takes(what: str) -> None:
    assert check_message(message(blocks=[TAKEN[what]])) == []


SURFACES: dict[str, tuple[Json, set[Surface]]] = {
    "data_table": (data_table(), {"message", "home"}),
    "table": (table([[cell()]]), {"message", "home"}),
    "data_visualization": (chart(), {"message"}),
    "container": (container(), {"message"}),
    "card": (card(), {"message", "modal", "home"}),
    "carousel": (CAROUSEL, {"message", "home"}),
    "alert": (alert(), {"modal"}),
    "context_actions": (context_actions(feedback()), {"message"}),
    "markdown": (MARKDOWN, {"message"}),
    "header": (header(level=4), {"message", "modal", "home"}),
    "rich_text": (inline({"type": "tag", "text": "New"}), {"message", "modal", "home"}),
}


@pytest.mark.parametrize("surface", ["message", "modal", "home"])
@pytest.mark.parametrize("kind", SURFACES)
def test_a_block_stands_only_on_its_surfaces(kind: str, surface: Surface) -> None:
    block, surfaces = SURFACES[kind]
    problems = check_blocks([block], surface)
    assert (problems == []) is (surface in surfaces)
    assert all(problem.message.startswith(f"unsupported type: {kind}") for problem in problems)


def data(rows: list[list[Json]], **more: Any) -> list[Json]:
    return [data_table(rows, **more)]


def without(block: Json, key: str) -> Json:
    return {k: v for k, v in block.items() if k != key}


def segment(**more: Any) -> list[Json]:
    return [chart({"type": "pie", "segments": [{"label": "A", "value": 1, **more}]})]


def series(*labels: str) -> list[Json]:
    drawn = bars()
    drawn["series"][0]["data"] = [{"label": label, "value": 1} for label in labels]
    return [chart(drawn)]


REFUSED: dict[str, tuple[list[Json], str]] = {
    "a data table without a caption": ([without(data_table(), "caption")], "/blocks/0"),
    "a data table without rows": ([without(data_table(), "rows")], "/blocks/0"),
    "a ragged data table": (data([[cell()], [cell(), cell()]]), "/blocks/0/rows/1"),
    "rich text in the head of a data table": (
        data([[rich(line())], [cell()]]),
        "/blocks/0/rows/0/0/type",
    ),
    "a button in the head of a data table": (data([[ACTION_CELL], [cell()]]), "/blocks/0/rows/0/0/type"),
    "a blank cell in a data table": (data([[cell()], [cell(" ")]]), "/blocks/0/rows/1/0"),
    "mrkdwn in a data table": (data([[cell()], [mrkdwn()]]), "/blocks/0/rows/1/0/type"),
    "a head column that isn't there": (
        [data_table(row_header_column_index=1)],
        "/blocks/0/row_header_column_index",
    ),
    "a number cell without its text": (
        data([[cell()], [{"type": "raw_number", "value": 1}]]),
        "/blocks/0/rows/1/0",
    ),
    "a number cell of letters": (
        data([[cell()], [{"type": "raw_number", "value": "1", "text": "1"}]]),
        "/blocks/0/rows/1/0/value",
    ),
    "an action cell without a fallback": (
        data([[cell()], [without(ACTION_CELL, "fallback")]]),
        "/blocks/0/rows/1/0",
    ),
    "a menu in an action cell": (
        data([[cell()], [{**ACTION_CELL, "element": {"type": "overflow", "options": []}}]]),
        "/blocks/0/rows/1/0/element/type",
    ),
    "an action cell in a table": ([table([[ACTION_CELL]])], "/blocks/0/rows/0/0/type"),
    "data tables that are long together": (
        [*data([[cell()], [cell(letters(15_000))]]), *data([[cell()], [cell(letters(5000))]])],
        "/blocks",
    ),
    "a chart of an unknown kind": ([chart({"type": "donut"})], "/blocks/0/chart/type"),
    "a chart with a colour": ([chart(color="red")], "/blocks/0"),
    "a segment of nothing": (segment(value=0), "/blocks/0/chart/segments/0/value"),
    "a segment below nothing": (segment(value=-1), "/blocks/0/chart/segments/0/value"),
    "a segment of infinity": (segment(value=float("inf")), "/blocks/0/chart/segments/0/value"),
    "a point in words": (segment(value="3"), "/blocks/0/chart/segments/0/value"),
    "a series with a gap": (series("Mon"), "/blocks/0/chart/series/0/data"),
    "a series with a point twice": (series("Mon", "Tue", "Tue"), "/blocks/0/chart/series/0/data"),
    "a series with a point too many": (series("Mon", "Tue", "Wed"), "/blocks/0/chart/series/0/data"),
    "a series with a null": (
        [chart({**bars(), "series": [{"name": "A", "data": [{"label": "Mon", "value": None}]}]})],
        "/blocks/0/chart/series/0/data/0/value",
    ),
    "two series of one name": ([chart(bars(["A", "A"]))], "/blocks/0/chart/series/1/name"),
    "two categories of one name": (
        [chart({**bars(), "axis_config": {"categories": ["Mon", "Tue", "Mon"]}})],
        "/blocks/0/chart/axis_config/categories/2",
    ),
    "bars without categories": ([chart(without(bars(), "axis_config"))], "/blocks/0/chart"),
    "the third chart": ([chart(), chart(), chart()], "/blocks/2"),
    "a container without a title": ([without(container(), "title")], "/blocks/0"),
    "a container titled in mrkdwn": ([container(title=mrkdwn())], "/blocks/0/title/type"),
    "a container of an unknown width": ([container(width="huge")], "/blocks/0/width"),
    "a container collapsed for good": ([container(default_collapsed=True)], "/blocks/0/default_collapsed"),
    "a divided head on a container that opens": (
        [container(is_collapsible=True, has_header_divider=True)],
        "/blocks/0/has_header_divider",
    ),
    "a bad block in a container": (
        [container(section(), {"type": "section"})],
        "/blocks/0/child_blocks/1",
    ),
    "one id inside and outside a container": (
        [container(section(block_id="a")), section(block_id="a")],
        "/blocks/1/block_id",
    ),
    "a second table, in a container": (
        [table([[cell()]]), container(table([[cell()]]))],
        "/blocks/1/child_blocks/0",
    ),
    "an empty card": ([{"type": "card", "subtitle": mrkdwn()}], "/blocks/0"),
    "a card with a bare title": ([card(title="Title")], "/blocks/0/title"),
    "a card with a menu": (
        [card(actions=[{"type": "overflow", "options": []}])],
        "/blocks/0/actions/0/type",
    ),
    "a card with two icons": ([card(icon=PICTURE, slack_icon=ICON)], "/blocks/0"),
    "a card with an unknown icon": (
        [card(slack_icon={"type": "icon", "name": "calender"})],
        "/blocks/0/slack_icon/name",
    ),
    "a card with two buttons of one action id": (
        [card(actions=[button(), button()])],
        "/blocks/0/actions/1/action_id",
    ),
    "a section in a carousel": (
        [{"type": "carousel", "elements": [section()]}],
        "/blocks/0/elements/0/type",
    ),
    "one half of feedback": (
        [context_actions(without(feedback(), "negative_button"))],
        "/blocks/0/elements/0",
    ),
    "an icon but the bin": ([context_actions(icon_button(icon="star"))], "/blocks/0/elements/0/icon"),
    "markdown texts that are long together": (
        [{"type": "markdown", "text": letters(7000)}, {"type": "markdown", "text": letters(5001)}],
        "/blocks",
    ),
    "a heading of half a level": ([header(level=1.5)], "/blocks/0/level"),
    "a tag in an unknown colour": (
        [inline({"type": "tag", "text": "x", "color": "pink"})],
        "/blocks/0/elements/0/elements/0/color",
    ),
    "a date without a format": (
        [inline({"type": "date", "timestamp": 1764169200})],
        "/blocks/0/elements/0/elements/0",
    ),
    "a multiplication sign in rich text": (
        [inline({"type": "text", "text": "3 × 4"})],
        "/blocks/0/elements/0/elements/0/text",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_message_is_refused_for(what: str) -> None:
    blocks, pointer = REFUSED[what]
    problems = check_blocks(blocks, "message")
    assert places(problems) == [pointer]
    assert problems[0].error == "invalid_blocks"


@pytest.mark.parametrize(
    "child",
    [data_table(), chart(), card(), container(), rich(line()), an_input(text_input()), MARKDOWN],
    ids=lambda child: str(child["type"]),
)
def test_a_container_holds_no(child: Json) -> None:
    assert places(check_blocks([container(child)], "message")) == ["/blocks/0/child_blocks/0/type"]


def test_an_alert_stands_on_top_of_a_modal_and_knows_five_levels() -> None:
    for level in ("default", "info", "warning", "error", "success"):
        assert check_view(modal(alert(level=level))) == []
    problems = check_view(modal(alert(level="danger")))
    assert places(problems) == ["/view/blocks/0/level"]
    assert problems[0].error == "invalid_arguments"


def test_the_multiplication_sign_is_refused_in_rich_text_alone() -> None:
    sign = "3 × 4"
    assert check_blocks([section(text=mrkdwn(sign)), header(text=plain(sign))], "message") == []


def test_cells_and_markdown_have_limits_of_their_own_and_do_not_count_as_text_of_blocks() -> None:
    long = [*data([[cell()], [cell(letters(19_000))]]), {"type": "markdown", "text": letters(12_000)}]
    assert check_message(message(blocks=long)) == []
