"""The Web API methods of the sandbox: their arguments, the scopes they need and how often they may be called.

Each method's page is https://docs.slack.dev/reference/methods/NAME; tiers are explained on
https://docs.slack.dev/apis/web-api/rate-limits.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Kind = Literal["string", "boolean", "integer", "list", "object", "objects"]
Tier = Literal[1, 2, 3, 4, "special"]

# Calls a minute that Slack promises for each tier. The special ones have rules of their own.
CALLS_PER_MINUTE: Mapping[Tier, int] = MappingProxyType({1: 1, 2: 20, 3: 50, 4: 100})


@dataclass(frozen=True)
class Method:
    """One method. `scopes` maps a kind of conversation (public, private, im, mpim), or "any", to a scope.

    `one_of` lists groups of arguments of which at least one must be given.
    """

    name: str
    tier: Tier
    scopes: Mapping[str, str]
    required: Mapping[str, Kind]
    optional: Mapping[str, Kind]
    one_of: tuple[tuple[str, ...], ...] = ()

    @property
    def arguments(self) -> Mapping[str, Kind]:
        """Every argument the method knows."""
        return {**self.required, **self.optional}


@dataclass
class _Table:
    methods: dict[str, Method] = field(default_factory=dict)

    def add(
        self,
        name: str,
        tier: Tier,
        scopes: Mapping[str, str],
        required: str = "",
        optional: str = "",
        one_of: str = "",
    ) -> None:
        """Add a method. Arguments are "name" (a string) or "name:kind", parted by blanks."""
        groups = tuple(tuple(group.split("|")) for group in one_of.split())
        self.methods[name] = Method(name, tier, scopes, _arguments(required), _arguments(optional), groups)


_KINDS: dict[str, Kind] = {
    "string": "string",
    "boolean": "boolean",
    "integer": "integer",
    "list": "list",
    "object": "object",
    "objects": "objects",
}


def _arguments(text: str) -> dict[str, Kind]:
    parted = [item.partition(":") for item in text.split()]
    return {name: _KINDS[kind or "string"] for name, _, kind in parted}


def _by_kind(verb: str) -> dict[str, str]:
    return {
        "public": f"channels:{verb}",
        "private": f"groups:{verb}",
        "im": f"im:{verb}",
        "mpim": f"mpim:{verb}",
    }


def _any(scope: str) -> dict[str, str]:
    return {"any": scope}


_MESSAGE = "text blocks:objects attachments:objects link_names:boolean parse as_user:boolean markdown_text"
_LOOK = "icon_emoji icon_url username"
_PAGE = "cursor limit:integer"
_SPAN = f"{_PAGE} inclusive:boolean include_all_metadata:boolean latest oldest"


def _methods() -> dict[str, Method]:
    table = _Table()
    add = table.add
    add("auth.test", "special", {})
    add("apps.connections.open", 1, _any("connections:write"))
    add("oauth.v2.access", 4, {}, "", "code client_id client_secret redirect_uri grant_type refresh_token")
    unfurl = (
        "unfurl_links:boolean unfurl_media:boolean mrkdwn:boolean reply_broadcast:boolean metadata:object"
    )
    posted = f"{_MESSAGE} {_LOOK} {unfurl} thread_ts container_id"
    add("chat.postMessage", "special", _any("chat:write"), "channel", posted)
    add("chat.postEphemeral", 4, _any("chat:write"), "channel user", f"{_MESSAGE} {_LOOK} thread_ts")
    updated = f"{_MESSAGE} file_ids:list metadata:object reply_broadcast:boolean"
    add("chat.update", 3, _any("chat:write"), "channel ts", updated)
    add("chat.delete", 3, _any("chat:write"), "channel ts", "as_user:boolean")
    add("chat.getPermalink", "special", {}, "channel message_ts")
    trigger = "trigger_id interactivity_pointer"
    add("views.open", 4, {}, "view:object", trigger, "trigger_id|interactivity_pointer")
    add("views.push", 4, {}, "view:object", trigger, "trigger_id|interactivity_pointer")
    add("views.update", 4, {}, "view:object", "view_id external_id hash", "view_id|external_id")
    add("views.publish", 4, {}, "user_id view:object", "hash")
    add("blocks.validate", "special", {}, "", "blocks:objects message:object view:object")
    add("functions.completeSuccess", 3, {}, "function_execution_id outputs:object")
    add("functions.completeError", 3, {}, "function_execution_id error")
    _conversations(table)
    _people(table)
    _files(table)
    return table.methods


def _conversations(table: _Table) -> None:
    add, read = table.add, _by_kind("read")
    opened = "channel users:list return_im:boolean prevent_creation:boolean"
    add("conversations.open", 3, _any("im:write"), "", opened, "channel|users")
    add("conversations.info", 3, read, "channel", "include_locale:boolean include_num_members:boolean")
    add("conversations.members", 4, read, "channel", _PAGE)
    add("conversations.list", 2, read, "", f"{_PAGE} exclude_archived:boolean team_id types:list")
    add("conversations.history", 3, _by_kind("history"), "channel", _SPAN)
    add("conversations.replies", 3, _by_kind("history"), "channel ts", _SPAN)
    add("conversations.join", 3, _any("channels:join"), "channel")


def _people(table: _Table) -> None:
    add = table.add
    add("users.info", 4, _any("users:read"), "user", "include_locale:boolean")
    add("users.list", 2, _any("users:read"), "", f"{_PAGE} include_locale:boolean team_id")
    add("users.lookupByEmail", 3, _any("users:read.email"), "email")
    listed = f"{_PAGE} exclude_archived:boolean team_id types:list user"
    add("users.conversations", 3, _by_kind("read"), "", listed)
    counted = "include_count:boolean include_disabled:boolean include_users:boolean team_id"
    add("usergroups.list", 2, _any("usergroups:read"), "", counted)
    add("usergroups.users.list", 2, _any("usergroups:read"), "usergroup", "include_disabled:boolean team_id")
    add("team.info", 3, _any("team:read"), "", "team domain include_slackbot_availability:boolean")
    add("bots.info", 3, _any("users:read"), "", "bot team_id")
    add("reactions.add", 3, _any("reactions:write"), "channel name timestamp")


def _files(table: _Table) -> None:
    add = table.add
    write, read = _any("files:write"), _any("files:read")
    add("files.getUploadURLExternal", 4, write, "filename length:integer", "alt_txt snippet_type")
    finished = "channel_id channels:list initial_comment thread_ts blocks:objects"
    add("files.completeUploadExternal", 4, write, "files:objects", finished)
    add("files.info", 4, read, "file", "count:integer cursor limit:integer page:integer")
    add("files.delete", 3, write, "file")


METHODS: Mapping[str, Method] = MappingProxyType(_methods())
