import json
from typing import Any

from typer.testing import CliRunner

from bot.cli import app


def printed(*words: str) -> Any:
    result = CliRunner().invoke(app, ["manifest", *words])
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_without_an_address_it_is_for_socket_mode() -> None:
    made = printed()
    assert made["settings"]["socket_mode_enabled"] is True
    assert "request_url" not in made["settings"]["interactivity"]


def test_with_an_address_every_place_where_slack_calls_us_names_it() -> None:
    made = printed("--url", "https://hiring.example.com/")
    events = "https://hiring.example.com/slack/events"
    assert made["settings"]["socket_mode_enabled"] is False
    assert made["settings"]["event_subscriptions"]["request_url"] == events
    assert made["settings"]["interactivity"]["request_url"] == events
    assert {one["url"] for one in made["features"]["slash_commands"]} == {events}
    assert made["oauth_config"]["redirect_urls"] == ["https://hiring.example.com/slack/oauth_redirect"]
    socket = printed()
    assert made["oauth_config"]["scopes"] == socket["oauth_config"]["scopes"]
    assert (
        made["settings"]["event_subscriptions"]["bot_events"]
        == socket["settings"]["event_subscriptions"]["bot_events"]
    )


def test_an_address_that_slack_would_refuse_is_refused_in_words() -> None:
    for url in ("http://hiring.example.com", "hiring.example.com", "https://", "https://a.example/?x=1"):
        result = CliRunner().invoke(app, ["manifest", "--url", url])
        assert result.exit_code == 2
        assert "begins with https://" in result.output
