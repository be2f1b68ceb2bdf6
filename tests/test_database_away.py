"""Somebody uses Fairloop while its database can't be reached: they read so, and nothing is called saved."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from slack_bolt import BoltRequest, BoltResponse

from bot.slack.away import AWAY
from bot.slack.replays import ReplayGuard
from bot.storage.database import Database
from tests.databases import open_database

NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing?connect_timeout=1"
FIELD = {"type": "input", "block_id": "r:q:evidence:1"}


@pytest.fixture
def away() -> Database:
    return open_database(NOWHERE)


def answered(database: Database, body: dict[str, Any]) -> BoltResponse:
    guard = ReplayGuard(database, lambda: datetime(2026, 11, 23, 9, tzinfo=UTC))
    request = BoltRequest(body=body, mode="socket_mode", headers={"x-slack-signature": "v0=a"})
    request.mode = "http"

    def handled() -> BoltResponse:
        raise AssertionError("a request that may be a replay was let in")

    return guard(request, BoltResponse(status=404), handled)


def test_a_submission_keeps_what_was_typed_and_says_so_at_its_first_field(away: Database) -> None:
    title = {"type": "section", "block_id": "title"}
    answer = answered(away, {"type": "view_submission", "view": {"blocks": [title, FIELD]}})
    assert answer.status == 200
    assert json.loads(answer.body) == {"response_action": "errors", "errors": {FIELD["block_id"]: AWAY}}


def test_a_command_is_answered_in_words(away: Database) -> None:
    answer = answered(away, {"command": "/loop", "text": ""})
    assert answer.status == 200
    assert json.loads(answer.body)["text"] == AWAY


@pytest.mark.parametrize(
    "body",
    [
        {"type": "block_actions", "view": {"blocks": [FIELD]}},
        {"type": "block_actions", "response_url": "http://127.0.0.1:1/gone"},
        {"type": "view_submission", "view": {"blocks": []}},
        {"type": "event_callback", "event": {"type": "app_home_opened"}},
    ],
    ids=["a tap in a modal", "a click nobody can be told of", "a modal without fields", "an event"],
)
def test_what_can_not_be_answered_in_words_fails_so_that_slack_says_so(
    away: Database, body: dict[str, Any]
) -> None:
    assert answered(away, body).status == 503
