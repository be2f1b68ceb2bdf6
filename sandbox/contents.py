"""Messages, views and files as the JSON objects of Slack's recorded samples."""

import copy
from typing import Any

from sandbox.objects import APP_ID, BOT_ID, bot_profile
from sandbox.state import Channel, File, Json, Message, View, Workspace


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
