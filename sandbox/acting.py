"""What people do, as Slack's client turns it into callbacks, and what they see when the app fails."""

import copy
import html
import re
from typing import Any

from sandbox import callbacks, checks, inputs, modals, payloads, posts
from sandbox.callbacks import Answer
from sandbox.contents import view_json
from sandbox.engine import Engine
from sandbox.protocol import Refusal
from sandbox.state import Channel, Json, Message, User, View

TROUBLE = "We had some trouble connecting. Try again?"


class NotPossible(Exception):
    """The client offers no such thing to this person now; the text says why."""


def person(engine: Engine, user_id: str) -> User:
    """The acting person. NotPossible for strangers, the app itself, and people who left."""
    user = engine.workspace.users.get(user_id)
    if user is None or user.is_bot:
        raise NotPossible(f"there is nobody called {user_id!r}")
    if user.deleted:
        raise NotPossible(f"{user.real_name} has left the workspace")
    return user


def place(engine: Engine, user: User, channel_id: str | None) -> Channel:
    """The channel a person is in; without one, their direct messages with the app."""
    if not channel_id:
        return engine.workspace.dm_with(user.id)
    channel = engine.workspace.channels.get(channel_id)
    if channel is None or user.id not in channel.members:
        raise NotPossible(f"{user.real_name} is in no channel {channel_id!r}")
    return channel


def complain(engine: Engine, user: User, text: str | None) -> None:
    """Show a person Slack's own error, or take it away."""
    with engine.workspace.changes:
        if text is None:
            engine.workspace.banners.pop(user.id, None)
        else:
            engine.workspace.banners[user.id] = text
        engine.workspace.changed()


def failure(what: str, answer: Answer) -> str:
    """A failed answer in the words of Slack's client."""
    if isinstance(answer.status, int):
        return f"{what} failed because the app responded with Status Code {answer.status}"
    return f'{what} failed with the error "{answer.error}"'


def command(engine: Engine, user: User, name: str, text: str, channel_id: str | None) -> None:
    """Type a slash command; what the app answers right away is shown."""
    channel = place(engine, user, channel_id)
    complain(engine, user, None)
    known = engine.manifest.commands.get(name)
    if known is None:
        complain(engine, user, f"{name} is not a valid command.")
        return
    typed = _escaped(engine, text) if known.get("should_escape") else text
    payload = payloads.command(engine, user, channel, name, typed)
    answer = callbacks.deliver(engine, name, "slash_commands", payload)
    if answer.error is not None:
        complain(engine, user, failure(name, answer))
        return
    if answer.body:
        _say_at_once(engine, user, channel, name, answer.body)


def _say_at_once(engine: Engine, user: User, channel: Channel, name: str, body: Any) -> None:
    content = body if isinstance(body, dict) else {"text": str(body)}
    try:
        respond(engine, channel, user.id, content)
    except Refusal as refusal:
        complain(engine, user, f'{name} failed with the error "{refusal.error}"')


def _escaped(engine: Engine, text: str) -> str:
    """Mentions as Slack escapes them: @name (or the full name) and #channel become ids."""
    names = {
        f"@{name}": f"<@{u.id}|{u.name}>" for u in engine.workspace.users.values() for name in _called(u)
    }
    names |= {f"#{c.name}": f"<#{c.id}|{c.name}>" for c in engine.workspace.channels.values() if c.name}
    longest_first = sorted(names, key=len, reverse=True)
    pattern = "|".join(re.escape(name) for name in longest_first)
    return re.sub(rf"(?<![\w<])(?:{pattern})(?!\w)", lambda found: names[found[0]], text)


def _called(user: User) -> tuple[str, str]:
    return user.name, user.real_name


def respond(engine: Engine, channel: Channel, user: str, content: Json) -> None:
    """Post what an app answers to a command or sends to a response URL. Refusal as Slack refuses."""
    checks.refuse(checks.message_problems(engine, content))
    alone = None if content.get("response_type") == "in_channel" else user
    posts.post(engine.workspace, channel, engine.bot.id, content, by_app=True, ephemeral_to=alone)


def shortcut(engine: Engine, user: User, name: str, at: tuple[str, str] | None) -> None:
    """Use a global shortcut by its name, or a message shortcut at (channel, ts)."""
    wanted = "message" if at else "global"
    found = next((s for s in engine.manifest.shortcuts if s["name"] == name and s["type"] == wanted), None)
    if found is None:
        raise NotPossible(f"there is no {wanted} shortcut {name!r}")
    complain(engine, user, None)
    if at is None:
        payload = payloads.shortcut(engine, user, found["callback_id"])
    else:
        channel, message = message_at(engine, user, *at)
        payload = payloads.message_action(engine, user, found["callback_id"], channel, message)
    answer = callbacks.deliver(engine, found["callback_id"], "interactive", payload)
    if answer.error is not None:
        complain(engine, user, failure(name, answer))


