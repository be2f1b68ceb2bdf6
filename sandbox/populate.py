"""Putting people, channels and groups into the workspace."""

from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.callbacks import emit
from sandbox.engine import Engine
from sandbox.objects import user_json
from sandbox.state import Channel, Json, User, UserGroup


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"{name!r} is no time zone; they look like Europe/Berlin") from error
    return name


def add_person(engine: Engine, said: Json) -> Json:
    """Add a person: name, and optionally real_name, email, tz, guest, admin. Returns their id and DM."""
    workspace = engine.workspace
    name = str(said["name"])
    handle = "".join(c for c in name.lower().replace(" ", ".") if c.isalnum() or c in "._-")
    with workspace.changes:
        if handle in {u.name for u in workspace.users.values()}:
            raise ValueError(f"somebody is called {handle} already")
        user = User(
            id=workspace.new_id("U"),
            name=handle,
            real_name=str(said.get("real_name") or name),
            email=str(said.get("email") or f"{handle}@example.com"),
            tz=_zone(str(said.get("tz") or "Europe/Berlin")),
            guest=bool(said.get("guest")),
            admin=bool(said.get("admin")),
        )
        workspace.users[user.id] = user
        workspace.changed()
    emit(engine, {"type": "team_join", "user": user_json(workspace, user), "event_ts": workspace.new_ts()})
    return {"id": user.id, "name": user.name, "real_name": user.real_name}


def update_person(engine: Engine, said: Json) -> Json:
    """Change a person: tz, deleted (they left the workspace), guest, real_name."""
    workspace = engine.workspace
    with workspace.changes:
        user = workspace.users.get(str(said["id"]))
        if user is None:
            raise ValueError(f"there is nobody with the id {said['id']!r}")
        user.tz = _zone(str(said.get("tz", user.tz)))
        user.deleted = bool(said.get("deleted", user.deleted))
        user.guest = bool(said.get("guest", user.guest))
        user.real_name = str(said.get("real_name", user.real_name))
        workspace.changed()
    emit(engine, {"type": "user_change", "user": user_json(workspace, user), "event_ts": workspace.new_ts()})
    return {"id": user.id}


def add_channel(engine: Engine, said: Json) -> Json:
    """Add a channel: name, private, members (user ids), bot (whether the app is in it)."""
    workspace = engine.workspace
    name = str(said["name"]).lstrip("#")
    members = [str(m) for m in said.get("members", [])]
    with workspace.changes:
        if name in {c.name for c in workspace.channels.values()}:
            raise ValueError(f"there is a channel #{name} already")
        unknown = [m for m in members if m not in workspace.users]
        if unknown:
            raise ValueError(f"there is nobody with the id {unknown[0]!r}")
        if said.get("bot"):
            members.append(engine.bot.id)
        kind: Literal["public", "private"] = "private" if said.get("private") else "public"
        creator = members[0] if members else engine.bot.id
        now = workspace.calendar.now
        channel = Channel(workspace.new_id("C"), name, kind, members, creator, now)
        workspace.channels[channel.id] = channel
        workspace.changed()
    return {"id": channel.id, "name": channel.name}


def update_channel(engine: Engine, said: Json) -> Json:
    """Change a channel: archived, add (user ids), remove (user ids), bot (in or out)."""
    workspace = engine.workspace
    with workspace.changes:
        channel = workspace.channels.get(str(said["id"]))
        if channel is None:
            raise ValueError(f"there is no channel {said['id']!r}")
        add, remove = list(said.get("add", [])), list(said.get("remove", []))
        if said.get("bot") is not None:
            (add if said["bot"] else remove).append(engine.bot.id)
        unknown = [m for m in add if m not in workspace.users]
        if unknown:
            raise ValueError(f"there is nobody with the id {unknown[0]!r}")
        before, was_archived = list(channel.members), channel.archived
        channel.members = [m for m in dict.fromkeys([*channel.members, *add]) if m not in remove]
        channel.archived = bool(said.get("archived", channel.archived))
        workspace.changed()
    _tell(engine, channel, before, was_archived)
    return {"id": channel.id}


def _tell(engine: Engine, channel: Channel, before: list[str], was_archived: bool) -> None:
    """Send the events of a changed channel, as far as the app is in it."""
    letter = "G" if channel.kind == "private" else "C"
    about = {"channel": channel.id, "channel_type": letter, "team": engine.workspace.team_id}
    if engine.bot.id not in {*before, *channel.members}:
        return
    for user in [*channel.members, *before]:
        if (user in before) != (user in channel.members):
            kind = "member_left_channel" if user in before else "member_joined_channel"
            emit(engine, about | {"type": kind, "user": user, "event_ts": engine.workspace.new_ts()})
    if was_archived != channel.archived:
        noun = "group" if channel.kind == "private" else "channel"
        event: Json = {
            "type": f"{noun}_{'archive' if channel.archived else 'unarchive'}",
            "channel": channel.id,
        }
        emit(engine, event | {"user": channel.creator, "event_ts": engine.workspace.new_ts()})


def add_group(engine: Engine, said: Json) -> Json:
    """Add a user group: handle, name, users."""
    workspace = engine.workspace
    with workspace.changes:
        handle = str(said["handle"])
        users = [str(u) for u in said.get("users", [])]
        group = UserGroup(workspace.new_id("S"), handle, str(said.get("name") or handle), users)
        workspace.groups[group.id] = group
        workspace.changed()
    return {"id": group.id}
