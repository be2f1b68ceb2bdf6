"""What comes over HTTP is let in only where Slack signed it, and could have sent it."""

import copy
import time
from typing import Any

import pytest
from slack_bolt import BoltRequest, BoltResponse

from bot.slack.incoming import Door
from bot.slack.payloads import Malformed, check
from sandbox.protocol import signed_headers
from tests.chance import count, dice
from tests.mutants import FORM, JSON, encoded, mutant

SECRET = "0123456789abcdef0123456789abcdef"
VIEW = {
    "id": "V1",
    "type": "modal",
    "hash": "1.abc",
    "callback_id": "plan_form",
    "private_metadata": "",
    "previous_view_id": None,
    "root_view_id": "V1",
    "blocks": [{"type": "input", "block_id": "name"}],
    "state": {"values": {"name": {"typed": {"type": "plain_text_input", "value": None}}}},
}
WHO = {
    "user": {"id": "U1", "team_id": "T1"},
    "team": {"id": "T1", "domain": "x"},
    "enterprise": None,
    "is_enterprise_install": False,
    "trigger_id": "1.2.3",
}
PRESSED = {"type": "button", "action_id": "kit.confirm", "block_id": "b", "action_ts": "1764000000.000100"}
CLICK: dict[str, Any] = WHO | {
    "type": "block_actions",
    "container": {"type": "message", "channel_id": "D1"},
    "response_url": "https://hooks.slack.com/actions/x",
    "actions": [PRESSED | {"value": "1"}],
}
HANDED_IN: dict[str, Any] = WHO | {"type": "view_submission", "view": VIEW, "response_urls": []}
COMMAND: dict[str, Any] = {
    "command": "/loop",
    "text": "",
    "team_id": "T1",
    "user_id": "U1",
    "trigger_id": "1.2.3",
    "response_url": "https://hooks.slack.com/commands/x",
    "is_enterprise_install": "false",
}
EVENT: dict[str, Any] = {
    "type": "event_callback",
    "team_id": "T1",
    "event_id": "Ev1",
    "event": {"type": "app_home_opened", "user": "U1", "tab": "home"},
    "authorizations": [
        {"enterprise_id": None, "team_id": "T1", "user_id": "U9", "is_enterprise_install": False}
    ],
}
ALL = (CLICK, HANDED_IN, COMMAND, EVENT)


def status(body: bytes, headers: dict[str, str]) -> int | None:
    answer = Door(SECRET).let_in(body.decode("utf-8", "replace"), headers)
    return answer.status if isinstance(answer, BoltResponse) else None


@pytest.mark.parametrize("payload", ALL, ids=["click", "submission", "command", "event"])
def test_what_slack_sends_is_let_in(payload: dict[str, Any]) -> None:
    body, kind = encoded(payload)
    assert status(body, signed_headers(SECRET, body, kind)) is None


@pytest.mark.parametrize("kind", [FORM, JSON])
@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"payload=", b"payload=" + b"[" * 20_000, b"{}"])
def test_what_is_signed_and_no_request_is_a_400(body: bytes, kind: str) -> None:
    assert status(body, signed_headers(SECRET, body, kind)) == 400


@pytest.mark.parametrize("stamp", ["", "now", "-1", "1e9", "\xb2", "9" * 5000, "ten minutes ago"])
def test_a_time_that_is_none_or_long_ago_is_no_signature(stamp: str) -> None:
    stamp = str(int(time.time()) - 600) if stamp == "ten minutes ago" else stamp
    body, kind = encoded(CLICK)
    assert status(body, signed_headers(SECRET, body, kind) | {"X-Slack-Request-Timestamp": stamp}) == 401


@pytest.mark.parametrize("signature", ["", "v0=", "v0=" + "0" * 64, "\xe9" * 67])
def test_a_signature_of_somebody_else_is_a_401_whatever_the_body(signature: str) -> None:
    for body in (encoded(CLICK)[0], b"{", b"payload=["):
        headers = signed_headers(SECRET, body, FORM) | {"X-Slack-Signature": signature}
        assert status(body, headers) == 401


def test_an_unsigned_look_at_the_certificate_is_answered() -> None:
    assert status(b"ssl_check=1&token=abc", {"Content-Type": FORM}) == 200
    assert status(b"ssl_check=1&token=" + b"x" * 300, {"Content-Type": FORM}) == 401


@pytest.mark.parametrize("name", ["user", "trigger_id", "actions", "response_url"])
def test_a_click_that_lacks_what_every_click_has_is_malformed(name: str) -> None:
    with pytest.raises(Malformed):
        check({key: value for key, value in CLICK.items() if key != name})


@pytest.mark.parametrize("text", ["\0", "a\ud800"])
def test_text_that_no_database_keeps_is_malformed_wherever_it_stands(text: str) -> None:
    typed = copy.deepcopy(HANDED_IN)
    typed["view"]["state"]["values"]["name"]["typed"]["value"] = text
    with pytest.raises(Malformed, match="no database"):
        check(typed)


def test_the_door_says_where_it_is_malformed_and_never_what_stood_there() -> None:
    with pytest.raises(Malformed) as raised:
        check(CLICK | {"user": {"id": "Ada Kowalski"}})
    assert str(raised.value) == "user.id"


@pytest.mark.large
def test_the_door_answers_every_mutant_and_lets_none_in_that_is_unsigned() -> None:
    chance = dice("mutants at the door")
    for number in range(count(usual=300, large=10_000)):
        body, kind = mutant([copy.deepcopy(one) for one in ALL], chance)
        assert status(body, signed_headers(SECRET, body, kind)) in (None, 200, 400, 401), number
        assert status(body, signed_headers("f" * 32, body, kind)) in (200, 401), number


@pytest.mark.parametrize("payload", ALL, ids=["click", "submission", "command", "event"])
def test_bolt_is_given_the_very_request_that_it_would_have_made(payload: dict[str, Any]) -> None:
    body, kind = encoded(payload)
    headers = signed_headers(SECRET, body, kind)
    given = Door(SECRET).let_in(body.decode(), headers, "a=1")
    assert isinstance(given, BoltRequest)
    made = BoltRequest(body=body.decode(), query="a=1", headers={**headers})
    assert vars(given) == vars(made)
