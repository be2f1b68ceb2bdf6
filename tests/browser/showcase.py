"""A Bolt app that is not ours: every block and every input, in a process of its own.

Run as `python -m tests.browser.showcase API_URL SIGNING_SECRET BOT_TOKEN PORT`; prints "ready" and its port.
"""

import base64
import logging
import sys
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

Json = dict[str, Any]
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(number: int, text: str = "") -> Json:
    return {"text": plain(text or f"Choice {number}"), "value": f"v{number}"}


def asked(block_id: str, label: str, element: Json, **more: Any) -> Json:
    element.setdefault("action_id", "value")
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, **more}


def every_input() -> Json:
    """One modal with an input of every kind the workspace offers."""
    rated = [
        {"text": mrkdwn(f"*{n}*  {text}"), "value": str(n)}
        for n, text in enumerate(
            ("Answers before the goal is clear", "Restates the task", "Names goal, cost and a first check"), 1
        )
    ]
    seen = [
        {"text": mrkdwn(":triangular_flag_on_post: Sure of something wrong"), "value": "wrong"},
        {
            "text": plain("Said where their knowledge ends"),
            "value": "edge",
            "description": plain("A good sign"),
        },
    ]
    groups = [
        {"label": plain("Berlin"), "options": [option(1, "Mitte"), option(2, "Wedding")]},
        {"label": plain("London"), "options": [option(3, "Hackney")]},
    ]
    multi = {"options": [option(n) for n in range(1, 6)]}
    return {
        "type": "modal",
        "callback_id": "everything",
        "title": plain("Every input"),
        "submit": plain("Save"),
        "close": plain("Not now"),
        "notify_on_close": True,
        "blocks": [
            {"type": "section", "text": mrkdwn("*Fill in* what you like. Saved as you go.")},
            asked("name", "Name", {"type": "plain_text_input", "placeholder": plain("First and last")}),
            asked(
                "notes",
                "What did they say or do?",
                {"type": "plain_text_input", "multiline": True, "max_length": 1500},
                optional=True,
                hint=plain("Words, steps, numbers. Not how they came across."),
            ),
            asked(
                "minutes", "Minutes", {"type": "number_input", "is_decimal_allowed": False, "min_value": "15"}
            ),
            asked("email", "Email", {"type": "email_text_input"}, optional=True),
            asked("link", "Link", {"type": "url_text_input"}, optional=True),
            asked("rating", "Framing", {"type": "radio_buttons", "options": rated}, optional=True),
            asked("seen", "Seen", {"type": "checkboxes", "options": seen}, optional=True),
            asked("place", "Place", {"type": "static_select", "option_groups": groups}, optional=True),
            asked("several", "Several", {"type": "multi_static_select", **multi}, optional=True),
            asked("person", "Person", {"type": "users_select"}, optional=True),
            asked("people", "People", {"type": "multi_users_select", "max_selected_items": 2}, optional=True),
            asked("room", "Channel", {"type": "channels_select"}, optional=True),
            asked(
                "private",
                "Private channel",
                {"type": "conversations_select", "filter": {"include": ["private"]}},
                optional=True,
            ),
            asked("rooms", "Conversations", {"type": "multi_conversations_select"}, optional=True),
            asked("public", "Channels", {"type": "multi_channels_select"}, optional=True),
            asked("day", "Day", {"type": "datepicker"}, optional=True),
            asked("time", "Time", {"type": "timepicker"}, optional=True),
            asked("when", "Day and time", {"type": "datetimepicker"}, optional=True),
            asked("rich", "Formatted", {"type": "rich_text_input"}, optional=True),
            {
                "type": "actions",
                "block_id": "below",
                "elements": [
                    {"type": "button", "action_id": "push", "text": plain("Details")},
                    {
                        "type": "button",
                        "action_id": "sure",
                        "style": "danger",
                        "text": plain("Delete"),
                        "confirm": {
                            "title": plain("Delete it?"),
                            "text": plain("It is gone for good."),
                            "confirm": plain("Delete"),
                            "deny": plain("Keep"),
                            "style": "danger",
                        },
                    },
                ],
            },
        ],
    }


