"""Every block of 2026 as a workspace of 2025 takes it, and no word lost."""

from typing import Any

import pytest

from bot.slack.plain import NEW_BLOCKS, NEW_PARTS, is_new, plain
from sandbox.notifications import received
from sandbox.validation import check_for_older, check_message
from sandbox.validation.older import NEW_BLOCKS as REFUSED

Json = dict[str, Any]


def plain_text(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def raw(text: str) -> Json:
    return {"type": "raw_text", "text": text}


ROWS = [
    [raw("Competency"), raw("Score")],
    [raw("MLOps"), {"type": "raw_number", "value": 3.2, "text": "3.2"}],
]
TAGGED = {"type": "rich_text_section", "elements": [{"type": "tag", "text": "Waiting", "color": "yellow"}]}
NEW: dict[str, Json] = {
    "alert": {"type": "alert", "text": {"type": "mrkdwn", "text": "It's *in*."}, "level": "info"},
    "data_table": {"type": "data_table", "caption": "Scores", "rows": ROWS},
    "table": {"type": "table", "rows": ROWS},
    "header": {"type": "header", "text": plain_text("Evidence"), "level": 2},
    "rich_text": {"type": "rich_text", "elements": [TAGGED]},
    "container": {
        "type": "container",
        "title": plain_text("How & why"),
        "is_collapsible": True,
        "child_blocks": [{"type": "header", "block_id": "c1", "text": plain_text("Inside"), "level": 3}],
    },
    "chart": {
        "type": "data_visualization",
        "title": "Answers",
        "chart": {"type": "pie", "segments": [{"label": "Good", "value": 4}]},
    },
}
SAYS = {
    "alert": "It's in.",
    "data_table": "Competency | Score MLOps | 3.2",
    "table": "Competency | Score MLOps | 3.2",
    "header": "Evidence",
    "rich_text": "Waiting",
    "container": "How & why Inside",
    "chart": "",
}


@pytest.mark.parametrize("kind", NEW)
def test_a_new_block_becomes_older_ones_that_say_the_same(kind: str) -> None:
    block = {"block_id": "b1", **NEW[kind]}
    assert is_new([block])
    older = plain([block])
    assert not is_new(older)
    sent = {"text": "Something", "blocks": older}
    assert check_for_older(sent) == []
    assert check_message(sent) == []
    assert SAYS[kind] in received({"blocks": older}).desktop


def test_what_is_old_stays_as_it_is() -> None:
    blocks: list[Json] = [
        {"type": "divider", "block_id": "b1"},
        {"type": "header", "block_id": "b2", "text": plain_text("Head")},
        {"type": "rich_text", "block_id": "b3", "elements": [{"type": "rich_text_section", "elements": []}]},
    ]
    assert not is_new(blocks)
    assert plain(blocks) == blocks


def test_what_is_called_new_is_what_a_workspace_without_it_refuses() -> None:
    assert set(NEW_BLOCKS) <= set(REFUSED)
    assert check_for_older({"blocks": [{"type": "table", "rows": [[{"type": part}]]} for part in NEW_PARTS]})
