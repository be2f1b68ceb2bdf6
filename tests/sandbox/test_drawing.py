"""The gallery's examples, and what the page draws of charts and Markdown."""

import re

import pytest

from sandbox.page import charts, markdown
from sandbox.page.examples import Example, examples
from sandbox.page.icons import sign
from sandbox.validation import check_blocks
from sandbox.validation.blocks import BLOCKS
from sandbox.validation.panels import ICONS
from sandbox.validation.rules import every_block
from tests.sandbox.payloads import Json, bars, chart, pie

EXAMPLES = examples("http://127.0.0.1:8765")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example.title))
def test_an_example_of_the_gallery_is_what_slack_takes(example: Example) -> None:
    assert check_blocks(example.blocks, example.surface) == []


def test_the_gallery_has_every_block() -> None:
    drawn = {block["type"] for example in EXAMPLES for _, block in every_block(example.blocks, "")}
    assert drawn == {kind for surface in BLOCKS.values() for kind in surface.shapes}


def test_every_icon_of_slacks_has_a_sign() -> None:
    assert all(sign(name) for name in ICONS)


def over(kind: str, *series: list[float]) -> Json:
    categories = ["A", "B", "C"][: len(series[0])]
    named = [
        {
            "name": f"S{n}",
            "data": [{"label": label, "value": v} for label, v in zip(categories, values, strict=True)],
        }
        for n, values in enumerate(series)
    ]
    return chart({"type": kind, "series": named, "axis_config": {"categories": categories}})


def heights(html: str) -> list[float]:
    return [float(found) for found in re.findall(r'<rect [^>]*height="([\d.]+)"', html)]


def test_bars_are_as_high_as_their_values() -> None:
    low, twice, below = heights(charts.to_html(over("bar", [1, 2, -1])))
    assert twice == pytest.approx(2 * low, abs=0.2)
    assert below == pytest.approx(low, abs=0.2)


def test_the_axis_has_round_steps_from_nought() -> None:
    ticks = re.findall(r'class="tick"[^>]*>([^<]+)<', charts.to_html(over("bar", [3.1, 2.6, 1.9])))
    assert ticks == ["0", "1", "2", "3", "4"]
    ticks = re.findall(r'class="tick"[^>]*>([^<]+)<', charts.to_html(over("line", [-30, 45])))
    assert ticks == ["-40", "-20", "0", "20", "40", "60"]


@pytest.mark.parametrize("kind", ["bar", "line", "area"])
def test_a_chart_of_nothing_but_noughts_is_drawn(kind: str) -> None:
    assert "NaN" not in charts.to_html(over(kind, [0, 0]))


def test_areas_stack() -> None:
    stacked = charts.to_html(over("area", [1, 1], [1, 1]))
    lines = charts.to_html(over("line", [1, 1], [1, 1]))
    assert re.findall(r'class="tick"[^>]*>([^<]+)<', stacked)[-1] == "2"
    assert re.findall(r'class="tick"[^>]*>([^<]+)<', lines)[-1] == "1"


def test_a_chart_says_its_numbers() -> None:
    assert 'aria-label="Bar chart: Title. Answers: Mon -1.5, Tue -0.5"' in charts.to_html(chart(bars()))
    assert 'aria-label="Pie chart: Title. Part 0 1, Part 1 2"' in charts.to_html(chart(pie()))


def test_colours_repeat_in_a_second_shade_past_the_sixth() -> None:
    drawn = charts.to_html(chart(pie(8)))
    assert re.findall(r'<path class="slice ([^"]+)"', drawn)[5:] == [
        "series-6",
        "series-1 second",
        "series-2 second",
    ]


def test_a_pie_of_one_is_a_whole_circle() -> None:
    assert charts.to_html(chart(pie(1))).count(" a ") == 2


def test_names_in_charts_are_text_and_never_markup() -> None:
    drawn = charts.to_html(chart(bars(["<b>x</b>"]), title="<script>"))
    assert "<b>" not in drawn
    assert "<script>" not in drawn


def test_markdown_is_drawn_without_html_and_links_of_the_apps_own_making() -> None:
    drawn = markdown.to_html("# Title\n\n**bold** <img src=x> [bad](javascript:alert)\n\n|a|\n|-|\n|1|")
    assert "<h3>Title</h3>" in drawn
    assert "<strong>bold</strong>" in drawn
    assert "<td>1</td>" in drawn
    assert "<img" not in drawn
    assert "href" not in drawn
