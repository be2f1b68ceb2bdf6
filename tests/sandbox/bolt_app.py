"""A small Bolt app that is not ours: it does a little of everything, so that the sandbox can be tried."""

import contextlib
import json
import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask, Response, request
from slack_bolt import Ack, App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_bolt.context.respond import Respond
from slack_sdk import WebClient
from werkzeug.serving import WSGIRequestHandler, make_server

from sandbox import Sandbox

Json = dict[str, Any]

MANIFEST: Json = {
    "display_information": {"name": "Trial"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Trial"},
        "shortcuts": [
            {"name": "Start a form", "type": "global", "callback_id": "start_form", "description": "d"},
            {"name": "Keep this", "type": "message", "callback_id": "keep_this", "description": "d"},
        ],
        "slash_commands": [
            {"command": "/form", "description": "d", "should_escape": True},
            {"command": "/say", "description": "d", "should_escape": True},
            {"command": "/slow", "description": "d"},
            {"command": "/broken", "description": "d"},
            {"command": "/unheard", "description": "d"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "commands",
                "chat:write",
                "im:write",
                "im:history",
                "im:read",
                "channels:read",
                "channels:history",
                "groups:read",
                "groups:history",
                "users:read",
                "files:write",
                "files:read",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                "app_home_opened",
                "message.im",
                "app_mention",
                "member_joined_channel",
                "member_left_channel",
                "channel_archive",
            ]
        },
        "interactivity": {"is_enabled": True},
    },
    "functions": {
        "wait": {
            "title": "Wait for a yes",
            "description": "d",
            "input_parameters": {
                "who": {"type": "slack#/types/user_id", "title": "Who", "is_required": True},
                "why": {"type": "string", "title": "Why"},
            },
            "output_parameters": {"answer": {"type": "string", "title": "Answer", "is_required": True}},
        }
    },
}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str | None = None) -> Json:
    return {"text": plain(text), "value": value or text.lower()}


def field(label: str, element: Json, **more: Any) -> Json:
    key = label.lower().replace(" ", "_")
    element = {"action_id": "in", **element}
    return {"type": "input", "block_id": key, "label": plain(label), "element": element, **more}


