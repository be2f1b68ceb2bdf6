"""Every limit of Slack's that the sandbox keeps: a payload just inside it, and one just outside."""

import pytest

from sandbox.validation import LIMITS, Problem
from tests.sandbox.limit_cases import CASES

# DESIGN: the figures themselves, so that nobody loosens one unseen.
FIGURES = {
    "message.blocks": 50,
    "view.blocks": 100,
    "message.block_text": 10_000,
    "view.title": 24,
    "view.submit": 24,
    "view.close": 24,
    "view.private_metadata": 3000,
    "view.callback_id": 255,
    "view.bytes": 250_000,
    "view.stack": 3,
    "block_id": 255,
    "action_id": 255,
    "section.text": 3000,
    "section.fields": 10,
    "section.field": 2000,
    "header.text": 150,
    "context.elements": 10,
    "actions.elements": 25,
    "button.text": 75,
    "button.value": 2000,
    "select.options": 100,
    "radio_buttons.options": 10,
    "checkboxes.options": 10,
    "overflow.options": 5,
    "option.text": 75,
    "option.description": 75,
    "option.value": 150,
    "placeholder": 150,
    "input.label": 2000,
    "input.hint": 2000,
    "plain_text_input.initial_value": 3000,
    "plain_text_input.max_length": 3000,
    "confirm.title": 100,
    "confirm.text": 300,
    "confirm.confirm": 30,
    "confirm.deny": 30,
    "message.tables": 1,
    "table.rows": 100,
    "table.columns": 20,
    "table.all_cells": 10_000,
    "data_table.rows": 201,
    "data_table.columns": 20,
    "data_table.all_cells": 20_000,
    "message.data_table_cells": 20_000,
    "data_table.page_size": 100,
    "chart.title": 50,
    "chart.segments": 12,
    "chart.segment_label": 20,
    "chart.series": 12,
    "chart.series_name": 20,
    "chart.points": 20,
    "chart.categories": 20,
    "chart.category": 20,
    "chart.axis_label": 50,
    "message.charts": 2,
    "container.title": 150,
    "container.subtitle": 150,
    "container.child_blocks": 10,
    "card.title": 150,
    "card.subtitle": 150,
    "card.body": 200,
    "card.subtext": 200,
    "card.actions": 3,
    "carousel.elements": 10,
    "alert.text": 200,
    "context_actions.elements": 5,
    "feedback_button.text": 75,
    "feedback_button.value": 2000,
    "icon_button.visible_to_user_ids": 10,
    "markdown.text": 12_000,
    "message.markdown": 12_000,
    "header.level": 4,
    "metadata.bytes": 2000,
}

WITH_MOST = sorted(name for name, limit in LIMITS.items() if limit.most is not None)
# A size below zero cannot be built, but a value can be.
WITH_LEAST = sorted(name for name, limit in LIMITS.items() if limit.least > 0 or limit.unit == "value")


def at(name: str, size: int) -> list[Problem]:
    """Check the limit's payload at this size and keep the problems at the limit's place."""
    case = CASES[name]
    return [problem for problem in case.check(case.build(size)) if problem.pointer == case.pointer]


def test_every_limit_has_a_payload_on_either_side() -> None:
    assert set(CASES) == set(LIMITS)


def test_every_limit_names_the_page_it_was_read_on() -> None:
    assert [name for name, limit in LIMITS.items() if not limit.source.startswith("https://")] == []


@pytest.mark.parametrize(("name", "most"), FIGURES.items())
def test_a_limit_is_the_one_written_down(name: str, most: int) -> None:
    assert LIMITS[name].most == most


@pytest.mark.parametrize("name", WITH_MOST)
def test_a_payload_just_inside_the_upper_bound_is_taken_whole(name: str) -> None:
    case, most = CASES[name], LIMITS[name].most
    assert most is not None
    assert case.check(case.build(most)) == []


@pytest.mark.parametrize("name", WITH_MOST)
def test_a_payload_just_outside_the_upper_bound_is_refused_at_its_place(name: str) -> None:
    most = LIMITS[name].most
    assert most is not None
    assert [
        problem for problem in at(name, most + 1) if f"[json-pointer:{problem.pointer}]" in problem.message
    ]


@pytest.mark.parametrize("name", WITH_LEAST)
def test_a_payload_just_inside_the_lower_bound_is_taken(name: str) -> None:
    # The tables' total is made of two cells, of which neither may be empty.
    least = 6 if name == "table.all_cells" else LIMITS[name].least
    # An address has to look like one before it is as short as one letter.
    least = 22 if name.endswith("url") else least
    assert at(name, least) == []


@pytest.mark.parametrize(
    "name", [n for n in WITH_LEAST if n not in ("table.all_cells", "message.markdown_text")]
)
def test_a_payload_just_outside_the_lower_bound_is_refused_at_its_place(name: str) -> None:
    assert at(name, LIMITS[name].least - 1) != []
