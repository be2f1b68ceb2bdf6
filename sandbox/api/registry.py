"""The Web API's methods by name, and what they share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from sandbox.engine import Engine
from sandbox.protocol import Refusal
from sandbox.state import SCOPE_PREFIX, Channel, Json

Token = Literal["bot", "app", "none"]
Handler = Callable[[Engine, Json], Json]


@dataclass(frozen=True)
class Method:
    """A method: what it does, and which token it takes."""

    run: Handler
    token: Token


METHODS: dict[str, Method] = {}


def method(name: str, *, token: Token = "bot") -> Callable[[Handler], Handler]:
    """Register a function as a Web API method."""

    def register(run: Handler) -> Handler:
        METHODS[name] = Method(run, token)
        return run

    return register


def need(engine: Engine, *scopes: str) -> None:
    """Refuse with missing_scope unless the app has them all."""
    missing = [s for s in scopes if s not in engine.manifest.scopes]
    if missing:
        raise Refusal("missing_scope", needed=",".join(missing), provided=provided(engine))


def provided(engine: Engine) -> str:
    """The app's scopes as Slack lists them."""
    return ",".join(sorted(engine.manifest.scopes))


def flag(args: Json, name: str, default: bool = False) -> bool:
    """A boolean argument, as JSON or as a form spells it."""
    value = args.get(name, default)
    return value if isinstance(value, bool) else str(value).lower() in ("1", "true")


def number(args: Json, name: str, default: int, highest: int) -> int:
    """A whole-number argument from 1 up to `highest`. Refusal: invalid_limit."""
    try:
        value = int(args.get(name) or default)
    except (TypeError, ValueError) as error:
        raise Refusal(f"invalid_{name}") from error
    if not 1 <= value <= highest:
        raise Refusal(f"invalid_{name}")
    return value


def text(args: Json, name: str) -> str:
    """A required text argument. Refusal: invalid_arguments."""
    value = args.get(name)
    if not isinstance(value, str) or not value:
        said = f"[ERROR] missing required field: {name}"
        raise Refusal("invalid_arguments", response_metadata={"messages": [said]})
    return value


def page(args: Json, found: list[Any], default: int, highest: int) -> tuple[list[Any], str]:
    """One page of what was found, and the cursor of the next one (empty at the end)."""
    size = number(args, "limit", default, highest)
    cursor = str(args.get("cursor") or "")
    start = 0
    if cursor:
        kind, _, place = cursor.partition(":")
        if kind != "next" or not place.isdigit():
            raise Refusal("invalid_cursor")
        start = int(place)
    following = f"next:{start + size}" if start + size < len(found) else ""
    return found[start : start + size], following


def channel_of(engine: Engine, args: Json, action: str, *, member: bool = False) -> Channel:
    """The conversation an argument names, for an action with scopes of its own (read, history).

    Refusal: channel_not_found (private ones the bot isn't in included), missing_scope, not_in_channel.
    """
    channel = engine.workspace.channels.get(text(args, "channel"))
    if channel is None:
        raise Refusal("channel_not_found")
    inside = engine.bot.id in channel.members
    if not inside and channel.kind != "public":
        raise Refusal("channel_not_found")
    if action:
        need(engine, f"{SCOPE_PREFIX[channel.kind]}:{action}")
    if member and not inside:
        raise Refusal("not_in_channel")
    return channel
