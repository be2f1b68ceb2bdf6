"""Home: drawn anew whenever somebody opens it."""

from slack_bolt import App
from slack_sdk import WebClient

from bot.acting.context import Actor, Context
from bot.services import home, prep
from bot.views import home as views
from handlers.requests import Json


def register(app: App, context: Context) -> None:
    """Listen to Home being opened."""

    def opened(event: Json, body: Json, client: WebClient) -> None:
        if event.get("tab", "home") != "home":
            return
        actor = Actor(body["team_id"], event["user"])
        zone = context.directory.person(actor.team_id, actor.user_id).zone
        view = views.tab(home.opened(context, actor), zone, prep.get(context, actor))

        def publish(shown: Json) -> None:
            client.views_publish(user_id=actor.user_id, view=shown)

        context.ladder.show(actor.team_id, view, publish)

    app.event("app_home_opened")(opened)
