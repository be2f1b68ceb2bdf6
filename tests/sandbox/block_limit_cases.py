"""For every limit of the blocks of 2025 and 2026, a payload of any size."""

from collections.abc import Callable
from typing import Any

from sandbox.validation import check_blocks
from tests.sandbox.cases import Case, in_message, in_modal
from tests.sandbox.payloads import (
    Json,
    alert,
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
    mrkdwn,
    number_cell,
    pie,
    plain,
    rich,
    section,
)


def several(build: Callable[[int], list[Json]], pointer: str) -> Case:
    """A list of blocks, where what is counted is counted over all of them."""
    return Case(build, pointer, lambda blocks: check_blocks(blocks, "message"))


def numbered(count: int) -> list[str]:
    return [f"Name {number}" for number in range(count)]


def in_chart(build: Callable[[int], Json], below: str) -> Case:
    return in_message(lambda n: chart(build(n)), f"/chart{below}")


def labelled(length: int) -> Json:
    segments = [{"label": letters(length), "value": 1}]
    return {"type": "pie", "segments": segments}


def over(labels: list[str], categories: list[str]) -> Json:
    """A chart whose one series has these labels over these categories."""
    drawn = bars(categories=categories)
    drawn["series"][0]["data"] = [{"label": label, "value": 1} for label in labels]
    return drawn


def axis(length: int) -> Json:
    drawn = bars()
    drawn["axis_config"]["y_label"] = letters(length)
    return drawn


def data_cells(total: int) -> Json:
    return data_table([[cell("head")], [cell(letters(total - 4))]])


def in_card(key: str) -> Case:
    return in_message(lambda n: card(**{key: mrkdwn(letters(n))}), f"/{key}/text")


def in_feedback(key: str, build: Callable[[int], Any], below: str = "") -> Case:
    def made(size: int) -> Json:
        half = {"text": plain("Good"), "value": "good", key: build(size)}
        return context_actions(feedback(positive_button=half))

    return in_message(made, f"/elements/0/positive_button/{key}{below}")


def in_icon(key: str, build: Callable[[int], Any], below: str = "") -> Case:
    return in_message(lambda n: context_actions(icon_button(**{key: build(n)})), f"/elements/0/{key}{below}")


def markdown(length: int) -> Json:
    return {"type": "markdown", "text": letters(length)}


BLOCK_CASES: dict[str, Case] = {
    "header.level": in_message(lambda n: {"type": "header", "text": plain(), "level": n}, "/level"),
    "rich_text.tag": in_message(
        lambda n: rich({"type": "rich_text_section", "elements": [{"type": "tag", "text": letters(n)}]}),
        "/elements/0/elements/0/text",
    ),
    "data_table.rows": in_message(lambda n: {**data_table(), "rows": [[cell()]] * n}, "/rows"),
    "data_table.columns": in_message(lambda n: data_table([[cell() for _ in range(n)]] * 2), "/rows/0"),
    "data_table.cell": in_message(
        lambda n: data_table([[cell()], [number_cell(text=letters(n))]]), "/rows/1/0/text"
    ),
    "data_table.all_cells": in_message(data_cells, "/rows"),
    "data_table.caption": in_message(lambda n: data_table(caption=letters(n)), "/caption"),
    "data_table.page_size": in_message(lambda n: data_table(page_size=n), "/page_size"),
    "data_table.row_header_column_index": in_message(
        lambda n: data_table(row_header_column_index=n), "/row_header_column_index"
    ),
    "message.data_table_cells": several(lambda n: [data_cells(100), data_cells(n - 100)], "/blocks"),
    "chart.title": in_message(lambda n: chart(title=letters(n)), "/title"),
    "chart.segments": in_chart(pie, "/segments"),
    "chart.segment_label": in_chart(labelled, "/segments/0/label"),
    "chart.series": in_chart(lambda n: bars(numbered(n)), "/series"),
    "chart.series_name": in_chart(lambda n: bars([letters(n)]), "/series/0/name"),
    "chart.points": in_chart(lambda n: over(numbered(n), numbered(min(n, 20) or 1)), "/series/0/data"),
    "chart.point_label": in_chart(lambda n: over([letters(n)], [letters(n)]), "/series/0/data/0/label"),
    "chart.categories": in_chart(lambda n: bars(categories=numbered(n)), "/axis_config/categories"),
    "chart.category": in_chart(lambda n: bars(categories=[letters(n)]), "/axis_config/categories/0"),
    "chart.axis_label": in_chart(axis, "/axis_config/y_label"),
    "message.charts": several(lambda n: [chart() for _ in range(n)], "/blocks/2"),
    "container.title": in_message(lambda n: container(title=plain(letters(n))), "/title/text"),
    "container.subtitle": in_message(lambda n: container(subtitle=mrkdwn(letters(n))), "/subtitle/text"),
    "container.child_blocks": in_message(
        lambda n: {**container(), "child_blocks": [section()] * n}, "/child_blocks"
    ),
    **{f"card.{key}": in_card(key) for key in ("title", "subtitle", "body", "subtext")},
    "card.actions": in_message(
        lambda n: card(actions=[button(action_id=f"b{number}") for number in range(n)]), "/actions"
    ),
    "carousel.elements": in_message(lambda n: {"type": "carousel", "elements": [card()] * n}, "/elements"),
    "alert.text": in_modal(lambda n: alert(text=mrkdwn(letters(n))), "/text/text"),
    "context_actions.elements": in_message(
        lambda n: context_actions(*[icon_button(action_id=f"i{number}") for number in range(n)]), "/elements"
    ),
    "feedback_button.text": in_feedback("text", lambda n: plain(letters(n)), "/text"),
    "feedback_button.value": in_feedback("value", letters),
    "feedback_button.accessibility_label": in_feedback("accessibility_label", letters),
    "icon_button.text": in_icon("text", lambda n: plain(letters(n)), "/text"),
    "icon_button.value": in_icon("value", letters),
    "icon_button.accessibility_label": in_icon("accessibility_label", letters),
    "icon_button.visible_to_user_ids": in_icon("visible_to_user_ids", lambda n: ["U1"] * n),
    "markdown.text": in_message(markdown, "/text"),
    "message.markdown": several(lambda n: [markdown(100), markdown(n - 100)], "/blocks"),
}
