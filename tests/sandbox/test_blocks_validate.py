"""blocks.validate, and a workspace that does not have the blocks of 2026 yet."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import Person, Sandbox
from tests.sandbox.bolt_app import Trial
from tests.sandbox.payloads import (
    Json,
    alert,
    bars,
    card,
    cell,
    chart,
    container,
    data_table,
    mrkdwn,
    number_cell,
    plain,
    rich,
    section,
    table,
)
from tests.sandbox.test_control import call


def asked(sandbox: Sandbox, **payload: Any) -> Json:
    """The answer to blocks.validate, without a token, as Slack lets everybody ask."""
    try:
        answer = WebClient(base_url=sandbox.api_url).blocks_validate(**payload)
    except SlackApiError as refused:
        answer = refused.response
    assert isinstance(answer.data, dict)
    return {key: value for key, value in answer.data.items() if key != "response_metadata"}


def modal(*blocks: Json) -> Json:
    return {"type": "modal", "title": plain(), "blocks": list(blocks)}


def test_what_is_right_is_ok(sandbox: Sandbox) -> None:
    assert asked(sandbox, blocks=[data_table(), chart(bars())]) == {"ok": True}
    assert asked(sandbox, message={"text": "Text", "blocks": [section()]}) == {"ok": True}
    assert asked(sandbox, view=modal(alert())) == {"ok": True}


def test_a_missing_key_is_named(sandbox: Sandbox) -> None:
    assert asked(sandbox, blocks=[{"text": mrkdwn()}]) == {
        "ok": False,
        "error": "invalid_blocks",
        "errors": [
            {
                "pointer": "/0",
                "code": "missing_field",
                "message": "missing required field: type",
                "field": "type",
            }
        ],
    }


def test_a_broken_rule_says_what_was_expected_and_what_it_got(sandbox: Sandbox) -> None:
    [wrong_type] = asked(sandbox, blocks=[section(text={"type": "html", "text": "x"})])["errors"]
    assert wrong_type == {
        "pointer": "/0/text/type",
        "code": "failed_constraint",
        "message": "unsupported type: html",
        "constraint": {"type": "enum", "expected": ["plain_text", "mrkdwn"], "got": "html"},
    }
    [too_long] = asked(sandbox, blocks=[card(title=mrkdwn("x" * 151))])["errors"]
    assert too_long["constraint"] == {"type": "max_length", "expected": 150, "got": 151}
    [too_few] = asked(sandbox, blocks=[data_table([[cell()]])])["errors"]
    assert too_few["constraint"] == {"type": "min_items", "expected": 2, "got": 1}


def test_messages_and_views_have_errors_of_their_own_and_pointers_from_their_top(sandbox: Sandbox) -> None:
    message = asked(sandbox, message={"text": "Text", "blocks": [container({"type": "section"})]})
    assert message["error"] == "invalid_message"
    assert [error["pointer"] for error in message["errors"]] == ["/blocks/0/child_blocks/0"]
    view = asked(sandbox, view=modal(chart()))
    assert view["error"] == "invalid_view"
    assert [error["pointer"] for error in view["errors"]] == ["/blocks/0/type"]


def test_a_message_without_text_passes(sandbox: Sandbox) -> None:
    assert asked(sandbox, message={"blocks": [section()]}) == {"ok": True}


@pytest.mark.parametrize("payload", [{}, {"blocks": [section()], "message": {"text": "x"}}])
def test_exactly_one_payload_is_asked_about(sandbox: Sandbox, payload: Json) -> None:
    assert asked(sandbox, **payload)["error"] == "invalid_arguments"


OF_2026: dict[str, tuple[Json, str]] = {
    "a data table": (data_table(), "/type"),
    "a chart": (chart(), "/type"),
    "a container": (container(), "/type"),
    "a card": (card(), "/type"),
    "cards": ({"type": "carousel", "elements": [card()]}, "/type"),
    "a heading's level": ({"type": "header", "text": plain(), "level": 2}, ""),
    "a number in a table": (table([[number_cell()]]), "/rows/0/0/type"),
    "a tag": (
        rich({"type": "rich_text_section", "elements": [{"type": "tag", "text": "New"}]}),
        "/elements/0/elements/0/type",
    ),
}


@pytest.mark.parametrize("what", OF_2026)
def test_an_older_workspace_refuses(what: str, ana: Person, trial: Trial, sandbox: Sandbox) -> None:
    block, below = OF_2026[what]
    sandbox.refuse_new_blocks()
    try:
        with pytest.raises(SlackApiError) as refused:
            trial.client.chat_postMessage(channel=ana.id, text="Text", blocks=[section(), block])
    finally:
        sandbox.refuse_new_blocks(False)
    assert refused.value.response["error"] == "invalid_blocks"
    assert f"[json-pointer:/blocks/1{below}]" in refused.value.response["response_metadata"]["messages"][0]
    assert ana.dm() == []
    trial.client.chat_postMessage(channel=ana.id, text="Text", blocks=[section(), block])


def test_an_older_workspace_takes_what_it_knows(ana: Person, trial: Trial, sandbox: Sandbox) -> None:
    known = [
        section(),
        table([[cell()]]),
        {"type": "header", "text": plain()},
        {"type": "markdown", "text": "x"},
    ]
    sandbox.refuse_new_blocks()
    try:
        trial.client.chat_postMessage(channel=ana.id, text="Text", blocks=known)
        assert asked(sandbox, blocks=[data_table()]) == {"ok": True}
    finally:
        sandbox.refuse_new_blocks(False)


def test_an_older_workspace_refuses_views_and_what_comes_as_an_answer(
    ana: Person, trial: Trial, sandbox: Sandbox
) -> None:
    assert call(sandbox, "/workspace", {"new_blocks": False})[0] == 200
    try:
        with pytest.raises(SlackApiError) as refused:
            trial.client.views_publish(user_id=ana.id, view={"type": "home", "blocks": [card()]})
        assert refused.value.response["error"] == "invalid_arguments"
        ana.command("/form")
        ana.modal.fill("Name", "Kim")
        trial.answer = {"response_action": "update", "view": {**modal(alert()), "callback_id": "form"}}
        ana.modal.submit()
        assert ana.modal.banner is not None
    finally:
        call(sandbox, "/workspace", {"new_blocks": True})
    ana.modal.submit()
    assert ana.modal.title == "Text"
    assert call(sandbox, "/workspace")[1]["new_blocks"] is True


def test_a_workspace_may_be_older_from_the_beginning() -> None:
    with Sandbox({"oauth_config": {"scopes": {"bot": ["chat:write"]}}}, new_blocks=False) as older:
        kim = older.add_person("Kim")
        client = WebClient(older.bot_token, base_url=older.api_url)
        with pytest.raises(SlackApiError, match="invalid_blocks"):
            client.chat_postMessage(channel=kim.id, text="Text", blocks=[card()])
