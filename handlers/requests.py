"""What all listeners share: who asks, what a modal holds, and how a person is told what went wrong."""

import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.acting.context import Actor, Context
from bot.domain.errors import FairloopError, Invalid
from bot.views.faults import with_fault
from bot.views.made_up import named
from bot.views.openings import told

log = logging.getLogger(__name__)
Json = dict[str, Any]
WHOLE_FORM = ""
"""What a fault is of that no field has."""


class Answer:
    """Bolt's ack, given once: a second one would replace the first."""

    def __init__(self, ack: Ack) -> None:
        self._ack = ack
        self.given = False

    def __call__(self, **said: Any) -> None:
        """Answer Slack. Later answers are ignored."""
        if not self.given:
            self.given = True
            self._ack(**said)


@dataclass(frozen=True)
class Request:
    """One thing that a person did in Slack, and the ways to answer it."""

    context: Context
    actor: Actor
    body: Json
    ack: Answer
    client: WebClient
    respond: Respond

    @property
    def action(self) -> Json:
        """The element that was used."""
        found: Json = self.body["actions"][0]
        return found

    @property
    def value(self) -> str:
        """What the used button or menu carries."""
        action = self.action
        if "selected_option" in action:
            return str(action["selected_option"]["value"])
        return str(action.get("value", ""))

    @property
    def view(self) -> Json:
        """The modal that this happened in."""
        found: Json = self.body["view"]
        return found

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the person, as Slack knows it."""
        return self.context.directory.person(self.actor.team_id, self.actor.user_id).zone

    @property
    def in_modal(self) -> bool:
        """Whether this happened in a modal."""
        return (self.body.get("view") or {}).get("type") == "modal"

    def open(self, view: Json) -> None:
        """Show a modal: on top of the one that this happened in, or by itself."""
        method = self.client.views_push if self.in_modal else self.client.views_open
        self._show(view, partial(_with_view, method, trigger_id=self.body["trigger_id"]))

    def update(self, draw: Callable[[], Json]) -> None:
        """Change the modal that this happened in; where it has changed meanwhile, with what is drawn anew then."""
        send = partial(_with_view, self.client.views_update, view_id=self.view["id"])
        show_newest(draw, lambda view, **known: self._show(view, partial(send, **known)), self.view["hash"])

    def replace(self, view_id: str, view: Json) -> None:
        """Put this in the place of a modal, whatever is in it by now."""
        self._show(view, partial(_with_view, self.client.views_update, view_id=view_id))

    def turn_into(self, view: Json) -> None:
        """Answer a submission with a modal in the place of the one that was submitted."""
        self.ack(response_action="update", view=self.context.ladder.answer(self.actor.team_id, named(view)))

    def _show(self, view: Json, send: Callable[[Json], object]) -> None:
        self.context.ladder.show(self.actor.team_id, named(view), send)


Listener = Callable[[Request], None]


def show_newest(draw: Callable[[], Json], show: Callable[..., object], known: str | None) -> None:
    """Show what is drawn in the place of the view whose hash is `known`.

    Where something else stands there by now, it was drawn from newer rows, perhaps: so this is drawn anew, and shown
    whatever stands there.
    """
    try:
        show(draw(), **({"hash": known} if known else {}))
    except SlackApiError as refusal:
        if refusal.response.get("error") != "hash_conflict":
            raise
        show(draw())


def _with_view(method: Callable[..., object], view: Json, **known: str) -> object:
    return method(view=view, **known)


def command(app: App, context: Context, name: str, listener: Listener) -> None:
    """Listen to a slash command."""

    def handle(ack: Ack, body: Json, client: WebClient, respond: Respond) -> None:
        request = _request(context, body, ack, client, respond)
        _run(listener, request, lambda text: request.ack(text=text))

    app.command(name)(handle)


def by_word(name: str, known: Mapping[str, Listener]) -> Listener:
    """What a slash command does, by its first word; `help` is one of them and says which there are."""

    def listener(request: Request) -> None:
        words = request.body.get("text", "").split()
        word = words[0].lower() if words else ""
        if word in known:
            known[word](request)
        else:
            raise FairloopError(f"I don't know “{name} {word[:40]}”. Write {name} help to see what there is.")

    return listener


def shortcut(app: App, context: Context, callback: str, listener: Listener) -> None:
    """Listen to a global shortcut."""

    def handle(ack: Ack, body: Json, client: WebClient, respond: Respond) -> None:
        request = _request(context, body, ack, client, respond)
        _run(listener, request, lambda text: _tell_in_modal(request, text))

    app.shortcut(callback)(handle)


def action(app: App, context: Context, id: Any, listener: Listener) -> None:
    """Listen to a button, menu or input, by its action id or a pattern of ids."""

    def handle(ack: Ack, body: Json, client: WebClient, respond: Respond) -> None:
        request = _request(context, body, ack, client, respond)
        _run(listener, request, lambda text: _tell_clicker(request, text))

    app.action(id)(handle)


def submission(app: App, context: Context, callback: str, listener: Listener) -> None:
    """Listen to a modal's submit button. A service's Invalid becomes errors at the fields."""

    def handle(ack: Ack, body: Json, client: WebClient, respond: Respond) -> None:
        request = _request(context, body, ack, client, respond)
        try:
            _run(listener, request, lambda text: _show_faults(request, {WHOLE_FORM: text}), keep=Invalid)
        except Invalid as faults:
            _show_faults(request, faults.fields)

    app.view(callback)(handle)


def closed(app: App, callback: str) -> None:
    """Take note that a modal was closed; what was typed has been saved as it was typed."""

    def handle(ack: Ack) -> None:
        ack()

    app.view_closed(callback)(handle)


def values(view: Json) -> dict[str, Any]:
    """A modal's values by block id without its rendering number, as plain Python."""
    state = view["state"]["values"]
    return {block.split(":")[0]: _plain(next(iter(fields.values()))) for block, fields in state.items()}


