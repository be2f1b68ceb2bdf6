"""Who reads a debrief: what Slack says of its channels, and what the lead answers."""

from slack_bolt import App

from bot.acting.context import Context
from bot.services import audience
from bot.views import ids
from handlers.requests import Json, Request, action


def register(app: App, context: Context) -> None:
    """Listen to channels changing, and to the buttons about it."""
    action(app, context, ids.SHOW_AGAIN, _show_again)
    action(app, context, ids.GUEST_MAY_READ, _confirm)

    def changed(event: Json, body: Json) -> None:
        audience.somebody_came(context, body["team_id"], event["channel"], body["event_id"])

    app.event("member_joined_channel")(changed)
    app.event("channel_shared")(changed)


def _show_again(request: Request) -> None:
    audience.show_again(request.context, request.actor, int(request.value))


def _confirm(request: Request) -> None:
    loop_id, channel_id, guests = request.value.split(":", 2)
    audience.confirm_guests(request.context, request.actor, int(loop_id), channel_id, guests.split(","))
