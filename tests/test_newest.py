"""What is shown where something else stands there by now."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from handlers.requests import show_newest


class Slack:
    """Shows views; refuses those drawn for another hash than its own."""

    def __init__(self, hash: str, error: str = "hash_conflict") -> None:
        self.hash = hash
        self.error = error
        self.shown: list[int] = []

    def show(self, view: dict[str, Any], **known: str) -> None:
        if known.get("hash", self.hash) != self.hash:
            answer: Any = {"ok": False, "error": self.error}
            raise SlackApiError("no", answer)  # type: ignore[no-untyped-call]
        self.shown.append(view["drawn"])


class Rows:
    """Counts how often they are drawn."""

    def __init__(self) -> None:
        self.drawn = 0

    def draw(self) -> dict[str, Any]:
        self.drawn += 1
        return {"drawn": self.drawn}


@pytest.mark.parametrize("known", ["new", None])
def test_what_nothing_has_changed_is_drawn_once(known: str | None) -> None:
    slack, rows = Slack("new"), Rows()
    show_newest(rows.draw, slack.show, known)
    assert slack.shown == [1]


def test_what_was_drawn_for_something_older_is_drawn_anew() -> None:
    slack, rows = Slack("new"), Rows()
    show_newest(rows.draw, slack.show, "old")
    assert slack.shown == [2]


def test_another_refusal_is_raised() -> None:
    slack, rows = Slack("new", "not_found"), Rows()
    with pytest.raises(SlackApiError):
        show_newest(rows.draw, slack.show, "old")
    assert (slack.shown, rows.drawn) == ([], 1)
