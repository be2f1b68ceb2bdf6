"""The blocks of 2026: each is right as the sandbox knows Slack, each limit just inside and just outside."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from slackblocks.errors import InvalidUsageError

from bot.slack.plain import is_new, plain
from bot.views.blocks import bullets, context, line, resolved, rich, section
from bot.views.newer import Figure, alert, bars, collapsed, data_table, heading, moment
from sandbox.validation import check_call, check_message

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ROW: list[str | Figure] = ["MLOps", Figure(3.2, "3.2"), "2.7–3.6", Figure(2.8, "2.8")]
HEAD = ("Competency", "Score", "Range", "Raw")
MADE: dict[str, Callable[[], Any]] = {
    "data_table": lambda: data_table("Scores", HEAD, [ROW] * 99),
    "container": lambda: collapsed("Evidence", [section("a"), *(context("b") for _ in range(9))]),
    "bars": lambda: bars("Answers a week", {"Answered": {f"W{n}": n for n in range(1, 21)}}),
    "heading": lambda: heading("E" * 151, 4),
    "moment": lambda: rich(line("At ", moment(AT, "Mon 2 Mar, 10:30 (Berlin)"))),
}
TOO_MUCH: dict[str, Callable[[], Any]] = {
    "five columns": lambda: data_table("Scores", (*HEAD, "More"), [[*ROW, "x"]]),
    "a hundred rows under the head": lambda: data_table("Scores", HEAD, [ROW] * 100),
    "no row": lambda: data_table("Scores", HEAD, []),
    "rows of two lengths": lambda: data_table("Scores", HEAD, [ROW, ROW[:3]]),
    "no caption": lambda: data_table("", HEAD, [ROW]),
    "eleven blocks in a container": lambda: collapsed("Evidence", [context("b")] * 11),
    "rich text in a container": lambda: collapsed("Evidence", [rich(bullets(["a"]))]),
    "an alert of 201 characters": lambda: alert("x" * 201),
    "21 bars": lambda: bars("Answers", {"Answered": {f"W{n}": n for n in range(21)}}),
    "13 series": lambda: bars("Answers", {f"S{n}": {"W1": 1} for n in range(13)}),
    "a bar's name of 21 characters": lambda: bars("Answers", {"Answered": {"W" * 21: 1}}),
    "level 0": lambda: heading("Evidence", 0),
    "level 5": lambda: heading("Evidence", 5),
}


@pytest.mark.parametrize("kind", MADE)
def test_a_block_is_taken_as_it_is_and_in_its_older_shape(kind: str) -> None:
    blocks = resolved([MADE[kind]()])
    assert check_message({"text": "Something", "blocks": blocks}) == []
    assert is_new(blocks) == (kind != "moment")
    older = plain(blocks)
    assert not is_new(older)
    assert check_message({"text": "Something", "blocks": older}) == []


@pytest.mark.parametrize("what", TOO_MUCH)
def test_what_slack_would_refuse_cannot_be_made(what: str) -> None:
    with pytest.raises((ValueError, InvalidUsageError)):
        TOO_MUCH[what]()


def test_an_alert_stands_in_a_modal() -> None:
    text = {"type": "plain_text", "text": "A form"}
    for blocks in (resolved([alert("x" * 200, "warning")]), plain(resolved([alert("x" * 200, "warning")]))):
        view = {"type": "modal", "title": text, "blocks": blocks}
        assert check_call("views.open", {"trigger_id": "1", "view": view}) == []


def test_a_table_is_shown_whole_and_sorted_by_its_numbers() -> None:
    [block] = resolved([data_table("Scores", HEAD, [ROW] * 12)])
    assert block["page_size"] == 12
    assert [cell["type"] for cell in block["rows"][1]] == ["raw_text", "raw_number", "raw_text", "raw_number"]


def test_every_block_in_a_container_has_an_id_of_its_own() -> None:
    blocks = resolved([collapsed("A", [section("a"), section("b")]), collapsed("B", [section("a")])])
    found = [child["block_id"] for block in blocks for child in block["child_blocks"]]
    assert found == ["b1.1", "b1.2", "b2.1"]
