"""The smallest payloads Slack takes, to be bent in one place by each test."""

from typing import Any

Json = dict[str, Any]


def plain(text: str = "Text") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "Text") -> Json:
    return {"type": "mrkdwn", "text": text}


def letters(count: int) -> str:
    return "x" * count


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain("Press"), "action_id": "press", **more}


def option(number: int = 0, **more: Any) -> Json:
    return {"text": plain(f"Choice {number}"), "value": f"value-{number}", **more}


def options(count: int) -> list[Json]:
    return [option(number) for number in range(count)]


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def an_input(element: Json, **more: Any) -> Json:
    return {"type": "input", "block_id": "asked", "label": plain("Label"), "element": element, **more}


def text_input(**more: Any) -> Json:
    return {"type": "plain_text_input", "action_id": "typed", **more}


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def line(text: str = "Text") -> Json:
    return {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}


def rich_list(**more: Any) -> Json:
    return rich({"type": "rich_text_list", "style": "bullet", "elements": [line()], **more})


def cell(text: str = "Cell") -> Json:
    return {"type": "raw_text", "text": text}


def number_cell(value: float = 1, text: str = "1") -> Json:
    return {"type": "raw_number", "value": value, "text": text}


def data_table(rows: list[list[Json]] | None = None, **more: Any) -> Json:
    return {"type": "data_table", "caption": "Caption", "rows": rows or [[cell()], [cell()]], **more}


def pie(segments: int = 2) -> Json:
    return {"type": "pie", "segments": [{"label": f"Part {n}", "value": n + 1} for n in range(segments)]}


def bars(names: list[str] | None = None, categories: list[str] | None = None, kind: str = "bar") -> Json:
    along = ["Mon", "Tue"] if categories is None else categories
    data = [{"label": category, "value": n - 1.5} for n, category in enumerate(along)]
    series = [{"name": name, "data": data} for name in (["Answers"] if names is None else names)]
    return {"type": kind, "series": series, "axis_config": {"categories": along}}


def chart(shape: Json | None = None, **more: Any) -> Json:
    return {"type": "data_visualization", "title": "Title", "chart": shape or bars(), **more}


def card(**more: Any) -> Json:
    return {"type": "card", "title": mrkdwn(), **more}


def container(*children: Json, **more: Any) -> Json:
    return {"type": "container", "title": plain(), "child_blocks": list(children) or [section()], **more}


def alert(**more: Any) -> Json:
    return {"type": "alert", "text": mrkdwn(), **more}


def feedback(**more: Any) -> Json:
    halves = {f"{half}_button": {"text": plain(half), "value": half} for half in ("positive", "negative")}
    return {"type": "feedback_buttons", "action_id": "rated", **halves, **more}


def icon_button(**more: Any) -> Json:
    return {"type": "icon_button", "icon": "trash", "text": plain("Delete"), "action_id": "gone", **more}


def context_actions(*elements: Json) -> Json:
    return {"type": "context_actions", "elements": list(elements)}


def table(rows: list[list[Json]], **more: Any) -> Json:
    return {"type": "table", "rows": rows, **more}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Title"), "submit": plain("Send"), "blocks": list(blocks), **more}


def message(**more: Any) -> Json:
    return {"channel": "C1", "text": "Text", **more}


def confirm(**more: Any) -> Json:
    return {"title": plain(), "text": plain(), "confirm": plain("Yes"), "deny": plain("No"), **more}
