"""The switches that make the workspace misbehave."""

import http.client
import time
from urllib.error import URLError

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import Person, Sandbox
from tests.sandbox.bolt_app import Trial

LOST = (URLError, ConnectionError, http.client.HTTPException)


def test_429_comes_with_retry_after(ana: Person, trial: Trial, sandbox: Sandbox) -> None:
    sandbox.faults.add("ratelimited", "chat.postMessage", seconds=7)
    with pytest.raises(SlackApiError) as caught:
        trial.client.chat_postMessage(channel=ana.id, text="x")
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "7"
    trial.client.chat_postMessage(channel=ana.id, text="x")
    assert len(ana.dm()) == 1


def test_a_server_error_stores_nothing(ana: Person, trial: Trial, sandbox: Sandbox) -> None:
    sandbox.faults.add("server_error", "chat.postMessage", times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError) as caught:
            trial.client.chat_postMessage(channel=ana.id, text="x")
        assert caught.value.response.status_code == 500
    assert ana.dm() == []


def test_a_reset_after_storing_leaves_the_post_and_no_reply(
    ana: Person, trial: Trial, sandbox: Sandbox
) -> None:
    sandbox.faults.add("reset_after", "chat.postMessage")
    with pytest.raises(LOST):
        trial.client.chat_postMessage(channel=ana.id, text="x")
    assert [m.text for m in ana.dm()] == ["x"]
    assert sandbox.transcript.calls("chat.postMessage")[-1]["response"] is None


def test_the_sdks_default_client_posts_twice_after_a_reset(
    ana: Person, trial: Trial, sandbox: Sandbox
) -> None:
    sandbox.faults.add("reset_after", "chat.postMessage")
    WebClient(token=sandbox.bot_token, base_url=sandbox.api_url).chat_postMessage(channel=ana.id, text="x")
    assert [m.text for m in ana.dm()] == ["x", "x"]


def test_a_post_lost_on_the_way_is_not_stored(ana: Person, trial: Trial, sandbox: Sandbox) -> None:
    sandbox.faults.add("lost_before", "chat.postMessage")
    with pytest.raises(LOST):
        trial.client.chat_postMessage(channel=ana.id, text="x")
    assert ana.dm() == []


def test_a_slow_reply_comes_after_its_time(ana: Person, trial: Trial, sandbox: Sandbox) -> None:
    sandbox.faults.add("slow", "chat.postMessage", seconds=0.3)
    started = time.monotonic()
    trial.client.chat_postMessage(channel=ana.id, text="x")
    assert time.monotonic() - started >= 0.3


def test_a_timeout_hangs_and_stores_nothing(ana: Person, trial: Trial, sandbox: Sandbox) -> None:
    sandbox.faults.add("timeout", "chat.postMessage", seconds=2)
    impatient = WebClient(
        token=sandbox.bot_token,
        base_url=sandbox.api_url,
        retry_handlers=[],
        timeout=0.3,  # type: ignore[arg-type]
    )
    with pytest.raises((TimeoutError, URLError)):
        impatient.chat_postMessage(channel=ana.id, text="x")
    assert ana.dm() == []


def test_a_fault_stays_on_until_it_is_cleared(ana: Person, trial: Trial, sandbox: Sandbox) -> None:
    sandbox.faults.add("server_error", times=None)
    for _ in range(3):
        with pytest.raises(SlackApiError):
            trial.client.auth_test()
    assert sandbox.faults.listed()[0]["kind"] == "server_error"
    sandbox.faults.clear()
    assert trial.client.auth_test()["ok"]
