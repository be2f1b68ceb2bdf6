"""Who leads what: the administrators' list, and the form for a loop or an opening."""

import logging

from slack_bolt import App
from slack_sdk.errors import SlackApiError

from bot.acting.context import Context
from bot.domain.leading import Led
from bot.services import leading
from bot.views import ids
from bot.views import leading as views
from handlers.requests import Json, Request, action, submission, values

log = logging.getLogger(__name__)


def register(app: App, context: Context) -> None:
    """Listen to everything about who leads what."""
    action(app, context, ids.LEADING, _open_list)
    action(app, context, ids.LEADING_BACK, _turn)
    action(app, context, ids.LEADING_NEXT, _turn)
    action(app, context, ids.LEADING_CHANGE, _open_form)
    submission(app, context, ids.LEADING_FORM, _save)


def _open_list(request: Request) -> None:
    request.open(_page(request, 1))


def _turn(request: Request) -> None:
    request.update(lambda: _page(request, int(request.value)))


def _page(request: Request, number: int) -> Json:
    found, pages = leading.page(request.context, request.actor, number)
    return views.page(found, min(number, pages), pages)


def _open_form(request: Request) -> None:
    what, id, page = request.value.split(":")
    below = request.view["id"] if int(page) else None
    data = views.FormData(Led(what), int(id), int(page), below)
    request.open(views.form(leading.get(request.context, request.actor, data.what, data.id), data))


def _save(request: Request) -> None:
    data = views.form_data(request.view["private_metadata"])
    given = values(request.view)
    leading.change(
        request.context,
        request.actor,
        data.what,
        data.id,
        given.get("leads") or (),
        given.get("reason") or "",
    )
    if data.below is not None:
        _show_below(request, data.below, data.page)


def _show_below(request: Request, view_id: str, number: int) -> None:
    """Let the list that the form was opened from say what is so now."""
    try:
        request.replace(view_id, _page(request, number))
    except SlackApiError as error:
        log.info("the list below is gone", extra={"error": error.response.get("error")})
