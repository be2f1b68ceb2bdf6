"""files.*: uploads in two steps, as files.upload was replaced by."""

from typing import Any

from sandbox import posts
from sandbox.api.registry import channel_of, method, number, text
from sandbox.contents import file_json
from sandbox.engine import Engine
from sandbox.protocol import Refusal
from sandbox.state import File, Json

LARGEST = 50 * 1024 * 1024


@method("files.getUploadURLExternal")
def get_upload_url(engine: Engine, args: Json) -> Json:
    """Where to send a file's bytes."""
    name = text(args, "filename")
    length = number(args, "length", 0, LARGEST)
    workspace = engine.workspace
    with workspace.changes:
        key = workspace.new_id("F")
        alt = str(args.get("alt_txt") or args.get("alt_text") or "")
        workspace.files[key] = File(key, name, name, length, workspace.calendar.now, alt)
    return {"upload_url": f"{engine.workspace.base_url}/upload/v1/{key}", "file_id": key}


@method("files.completeUploadExternal")
def complete_upload(engine: Engine, args: Json) -> Json:
    """Finish uploads and, where a channel is named, share them there (which answers with no ts)."""
    wanted: Any = args.get("files")
    if not isinstance(wanted, list) or not wanted:
        raise Refusal(
            "invalid_arguments", response_metadata={"messages": ["[ERROR] missing required field: files"]}
        )
    files = [_uploaded(engine, w) for w in wanted]
    channel_id = args.get("channel_id")
    channel = channel_of(engine, {"channel": channel_id}, "", member=True) if channel_id else None
    for file, entry in zip(files, wanted, strict=True):
        file.completed = True
        file.title = str(entry.get("title") or file.title)
    if channel is not None:
        content = {"text": args.get("initial_comment") or "", "thread_ts": args.get("thread_ts")}
        message = posts.post(engine.workspace, channel, engine.bot.id, content, by_app=True)
        message.files = [f.id for f in files]
        for file in files:
            file.channels.append(channel.id)
    return {"files": [file_json(engine.workspace, f) for f in files]}


def _uploaded(engine: Engine, entry: Any) -> File:
    file = engine.workspace.files.get(str(entry.get("id"))) if isinstance(entry, dict) else None
    if file is None or file.content is None:
        raise Refusal("file_not_found")
    return file


@method("files.delete")
def delete(engine: Engine, args: Json) -> Json:
    """Delete a file, from the messages it was shared in too. Refusal: file_not_found."""
    workspace = engine.workspace
    key = text(args, "file")
    with workspace.changes:
        file = workspace.files.get(key)
        if file is None or not file.completed:
            raise Refusal("file_not_found")
        del workspace.files[key]
        for channel in workspace.channels.values():
            for message in channel.messages:
                message.files = [f for f in message.files if f != key]
        workspace.changed()
    return {}


@method("files.info")
def info(engine: Engine, args: Json) -> Json:
    """One file."""
    file = engine.workspace.files.get(text(args, "file"))
    if file is None or not file.completed:
        raise Refusal("file_not_found")
    return {
        "file": file_json(engine.workspace, file),
        "comments": [],
        "response_metadata": {"next_cursor": ""},
    }
