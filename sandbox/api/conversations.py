"""conversations.*: channels, direct messages, and what was said in them."""

from sandbox.api.registry import channel_of, flag, method, number, page, provided, text
from sandbox.contents import message_json
from sandbox.engine import Engine
from sandbox.objects import channel_json
from sandbox.protocol import Refusal
from sandbox.state import SCOPE_PREFIX, Channel, Json, Message

KINDS = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}


@method("conversations.open")
def open_dm(engine: Engine, args: Json) -> Json:
    """Open the direct messages with one person."""
    if args.get("channel"):
        channel = channel_of(engine, args, "")
    else:
        users = args.get("users") or []
        if not users:
            raise Refusal("users_list_not_supplied")
        if len(users) > 1:
            raise Refusal("method_not_supported_for_channel_type")
        user = engine.workspace.users.get(users[0])
        if user is None:
            raise Refusal("user_not_found")
        if user.is_bot:
            raise Refusal("cannot_dm_bot")
        if user.deleted:
            raise Refusal("user_disabled")
        channel = engine.workspace.dm_with(user.id)
    shown = channel_json(engine.workspace, channel, engine.bot.id)
    if not flag(args, "return_im"):
        shown = {"id": channel.id}
    return {"no_op": bool(channel.messages), "already_open": bool(channel.messages), "channel": shown}


@method("conversations.info")
def info(engine: Engine, args: Json) -> Json:
    """One conversation."""
    channel = channel_of(engine, args, "read")
    shown = channel_json(engine.workspace, channel, engine.bot.id)
    if flag(args, "include_num_members"):
        shown["num_members"] = len(channel.members)
    return {"channel": shown}


def _kinds(engine: Engine, args: Json) -> set[str]:
    named = args.get("types") or ["public_channel"]
    if not set(named) <= set(KINDS):
        raise Refusal("invalid_types")
    wanted = [f"{SCOPE_PREFIX[KINDS[n]]}:read" if n != "mpim" else "mpim:read" for n in named]
    missing = [s for s in wanted if s not in engine.manifest.scopes]
    if missing:
        raise Refusal("missing_scope", needed=",".join(missing), provided=provided(engine))
    return {KINDS[n] for n in named}


def _listed(engine: Engine, args: Json, member: str | None) -> Json:
    kinds = _kinds(engine, args)
    bot = engine.bot.id
    found = [c for c in engine.workspace.channels.values() if c.kind in kinds]
    found = [c for c in found if c.kind == "public" or bot in c.members]
    if member is not None:
        found = [c for c in found if member in c.members]
    if flag(args, "exclude_archived"):
        found = [c for c in found if not c.archived]
    shown, following = page(args, found, 100, 999)
    channels = [
        channel_json(engine.workspace, c, bot) | ({} if c.kind == "im" else {"num_members": len(c.members)})
        for c in shown
    ]
    return {"channels": channels, "response_metadata": {"next_cursor": following}}


@method("conversations.list")
def list_all(engine: Engine, args: Json) -> Json:
    """The conversations the app may see."""
    return _listed(engine, args, None)


@method("users.conversations")
def of_user(engine: Engine, args: Json) -> Json:
    """The conversations of a user, or of the app itself."""
    user = str(args.get("user") or engine.bot.id)
    if user not in engine.workspace.users:
        raise Refusal("user_not_found")
    answer = _listed(engine, args, user)
    for channel in answer["channels"]:
        channel.pop("is_member", None)
        channel.pop("num_members", None)
    return answer


@method("conversations.members")
def members(engine: Engine, args: Json) -> Json:
    """Who is in a conversation."""
    channel = channel_of(engine, args, "read")
    shown, following = page(args, channel.members, 100, 999)
    return {"members": shown, "response_metadata": {"next_cursor": following}}


def _within(args: Json, messages: list[Message]) -> list[Message]:
    oldest, latest = str(args.get("oldest") or "0"), str(args.get("latest") or "9999999999.999999")
    try:
        low, high = float(oldest), float(latest)
    except ValueError as error:
        raise Refusal("invalid_ts_oldest") from error
    if flag(args, "inclusive"):
        return [m for m in messages if low <= float(m.ts) <= high]
    return [m for m in messages if low < float(m.ts) < high]


def _paged(engine: Engine, args: Json, channel: Channel, found: list[Message], default: int) -> Json:
    highest = 999
    if engine.limiter.limits.distributed:
        default = highest = 15
        args = args | {"limit": min(number(args, "limit", 15, 999), 15)}
    shown, following = page(args, found, default, highest)
    metadata = flag(args, "include_all_metadata")
    answer: Json = {
        "messages": [message_json(engine.workspace, channel, m, metadata=metadata) for m in shown],
        "has_more": bool(following),
    }
    if following:
        answer["response_metadata"] = {"next_cursor": following}
    return answer


@method("conversations.history")
def history(engine: Engine, args: Json) -> Json:
    """What was said in a conversation, the newest first, replies and ephemeral messages left out."""
    channel = channel_of(engine, args, "history", member=True)
    said = [m for m in channel.messages if m.ephemeral_to is None]
    said = [m for m in said if m.thread_ts in (None, m.ts) or m.broadcast]
    said.sort(key=lambda m: m.ts, reverse=True)
    answer = _paged(engine, args, channel, _within(args, said), 100)
    return answer | {"pin_count": 0, "channel_actions_ts": None, "channel_actions_count": 0}


@method("conversations.replies")
def replies(engine: Engine, args: Json) -> Json:
    """A thread, its first message first. Refusal: thread_not_found."""
    channel = channel_of(engine, args, "history", member=True)
    first = channel.find(text(args, "ts"))
    if first is None or first.ephemeral_to is not None:
        raise Refusal("thread_not_found")
    rest = _within(args, channel.replies(first.ts))
    return _paged(engine, args, channel, [first, *rest], 999)


@method("conversations.join")
def join(engine: Engine, args: Json) -> Json:
    """Join a public channel. Refusal: is_archived, method_not_supported_for_channel_type."""
    channel = channel_of(engine, args, "")
    if channel.kind != "public":
        raise Refusal("method_not_supported_for_channel_type")
    if channel.archived:
        raise Refusal("is_archived")
    warning: Json = {}
    if engine.bot.id in channel.members:
        warning = {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
    else:
        channel.members.append(engine.bot.id)
        engine.workspace.changed()
    return {"channel": channel_json(engine.workspace, channel, engine.bot.id)} | warning
