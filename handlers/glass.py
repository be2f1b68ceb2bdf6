"""Reading scorecards before the debrief."""

from slack_bolt import App

from bot.acting.context import Context
from bot.services import glass
from bot.views import glass as views
from bot.views import ids
from handlers.requests import Request, action, submission, values


def register(app: App, context: Context) -> None:
    """Listen to the button, its form, and the one that reads."""
    action(app, context, ids.GLASS, _open)
    submission(app, context, ids.GLASS_FORM, _break)
    action(app, context, ids.GLASS_READ, _read)


def _open(request: Request) -> None:
    loop_id = int(request.value)
    request.open(views.form(loop_id, glass.check_may_break(request.context, request.actor, loop_id)))


def _break(request: Request) -> None:
    given = values(request.view)
    loop_id = int(request.view["private_metadata"])
    glass.break_it(request.context, request.actor, loop_id, given.get("reason") or "")
    request.turn_into(views.being_told())


def _read(request: Request) -> None:
    request.open(views.scorecards(glass.read(request.context, request.actor, int(request.value))))
