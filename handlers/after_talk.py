"""After the talk: whether a recommendation changed, why it was decided, and decided loops found again."""

from slack_bolt import App

from bot.acting.context import Context
from bot.services.debriefs import decided, reading, talking
from bot.views import after_talk as views
from bot.views import debrief_modals, ids
from bot.views import decided as decided_views
from handlers.requests import Json, Request, action, submission, values


def register(app: App, context: Context) -> None:
    """Listen to what is said after a debrief's talk."""
    action(app, context, ids.AFTER_TALK, _open)
    submission(app, context, ids.AFTER_TALK_FORM, _say)
    submission(app, context, ids.SHOW_TALK_FORM, _show)
    action(app, context, ids.READ_REASON, _read_reason)
    action(app, context, ids.DECIDED, _open_decided)
    action(app, context, ids.DECIDED_BACK, _turn)
    action(app, context, ids.DECIDED_NEXT, _turn)


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
    made = reading.reasons(request.context, request.actor, int(request.value))
    shown = [
        debrief_modals.Decided(reading.OUTCOMES[one.outcome], one.reason, one.by, one.at) for one in made
    ]
    request.open(debrief_modals.reasons(shown, request.zone))


def _open_decided(request: Request) -> None:
    request.open(_page(request, 1))


def _turn(request: Request) -> None:
    request.update(lambda: _page(request, int(request.value)))


def _page(request: Request, number: int) -> Json:
    found, pages = decided.page(request.context, request.actor, number)
    return decided_views.page(found, min(number, pages), pages, request.zone)
