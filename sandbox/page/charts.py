"""Charts as SVG, drawn after the documentation's words rather than after Slack's own pictures.

Source: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block. Colours are the page's
(blocks.css), by the order of the series, repeating in a second shade past the sixth.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from sandbox.figures import chart_lines, number

Json = dict[str, Any]

WIDTH, HEIGHT = 360, 200
LEFT, RIGHT, TOP, BOTTOM = 40, 8, 14, 24
PIE = 180
COLOURS = 6
# Past so many bars or points their numbers no longer fit beside them.
MOST_NUMBERS = 12


def to_html(block: Json) -> Markup:
    """The drawing and, where there is more than one colour, its legend. Its numbers are its label."""
    chart = block["chart"]
    drawn = _pie(chart) if chart["type"] == "pie" else _over_categories(chart)
    form = '<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>{}'
    height = HEIGHT if chart["type"] != "pie" else PIE
    said = ". ".join(chart_lines(block))
    return Markup(form).format(
        WIDTH, height, f"{chart['type'].capitalize()} chart: {said}", drawn, _legend(chart)
    )


def _legend(chart: Json) -> Markup:
    if chart["type"] == "pie":
        names = [f"{one['label']} {number(one['value'])}" for one in chart["segments"]]
    else:
        names = [one["name"] for one in chart["series"]]
    if chart["type"] != "pie" and len(names) < 2:
        return Markup()
    item = '<li><span class="swatch {}"></span>{}</li>'
    items = Markup().join(Markup(item).format(_colour(n), name) for n, name in enumerate(names))
    return Markup('<ul class="legend">{}</ul>').format(items)


def _colour(index: int) -> str:
    second = " second" if index % (2 * COLOURS) >= COLOURS else ""
    return f"series-{index % COLOURS + 1}{second}"


@dataclass(frozen=True)
class Scale:
    """Where values lie between the bottom and the top of the drawing, with round steps."""

    low: float
    high: float
    step: float

    @classmethod
    def over(cls, values: list[float]) -> "Scale":
        """A scale from nought, or the least value below it, to the greatest."""
        low, high = min(0.0, *values), max(0.0, *values)
        step = _round_step((high - low or 1) / 4)
        return cls(math.floor(low / step) * step, math.ceil(high / step) * step or step, step)

    def y(self, value: float) -> float:
        """The height of a value on the drawing."""
        share = (value - self.low) / (self.high - self.low)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP), 1)

    def steps(self) -> Iterator[float]:
        """The values with a line."""
        for index in range(round((self.high - self.low) / self.step) + 1):
            yield round(self.low + index * self.step, 10)


def _round_step(rough: float) -> float:
    """The least of 1, 2, 5 times a power of ten that is no smaller."""
    power = 10.0 ** math.floor(math.log10(rough))
    return float(next(power * times for times in (1, 2, 5, 10) if power * times >= rough * 0.999))


def _over_categories(chart: Json) -> Markup:
    categories = chart["axis_config"]["categories"]
    series = [_in_order(one, categories) for one in chart["series"]]
    stacked = _stacked(series) if chart["type"] == "area" else series
    scale = Scale.over([value for one in stacked for value in one])
    draw = {"bar": _bars, "line": _lines, "area": _areas}[chart["type"]]
    return _axes(scale, chart["axis_config"]) + draw(stacked, scale)


def _in_order(series: Json, categories: list[str]) -> list[float]:
    values = {point["label"]: float(point["value"]) for point in series["data"]}
    return [values[category] for category in categories]


def _stacked(series: list[list[float]]) -> list[list[float]]:
    """Each series on top of those before it."""
    sums = [0.0] * len(series[0])
    found = []
    for one in series:
        sums = [below + value for below, value in zip(sums, one, strict=True)]
        found.append(sums)
    return found


def _axes(scale: Scale, config: Json) -> Markup:
    grid = '<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/><text class="tick" x="{}" y="{}">{}</text>'
    out = Markup()
    for value in scale.steps():
        y = scale.y(value)
        out += Markup(grid).format(LEFT, WIDTH - RIGHT, y, y, LEFT - 6, y + 4, number(value))
    categories = config["categories"]
    # Longer names than fit beside each other are shown for every second or third category only.
    every = math.ceil(max(len(name) for name in categories) * 5.8 / _slot(categories))
    for index, name in enumerate(categories):
        if index % every == 0:
            where = _middle(index, len(categories))
            out += Markup('<text class="category" x="{}" y="{}">{}</text>').format(where, HEIGHT - 8, name)
    return out


def _slot(items: list[Any]) -> float:
    return (WIDTH - LEFT - RIGHT) / len(items)


def _middle(index: int, count: int) -> float:
    return round(LEFT + (index + 0.5) * (WIDTH - LEFT - RIGHT) / count, 1)


def _bars(series: list[list[float]], scale: Scale) -> Markup:
    count, slot = len(series[0]), _slot(series[0])
    width = min(48.0, slot * 0.7 / len(series))
    numbers = count * len(series) <= MOST_NUMBERS
    bar = '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="2"/>'
    out = Markup()
    for n, values in enumerate(series):
        for index, value in enumerate(values):
            x = round(_middle(index, count) + (n - len(series) / 2) * width, 1)
            top, bottom = sorted((scale.y(value), scale.y(0)))
            out += Markup(bar).format(_colour(n), x, top, round(width - 1, 1), round(bottom - top, 1))
            if numbers:
                out += _number(x + width / 2, top - 4, value)
    return out


def _number(x: float, y: float, value: float) -> Markup:
    return Markup('<text class="number" x="{}" y="{}">{}</text>').format(
        round(x, 1), round(y, 1), number(value)
    )


def _points(values: list[float], scale: Scale) -> list[tuple[float, float]]:
    return [(_middle(index, len(values)), scale.y(value)) for index, value in enumerate(values)]


def _lines(series: list[list[float]], scale: Scale) -> Markup:
    out = Markup()
    for n, values in enumerate(series):
        points = _points(values, scale)
        line = " ".join(f"{x},{y}" for x, y in points)
        out += Markup('<polyline class="line {}" points="{}"/>').format(_colour(n), line)
        for x, y in points:
            out += Markup('<circle class="{}" cx="{}" cy="{}" r="3"/>').format(_colour(n), x, y)
    return out


def _areas(stacked: list[list[float]], scale: Scale) -> Markup:
    out = Markup()
    below = [0.0] * len(stacked[0])
    for n, values in enumerate(stacked):
        edge = _points(values, scale) + _points(below, scale)[::-1]
        points = " ".join(f"{x},{y}" for x, y in edge)
        out += Markup('<polygon class="area {}" points="{}"/>').format(_colour(n), points)
        below = values
    return out


def _pie(chart: Json) -> Markup:
    """Segments from the top, clockwise."""
    segments = chart["segments"]
    total = sum(float(one["value"]) for one in segments)
    out, turned = Markup(), 0.0
    for n, segment in enumerate(segments):
        share = float(segment["value"]) / total
        path = _slice(turned, turned + share)
        out += Markup('<path class="slice {}" d="{}"/>').format(_colour(n), path)
        turned += share
    return out


def _slice(start: float, end: float) -> str:
    radius, x, y = PIE / 2 - 8, WIDTH / 2, PIE / 2
    if end - start > 0.9999:
        half = f"a {radius} {radius} 0 1 1 0 {{}} Z"
        return (
            f"M {x} {y - radius} "
            + half.format(2 * radius)
            + f" M {x} {y + radius} "
            + half.format(-2 * radius)
        )
    corners = [
        f"{x + radius * math.sin(2 * math.pi * turn):.2f} {y - radius * math.cos(2 * math.pi * turn):.2f}"
        for turn in (start, end)
    ]
    large = int(end - start > 0.5)
    return f"M {x} {y} L {corners[0]} A {radius} {radius} 0 {large} 1 {corners[1]} Z"
