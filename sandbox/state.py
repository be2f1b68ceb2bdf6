"""What is in the workspace: people, channels, messages, views, files. In memory, behind one lock."""

import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any, Literal

from sandbox.clock import Calendar

Json = dict[str, Any]
Values = dict[str, dict[str, Json]]
"""What stands in a view's or message's inputs: block_id -> action_id -> Slack's state object."""


@dataclass
class User:
    """A person, or the app's bot user.

    A guest may be kept to a single channel. Who comes in over a shared channel is of another `team`, and some
    of those Slack calls strangers. `locale` is the language they chose.
    """

    id: str
    name: str
    real_name: str
    email: str
    tz: str
    is_bot: bool = False
    deleted: bool = False
    guest: bool = False
    admin: bool = False
    single_channel: bool = False
    stranger: bool = False
    team: str | None = None
    locale: str = "en-GB"


@dataclass
class Message:
    """A message in a channel. `ephemeral_to` is the one person who sees it, or None.

    `look` is what an app puts on in place of its own name and picture: username, icon_url, icon_emoji;
    `execution` the workflow step that it was posted for.
    """

    ts: str
    user: str
    text: str
    blocks: list[Json]
    thread_ts: str | None = None
    broadcast: bool = False
    metadata: Json | None = None
    by_app: bool = False
    look: dict[str, str] = field(default_factory=dict)
    execution: str | None = None
    ephemeral_to: str | None = None
    edited_ts: str | None = None
    files: list[str] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    values: dict[str, Values] = field(default_factory=dict)


@dataclass
class Channel:
    """A public or private channel, or the direct messages of one person with the app.

    `connected` are other teams that share it, `pending` those that were asked and have not agreed yet.
    """

    id: str
    name: str
    kind: Literal["public", "private", "im"]
    members: list[str]
    creator: str
    created: datetime
    archived: bool = False
    im_user: str | None = None
    connected: list[str] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    org_shared: bool = False
    messages: list[Message] = field(default_factory=list)
    last_read: dict[str, str] = field(default_factory=dict)

    def find(self, ts: str) -> Message | None:
        """The message with this ts, an ephemeral one included."""
        return next((m for m in self.messages if m.ts == ts), None)

    def replies(self, ts: str) -> list[Message]:
        """The replies in the thread of ts, oldest first, without ephemeral ones."""
        return [m for m in self.messages if m.thread_ts == ts and m.ts != ts and m.ephemeral_to is None]


@dataclass
class View:
    """A modal or a home tab as one person has it: what the app sent, and what the person typed.

    `execution` is the workflow step that a modal was opened for.
    """

    id: str
    user: str
    content: Json
    hash: str
    values: Values
    root_id: str
    previous_id: str | None = None
    errors: dict[str, str] = field(default_factory=dict)
    banner: str | None = None
    execution: str | None = None

    @property
    def external_id(self) -> str:
        """The app's own id of the view, or an empty string."""
        return str(self.content.get("external_id") or "")


@dataclass
class File:
    """An uploaded file; `shared` once the upload is completed."""

    id: str
    name: str
    title: str
    length: int
    created: datetime
    alt_text: str = ""
    content: bytes | None = None
    completed: bool = False
    channels: list[str] = field(default_factory=list)


@dataclass
class UserGroup:
    """A group of people with a handle."""

    id: str
    handle: str
    name: str
    users: list[str]
    updated: datetime | None = None


@dataclass
class Execution:
    """A workflow step that the app was asked to run; `token` is the one it may use for it."""

    id: str
    callback_id: str
    inputs: Json
    token: str
    status: Literal["running", "completed", "failed"] = "running"
    outputs: Json | None = None
    error: str | None = None


SCOPE_PREFIX = {"public": "channels", "private": "groups", "im": "im"}
"""A channel's kind as scopes spell it."""


class Workspace:
    """Everything in one team. Hold `changes` while reading or writing; call `changed()` after writing."""

    def __init__(self, calendar: Calendar, team_id: str, team_name: str = "Sandbox") -> None:
        self.calendar = calendar
        self.team_id = team_id
        self.team_name = team_name
        self.base_url = ""
        self.changes = threading.Condition(threading.RLock())
        self.revision = 0
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.views: dict[str, View] = {}
        self.stacks: dict[str, list[str]] = {}
        self.homes: dict[str, View] = {}
        self.files: dict[str, File] = {}
        self.groups: dict[str, UserGroup] = {}
        self.executions: dict[str, Execution] = {}
        self.banners: dict[str, str] = {}
        self._numbers = count(1)
        self._last_ts = 0

    def changed(self) -> None:
        """Tell everybody who waits that something is different now."""
        with self.changes:
            self.revision += 1
            self.changes.notify_all()

    def new_id(self, letter: str) -> str:
        """An id of the kind Slack makes, such as C0SANDBOX007."""
        return f"{letter}0SANDBOX{next(self._numbers):03d}"

    def new_ts(self) -> str:
        """A timestamp of the calendar's now, unique and larger than every one before."""
        with self.changes:
            now = self.calendar.now - datetime(1970, 1, 1, tzinfo=UTC)
            micros = (now.days * 86_400 + now.seconds) * 1_000_000 + now.microseconds
            self._last_ts = max(micros, self._last_ts + 1)
            return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def new_hash(self) -> str:
        """A view's hash: real seconds and a random part, as Slack's look."""
        return f"{int(time.time())}.{secrets.token_hex(4)}"

    def dm_with(self, user: str) -> Channel:
        """The direct messages between this person and the app, made if they are new."""
        with self.changes:
            for channel in self.channels.values():
                if channel.im_user == user:
                    return channel
            bot = next(u.id for u in self.users.values() if u.is_bot)
            made = Channel(self.new_id("D"), "", "im", [user, bot], bot, self.calendar.now, im_user=user)
            self.channels[made.id] = made
            return made

    def visible(self, user: str) -> Iterator[Channel]:
        """The channels that this person is in."""
        return (c for c in self.channels.values() if user in c.members)

    def modals(self, user: str) -> list[View]:
        """This person's open modals, the lowest first."""
        return [self.views[i] for i in self.stacks.get(user, [])]
