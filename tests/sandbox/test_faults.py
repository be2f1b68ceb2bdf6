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


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("", "cant_delete_message"),
        ("compliance_exports_prevent_deletion", "compliance_exports_prevent_deletion"),
    ],
)
def test_a_workspace_refuses_to_delete_messages(
    error: str, said: str, ana: Person, trial: Trial, sandbox: Sandbox
) -> None:
    posted = trial.client.chat_postMessage(channel=ana.id, text="x")
    sandbox.faults.add("refused", "chat.delete", error=error)
    with pytest.raises(SlackApiError) as refused:
        trial.client.chat_delete(channel=posted["channel"], ts=posted["ts"])
    assert refused.value.response["error"] == said
    assert len(ana.dm()) == 1
    trial.client.chat_delete(channel=posted["channel"], ts=posted["ts"])
    assert ana.dm() == []


def test_a_workspace_refuses_to_delete_files(ana: Person, trial: Trial, sandbox: Sandbox) -> None:
    file = trial.client.files_upload_v2(filename="a.txt", content="x")["files"][0]["id"]
    sandbox.faults.add("refused", "files.delete")
    with pytest.raises(SlackApiError, match="cant_delete_file"):
        trial.client.files_delete(file=file)
    trial.client.files_info(file=file)
    trial.client.files_delete(file=file)
    with pytest.raises(SlackApiError, match="file_not_found"):
        trial.client.files_delete(file=file)


def test_a_refusal_without_an_error_makes_no_sense_elsewhere(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match=r"which of Slack's errors chat\.update"):
        sandbox.faults.add("refused", "chat.update")


def test_a_call_that_hangs_is_done_when_nobody_waits_for_it_any_more(
    ana: Person, trial: Trial, sandbox: Sandbox
) -> None:
    sandbox.faults.add("done_late", "chat.postMessage", seconds=0.3)
    started = time.monotonic()
    with pytest.raises(LOST):
        trial.client.chat_postMessage(channel=ana.id, text="late")
    assert 0.3 <= time.monotonic() - started < 0.6
    assert ana.dm() == []
    ana.wait_for(lambda: [m.text for m in ana.dm()] == ["late"])
    assert 0.6 <= time.monotonic() - started < 5
    assert sandbox.transcript.calls("chat.postMessage")[-1]["response"] is None