def search(count: int, typed: str) -> Json:
    """A modal that is updated whenever Enter is pressed in it, or a choice is made."""
    field = {"type": "plain_text_input", "action_id": "typed"}
    order = {
        "type": "radio_buttons",
        "action_id": "typed",
        "options": [option(1, "Newest"), option(2, "Best")],
    }
    return {
        "type": "modal",
        "title": plain("Search"),
        "submit": plain("Done"),
        "blocks": [
            asked("query", "Words", field, dispatch_action=True),
            asked("order", "Order", order, dispatch_action=True, optional=True),
            {"type": "section", "text": mrkdwn(f"Asked {count} times, now for *{typed or 'nothing'}*")},
        ],
    }


def rich_blocks() -> list[Json]:
    """A message with every block."""

    def text(words: str, **style: bool) -> Json:
        return {"type": "text", "text": words} | ({"style": style} if style else {})

    def line(*parts: Json) -> Json:
        return {"type": "rich_text_section", "elements": list(parts)}

    def cell(words: str) -> Json:
        return {"type": "raw_text", "text": words}

    def bold(words: str) -> Json:
        return {"type": "rich_text", "elements": [line(text(words, bold=True))]}

    scores = (("MLOps", "3.1 (2.7–3.5)", "2.8"), ("Experimentation", "2.4 (1.9–2.9)", "2.5"))
    return [
        {"type": "header", "text": plain("Debrief ready · 5 of 5 scorecards")},
        {"type": "section", "text": mrkdwn("*A. K.* · Senior ML engineer"), "expand": True},
        {
            "type": "rich_text",
            "elements": [
                line(text("Talk about these first", bold=True)),
                {
                    "type": "rich_text_list",
                    "style": "ordered",
                    "elements": [
                        line(
                            text("MLOps, constraints:", bold=True),
                            text(" Priya 4, Marc 2, on the same incident"),
                        ),
                        line(text("Communication", bold=True), text(" rests on Ines alone")),
                    ],
                },
                {
                    "type": "rich_text_quote",
                    "elements": [text("Started with splitting chargebacks by country.")],
                },
                {
                    "type": "rich_text_preformatted",
                    "elements": [text("SELECT country, count(*)\nFROM chargebacks")],
                },
            ],
        },
        {
            "type": "table",
            "column_settings": [{"is_wrapped": True}, {}, {"align": "right"}],
            "rows": [
                [bold("Competency"), bold("Score, range"), bold("Raw")],
                *[[bold(name), cell(score), cell(raw)] for name, score, raw in scores],
            ],
        },
        {
            "type": "context",
            "elements": [mrkdwn("1 to 4, corrected for how severely panelists rate; 80% ranges")],
        },
        {"type": "divider"},
        {
            "type": "section",
            "fields": [
                mrkdwn("*Recommendations*\n1 strong yes · 3 yes · 1 no"),
                mrkdwn("*Speak in this order*\nJo, Ines"),
            ],
        },
        {
            "type": "section",
            "block_id": "asked",
            "text": mrkdwn(
                "How did *you* find it? `code`, _italic_, ~gone~, :tada: and <https://example.com|a link>"
            ),
            "accessory": {
                "type": "overflow",
                "action_id": "menu",
                "options": [option(1, "Revise mine"), option(2, "Export")],
            },
        },
        {
            "type": "actions",
            "block_id": "act",
            "elements": [
                {"type": "button", "action_id": "open", "style": "primary", "text": plain("Record decision")},
                {"type": "button", "action_id": "late", "text": plain("Why these numbers")},
                {
                    "type": "static_select",
                    "action_id": "pick",
                    "placeholder": plain("Remind me"),
                    "options": [option(1, "Tomorrow"), option(2, "Next week")],
                },
            ],
        },
    ]


def home(user: str) -> Json:
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "text": plain("Needs you")},
            {"type": "section", "text": mrkdwn(f"Nothing yet, <@{user}>.")},
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "button",
                        "action_id": "open",
                        "style": "primary",
                        "text": plain("Open everything"),
                    }
                ],
            },
        ],
    }