def button(text: str, action_id: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def modal(title: str, blocks: list[Json], **more: Any) -> Json:
    return {"type": "modal", "callback_id": "form", "title": plain(title), "blocks": blocks, **more}


def form(note: str = "", title: str = "A form", name: str | None = None) -> Json:
    first: Json = {"type": "plain_text_input", "min_length": 2, "max_length": 20}
    if name is not None:
        first["initial_value"] = name
    blocks = [
        {"type": "section", "block_id": "note", "text": mrkdwn(note or "Fill *this* in")},
        field("Name", first),
        field("Day", {"type": "datepicker"}, optional=True),
        field("Time", {"type": "timepicker"}, optional=True),
        field(
            "Minutes", {"type": "number_input", "is_decimal_allowed": False, "min_value": "5"}, optional=True
        ),
        field("Mail", {"type": "email_text_input"}, optional=True),
        field("Link", {"type": "url_text_input"}, optional=True),
        field("Lead", {"type": "users_select"}, optional=True),
        field("Panel", {"type": "multi_users_select", "max_selected_items": 2}, optional=True),
        field("Channel", {"type": "conversations_select"}, optional=True),
        field("Story", {"type": "rich_text_input"}, optional=True),
        field(
            "Level", {"type": "static_select", "options": [option("Mid"), option("Senior")]}, optional=True
        ),
        field(
            "Rating",
            {
                "type": "radio_buttons",
                "options": [
                    {"text": mrkdwn(f"*{n}* {t}"), "value": str(n)} for n, t in ((1, "Weak"), (2, "Fair"))
                ],
            },
            optional=True,
        ),
        field("Flags", {"type": "checkboxes", "options": [option("Late"), option("Loud")]}, optional=True),
        field(
            "Draft",
            {
                "type": "plain_text_input",
                "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]},
                "action_id": "draft",
            },
            optional=True,
            dispatch_action=True,
        ),
        {
            "type": "actions",
            "block_id": "more",
            "elements": [
                button("Next page", "push"),
                button("Reword", "reword"),
                button(
                    "Throw away",
                    "drop",
                    confirm={
                        "title": plain("Sure?"),
                        "text": plain("It's gone then"),
                        "confirm": plain("Yes"),
                        "deny": plain("No"),
                    },
                ),
                {
                    "type": "overflow",
                    "action_id": "menu",
                    "options": [option("Full text"), option("Skip it")],
                },
            ],
        },
    ]
    return modal(
        title,
        blocks,
        submit=plain("Send"),
        close=plain("Cancel"),
        notify_on_close=True,
        private_metadata="kept",
    )


class Trial:
    """The app and what it heard."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.heard: list[tuple[str, Json]] = []
        self.answer: Json = {}
        self.release = threading.Event()
        client = WebClient(token=sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])
        quiet = logging.getLogger("trial")
        quiet.setLevel(logging.CRITICAL)
        self.app = App(
            client=client,
            signing_secret=sandbox.signing_secret,
            listener_executor=ThreadPoolExecutor(max_workers=8),
            logger=quiet,
        )
        self.client = client
        self._listen()

    def last(self, kind: str) -> Json:
        return next(body for name, body in reversed(self.heard) if name == kind)

    def count(self, kind: str) -> int:
        return sum(name == kind for name, _ in self.heard)

    def _listen(self) -> None:
        app = self.app

        @app.middleware
        def hear(body: Json, next: Any) -> None:
            event = body.get("event", {}).get("type")
            self.heard.append((str(event or body.get("type") or body.get("command")), body))
            next()

        self._commands()
        self._actions()
        self._steps()

        @app.view("form")
        def submitted(ack: Ack) -> None:
            ack(**self.answer)

        @app.view_closed("form")
        def closed(ack: Ack) -> None:
            ack()

        @app.shortcut("start_form")
        def start(ack: Ack, body: Json, client: WebClient) -> None:
            ack()
            client.views_open(trigger_id=body["trigger_id"], view=form())

        @app.shortcut("keep_this")
        def keep(ack: Ack, body: Json, respond: Respond) -> None:
            ack()
            respond(f"Kept: {body['message']['text']}")

        @app.event("app_home_opened")
        def home(event: Json, client: WebClient) -> None:
            blocks = [
                {"type": "section", "text": mrkdwn(f"Hello <@{event['user']}>")},
                {"type": "actions", "block_id": "h", "elements": [button("Count", "count")]},
            ]
            client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

        for name in ("app_mention", "member_joined_channel", "member_left_channel", "channel_archive"):
            app.event(name)(_heard)

        @app.event("message")
        def message(event: Json, say: Any) -> None:
            say(text=f"You said: {event['text']}")

    def _commands(self) -> None:
        app = self.app

        @app.command("/form")
        def open_form(ack: Ack, body: Json, client: WebClient) -> None:
            ack()
            client.views_open(trigger_id=body["trigger_id"], view=form())

        @app.command("/say")
        def say(ack: Ack, body: Json) -> None:
            ack(f"Hi: {body['text']}")

        @app.command("/slow")
        def slow(ack: Ack) -> None:
            self.release.wait(10)
            ack("too late")

        @app.command("/broken")
        def broken(ack: Ack) -> None:
            raise RuntimeError("broken on purpose")

    def _actions(self) -> None:
        app = self.app

        @app.action("push")
        def push(ack: Ack, body: Json, client: WebClient) -> None:
            ack()
            second = modal("Page two", [field("More", {"type": "plain_text_input"})], submit=plain("Done"))
            client.views_push(trigger_id=body["trigger_id"], view=second)

        @app.action("reword")
        def reword(ack: Ack, body: Json, client: WebClient) -> None:
            ack()
            view = form("Reworded", name="from the app")
            client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)

        @app.action("ask")
        def ask(ack: Ack, respond: Respond) -> None:
            ack()
            respond(text="Thanks", replace_original=True)

        @app.action("gone")
        def gone(ack: Ack, respond: Respond) -> None:
            ack()
            respond(delete_original=True)

        for name in ("drop", "menu", "draft", "count", "pick"):
            app.action(name)(_ack_only)

    def _steps(self) -> None:
        app = self.app

        @app.function("wait")
        def wait(inputs: Json, client: WebClient, fail: Any) -> None:
            if inputs.get("why") == "nothing":
                fail(error="There is nothing to wait for")
                return
            blocks = [
                {
                    "type": "actions",
                    "elements": [button("Yes", "agree"), button("Odd", "odd"), button("Why", "ask_why")],
                }
            ]
            client.chat_postMessage(channel=inputs["who"], text="Do you agree?", blocks=blocks)

        @app.action("agree")
        def agree(ack: Ack, complete: Any) -> None:
            ack()
            complete(outputs={"answer": "yes"})

        @app.action("ask_why")
        def ask_why(ack: Ack, body: Json, client: WebClient) -> None:
            ack()
            asked = modal("Why", [field("Reason", {"type": "plain_text_input"})], submit=plain("Send"))
            client.views_open(trigger_id=body["trigger_id"], view={**asked, "callback_id": "reason"})

        @app.view("reason")
        def reason(ack: Ack, view: Json, complete: Any) -> None:
            ack()
            complete(outputs={"answer": view["state"]["values"]["reason"]["in"]["value"]})

        @app.action("odd")
        def odd(ack: Ack, complete: Any) -> None:
            ack()
            complete(outputs={"number": 1})


def _ack_only(ack: Ack) -> None:
    ack()


def _heard() -> None:
    pass


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        pass


@contextlib.contextmanager
def serving(trial: Trial, sandbox: Sandbox) -> Iterator[None]:
    """The app over signed HTTP, with a tick address that records the time it was told."""
    web = Flask("trial")
    handler = SlackRequestHandler(trial.app)

    @web.post("/slack/events")
    def events() -> Any:
        return handler.handle(request)

    @web.post("/tick")
    def tick() -> str:
        trial.heard.append(("tick", request.get_json()))
        return "idle"

    @web.get("/due")
    def due() -> Response:
        said = [{"at": "2025-11-24T10:00:00+00:00", "what": "a reminder"}]
        return Response(json.dumps(said), mimetype="application/json")

    server = make_server("127.0.0.1", 0, web, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    base = f"http://127.0.0.1:{server.port}"
    try:
        sandbox.connect(f"{base}/slack/events", tick_url=f"{base}/tick", due_url=f"{base}/due")
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
