"""Tables and charts as lines of plain text."""

from collections.abc import Callable, Mapping
from typing import Any

Json = Mapping[str, Any]


def table_lines(block: Json, cell: Callable[[Json], str]) -> list[str]:
    """The caption of a table, if it has one, and a line a row."""
    rows = [" | ".join(cell(one) for one in row) for row in block.get("rows", [])]
    return [*filter(None, [str(block.get("caption") or "")]), *rows]


def chart_lines(block: Json) -> list[str]:
    """The title of a chart, and a line a series (or one for a pie): each label with its value."""
    chart = block.get("chart", {})
    if chart.get("type") == "pie":
        return [str(block.get("title", "")), _points(chart.get("segments", []))]
    series = [f"{one.get('name')}: {_points(one.get('data', []))}" for one in chart.get("series", [])]
    return [str(block.get("title", "")), *series]


def _points(points: list[Json]) -> str:
    return ", ".join(f"{point.get('label')} {number(point.get('value'))}" for point in points)


def number(value: Any) -> str:
    """A number as people write it: without a fraction of nothing."""
    return f"{value:g}" if isinstance(value, int | float) else str(value)