def build(api_url: str, secret: str, token: str) -> App:
    """The app with all its listeners."""
    client = WebClient(token=token, base_url=api_url, retry_handlers=[])
    app = App(client=client, signing_secret=secret, token_verification_enabled=False)

    @app.command("/show")
    def show(ack: Any, body: Json, client: WebClient) -> None:
        ack()
        what = body["text"].strip()
        if what == "modal":
            client.views_open(trigger_id=body["trigger_id"], view=every_input())
        elif what == "picture":
            sent = client.files_upload_v2(
                filename="chart.png", content=PNG, title="Ratings", alt_txt="A chart"
            )
            picture = {
                "type": "image",
                "alt_text": "Ratings by panelist",
                "slack_file": {"id": sent["file"]["id"]},
            }
            where = body["channel_id"]
            client.chat_postMessage(
                channel=where, text="A picture", blocks=[picture | {"title": plain("Ratings")}]
            )
        elif what == "long":
            block = {"type": "section", "text": mrkdwn("A long story. " * 80)}
            client.chat_postMessage(channel=body["channel_id"], text="A long story", blocks=[block])
        elif what == "search":
            client.views_open(trigger_id=body["trigger_id"], view=search(0, ""))
        elif what == "quiet":
            client.chat_postEphemeral(
                channel=body["channel_id"], user=body["user_id"], text="Just between us"
            )
        elif what == "bad":
            blocks = [{"type": "section", "text": mrkdwn("x" * 3001)}]
            client.chat_postMessage(channel=body["channel_id"], text="Too long", blocks=blocks)
        else:
            first = client.chat_postMessage(
                channel=body["channel_id"], text="A debrief", blocks=rich_blocks()
            )
            client.chat_postMessage(
                channel=body["channel_id"], thread_ts=first["ts"], text=">A *quote* in the thread"
            )

    @app.action("open")
    def open_it(ack: Any, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=every_input())

    @app.action("push")
    def push(ack: Any, body: Json, client: WebClient) -> None:
        ack()
        view = {
            "type": "modal",
            "title": plain("Details"),
            "blocks": [{"type": "section", "text": mrkdwn("More.")}],
        }
        client.views_push(trigger_id=body["trigger_id"], view=view)

    @app.action("menu")
    def menu(ack: Any, body: Json, respond: Any) -> None:
        ack()
        chosen = body["actions"][0]["selected_option"]["text"]["text"]
        respond(text=f"You chose {chosen}", replace_original=False)

    @app.action("sure")
    def sure(ack: Any, body: Json, client: WebClient) -> None:
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text="Deleted")

    asked_for: list[str] = []

    @app.action("typed")
    def typed(ack: Any, body: Json, client: WebClient) -> None:
        ack()
        action, view = body["actions"][0], body["view"]
        asked_for.append(action.get("value") or action["selected_option"]["value"])
        shown = search(len(asked_for), asked_for[-1])
        client.views_update(view_id=view["id"], hash=view["hash"], view=shown)

    for silent in ("late", "pick"):
        app.action(silent)(lambda ack: ack())

    @app.view("everything")
    def submitted(ack: Any, body: Json, client: WebClient) -> None:
        values = body["view"]["state"]["values"]
        if values["name"]["value"]["value"] == "Nobody":
            ack(response_action="errors", errors={"name": "Say who it is"})
            return
        ack()
        said = "\n".join(f"{block}: {inner}" for block, inner in sorted(values.items()))
        client.chat_postMessage(channel=body["user"]["id"], text=f"Saved\n```{said}```")

    @app.view_closed("everything")
    def closed(ack: Any, body: Json, client: WebClient) -> None:
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text="Closed without saving")

    @app.event("app_home_opened")
    def opened(event: Json, client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view=home(event["user"]))

    @app.shortcut("everything")
    def everything(ack: Any, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=every_input())

    return app


def main() -> None:
    """Serve until the process is ended."""
    from flask import Flask, request
    from slack_bolt.adapter.flask import SlackRequestHandler
    from werkzeug.serving import make_server

    api_url, secret, token, port = sys.argv[1:5]
    handler = SlackRequestHandler(build(api_url, secret, token))
    web = Flask("showcase")
    web.post("/slack/events")(lambda: handler.handle(request))
    server = make_server("127.0.0.1", int(port), web, threaded=True)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    print("ready", server.port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
