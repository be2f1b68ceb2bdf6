"""Home: drawn anew whenever somebody opens it."""

from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from bot.acting.context import Actor, Context
from bot.services import home, prep
from bot.views import decided, ids
from bot.views import home as views
from handlers.requests import Json, Request, action, show_newest


def register(app: App, context: Context) -> None:
    """Listen to Home being opened."""

    def opened(event: Json, body: Json, client: WebClient) -> None:
        if event.get("tab", "home") != "home":
            return
        actor = Actor(body["team_id"], event["user"])

        def publish(view: Json, **known: str) -> None:
            def send(shown: Json) -> None:
                client.views_publish(user_id=actor.user_id, view=shown, **known)

            context.ladder.show(actor.team_id, view, send)

        show_newest(partial(_drawn, context, actor), publish, (event.get("view") or {}).get("hash"))

    app.event("app_home_opened")(opened)
    action(app, context, ids.DECIDED_LOOPS, _decided)


def _decided(request: Request) -> None:
    """The decided loops; where they are shown already, another page of them."""
    number = int(request.value)
    found, pages = home.decided(request.context, request.actor, number)
    view = decided.page(found, min(number, pages), pages, request.zone)
    if request.in_modal:
        request.update(lambda: view)
    else:
        request.open(view)


def _drawn(context: Context, actor: Actor) -> Json:
    zone = context.directory.person(actor.team_id, actor.user_id).zone
    return views.tab(home.opened(context, actor), zone, prep.get(context, actor))
