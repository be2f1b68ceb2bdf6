"""What one person sees, as JSON: their channels, modals, home tab and Slack's own errors."""

from typing import Any

from sandbox.contents import file_json, message_json, view_json
from sandbox.engine import Engine
from sandbox.notifications import received
from sandbox.objects import user_json
from sandbox.plain import Reader
from sandbox.posts import unread, values_for
from sandbox.state import Channel, Json, Message, User, View

PARTS = ("people", "channels", "modals", "home", "app")


def state(engine: Engine, user: User, parts: list[str]) -> Json:
    """The screen of this person; `parts` picks from PARTS (all without any) and `received`."""
    workspace = engine.workspace
    with workspace.changes:
        shown: Json = {
            "revision": workspace.revision,
            "now": workspace.calendar.now.isoformat(),
            "you": user_json(workspace, user),
            "team": workspace.team_id,
            "error": workspace.banners.get(user.id),
            "names": names(engine),
            "files": {f.id: file_json(workspace, f) for f in workspace.files.values() if f.completed},
        }
        builders: dict[str, Any] = {
            "people": lambda: [user_json(workspace, u) for u in workspace.users.values()],
            "channels": lambda: [_channel(engine, c, user) for c in workspace.visible(user.id)],
            "modals": lambda: [_view(engine, v) for v in workspace.modals(user.id)],
            "home": lambda: _home(engine, user),
            "app": lambda: _app(engine),
            "received": lambda: _received(engine, user),
        }
        return shown | {p: builders[p]() for p in parts or PARTS if p in builders}


def people(engine: Engine) -> list[Json]:
    """Everybody one can act as: people who are there, in the order they came."""
    workspace = engine.workspace
    with workspace.changes:
        here = [u for u in workspace.users.values() if not u.is_bot and not u.deleted]
        return [user_json(workspace, u) for u in here]


def names(engine: Engine) -> dict[str, str]:
    """How ids are shown: @Name, #channel."""
    workspace = engine.workspace
    shown = {u.id: f"@{u.real_name}" for u in workspace.users.values()}
    shown |= {c.id: f"#{c.name}" for c in workspace.channels.values() if c.name}
    return shown | {g.id: f"@{g.handle}" for g in workspace.groups.values()}


def _app(engine: Engine) -> Json:
    return {
        "name": engine.manifest.name,
        "user": engine.bot.id,
        "commands": [dict(c) for c in engine.manifest.commands.values()],
        "shortcuts": [dict(s) for s in engine.manifest.shortcuts],
        "home_tab": engine.manifest.home_tab,
        "connected": bool(engine.sockets.connected or engine.app.request_url),
    }


def _channel(engine: Engine, channel: Channel, user: User) -> Json:
    seen = [m for m in channel.messages if m.ephemeral_to in (None, user.id)]
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "archived": channel.archived,
        "connected": list(channel.connected),
        "pending": list(channel.pending),
        "members": list(channel.members),
        "unread": unread(channel, user.id),
        "last_read": channel.last_read.get(user.id),
        "messages": [_message(engine, channel, m, user) for m in seen],
    }


def _received(engine: Engine, user: User) -> Json:
    """What phone, desktop and screen reader get of each message: channel -> ts -> the three."""
    reader = Reader(names(engine), user.tz)
    return {
        channel.id: {
            message.ts: received({"text": message.text, "blocks": message.blocks}, reader).as_json()
            for message in channel.messages
            if message.ephemeral_to in (None, user.id)
        }
        for channel in engine.workspace.visible(user.id)
    }


def _message(engine: Engine, channel: Channel, message: Message, user: User) -> Json:
    shown = message_json(engine.workspace, channel, message)
    shown["values"] = values_for(message, user.id) if message.blocks else {}
    shown["ephemeral"] = message.ephemeral_to is not None
    return shown


def _view(engine: Engine, view: View) -> Json:
    shown = view_json(engine.workspace, view)
    return shown | {"errors": dict(view.errors), "banner": view.banner}


def _home(engine: Engine, user: User) -> Json | None:
    home = engine.workspace.homes.get(user.id)
    return _view(engine, home) if home is not None else None
