"""What is remembered of refused blocks, and for how long."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.slack.ladder import KEPT, Ladder, Rung

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
RICH = [{"type": "alert", "block_id": "a", "text": {"type": "mrkdwn", "text": "It's in."}}]
OLD = [{"type": "divider", "block_id": "a"}]


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ladder(clock: Clock) -> Ladder:
    return Ladder(clock)


class Slack:
    """Takes views, but not with the blocks that it refuses."""

    def __init__(self, error: str = "invalid_arguments") -> None:
        self.error = error
        self.sent: list[list[str]] = []

    def __call__(self, view: dict[str, Any]) -> None:
        self.sent.append([block["type"] for block in view["blocks"]])
        if "alert" in self.sent[-1]:
            answer: Any = {"ok": False, "error": self.error}
            raise SlackApiError("no", answer)  # type: ignore[no-untyped-call]


def refused_once(ladder: Ladder) -> None:
    """A message of T1 went out on the second rung."""
    assert ladder.step("T1", "a", RICH).refused("invalid_blocks")
    ladder.step("T1", "a", RICH).taken()


def test_a_workspace_is_remembered_for_a_day_and_no_other_one(ladder: Ladder, clock: Clock) -> None:
    refused_once(ladder)
    assert ladder.step("T1", "b", RICH).rung is Rung.PLAIN
    assert ladder.step("T2", "b", RICH).rung is Rung.RICH
    clock.now += KEPT - timedelta(seconds=1)
    assert ladder.step("T1", "b", RICH).rung is Rung.PLAIN
    clock.now += timedelta(seconds=1)
    assert ladder.step("T1", "b", RICH).rung is Rung.RICH


def test_what_goes_out_plain_meanwhile_does_not_prolong_it(ladder: Ladder, clock: Clock) -> None:
    refused_once(ladder)
    clock.now += KEPT / 2
    ladder.step("T1", "b", RICH).taken()
    ladder.show("T1", {"blocks": RICH}, Slack())
    clock.now += KEPT / 2
    assert ladder.takes_new("T1")


def test_old_blocks_have_two_rungs_and_say_nothing_of_the_workspace(ladder: Ladder) -> None:
    step = ladder.step("T1", "a", OLD)
    assert (step.rung, step.refused("invalid_blocks")) == (Rung.PLAIN, True)
    again = ladder.step("T1", "a", OLD)
    assert (again.rung, again.refused("invalid_blocks")) == (Rung.TEXT, False)
    again.taken()
    assert ladder.takes_new("T1")


def test_a_message_that_is_refused_in_plain_blocks_too_is_its_own_fault(ladder: Ladder) -> None:
    assert ladder.step("T1", "a", RICH).refused("invalid_blocks")
    assert ladder.step("T1", "a", RICH).refused("invalid_blocks")
    ladder.step("T1", "a", RICH).taken()
    assert ladder.step("T1", "b", RICH).rung is Rung.RICH


def test_a_view_has_no_text_to_go_down_to(ladder: Ladder) -> None:
    assert ladder.step("T1", "a", RICH, Rung.PLAIN).refused("invalid_arguments")
    assert not ladder.step("T1", "a", RICH, Rung.PLAIN).refused("invalid_arguments")


def test_a_modal_is_shown_in_plain_blocks_where_new_ones_are_refused(ladder: Ladder) -> None:
    slack = Slack()
    ladder.show("T1", {"blocks": RICH}, slack)
    ladder.show("T1", {"blocks": RICH}, slack)
    assert slack.sent == [["alert"], ["section"], ["section"]]


def test_an_answer_is_rich_only_where_rich_blocks_were_taken_within_a_day(
    ladder: Ladder, clock: Clock
) -> None:
    def answered() -> str:
        kind: str = ladder.answer("T1", {"blocks": RICH})["blocks"][0]["type"]
        return kind

    assert answered() == "section"
    ladder.step("T1", "a", RICH).taken()
    assert answered() == "alert"
    clock.now += KEPT
    assert answered() == "section"
    ladder.show("T1", {"blocks": RICH}, lambda _view: None)
    assert answered() == "alert"
    refused_once(ladder)
    assert answered() == "section"


def test_another_refusal_of_a_modal_is_raised(ladder: Ladder) -> None:
    slack = Slack("expired_trigger_id")
    with pytest.raises(SlackApiError):
        ladder.show("T1", {"blocks": RICH}, slack)
    assert slack.sent == [["alert"]]
    assert ladder.takes_new("T1")


def test_what_a_message_was_refused_is_forgotten_after_a_day(ladder: Ladder, clock: Clock) -> None:
    assert ladder.step("T1", "a", RICH).refused("invalid_blocks")
    clock.now += KEPT
    assert ladder.step("T1", "other", RICH).refused("invalid_blocks")
    assert ladder.step("T1", "a", RICH).rung is Rung.RICH
