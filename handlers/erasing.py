"""Having a candidate erased."""

from slack_bolt import App

from bot.acting.context import Context
from bot.services import erasing
from bot.views import erasing as views
from bot.views import ids
from handlers.requests import Request, action, submission, values


def register(app: App, context: Context) -> None:
    """Listen to the button and its form."""
    action(app, context, ids.ERASE, _open)
    submission(app, context, ids.ERASE_FORM, _erase)


def _open(request: Request) -> None:
    erasing.check_may_erase(request.context, request.actor)
    request.open(views.form())


def _erase(request: Request) -> None:
    given = values(request.view)
    token = erasing.erase_for_admin(
        request.context, request.actor, given.get("candidate") or "", given.get("reason") or ""
    )
    request.turn_into(views.done(token, request.actor.team_id))
