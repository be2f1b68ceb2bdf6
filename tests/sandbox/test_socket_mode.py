"""The same people act on an app that is connected over Socket Mode."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import Person, RateLimits, Sandbox
from tests.sandbox.bolt_app import MANIFEST, Trial, form


@pytest.fixture(scope="module")
def workspace() -> Iterator[Sandbox]:
    limits = RateLimits(on=False)
    with Sandbox(
        MANIFEST, now=datetime(2025, 11, 24, 9, tzinfo=UTC), limits=limits, event_retries=()
    ) as made:
        yield made


@pytest.fixture(scope="module")
def listening(workspace: Sandbox) -> Iterator[tuple[Trial, SocketModeHandler]]:
    trial = Trial(workspace)
    client = WebClient(token=workspace.app_token, base_url=workspace.api_url)
    handler = SocketModeHandler(trial.app, app_token=workspace.app_token, web_client=client, ping_interval=1)
    handler.connect()  # type: ignore[no-untyped-call]
    watcher = workspace.add_person("Watcher")
    watcher.wait_for(lambda: workspace.sockets.connected == 1)
    yield trial, handler
    handler.close()  # type: ignore[no-untyped-call]


@pytest.fixture
def kim(
    workspace: Sandbox, listening: tuple[Trial, SocketModeHandler], request: pytest.FixtureRequest
) -> Person:
    listening[0].answer = {}
    return workspace.add_person(request.node.name[:40])


def test_commands_modals_and_submissions_go_over_the_socket(
    kim: Person, listening: tuple[Trial, SocketModeHandler]
) -> None:
    trial = listening[0]
    kim.command("/say", "hi")
    assert [m.text for m in kim.ephemerals] == ["Hi: hi"]
    kim.command("/form")
    trial.answer = {"response_action": "errors", "errors": {"name": "No"}}
    kim.modal.fill("Name", "Kim")
    kim.modal.submit()
    assert kim.modal.errors == {"Name": "No"}
    trial.answer = {"response_action": "update", "view": form(title="Again")}
    kim.modal.submit()
    assert kim.modal.title == "Again"
    trial.answer = {}
    kim.modal.submit()
    assert kim.modals == []


def test_home_events_go_over_the_socket(kim: Person) -> None:
    kim.open_home()
    kim.home.click("Count")
    assert kim.last_error is None


def test_a_late_app_is_late_over_the_socket_too(
    kim: Person, listening: tuple[Trial, SocketModeHandler]
) -> None:
    kim.command("/slow")
    listening[0].release.set()
    assert kim.last_error == '/slow failed with the error "operation_timeout"'


def test_the_app_comes_back_after_a_disconnect(kim: Person, workspace: Sandbox) -> None:
    workspace.sockets.disconnect()
    kim.wait_for(lambda: workspace.sockets.connected == 1, seconds=15)
    kim.command("/say", "back")
    assert [m.text for m in kim.ephemerals] == ["Hi: back"]


def test_only_the_app_token_opens_connections(workspace: Sandbox) -> None:
    client = WebClient(token=workspace.bot_token, base_url=workspace.api_url)
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        client.apps_connections_open(app_token=workspace.bot_token)
