"""Clicking, choosing and typing in views and messages."""

from dataclasses import dataclass
from typing import Any

from sandbox import callbacks, inputs, payloads
from sandbox.acting import NotPossible, complain, failure, message_at, view_of
from sandbox.engine import Engine
from sandbox.posts import values_for
from sandbox.state import Channel, Json, Message, User, Values, View


@dataclass(frozen=True)
class Where:
    """The surface acted on: a view, or a message in a channel."""

    view: View | None = None
    channel: Channel | None = None
    message: Message | None = None

    def blocks(self) -> list[Json]:
        """What is on it."""
        if self.view is not None:
            return list(self.view.content["blocks"])
        return self.message.blocks if self.message is not None else []

    def values(self, user: str) -> Values:
        """What stands in its inputs for this person."""
        if self.view is not None:
            return self.view.values
        return values_for(self.message, user) if self.message is not None else {}


def surface(engine: Engine, user: User, at: Json) -> Where:
    """The surface that a control call names: {"view": id}, or {"channel": id, "ts": ts}."""
    if at.get("view"):
        return Where(view=view_of(engine, user, at["view"]))
    channel, message = message_at(engine, user, str(at.get("channel") or ""), str(at.get("ts") or ""))
    return Where(channel=channel, message=message)


def _element(where: Where, user: User, ids: tuple[str, str], value: object = None) -> tuple[Json, Json]:
    found = inputs.find(where.blocks(), *ids, value)
    if found is None or not inputs.shown_to(found[1], user.id):
        raise NotPossible("that is not on the screen any more")
    return found


def _chosen(element: Json, option: Any) -> Json | None:
    """What is chosen with a press: an option of a menu, a half of a pair; None on a button."""
    choices = {"overflow": inputs.options, "feedback_buttons": inputs.halves}.get(element["type"])
    if choices is None:
        return None
    chosen = next((choice for choice in choices(element) if choice.get("value") == option), None)
    if chosen is None:
        raise NotPossible(f"the {element['type']} has no {option!r}")
    return chosen


def click(
    engine: Engine, user: User, at: Json, ids: tuple[str, str], *, option: Any, confirmed: bool
) -> Json | None:
    """Press a button or choose from an overflow menu.

    `option` is the value of what is chosen: an option, a half of feedback buttons, a data table's button.
    Returns the confirmation dialog instead if there is one and it is not confirmed yet.
    """
    with engine.workspace.changes:
        where = surface(engine, user, at)
        block, element = _element(where, user, ids, option)
        if element["type"] not in inputs.TRANSIENT:
            raise NotPossible(f"a {element['type']} is filled, not clicked")
        chosen = _chosen(element, option)
        if element.get("confirm") and not confirmed:
            return dict(element["confirm"])
        complain(engine, user, None)
        action = payloads.action(block, element, engine.workspace.new_ts(), None, chosen)
        payload = _payload(engine, user, where, action)
    _send(engine, user, payload)
    return None


def fill(
    engine: Engine, user: User, at: Json, ids: tuple[str, str], *, value: Any, **how: bool
) -> Json | None:
    """Type or choose something; the app hears of it where Slack would tell it.

    `confirmed` as for click; `enter` presses Enter after typing. NotPossible where the client won't.
    """
    with engine.workspace.changes:
        where = surface(engine, user, at)
        block, element = _element(where, user, ids)
        if element["type"] not in inputs.KEYS:
            raise NotPossible(f"a {element['type']} is clicked, not filled")
        try:
            held = inputs.put(element, value)
        except inputs.CannotFill as error:
            raise NotPossible(str(error)) from error
        if element.get("confirm") and not how.get("confirmed"):
            return dict(element["confirm"])
        values = where.values(user.id)
        before = values.get(ids[0], {}).get(ids[1])
        values.setdefault(ids[0], {})[ids[1]] = before | held if before else held
        if where.view is not None:
            where.view.errors.pop(ids[0], None)
        engine.workspace.changed()
        if not _told(block, element, enter=bool(how.get("enter")), changed=before != values[ids[0]][ids[1]]):
            return None
        complain(engine, user, None)
        action = payloads.action(block, element, engine.workspace.new_ts(), held, None)
        payload = _payload(engine, user, where, action)
    _send(engine, user, payload)
    return None


def _told(block: Json, element: Json, *, enter: bool, changed: bool) -> bool:
    """Whether Slack tells the app: always outside input blocks, inside them with dispatch_action only."""
    if block["type"] == "input" and not block.get("dispatch_action"):
        return False
    if element["type"] not in inputs.TEXTS and element["type"] != "rich_text_input":
        return changed
    config = element.get("dispatch_action_config") or {}
    on = config.get("trigger_actions_on") or ["on_enter_pressed"]
    return (changed and "on_character_entered" in on) or (enter and "on_enter_pressed" in on)


def _payload(engine: Engine, user: User, where: Where, action: Json) -> Json:
    if where.view is not None:
        return payloads.actions_in_view(engine, user, where.view, action)
    if where.channel is None or where.message is None:
        raise NotPossible("there is nothing to act on")
    return payloads.actions_in_message(engine, user, where.channel, where.message, action)


def _send(engine: Engine, user: User, payload: Json) -> None:
    answer = callbacks.deliver(engine, "block_actions", "interactive", payload)
    if answer.error is not None:
        complain(engine, user, f"{failure('That', answer)}. Try again?")
