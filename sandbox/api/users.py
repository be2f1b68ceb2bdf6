"""users.* and usergroups.*: the people of the workspace."""

import time

from sandbox.api.registry import flag, method, page, text
from sandbox.engine import Engine
from sandbox.objects import group_json, user_json
from sandbox.protocol import Refusal
from sandbox.state import Json, User


def _shown(engine: Engine, user: User, args: Json) -> Json:
    email = "users:read.email" in engine.manifest.scopes
    return user_json(engine.workspace, user, email=email, locale=flag(args, "include_locale"))


@method("users.info")
def info(engine: Engine, args: Json) -> Json:
    """One user."""
    user = engine.workspace.users.get(text(args, "user"))
    if user is None:
        raise Refusal("user_not_found")
    return {"user": _shown(engine, user, args)}


@method("users.list")
def list_all(engine: Engine, args: Json) -> Json:
    """Everybody, people who left included."""
    shown, following = page(args, list(engine.workspace.users.values()), 1000, 1000)
    members = [_shown(engine, user, args) for user in shown]
    return {
        "members": members,
        "cache_ts": int(time.time()),
        "response_metadata": {"next_cursor": following},
    }


@method("users.lookupByEmail")
def lookup_by_email(engine: Engine, args: Json) -> Json:
    """The user with an email address. Refusal: users_not_found."""
    wanted = text(args, "email").lower()
    for user in engine.workspace.users.values():
        if not user.is_bot and not user.deleted and user.email.lower() == wanted:
            return {"user": user_json(engine.workspace, user, email=True)}
    raise Refusal("users_not_found")


@method("usergroups.list")
def groups(engine: Engine, args: Json) -> Json:
    """The user groups."""
    users = flag(args, "include_users")
    return {
        "usergroups": [group_json(engine.workspace, g, users=users) for g in engine.workspace.groups.values()]
    }


@method("usergroups.users.list")
def group_users(engine: Engine, args: Json) -> Json:
    """Who is in a user group. Refusal: no_such_subteam."""
    group = engine.workspace.groups.get(text(args, "usergroup"))
    if group is None:
        raise Refusal("no_such_subteam")
    return {"users": list(group.users)}
