"""Page 2 of planning: mends, seats, and wishes with their cost."""

import json
import re
from functools import partial

from slack_bolt import App

from bot.acting.context import Context
from bot.domain.errors import NotFound
from bot.domain.loops import LoopState, LoopView, SeatView
from bot.domain.loops.seating import SeatForm
from bot.services.loops import placing, reading
from bot.services.planning import choosing, wishes
from bot.views import ids
from bot.views import plans as plan_views
from bot.views import seats as views
from bot.views import wishes as wish_views
from handlers.requests import Json, Request, action, submission, values


def register(app: App, context: Context) -> None:
    """Listen to everything on the plan's page."""
    action(app, context, _numbered(ids.MEND), _mend)
    action(app, context, _numbered(ids.ADD_PANELIST), _open_add)
    action(app, context, ids.COMPETENCIES, _open_competencies)
    submission(app, context, ids.COMPETENCIES_FORM, _choose)
    action(app, context, ids.SEAT_MENU, _seat_menu)
    submission(app, context, ids.SEAT_FORM, _change_seat)
    submission(app, context, ids.ADD_FORM, _add)
    submission(app, context, ids.SHADOW_FORM, _shadow)
    action(app, context, ids.WISH_MENU, _wish)
    action(app, context, ids.WISH_INTO, _swap)
    action(app, context, _numbered(ids.WISH_FORGET), _forget)
    action(app, context, ids.WISHES_BACK, _back_to_wishes)
    submission(app, context, ids.TRIAL_PAGE, _grant)


def seat_of(loop: LoopView, interview_id: int) -> SeatView:
    """The seat in the loop as it is now; NotFound where it is gone."""
    found = next((seat for seat in loop.seats if seat.interview_id == interview_id), None)
    if found is None:
        raise NotFound("That seat isn't there any more. Go back and look at the plan again.")
    return found


def names_of(request: Request, loop: LoopView) -> dict[str, str]:
    """Everybody's name, for menus."""
    people = {seat.user_id for seat in loop.seats}
    return {one: request.context.directory.person(request.actor.team_id, one).name for one in people}


def shadow_form(request: Request, loop: LoopView, interview_id: int) -> Json:
    """The form for a shadow's part."""
    return views.shadow_form(loop, seat_of(loop, interview_id), names_of(request, loop), request.zone)


def add_form(request: Request, loop_id: int, user_id: str | None = None) -> Json:
    """The form for one panelist more, somebody picked already where that was offered."""
    loop = reading.view(request.context, request.actor, loop_id)
    start = placing.free_start(request.context, request.actor, loop_id)
    return views.add_form(loop, start, user_id)


def _numbered(name: str) -> re.Pattern[str]:
    return re.compile(rf"^{re.escape(name)}\.\d+$")


def _loop(request: Request, interview_id: int) -> LoopView:
    return reading.view_of_seat(request.context, request.actor, interview_id)


def _mend(request: Request) -> None:
    loop_id, number = (int(part) for part in request.value.split(":"))
    placing.mend(request.context, request.actor, loop_id, number)
    request.update(lambda: plan_views.planning(request.view["external_id"], loop_id))


def _open_add(request: Request) -> None:
    loop_id, _, user_id = request.value.partition(":")
    request.open(add_form(request, int(loop_id), user_id or None))


def _open_competencies(request: Request) -> None:
    request.open(
        plan_views.competencies_form(reading.view(request.context, request.actor, int(request.value)))
    )


def _choose(request: Request) -> None:
    keys = values(request.view).get("competencies") or ()
    choosing.choose(request.context, request.actor, int(request.view["private_metadata"]), keys)


def _seat_menu(request: Request) -> None:
    what, _, id = request.value.partition(":")
    if what == "add":
        request.open(add_form(request, int(id)))
        return
    loop = _loop(request, int(id))
    seat = seat_of(loop, int(id))
    if what == "shadow":
        request.open(shadow_form(request, loop, seat.interview_id))
    elif what == "questions":
        request.open(wish_views.page(loop, seat))
    else:
        request.open(views.seat_form(loop, seat, request.zone))


def _change_seat(request: Request) -> None:
    form = _seat_form(values(request.view))
    placing.change(request.context, request.actor, int(request.view["private_metadata"]), form)


def _add(request: Request) -> None:
    loop_id = int(json.loads(request.view["private_metadata"])["loop"])
    placing.add(request.context, request.actor, loop_id, _seat_form(values(request.view)))
    _close_late_forms(request, reading.view(request.context, request.actor, loop_id))


def _close_late_forms(request: Request, loop: LoopView) -> None:
    """A running loop's list of changes is out of date now; a draft's page is made again by itself."""
    if loop.state is LoopState.RUNNING:
        request.ack(response_action="clear")


def _seat_form(given: Json) -> SeatForm:
    place = given.get("place")
    return SeatForm(
        user_id=given.get("person"),
        start=given.get("start"),
        minutes=int(given.get("minutes") or 0),
        place=int(place) if place is not None else None,
    )


def _shadow(request: Request) -> None:
    given = values(request.view)
    interview_id = int(request.view["private_metadata"])
    reverse = given.get("part") == views.ASKS
    placing.shadow(request.context, request.actor, interview_id, int(given.get("host") or 0), reverse=reverse)
    _close_late_forms(request, _loop(request, interview_id))


def _wish(request: Request) -> None:
    kind, interview, question_id = request.value.split(":", 2)
    interview_id = int(interview)
    if kind == "unpin":
        seat = seat_of(_loop(request, interview_id), interview_id)
        wishes.forget(request.context, request.actor, interview_id, seat.user_id, question_id)
        _show_wishes(request, interview_id)
    elif kind == wishes.SWAP:
        request.update(partial(_swap_form, request, interview_id, question_id))
    else:
        _weigh(request, interview_id, question_id, kind)


def _swap_form(request: Request, interview_id: int, question_id: str) -> Json:
    loop = _loop(request, interview_id)
    return wish_views.swap_form(loop, seat_of(loop, interview_id), question_id, names_of(request, loop))


def _swap(request: Request) -> None:
    interview, _, question_id = request.view["private_metadata"].partition(":")
    other, _, theirs = request.value.partition(":")
    _weigh(request, int(interview), question_id, wishes.SWAP, (int(other), theirs or None))


def _weigh(
    request: Request,
    interview_id: int,
    question_id: str,
    kind: str,
    into: tuple[int, str | None] | None = None,
) -> None:
    """Show that it is worked out before it is asked for, so that the answer finds where to go."""
    view = wishes.new_view()
    request.update(lambda: wish_views.waiting(view))
    wishes.try_out(request.context, request.actor, interview_id, question_id, kind, view, into)


def _forget(request: Request) -> None:
    interview, user_id, question_id = request.value.split(":", 2)
    wishes.forget(request.context, request.actor, int(interview), user_id, question_id)
    _show_wishes(request, int(interview))


def _back_to_wishes(request: Request) -> None:
    _show_wishes(request, int(request.value))


def _show_wishes(request: Request, interview_id: int) -> None:
    def draw() -> Json:
        loop = _loop(request, interview_id)
        return wish_views.page(loop, seat_of(loop, interview_id))

    request.update(draw)


def _grant(request: Request) -> None:
    loop_id, _, view = request.view["private_metadata"].partition(":")
    wishes.apply(request.context, request.actor, int(loop_id), view)
