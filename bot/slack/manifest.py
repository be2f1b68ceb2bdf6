"""What Slack is told about the app: manifest.json for Socket Mode, or with addresses for HTTP."""

import json
from typing import Any
from urllib.parse import urlsplit

from bot.ground.resources import resource_path

EVENTS, INSTALL, REDIRECT = "/slack/events", "/slack/install", "/slack/oauth_redirect"


def for_socket_mode() -> dict[str, Any]:
    """manifest.json as it is."""
    found: dict[str, Any] = json.loads(resource_path("manifest.json").read_text(encoding="utf-8"))
    return found


def bot_scopes() -> list[str]:
    """The scopes that manifest.json asks for."""
    return [str(scope) for scope in for_socket_mode()["oauth_config"]["scopes"]["bot"]]


def for_http(url: str) -> dict[str, Any]:
    """The same app, reached at a public address. Raises ValueError where Slack could not reach it there.

    Slack asks for https (https://docs.slack.dev/apis/events-api, "Request URL"), and gives back whoever
    installs the app to a redirect address that the manifest names.
    """
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(
            "Slack needs an address that begins with https://, such as https://fairloop.example.com"
        )
    base = url.rstrip("/")
    made = for_socket_mode()
    settings = made["settings"]
    settings["socket_mode_enabled"] = False
    settings["event_subscriptions"] = {"request_url": base + EVENTS, **settings["event_subscriptions"]}
    settings["interactivity"] = settings["interactivity"] | {"request_url": base + EVENTS}
    for command in made["features"]["slash_commands"]:
        command["url"] = base + EVENTS
    made["oauth_config"] = {"redirect_urls": [base + REDIRECT], **made["oauth_config"]}
    return made
