"""Openings and leads: making them, listing them, closing them."""

from slack_bolt import App

from bot.services import openings, people
from bot.services.context import Context
from bot.services.openings import OpeningForm
from bot.views import ids
from bot.views import openings as views
from handlers.requests import Json, Request, action, submission, values


def register(app: App, context: Context) -> None:
    """Listen to everything about openings and leads."""
    action(app, context, ids.OPENINGS, open_list)
    action(app, context, ids.NEW_OPENING, _open_form)
    action(app, context, ids.OPENING_SET, _pick_set)
    submission(app, context, ids.OPENING_FORM, _create)
    action(app, context, ids.CLOSE_OPENING, _close)
    action(app, context, ids.NAME_LEADS, open_leads)
    submission(app, context, ids.LEADS_FORM, _name_leads)


def open_list(request: Request) -> None:
    """Show the openings."""
    request.open(_list(request))


def open_leads(request: Request) -> None:
    """Show who leads hiring; only an administrator can change it."""
    people.check_may_name_leads(request.context, request.actor)
    request.open(views.leads_form(people.leads(request.context, request.actor)))


def _list(request: Request) -> Json:
    found = openings.choices(request.context, request.actor)
    return views.page([(one.id, one.title, one.level) for one in found])


def _open_form(request: Request) -> None:
    openings.choices(request.context, request.actor)
    sets = _sets(request.context)
    request.open(views.form(sets, sets[0].key))


def _pick_set(request: Request) -> None:
    request.update(views.form(_sets(request.context), request.value))


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
        competencies=tuple(given.get("competencies") or ()),
        leads=tuple(given.get("leads") or ()),
    )
    openings.create(request.context, request.actor, form)


def _close(request: Request) -> None:
    openings.close(request.context, request.actor, int(request.value))
    request.update(_list(request))


def _name_leads(request: Request) -> None:
    people.name_leads(request.context, request.actor, values(request.view).get("leads") or [])
