"""Users, channels, messages, views and files as the JSON objects of Slack's recorded samples."""

import hashlib
from zoneinfo import ZoneInfo

from sandbox.state import Channel, Json, User, UserGroup, Workspace

APP_ID = "A0SANDBOX"
BOT_ID = "B0SANDBOX"


def user_json(workspace: Workspace, user: User, *, email: bool = False, locale: bool = False) -> Json:
    """A user as users.info and users.list give it.

    The email address only with users:read.email, the locale only with include_locale, and `is_stranger` only
    on people of other teams.
    """
    now = workspace.calendar.now
    offset = now.astimezone(ZoneInfo(user.tz)).utcoffset()
    shown: Json = {
        "id": user.id,
        "team_id": user.team or workspace.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "color": hashlib.sha256(user.id.encode()).hexdigest()[:6],
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": now.astimezone(ZoneInfo(user.tz)).tzname() or user.tz,
        "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
        "profile": _profile(workspace, user, email=email),
        "is_admin": user.admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.guest or user.single_channel,
        "is_ultra_restricted": user.single_channel,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": int(now.timestamp()),
        "is_email_confirmed": not user.is_bot,
        "who_can_share_contact_card": "EVERYONE",
    }
    if user.team:
        shown["is_stranger"] = user.stranger
    if locale:
        shown["locale"] = user.locale
    if user.deleted:
        for key in ("tz", "tz_label", "tz_offset", "color", "real_name"):
            del shown[key]
    return shown


def _profile(workspace: Workspace, user: User, *, email: bool) -> Json:
    first, _, last = user.real_name.partition(" ")
    profile: Json = {
        "title": "",
        "phone": "",
        "skype": "",
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": "",
        "display_name_normalized": "",
        "status_text": "",
        "status_emoji": "",
        "status_expiration": 0,
        "avatar_hash": hashlib.sha256(user.id.encode()).hexdigest()[:12],
        "first_name": first,
        "last_name": last,
        "team": user.team or workspace.team_id,
    }
    if user.is_bot:
        profile |= {"api_app_id": APP_ID, "bot_id": BOT_ID, "always_active": True}
    elif email and not user.stranger:
        profile["email"] = user.email
    return profile


def channel_json(workspace: Workspace, channel: Channel, viewer: str) -> Json:
    """A conversation as conversations.info gives it to `viewer`."""
    created = int(channel.created.timestamp())
    last_read = channel.last_read.get(viewer, "0000000000.000000")
    base: Json = {
        "id": channel.id,
        "created": created,
        "is_archived": channel.archived,
        "is_im": channel.kind == "im",
        "is_org_shared": channel.org_shared,
        "context_team_id": workspace.team_id,
        "updated": created * 1000,
    }
    if channel.kind == "im":
        other = workspace.users[str(channel.im_user)]
        return base | {
            "user": other.id,
            "is_user_deleted": other.deleted,
            "last_read": last_read,
            "is_open": True,
            "priority": 0,
        }
    blank = {"value": "", "creator": "", "last_set": 0}
    return base | {
        "name": channel.name,
        "is_channel": True,
        "is_group": False,
        "is_mpim": False,
        "is_private": channel.kind == "private",
        "is_general": False,
        "unlinked": 0,
        "name_normalized": channel.name,
        "is_shared": bool(channel.connected) or channel.org_shared,
        "is_pending_ext_shared": bool(channel.pending),
        "pending_shared": list(channel.pending),
        "parent_conversation": None,
        "creator": channel.creator,
        "is_ext_shared": bool(channel.connected),
        "shared_team_ids": [workspace.team_id, *channel.connected],
        "connected_team_ids": list(channel.connected),
        "pending_connected_team_ids": list(channel.pending),
        "is_member": viewer in channel.members,
        "last_read": last_read,
        "topic": blank,
        "purpose": dict(blank),
        "previous_names": [],
    }


def bot_profile(workspace: Workspace, app_name: str) -> Json:
    """The bot_profile that messages of an app carry."""
    return {
        "id": BOT_ID,
        "deleted": False,
        "name": app_name,
        "updated": 1,
        "app_id": APP_ID,
        "icons": {},
        "team_id": workspace.team_id,
    }


def group_json(workspace: Workspace, group: UserGroup, *, users: bool) -> Json:
    """A user group as usergroups.list gives it."""
    shown: Json = {
        "id": group.id,
        "team_id": workspace.team_id,
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.name,
        "description": "",
        "handle": group.handle,
        "is_external": False,
        "date_create": 0,
        "date_update": int(group.updated.timestamp()) if group.updated else 0,
        "date_delete": 0,
        "auto_type": None,
        "auto_provision": False,
        "enterprise_subteam_id": "",
        "created_by": "",
        "updated_by": "",
        "deleted_by": None,
        "prefs": {"channels": [], "groups": []},
        "user_count": len(group.users),
        "channel_count": 0,
    }
    return shown | ({"users": list(group.users)} if users else {})
