"""What a request of Slack's looks like, as far as Bolt and the listeners read it.

Sources: https://docs.slack.dev/reference/interaction-payloads, .../interactivity/implementing-slash-commands and
.../apis/events-api. What isn't named here may be anything: Slack adds to its payloads. Ids are short words, since
they go into columns of that length.
"""

import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
Word = Annotated[str, StringConstraints(max_length=255)]
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+/")]
Seconds = Annotated[int, Field(ge=0, lt=2**33)]

NUL = "\\u0000"
"""As JSON writes it, whatever stands around it."""
NEEDS_ACTIONS, NEEDS_VIEW = ("block_actions",), ("view_submission", "view_closed")
NEEDS_TRIGGER = ("block_actions", "shortcut")
NEEDS_CHANNEL = ("channel_shared", "member_joined_channel")


class Malformed(Exception):
    """Not a request that Slack would send; says where, never what stood there."""


class Shape(BaseModel):
    """A part of a payload, without a guess at what was meant: "1" is no number."""

    model_config = ConfigDict(strict=True, extra="ignore")


class Somebody(Shape):
    """A person, a workspace or an organisation, by id."""

    id: Id
    team_id: Id | None = None


class Organisation(Shape):
    """An Enterprise Grid organisation, or an event's authorization in one."""

    id: Id | None = None
    enterprise_id: Id | None = None
    team_id: Id | None = None
    user_id: Id | None = None
    is_enterprise_install: bool | None = None


class Option(Shape):
    """What was chosen in a menu."""

    value: str


class Element(Shape):
    """What an input, a menu or a button holds."""

    type: Word
    value: str | None = None
    selected_option: Option | None = None
    selected_options: list[Option] | None = None
    selected_user: Id | None = None
    selected_users: list[Id] | None = None
    selected_conversation: Id | None = None
    selected_date_time: Seconds | None = None

    @model_validator(mode="before")
    @classmethod
    def _chosen(cls, given: Any) -> Any:
        """An overflow menu holds nothing: it is sent only when something is chosen in it."""
        if (
            isinstance(given, dict)
            and given.get("type") == "overflow"
            and given.get("selected_option") is None
        ):
            raise ValueError("nothing chosen")
        return given


class Action(Element):
    """What was clicked, and where."""

    action_id: Word
    block_id: Word
    action_ts: Annotated[str, StringConstraints(pattern=r"^\d{1,12}\.\d{1,9}$")]


class Block(Shape):
    """A block of a modal."""

    type: Word
    block_id: Word


class State(Shape):
    """What the inputs of a modal hold: by block, by action."""

    values: dict[str, Annotated[dict[str, Element], Field(min_length=1)]]


class View(Shape):
    """A modal, or Home."""

    id: Id
    type: Literal["modal", "home", "workflow_step"]
    hash: str
    callback_id: Word
    private_metadata: Annotated[str, StringConstraints(max_length=3000)]
    blocks: list[Block]
    state: State | None = None
    external_id: Word | None = None
    previous_view_id: Id | None = None
    root_view_id: Id | None = None
    app_installed_team_id: Id | None = None


class Container(Shape):
    """Whether it happened in a message or in a view."""

    type: Word


class Interaction(Shape):
    """A click, a shortcut, or a modal that was handed in or closed.

    None of our modals asks for a `response_urls`, and on two of them Bolt fails (slack_bolt/request/internals.py).
    """

    type: Word
    user: Somebody
    team: Somebody | None = None
    enterprise: Organisation | None = None
    is_enterprise_install: bool | None = None
    container: Container | None = None
    channel: Somebody | None = None
    message: dict[str, Any] | None = None
    view: View | None = None
    actions: Annotated[list[Action], Field(min_length=1)] | None = None
    callback_id: Word | None = None
    trigger_id: Word | None = None
    response_url: Address | None = None
    response_urls: Annotated[list[dict[str, Any]], Field(max_length=1)] = []
    event: None = None
    authorizations: None = None
    function_data: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        lacking = (
            (self.team is None and self.user.team_id is None)
            or (self.type in NEEDS_ACTIONS and self.actions is None)
            or (self.type in NEEDS_VIEW and self.view is None)
            or (self.type == "view_submission" and self.view is not None and self.view.state is None)
            or (self.type in NEEDS_TRIGGER and not self.trigger_id)
            or (self.type in NEEDS_ACTIONS and self.view is None and self.response_url is None)
        )
        if lacking:
            raise ValueError("lacks what its type always has")
        return self


class Command(Shape):
    """A slash command: a form, so that everything is text. What Bolt would look for first isn't there."""

    command: Word
    team_id: Id
    user_id: Id
    trigger_id: Word
    response_url: Address | None = None
    text: str = ""
    channel_id: Id | None = None
    team: None = None
    user: None = None
    view: None = None
    event: None = None
    authorizations: None = None


class Event(Shape):
    """What an event is about."""

    type: Word
    user: Id | Somebody | None = None
    team: Id | None = None
    user_team: Id | None = None
    channel: Id | Somebody | None = None
    message: "Event | None" = None
    previous_message: "Event | None" = None
    tab: Word | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """Where something happened to a channel, it says to which."""
        if self.type in NEEDS_CHANNEL and not isinstance(self.channel, str):
            raise ValueError("of which channel?")
        return self


class EventCallback(Shape):
    """An event."""

    type: Literal["event_callback"]
    team_id: Id
    event_id: Id
    event: Event
    enterprise_id: Id | None = None
    authorizations: list[Organisation] | None = None
    is_ext_shared_channel: bool | None = None


class Challenge(Shape):
    """Slack asks whether this address is ours."""

    type: Literal["url_verification"]
    challenge: Word


def check(body: object) -> None:
    """Raises Malformed unless Slack could have sent this body, parsed as Bolt parses it."""
    if not isinstance(body, dict):
        raise Malformed("no fields")
    if _suspect(body) and any(not _storable(text) for text in _texts(body)):
        raise Malformed("text that no database keeps")
    try:
        _shape(body).model_validate(body)
    except ValidationError as error:
        raise Malformed("; ".join(_place(one["loc"]) for one in error.errors()[:3])) from None


def _shape(body: dict[str, Any]) -> type[Shape]:
    if "command" in body:
        return Command
    by_type: dict[str, type[Shape]] = {"event_callback": EventCallback, "url_verification": Challenge}
    return by_type.get(str(body.get("type")), Interaction)


def _place(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part)[:32] for part in location[:6]) or "the whole"


def _suspect(body: dict[Any, Any]) -> bool:
    """Whether any text in it may be one that no database keeps: a quick look at all of them at once."""
    said = json.dumps(body, ensure_ascii=False)
    try:
        said.encode()
    except UnicodeEncodeError:
        return True
    return NUL in said


def _texts(body: object) -> Iterator[str]:
    """Every key and text in it, however deep it is."""
    left: list[object] = [body]
    while left:
        one = left.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            left += [*one, *one.values()]
        elif isinstance(one, list):
            left += one


def _storable(text: str) -> bool:
    """PostgreSQL keeps no NUL, and half a surrogate pair has no UTF-8."""
    if text.isascii():
        return "\0" not in text
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
