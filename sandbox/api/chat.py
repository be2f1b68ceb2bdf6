"""chat.*: messages of the app."""

from sandbox import posts
from sandbox.api.registry import channel_of, method, need, text
from sandbox.contents import message_json
from sandbox.engine import Engine
from sandbox.protocol import Refusal
from sandbox.state import Channel, Json, Message


def _target(engine: Engine, args: Json) -> Channel:
    """Where a post goes: a conversation, or the direct messages of the user who is named.

    As Slack does, posts to somebody who left are taken and read by nobody (slackapi/python-slack-sdk, issue
    1156); conversations.open and users.info tell that they left.
    """
    wanted = text(args, "channel")
    user = engine.workspace.users.get(wanted)
    if user is not None:
        if user.is_bot:
            raise Refusal("cannot_dm_bot")
        channel = engine.workspace.dm_with(user.id)
    else:
        channel = channel_of(engine, args, "", member=True)
    if channel.archived:
        raise Refusal("is_archived")
    if channel.kind == "im" and not engine.manifest.messages_tab:
        raise Refusal("messages_tab_disabled")
    return channel


LOOK = ("username", "icon_url", "icon_emoji")


def _check_look(engine: Engine, args: Json) -> None:
    """Only with a scope of its own an app may post under another name or picture."""
    if any(args.get(key) for key in LOOK):
        need(engine, "chat:write.customize")


def _check_thread(channel: Channel, args: Json) -> None:
    thread = args.get("thread_ts")
    if not thread:
        return
    parent = channel.find(str(thread))
    if parent is None or parent.ephemeral_to is not None:
        raise Refusal("thread_not_found")
    if parent.thread_ts not in (None, parent.ts):
        raise Refusal("cannot_reply_to_message")


def _own(engine: Engine, args: Json, error: str) -> tuple[Channel, Message]:
    channel = channel_of(engine, args, "", member=True)
    message = channel.find(text(args, "ts"))
    if message is None or message.ephemeral_to is not None:
        raise Refusal("message_not_found")
    if not message.by_app:
        raise Refusal(error)
    return channel, message


def _shown(engine: Engine, channel: Channel, message: Message) -> Json:
    return message_json(engine.workspace, channel, message, metadata=True, thread=False)


@method("chat.postMessage")
def post_message(engine: Engine, args: Json) -> Json:
    """Post a message or a reply."""
    _check_look(engine, args)
    channel = _target(engine, args)
    _check_thread(channel, args)
    message = posts.post(engine.workspace, channel, engine.bot.id, args, by_app=True)
    return {"channel": channel.id, "ts": message.ts, "message": _shown(engine, channel, message)}


@method("chat.update")
def update(engine: Engine, args: Json) -> Json:
    """Replace one of the app's own messages."""
    channel, message = _own(engine, args, "cant_update_message")
    if channel.archived:
        raise Refusal("is_archived")
    posts.edit(engine.workspace, message, args)
    shown = _shown(engine, channel, message)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


@method("chat.delete")
def delete(engine: Engine, args: Json) -> Json:
    """Delete one of the app's own messages."""
    channel, message = _own(engine, args, "cant_delete_message")
    posts.delete(engine.workspace, channel, message)
    return {"channel": channel.id, "ts": message.ts}


@method("chat.postEphemeral")
def post_ephemeral(engine: Engine, args: Json) -> Json:
    """Show something to one person in a channel."""
    _check_look(engine, args)
    channel = channel_of(engine, args, "", member=True)
    if channel.archived:
        raise Refusal("is_archived")
    user = text(args, "user")
    if user not in engine.workspace.users:
        raise Refusal("user_not_found")
    if user not in channel.members:
        raise Refusal("user_not_in_channel")
    _check_thread(channel, args)
    message = posts.post(engine.workspace, channel, engine.bot.id, args, by_app=True, ephemeral_to=user)
    return {"message_ts": message.ts}


@method("chat.getPermalink")
def get_permalink(engine: Engine, args: Json) -> Json:
    """The address of a message."""
    channel = channel_of(engine, args, "")
    message = channel.find(text(args, "message_ts"))
    if message is None or message.ephemeral_to is not None:
        raise Refusal("message_not_found")
    link = f"{engine.workspace.base_url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts and message.thread_ts != message.ts:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"permalink": link, "channel": channel.id}
