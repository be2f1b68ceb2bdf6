"""The payloads of callbacks, with the keys of Slack's recorded samples."""

from typing import Any

from sandbox.contents import message_json, view_json
from sandbox.engine import Engine
from sandbox.inputs import KEYS
from sandbox.objects import APP_ID
from sandbox.posts import values_for
from sandbox.state import Channel, Json, Message, User, View

DOMAIN = "sandbox"


def _envelope(engine: Engine, kind: str, user: User) -> Json:
    team = engine.workspace.team_id
    return {
        "type": kind,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": team},
        "api_app_id": APP_ID,
        "token": "sandbox",
        "team": {"id": team, "domain": DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def response_url(engine: Engine, channel: str, user: str, message_ts: str | None = None) -> str:
    """A fresh response URL."""
    return f"{engine.workspace.base_url}/response/{engine.response_urls.new(channel, user, message_ts)}"


def channel_name(channel: Channel) -> str:
    """A channel's name as payloads spell it."""
    return {"im": "directmessage", "private": "privategroup"}.get(channel.kind, channel.name)


def command(engine: Engine, user: User, channel: Channel, name: str, text: str) -> Json:
    """A slash command, as form fields."""
    return {
        "token": "sandbox",
        "team_id": engine.workspace.team_id,
        "team_domain": DOMAIN,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url(engine, channel.id, user.id),
        "trigger_id": engine.triggers.new(user.id),
    }


def shortcut(engine: Engine, user: User, callback_id: str) -> Json:
    """A global shortcut."""
    found = _envelope(engine, "shortcut", user)
    stamp = engine.workspace.new_ts()
    return found | {
        "callback_id": callback_id,
        "trigger_id": engine.triggers.new(user.id),
        "action_ts": stamp,
    }


def message_action(engine: Engine, user: User, callback_id: str, channel: Channel, message: Message) -> Json:
    """A message shortcut."""
    return _envelope(engine, "message_action", user) | {
        "callback_id": callback_id,
        "trigger_id": engine.triggers.new(user.id),
        "action_ts": engine.workspace.new_ts(),
        "message_ts": message.ts,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message": message_json(engine.workspace, channel, message, metadata=True),
        "response_url": response_url(engine, channel.id, user.id),
    }


def _for_step(engine: Engine, execution_id: str | None) -> Json:
    """What callbacks carry of the workflow step that a message or a modal belongs to."""
    execution = engine.workspace.executions.get(execution_id or "")
    if execution is None:
        return {}
    function = {"callback_id": execution.callback_id}
    return {
        "bot_access_token": execution.token,
        "function_data": {"execution_id": execution.id, "function": function, "inputs": execution.inputs},
    }


def view_submission(engine: Engine, user: User, view: View) -> Json:
    """A modal's submission."""
    return _envelope(engine, "view_submission", user) | {
        "trigger_id": engine.triggers.new(user.id, view.id),
        "view": view_json(engine.workspace, view),
        "response_urls": [],
        **_for_step(engine, view.execution),
    }


def view_closed(engine: Engine, user: User, view: View, *, cleared: bool) -> Json:
    """A closed modal; it brings no input values, as in Slack."""
    shown = view_json(engine.workspace, view, state=False)
    closed = {"view": shown, "is_cleared": cleared} | _for_step(engine, view.execution)
    return _envelope(engine, "view_closed", user) | closed


def actions_in_view(engine: Engine, user: User, view: View, action: Json) -> Json:
    """A click or change in a modal or home tab, with everything that stands in the view."""
    shown = view_json(engine.workspace, view)
    return _envelope(engine, "block_actions", user) | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": engine.triggers.new(user.id, view.id),
        "view": shown,
        "actions": [action],
        **_for_step(engine, view.execution),
    }


def actions_in_message(engine: Engine, user: User, channel: Channel, message: Message, action: Json) -> Json:
    """A click or change in a message; an ephemeral one is not sent along, as in Slack."""
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.ephemeral_to is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload = _envelope(engine, "block_actions", user) | {
        "container": container,
        "trigger_id": engine.triggers.new(user.id),
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "state": {"values": values_for(message, user.id)},
        "response_url": response_url(engine, channel.id, user.id, message.ts),
        "actions": [action],
    }
    payload |= _for_step(engine, message.execution)
    if message.ephemeral_to is None:
        payload["message"] = message_json(engine.workspace, channel, message, metadata=True)
    return payload


_SHOWN = {"button": ("text", "value", "style", "url"), "icon_button": ("icon", "text", "value")}
"""What of an element comes along when it is pressed."""


def action(block: Json, element: Json, stamp: str, held: Json | None, option: Json | None) -> Json:
    """One entry of `actions`: what was clicked, chosen or typed."""
    kind = element["type"]
    shown: Json = {
        "type": kind,
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": stamp,
    }
    for key in _SHOWN.get(kind, ("placeholder",)):
        if key in element:
            shown[key] = element[key]
    if kind == "overflow":
        shown["selected_option"] = option
    elif kind == "feedback_buttons" and option is not None:
        shown["value"] = option["value"]
    elif kind in KEYS and held is not None:
        key, initial_key = KEYS[kind]
        shown[key] = held[key]
        given: Any = element.get(initial_key)
        if given is not None and kind != "plain_text_input":
            shown[initial_key] = given
    return shown
