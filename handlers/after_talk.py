"""After the talk: whether a recommendation changed, and why it was decided."""

from slack_bolt import App

from bot.acting.context import Context
from bot.services.debriefs import reading, talking
from bot.views import after_talk as views
from bot.views import debrief_modals, ids
from handlers.requests import Request, action, submission, values


def register(app: App, context: Context) -> None:
    """Listen to what is said after a debrief's talk."""
    action(app, context, ids.AFTER_TALK, _open)
    submission(app, context, ids.AFTER_TALK_FORM, _say)
    submission(app, context, ids.SHOW_TALK_FORM, _show)
    action(app, context, ids.READ_REASON, _read_reason)


def _open(request: Request) -> None:
    own = talking.form(request.context, request.actor, int(request.value))
    request.open(views.form(own.loop_id, own.label, own.stand, own.sealed_at, request.zone, shown=own.shown))


def _say(request: Request) -> None:
    given = values(request.view)
    talking.say(
        request.context,
        request.actor,
        int(request.view["private_metadata"]),
        given.get("recommendation") or "",
        given.get("reason") or "",
    )


def _show(request: Request) -> None:
    talking.show(request.context, request.actor, int(request.view["private_metadata"]))


def _read_reason(request: Request) -> None:
    open_reasons(request, int(request.value))


def open_reasons(request: Request, loop_id: int) -> None:
    """Show why a loop was decided so, for who may read that."""
    made = reading.reasons(request.context, request.actor, loop_id)
    shown = [
        debrief_modals.Decided(reading.OUTCOMES[one.outcome], one.reason, one.by, one.at) for one in made
    ]
    request.open(debrief_modals.reasons(shown, request.zone))
