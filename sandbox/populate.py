"""Putting people and groups into the workspace, and changing them."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.callbacks import emit
from sandbox.engine import Engine
from sandbox.objects import group_json, user_json
from sandbox.state import Json, User, UserGroup


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"{name!r} is no time zone; they look like Europe/Berlin") from error
    return name


def add_person(engine: Engine, said: Json) -> Json:
    """Add a person: name, and optionally real_name, email, tz, locale, admin, and where they belong.

    That is `guest`, `single_channel` (a guest of one channel), `team` (another one's id), `stranger`.
    """
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
            admin=bool(said.get("admin")),
        )
        _belong(user, said)
        workspace.users[user.id] = user
        workspace.changed()
    if (
        engine.sockets.connected or engine.app.request_url
    ):  # who was there before the app, it was never told of
        emit(
            engine, {"type": "team_join", "user": user_json(workspace, user), "event_ts": workspace.new_ts()}
        )
    return {"id": user.id, "name": user.name, "real_name": user.real_name}


def _belong(user: User, said: Json) -> None:
    for key in ("guest", "single_channel", "stranger"):
        setattr(user, key, bool(said.get(key, getattr(user, key))))
    user.team = said.get("team", user.team)
    user.locale = str(said.get("locale") or user.locale)
    if user.stranger and not user.team:
        raise ValueError("a stranger is of another team: say which")


def update_person(engine: Engine, said: Json) -> Json:
    """Change a person: tz, deleted (they left the workspace), real_name, locale, and where they belong."""
    workspace = engine.workspace
    with workspace.changes:
        user = workspace.users.get(str(said["id"]))
        if user is None:
            raise ValueError(f"there is nobody with the id {said['id']!r}")
        user.tz = _zone(str(said.get("tz", user.tz)))
        user.deleted = bool(said.get("deleted", user.deleted))
        _belong(user, said)
        user.real_name = str(said.get("real_name", user.real_name))
        workspace.changed()
    emit(engine, {"type": "user_change", "user": user_json(workspace, user), "event_ts": workspace.new_ts()})
    return {"id": user.id}


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


def update_group(engine: Engine, said: Json) -> Json:
    """Change a user group: users, handle, name. The app hears of it with usergroups:read."""
    workspace = engine.workspace
    with workspace.changes:
        group = workspace.groups.get(str(said["id"]))
        if group is None:
            raise ValueError(f"there is no user group {said['id']!r}")
        before, earlier = list(group.users), group.updated
        group.users = [str(u) for u in said.get("users", group.users)]
        group.handle = str(said.get("handle", group.handle))
        group.name = str(said.get("name", group.name))
        group.updated = workspace.calendar.now
        workspace.changed()
    if "usergroups:read" in engine.manifest.scopes:
        subteam = group_json(workspace, group, users=True)
        emit(engine, {"type": "subteam_updated", "subteam": subteam, "event_ts": workspace.new_ts()})
        if before != group.users:
            emit(engine, _members_changed(engine, group, before, int(earlier.timestamp()) if earlier else 0))
    return {"id": group.id}


def _members_changed(engine: Engine, group: UserGroup, before: list[str], earlier: int) -> Json:
    added = [user for user in group.users if user not in before]
    removed = [user for user in before if user not in group.users]
    return {
        "type": "subteam_members_changed",
        "subteam_id": group.id,
        "team_id": engine.workspace.team_id,
        "date_previous_update": earlier,
        "date_update": int(engine.workspace.calendar.now.timestamp()),
        "added_users": added,
        "added_users_count": len(added),
        "removed_users": removed,
        "removed_users_count": len(removed),
        "event_ts": engine.workspace.new_ts(),
    }