def _plain(element: Mapping[str, Any]) -> Any:
    kind = element["type"]
    if kind in ("static_select", "radio_buttons"):
        return (element.get("selected_option") or {}).get("value")
    if kind in ("multi_static_select", "checkboxes"):
        return [option["value"] for option in element.get("selected_options") or []]
    if kind == "datetimepicker":
        seconds = element.get("selected_date_time")
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
    named = {
        "multi_users_select": "selected_users",
        "users_select": "selected_user",
        "conversations_select": "selected_conversation",
        "datepicker": "selected_date",
    }
    return element.get(named.get(kind, "value"))


def plain_value(element: Mapping[str, Any]) -> Any:
    """One element's value as plain Python."""
    return _plain(element)


def _request(context: Context, body: Json, ack: Ack, client: WebClient, respond: Respond) -> Request:
    user = body.get("user_id") or (body.get("user") or {}).get("id")
    team = (
        body.get("team_id") or (body.get("team") or {}).get("id") or (body.get("user") or {}).get("team_id")
    )
    return Request(context, Actor(str(team), str(user)), body, Answer(ack), client, respond)


def _run(
    listener: Listener,
    request: Request,
    tell: Callable[[str], object],
    keep: type[Exception] | tuple[type[Exception], ...] = (),
) -> None:
    """Run a listener and acknowledge; whatever goes wrong, the person reads what to do next."""
    try:
        listener(request)
        request.ack()
    except keep:
        raise
    except FairloopError as error:
        _say_and_ack(request, tell, error.text)
    except Exception:
        number = secrets.token_hex(4)
        log.exception("request %s failed", number)
        text = f"That didn't work, and it isn't your fault. Try again; if it stays, quote {number}."
        _say_and_ack(request, tell, text)


def _say_and_ack(request: Request, tell: Callable[[str], object], text: str) -> None:
    """Whether or not the words arrive, Slack has its answer: the request itself is over."""
    try:
        tell(text)
    except Exception:
        log.exception("the words about a failed request didn't arrive")
    request.ack()


def _tell_clicker(request: Request, text: str) -> None:
    if request.in_modal or request.body.get("container", {}).get("type") == "view":
        _tell_in_modal(request, text)
    else:
        request.respond(text=text, response_type="ephemeral", replace_original=False)


def _tell_in_modal(request: Request, text: str) -> None:
    """On top of the modal; in its place where three are open, which is all that Slack allows.

    Where the modal it happened in is closed by now, nobody is left to read it.
    """
    view = request.body.get("view") or {}
    below = view.get("previous_view_id")
    try:
        if below and below != view.get("root_view_id"):
            request.replace(view["id"], told(text))
        else:
            request.open(told(text))
    except SlackApiError as error:
        log.info("nobody to tell", extra={"error": error.response.get("error")})


def _show_faults(request: Request, fields: Mapping[str, str]) -> None:
    """At the fields or on top of them, so that everything typed stays; a modal without fields says it instead."""
    if not any(block["type"] == "input" for block in request.view["blocks"]):
        request.ack(response_action="update", view=told(" ".join(fields.values())))
    elif set(fields) == {WHOLE_FORM} and (shown := with_fault(request.view, fields[WHOLE_FORM])):
        request.turn_into(shown)
    else:
        request.ack(response_action="errors", errors=_at_blocks(request.view, fields))


def _at_blocks(view: Json, fields: Mapping[str, str]) -> dict[str, str]:
    """Faults at the block ids of this view; what has no field here goes to the first one, so that it is read."""
    blocks = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    by_name = {block.split(":")[0]: block for block in blocks} | {
        _card_field(block): block for block in blocks
    }
    found: dict[str, str] = {}
    for name, text in fields.items():
        block = by_name.get(name, blocks[0])
        found[block] = f"{found[block]} {text}" if block in found else text
    return found


def _card_field(block: str) -> str:
    parts = block.split(":")
    return parts[2] if len(parts) > 3 else block
