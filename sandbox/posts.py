"""Messages as the workspace stores them: posting, editing, deleting, showing to one person alone."""

import copy
import secrets
from collections.abc import Iterator
from typing import Any

from sandbox.inputs import carry_over, elements, initial
from sandbox.protocol import Refusal
from sandbox.state import Channel, Json, Message, Values, Workspace
from sandbox.validation.rules import every_block


def completed(value: Any) -> Any:
    """The value with the defaults Slack fills in: emoji on plain text, verbatim on mrkdwn."""
    if isinstance(value, list):
        return [completed(v) for v in value]
    if not isinstance(value, dict):
        return value
    done = {k: completed(v) for k, v in value.items()}
    if done.get("type") == "plain_text" and "text" in done:
        done.setdefault("emoji", True)
    elif done.get("type") == "mrkdwn" and "text" in done:
        done.setdefault("verbatim", False)
    return done


def stored_blocks(workspace: Workspace, blocks: list[Json]) -> list[Json]:
    """The blocks with ids where the app gave none. Refusal if a picture's file isn't there."""
    done: list[Json] = completed(copy.deepcopy(blocks))
    every = [block for _, block in every_block(done, "")]
    taken = {b.get("block_id") for b in every}
    for block in every:
        if "block_id" not in block or block["type"] == "markdown":
            # Slack keeps no id that an app gives to markdown (docs: markdown block, `block_id`).
            block["block_id"] = _unused(taken)
            taken.add(block["block_id"])
    for _, element in elements(done):
        element.setdefault("action_id", secrets.token_urlsafe(4)[:5])
    for wanted in _slack_files(done):
        _check_picture(workspace, wanted)
    return done


def _unused(taken: set[Any]) -> str:
    while (made := secrets.token_urlsafe(4)[:5]) in taken:
        continue
    return made


def _slack_files(value: Any) -> Iterator[Json]:
    """What the pictures in blocks name as their file, wherever they stand."""
    if isinstance(value, dict):
        if value.get("type") == "image" and isinstance(value.get("slack_file"), dict):
            yield value["slack_file"]
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _slack_files(inner)


def _check_picture(workspace: Workspace, wanted: Json) -> None:
    found = workspace.files.get(wanted.get("id", ""))
    if found is None and wanted.get("url"):
        found = next((f for f in workspace.files.values() if f"-{f.id}/" in wanted["url"]), None)
    if found is None or not found.completed:
        raise Refusal("invalid_blocks", response_metadata={"messages": ["[ERROR] invalid slack file"]})


def post(
    workspace: Workspace,
    channel: Channel,
    user: str,
    content: Json,
    *,
    by_app: bool = False,
    ephemeral_to: str | None = None,
) -> Message:
    """Store a message; `content` has text, blocks, thread_ts, metadata, username … as Slack names them."""
    blocks = stored_blocks(workspace, content.get("blocks") or [])
    with workspace.changes:
        message = Message(
            ts=workspace.new_ts(),
            user=user,
            text=content.get("text") or content.get("markdown_text") or "",
            blocks=blocks,
            thread_ts=content.get("thread_ts") or None,
            broadcast=bool(content.get("reply_broadcast")),
            metadata=copy.deepcopy(content.get("metadata") or None),
            by_app=by_app,
            execution=content.get("execution"),
            look={key: content[key] for key in ("username", "icon_url", "icon_emoji") if content.get(key)},
            ephemeral_to=ephemeral_to,
            attachments=copy.deepcopy(content.get("attachments") or []),
        )
        channel.messages.append(message)
        if user in channel.members and not by_app:
            channel.last_read[user] = message.ts
        workspace.changed()
        return message


def edit(workspace: Workspace, message: Message, content: Json) -> None:
    """Replace what is given of text, blocks and metadata; what people chose in unchanged inputs stays.

    As in Slack, blocks that are not given stay as they were: only an empty list takes them away
    (docs: chat.update, `blocks`).
    """
    given = content.get("blocks")
    blocks = message.blocks if given is None else stored_blocks(workspace, given)
    with workspace.changes:
        if content.get("text") is not None:
            message.text = content["text"]
        message.blocks = blocks
        if content.get("attachments") is not None:
            message.attachments = copy.deepcopy(content["attachments"])
        if content.get("metadata") is not None:
            message.metadata = copy.deepcopy(content["metadata"]) or None
        message.edited_ts = workspace.new_ts()
        message.values = {u: carry_over(v, blocks) for u, v in message.values.items()}
        workspace.changed()


def delete(workspace: Workspace, channel: Channel, message: Message) -> None:
    """Take a message out of its channel."""
    with workspace.changes:
        channel.messages.remove(message)
        workspace.changed()


def values_for(message: Message, user: str) -> Values:
    """What stands in the message's inputs for this person."""
    if user not in message.values:
        message.values[user] = initial(message.blocks)
    return message.values[user]


def unread(channel: Channel, user: str) -> int:
    """How many messages of others this person has not read, replies left out."""
    seen = channel.last_read.get(user, "")
    return sum(
        m.ts > seen and m.user != user and m.ephemeral_to is None and m.thread_ts in (None, m.ts)
        for m in channel.messages
    )
