"""Openings and leads: making them, listing them, closing them."""

import json
import logging
from functools import partial

from slack_bolt import App
from slack_sdk.errors import SlackApiError

from bot.acting.context import Context
from bot.services import openings
from bot.services.openings import OpeningForm
from bot.views import ids, loop_form
from bot.views import openings as views
from handlers.loop_form import rendered_again
from handlers.requests import Json, Request, action, submission, values

log = logging.getLogger(__name__)


def register(app: App, context: Context) -> None:
    """Listen to everything about openings."""
    action(app, context, ids.OPENINGS, open_list)
    action(app, context, ids.NEW_OPENING, _open_form)
    action(app, context, ids.OPENING_SET, _pick_set)
    submission(app, context, ids.OPENING_FORM, _create)
    action(app, context, ids.CLOSE_OPENING, _close)


def open_list(request: Request) -> None:
    """Show the openings."""
    request.open(_list(request))


def _list(request: Request) -> Json:
    found = openings.choices(request.context, request.actor)
    return views.page([(one.id, one.title, one.level, one.led) for one in found])


def _open_form(request: Request) -> None:
    openings.choices(request.context, request.actor)
    sets = _sets(request.context)
    below = request.view
    origin = {"view": below["id"], "callback": below["callback_id"], "kept": below["private_metadata"]}
    request.open(views.form(sets, sets[0].key, json.dumps(origin)))


def _pick_set(request: Request) -> None:
    openings.choices(request.context, request.actor)
    kept = request.view["private_metadata"]
    request.update(lambda: views.form(_sets(request.context), request.value, kept))


def _sets(context: Context) -> list[views.SetChoice]:
    bank = context.bank()
    return [
        views.SetChoice(
            one.key, one.role, [(bank.competency(item.key).name, item.key) for item in one.competencies]
        )
        for one in bank.sets
    ]


def _create(request: Request) -> None:
    given = values(request.view)
    form = OpeningForm(
        title=given.get("title") or "",
        question_set=given.get("question_set") or "",
        level=given.get("level") or "",
        channel_id=given.get("channel"),
        minutes=int(given.get("minutes") or 45),
        quorum=int(given.get("quorum") or 3),
        early=given.get("opens") == views.EARLY,
        competencies=tuple(given.get("competencies") or ()),
        leads=tuple(given.get("leads") or ()),
    )
    opening_id = openings.create(request.context, request.actor, form)
    _show_below(request, opening_id)


def _show_below(request: Request, opening_id: int) -> None:
    """Let the modal that New opening was pressed in know the new one; where it is closed, nothing is lost."""
    origin = json.loads(request.view["private_metadata"])
    view = _list(request)
    if origin["callback"] == ids.PLAN_FORM:
        kept = loop_form.form_data(origin["kept"])
        view = rendered_again(request, more=kept.more, chosen_id=opening_id, render=kept.render + 1)
    try:
        request.replace(origin["view"], view)
    except SlackApiError as error:
        log.info("the modal below is gone", extra={"error": error.response.get("error")})


def _close(request: Request) -> None:
    openings.close(request.context, request.actor, int(request.value))
    request.update(partial(_list, request))
