"""Putting channels into the workspace, and changing them: members, archived, public, shared with others."""

from collections.abc import Iterator
from typing import Literal

from sandbox.callbacks import emit
from sandbox.engine import Engine
from sandbox.state import SCOPE_PREFIX, Channel, Json


def add_channel(engine: Engine, said: Json) -> Json:
    """Add a channel: name, private, members (user ids), bot (whether the app is in it), and how it is shared.

    Shared it is by `connected` (ids of other teams in it), `pending` (of those invited) and `org_shared`.
    """
    workspace = engine.workspace
    name = str(said["name"]).lstrip("#")
    members = _known(engine, said.get("members", []))
    with workspace.changes:
        if name in {c.name for c in workspace.channels.values()}:
            raise ValueError(f"there is a channel #{name} already")
        if said.get("bot"):
            members.append(engine.bot.id)
        creator = members[0] if members else engine.bot.id
        kind: Literal["public", "private"] = "private" if said.get("private") else "public"
        channel = Channel(workspace.new_id("C"), name, kind, members, creator, workspace.calendar.now)
        _share(channel, said)
        workspace.channels[channel.id] = channel
        workspace.changed()
    return {"id": channel.id, "name": channel.name}


def update_channel(engine: Engine, said: Json) -> Json:
    """Change a channel: archived, private, add and remove (user ids), bot (in or out), and how it is shared.

    The app hears of what it subscribed to where it is in the channel; of a channel that turns public or
    private, or waits for another team's yes, it hears nothing and has to look.
    """
    workspace = engine.workspace
    with workspace.changes:
        channel = workspace.channels.get(str(said["id"]))
        if channel is None:
            raise ValueError(f"there is no channel {said['id']!r}")
        add, remove = _known(engine, said.get("add", [])), list(said.get("remove", []))
        if said.get("bot") is not None:
            (add if said["bot"] else remove).append(engine.bot.id)
        before = Channel(
            **vars(channel) | {"members": list(channel.members), "connected": list(channel.connected)}
        )
        channel.members = [m for m in dict.fromkeys([*channel.members, *add]) if m not in remove]
        channel.archived = bool(said.get("archived", channel.archived))
        if said.get("private") is not None:
            channel.kind = "private" if said["private"] else "public"
        _share(channel, said)
        workspace.changed()
    if engine.bot.id in {*before.members, *channel.members}:
        for event in [
            *_moved(engine, before, channel),
            *_archived(before, channel),
            *_shared(engine, before, channel),
        ]:
            emit(engine, event | {"event_ts": workspace.new_ts()})
    return {"id": channel.id}


def _known(engine: Engine, users: list[str]) -> list[str]:
    unknown = [user for user in users if user not in engine.workspace.users]
    if unknown:
        raise ValueError(f"there is nobody with the id {unknown[0]!r}")
    return list(users)


def _share(channel: Channel, said: Json) -> None:
    for key in ("connected", "pending"):
        if said.get(key) is not None:
            setattr(channel, key, [str(team) for team in said[key]])
    channel.org_shared = bool(said.get("org_shared", channel.org_shared))


def _moved(engine: Engine, before: Channel, channel: Channel) -> Iterator[Json]:
    letter = "G" if channel.kind == "private" else "C"
    about = {"channel": channel.id, "channel_type": letter, "team": engine.workspace.team_id}
    for user in [*channel.members, *before.members]:
        if (user in before.members) != (user in channel.members):
            kind = "member_left_channel" if user in before.members else "member_joined_channel"
            yield about | {"type": kind, "user": user}


def _archived(before: Channel, channel: Channel) -> Iterator[Json]:
    if before.archived != channel.archived:
        noun = "group" if channel.kind == "private" else "channel"
        kind = f"{noun}_{'archive' if channel.archived else 'unarchive'}"
        yield {"type": kind, "channel": channel.id, "user": channel.creator}


def _shared(engine: Engine, before: Channel, channel: Channel) -> Iterator[Json]:
    """Events of teams that came into a channel or left it (docs: channel_shared, channel_unshared)."""
    if f"{SCOPE_PREFIX[channel.kind]}:read" not in engine.manifest.scopes:
        return
    about = {"channel": channel.id}
    for team in channel.connected:
        if team not in before.connected:
            yield about | {"type": "channel_shared", "connected_team_id": team}
    for team in before.connected:
        if team not in channel.connected:
            gone = {"previously_connected_team_id": team, "is_ext_shared": bool(channel.connected)}
            yield about | {"type": "channel_unshared"} | gone
