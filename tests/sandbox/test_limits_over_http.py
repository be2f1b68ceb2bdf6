"""The same limits from the outside: what an app sends over HTTP is taken just inside, and refused just outside."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import RateLimits, Sandbox
from sandbox.validation import LIMITS
from tests.sandbox.bolt_app import MANIFEST
from tests.sandbox.limit_cases import CASES
from tests.sandbox.payloads import modal

# How deep a stack is does not show in one payload.
SENT = sorted(name for name, limit in LIMITS.items() if limit.most is not None and name != "view.stack")


class App:
    """Sends a payload of any kind with the method that takes it."""

    def __init__(self, sandbox: Sandbox, channel: str, view: str) -> None:
        self.client = WebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])
        self.channel = channel
        self.view = view

    def send(self, payload: Any) -> None:
        """Post a message or replace the open modal; SlackApiError as Slack refuses."""
        if isinstance(payload, list):
            self.client.chat_postMessage(channel=self.channel, text="Text", blocks=payload)
        elif "blocks" in payload and payload.get("type") == "modal":
            self.client.views_update(view_id=self.view, view=payload)
        else:
            self.client.chat_postMessage(**{**payload, "channel": self.channel})


@pytest.fixture(scope="module")
def app() -> Iterator[App]:
    with Sandbox(MANIFEST, limits=RateLimits(on=False)) as sandbox:
        ana = sandbox.add_person("Ana")
        channel = sandbox.add_channel("limits", members=[ana])
        yield App(sandbox, channel.id, opened(sandbox, ana.id))


def opened(sandbox: Sandbox, user: str) -> str:
    """Open a modal with a trigger, as after a click."""
    client = WebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])
    trigger = sandbox._engine.triggers.new(user)
    return str(client.views_open(trigger_id=trigger, view=modal())["view"]["id"])


@pytest.mark.parametrize("name", SENT)
def test_an_app_may_go_to_the_limit_and_no_further(app: App, name: str) -> None:
    case, most = CASES[name], LIMITS[name].most
    assert most is not None
    app.send(case.build(most))
    with pytest.raises(SlackApiError) as refused:
        app.send(case.build(most + 1))
    said = refused.value.response
    assert said["ok"] is False
    assert any(f"[json-pointer:{case.pointer}]" in line for line in said["response_metadata"]["messages"])
