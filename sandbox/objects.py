"""Users, channels, messages, views and files as the JSON objects of Slack's recorded samples."""

import copy
import hashlib
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.state import Channel, File, Json, Message, User, UserGroup, View, Workspace

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


def message_json(
    workspace: Workspace, channel: Channel, message: Message, *, metadata: bool = False, thread: bool = True
) -> Json:
    """A message as history and callbacks give it; `metadata` as with include_all_metadata."""
    shown: Json = {
        "type": "message",
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "team": workspace.team_id,
    }
    if message.by_app:
        name = workspace.users[message.user].real_name
        shown |= {"bot_id": BOT_ID, "app_id": APP_ID, "bot_profile": bot_profile(workspace, name)}
    if message.look:
        shown |= _look(message)
    if message.blocks:
        shown["blocks"] = copy.deepcopy(message.blocks)
    if message.attachments:
        shown["attachments"] = copy.deepcopy(message.attachments)
    if message.edited_ts:
        shown["edited"] = {"user": message.user, "ts": message.edited_ts}
    if message.files:
        shown["files"] = [file_json(workspace, workspace.files[f]) for f in message.files]
    if message.metadata and metadata:
        shown["metadata"] = copy.deepcopy(message.metadata)
    if message.thread_ts:
        shown["thread_ts"] = message.thread_ts
        if message.broadcast:
            shown["subtype"] = "thread_broadcast"
        if message.thread_ts != message.ts:
            parent = channel.find(message.thread_ts)
            shown["parent_user_id"] = parent.user if parent else message.user
    if thread:
        shown |= _thread_head(channel, message)
    return shown


def _look(message: Message) -> Json:
    """The name and picture that an app put on (docs: chat.postMessage, "Authorship")."""
    icons = {k.removeprefix("icon_"): v for k, v in message.look.items() if k != "username"}
    named = {"username": message.look["username"]} if "username" in message.look else {}
    return {"subtype": "bot_message", **named, **({"icons": icons} if icons else {})}


def _thread_head(channel: Channel, message: Message) -> Json:
    replies = channel.replies(message.ts)
    if not replies:
        return {}
    users = list(dict.fromkeys(r.user for r in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users_count": len(users),
        "latest_reply": replies[-1].ts,
        "reply_users": users[:5],
        "is_locked": False,
        "subscribed": False,
    }


def view_json(workspace: Workspace, view: View, *, state: bool = True) -> Json:
    """A view as views.* and callbacks give it, with everything that stands in its inputs."""
    content = view.content
    shown: Json = {
        "id": view.id,
        "team_id": workspace.team_id,
        "type": content["type"],
        "blocks": copy.deepcopy(content["blocks"]),
        "private_metadata": content.get("private_metadata") or "",
        "callback_id": content.get("callback_id") or "",
        "state": {"values": copy.deepcopy(view.values) if state else {}},
        "hash": view.hash,
        "title": _plain(content.get("title")) or {"type": "plain_text", "text": "View Title", "emoji": True},
        "clear_on_close": bool(content.get("clear_on_close", False)),
        "notify_on_close": bool(content.get("notify_on_close", False)),
        "close": _plain(content.get("close")),
        "submit": _plain(content.get("submit")),
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": APP_ID,
        "external_id": view.external_id,
        "app_installed_team_id": workspace.team_id,
        "bot_id": BOT_ID,
    }
    if content["type"] == "modal":
        shown["submit_disabled"] = bool(content.get("submit_disabled", False))
    return shown


def _plain(text: Any) -> Json | None:
    return {"emoji": True, **text} if isinstance(text, dict) else None


def file_json(workspace: Workspace, file: File) -> Json:
    """A file as files.info gives it."""
    created = int(file.created.timestamp())
    kind = file.name.rpartition(".")[2].lower()
    bot = next(u.id for u in workspace.users.values() if u.is_bot)
    return {
        "id": file.id,
        "created": created,
        "timestamp": created,
        "name": file.name,
        "title": file.title,
        "mimetype": mimetype(file),
        "filetype": kind,
        "pretty_type": kind.upper(),
        "user": bot,
        "user_team": workspace.team_id,
        "editable": False,
        "size": len(file.content or b""),
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": False,
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": f"{workspace.base_url}/files-pri/{workspace.team_id}-{file.id}/{file.name}",
        "url_private_download": f"{workspace.base_url}/files-pri/{workspace.team_id}-{file.id}/download/{file.name}",
        "permalink": f"{workspace.base_url}/files/{file.id}",
        "media_display_type": "unknown",
        "alt_txt": file.alt_text,
        "comments_count": 0,
        "is_starred": False,
        "shares": {},
        "channels": list(file.channels),
        "groups": [],
        "ims": [],
        "has_rich_preview": False,
        "file_access": "visible",
    }


def mimetype(file: File) -> str:
    """The type of a file by its first bytes, as far as the workspace knows types."""
    content = file.content or b""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    return "text/plain" if file.name.endswith((".txt", ".csv", ".md")) else "application/octet-stream"


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