def message_at(engine: Engine, user: User, channel_id: str, ts: str) -> tuple[Channel, Message]:
    """A message this person sees. NotPossible if it isn't on their screen."""
    channel = place(engine, user, channel_id)
    message = channel.find(ts)
    if message is None or message.ephemeral_to not in (None, user.id):
        raise NotPossible("that message is not there any more")
    return channel, message


def view_of(engine: Engine, user: User, view_id: str) -> View:
    """The view on this person's screen: the topmost modal, or the home tab. NotPossible otherwise."""
    home = engine.workspace.homes.get(user.id)
    if home is not None and home.id == view_id:
        return home
    stack = engine.workspace.stacks.get(user.id, [])
    if not stack or stack[-1] != view_id:
        raise NotPossible("that view is not on the screen any more")
    return engine.workspace.views[view_id]


def open_home(engine: Engine, user: User) -> None:
    """Open the app's home tab."""
    if not engine.manifest.home_tab:
        raise NotPossible("this app has no home tab")
    with engine.workspace.changes:
        channel = engine.workspace.dm_with(user.id)
        stamp = engine.workspace.new_ts()
        event: Json = {"type": "app_home_opened", "user": user.id, "channel": channel.id, "tab": "home"}
        event["event_ts"] = stamp
        home = engine.workspace.homes.get(user.id)
        if home is not None:
            event["view"] = view_json(engine.workspace, home)
    callbacks.emit(engine, event)


def say(engine: Engine, user: User, text: str, channel_id: str | None, thread_ts: str | None) -> str:
    """Write a message as a person, @names and #channels becoming mentions; returns its ts."""
    channel = place(engine, user, channel_id)
    if channel.archived:
        raise NotPossible("this channel is archived")
    written = _escaped(engine, html.escape(text, quote=False))
    message = posts.post(engine.workspace, channel, user.id, {"text": written, "thread_ts": thread_ts})
    if engine.bot.id in channel.members:
        event: Json = {
            "user": user.id,
            "text": written,
            "ts": message.ts,
            "channel": channel.id,
            "event_ts": message.ts,
            "team": engine.workspace.team_id,
        } | ({"thread_ts": thread_ts} if thread_ts else {})
        kind = {"public": "channel", "private": "group", "im": "im"}[channel.kind]
        callbacks.emit(engine, {"type": "message", "channel_type": kind} | event)
        if f"<@{engine.bot.id}" in written:
            callbacks.emit(engine, {"type": "app_mention"} | event)
    return message.ts


def submit(engine: Engine, user: User, view_id: str) -> None:
    """Press a modal's submit button. What the client refuses never reaches the app."""
    view = view_of(engine, user, view_id)
    with engine.workspace.changes:
        if not view.content.get("submit"):
            raise NotPossible("this view has no submit button")
        complain(engine, user, None)
        view.banner = None
        view.errors = inputs.refusals(view.content["blocks"], view.values)
        engine.workspace.changed()
        if view.errors:
            return
        payload = payloads.view_submission(engine, user, view)
    answer = callbacks.deliver(engine, "view_submission", "interactive", payload)
    try:
        if answer.error is not None:
            raise Refusal(answer.error)
        _obey(engine, user, view, answer.body)
    except Refusal:
        with engine.workspace.changes:
            view.banner = TROUBLE
            engine.workspace.changed()


def _obey(engine: Engine, user: User, view: View, body: Any) -> None:
    """Do what the answer to a submission says. Refusal where Slack would show its own error."""
    said = body if isinstance(body, dict) else {}
    with engine.workspace.changes:
        checks.refuse(checks.answer_problems(engine, view.content, body))
        match said.get("response_action"):
            case "errors":
                view.errors = dict(said["errors"])
                engine.workspace.changed()
            case "update":
                modals.update_view(engine.workspace, view, said["view"])
            case "push":
                modals.push_view(engine.workspace, user.id, said["view"])
            case "clear":
                modals.clear(engine.workspace, user.id)
            case _:
                modals.close_top(engine.workspace, view)


def close(engine: Engine, user: User, view_id: str, *, everything: bool = False) -> None:
    """Close a modal (with clear_on_close or `everything`: the whole stack); view_closed where asked for."""
    view = view_of(engine, user, view_id)
    with engine.workspace.changes:
        if view.content["type"] != "modal":
            raise NotPossible("a home tab can't be closed")
        cleared = everything or bool(view.content.get("clear_on_close"))
        gone = modals.clear(engine.workspace, user.id) if cleared else [view]
        if not cleared:
            modals.close_top(engine.workspace, view)
        told = [
            payloads.view_closed(engine, user, v, cleared=cleared)
            for v in gone
            if v.content.get("notify_on_close")
        ]
    for payload in told:
        callbacks.deliver(engine, "view_closed", "interactive", copy.deepcopy(payload))
