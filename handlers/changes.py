"""Late changes: [Change the plan] on the status message, its forms, and [Undo]."""

from slack_bolt import App

from bot.acting.context import Context
from bot.domain.loops import LoopView
from bot.domain.loops.loop import check_running
from bot.services.loops import reading, seats
from bot.views import changes as views
from bot.views import ids
from handlers.plans import add_form, names_of, seat_of, shadow_form
from handlers.requests import Json, Request, action, submission, values


def register(app: App, context: Context) -> None:
    """Listen to everything about late seats."""
    action(app, context, ids.CHANGE_PLAN, _open)
    action(app, context, ids.LATE_MENU, _menu)
    action(app, context, ids.LATE_ADD, _add)
    action(app, context, ids.LATE_DEBRIEF, _debrief)
    submission(app, context, ids.LATE_FORM, _apply)
    action(app, context, ids.KIT_UNDO, _undo)


def _open(request: Request) -> None:
    request.open(_page(request, _running(request, int(request.value))))


def _page(request: Request, loop: LoopView) -> Json:
    return views.page(loop, request.zone)


def _running(request: Request, loop_id: int) -> LoopView:
    loop = reading.view(request.context, request.actor, loop_id)
    check_running(loop.state)
    return loop


def _menu(request: Request) -> None:
    what, _, id = request.value.partition(":")
    loop = reading.view_of_seat(request.context, request.actor, int(id))
    check_running(loop.state)
    request.open(_form(request, loop, what, int(id)))


def _form(request: Request, loop: LoopView, what: str, id: int) -> Json:
    seat = seat_of(loop, id)
    zone = request.zone
    if what == views.AWAY:
        return views.away_form(loop, seat, zone)
    if what == views.MISSED:
        return views.missed_form(seat, zone)
    if what == views.TOGETHER:
        return views.together_form(loop, seat, names_of(request, loop), zone)
    if what == views.REPLACE:
        return views.replace_form(seat)
    if what == "shadow":
        return shadow_form(request, loop, id)
    return views.move_form(seat)


def _add(request: Request) -> None:
    request.open(add_form(request, int(request.value)))


def _debrief(request: Request) -> None:
    request.open(views.debrief_form(_running(request, int(request.value))))


def _apply(request: Request) -> None:
    what, id = views.form_data(request.view["private_metadata"])
    given = values(request.view)
    context, actor = request.context, request.actor
    if what == views.AWAY:
        seats.decline(context, actor, id)
    elif what == views.MISSED:
        seats.missed(context, actor, id, str(given.get("what") or ""))
    elif what == views.TOGETHER:
        seats.together(context, actor, id, int(given.get("host") or 0))
    elif what == views.REPLACE:
        seats.replace_question(context, actor, id, str(given.get("question") or ""))
    elif what == views.DEBRIEF:
        seats.move_debrief(context, actor, id, given.get("at"))
    else:
        seats.move(context, actor, id, given.get("start"), int(given.get("minutes") or 0))
    request.ack(response_action="clear")


def _undo(request: Request) -> None:
    interview_id = int(request.value)
    seats.undo(request.context, request.actor, interview_id)
    if request.body.get("view"):
        request.update(
            lambda: _page(request, reading.view_of_seat(request.context, request.actor, interview_id))
        )
