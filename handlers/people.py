"""People: `/loop people`, who leads hiring, the form for a panelist, and one's own hours."""

import logging
from datetime import date
from typing import Any

from slack_bolt import App
from slack_sdk.errors import SlackApiError

from bot.acting.context import Context
from bot.domain.errors import FairloopError, Invalid
from bot.domain.people import OwnDays
from bot.services import audience, people
from bot.views import ids
from bot.views import people as views
from handlers.requests import Json, Request, action, submission, values

log = logging.getLogger(__name__)


def register(app: App, context: Context) -> None:
    """Listen to everything about people."""
    action(app, context, ids.PEOPLE, open_people)
    action(app, context, ids.PEOPLE_BACK, _turn)
    action(app, context, ids.PEOPLE_NEXT, _turn)
    action(app, context, ids.PANELIST_ADD, _add)
    action(app, context, ids.PANELIST_EDIT, _edit)
    submission(app, context, ids.PANELIST_FORM, _describe)
    action(app, context, ids.NAME_LEADS, open_leads)
    submission(app, context, ids.LEADS_FORM, _name_leads)
    action(app, context, ids.OWN_HOURS, _open_own)
    submission(app, context, ids.OWN_FORM, _set_own)

    def joined(event: Json, body: Json) -> None:
        try:
            people.joined(context, body["team_id"], event["user"]["id"])
            audience.somebody_came(context, body["team_id"], None, body["event_id"])
        except FairloopError as error:
            log.warning("somebody joined of whom Slack says nothing", extra={"why": error.text})

    app.event("team_join")(joined)

    def changed(event: Json, body: Json) -> None:
        if not event["user"].get("deleted"):
            return
        try:
            people.left(context, body["team_id"], event["user"]["id"])
        except FairloopError as error:
            log.warning("somebody left of whom Slack says nothing", extra={"why": error.text})

    app.event("user_change")(changed)


def open_people(request: Request) -> None:
    """Show the people who are known; to an administrator who leads nothing, who leads."""
    if people.is_lead(request.context, request.actor):
        request.open(_page(request, 1))
    else:
        open_leads(request)


def open_leads(request: Request) -> None:
    """Show who leads hiring; only an administrator can change it."""
    groups = people.groups(request.context, request.actor)
    known = [(one.handle, one.id) for one in groups]
    request.open(views.leads_form(people.leads(request.context, request.actor), known))


def _name_leads(request: Request) -> None:
    """Name exactly who is filled in; a group that was picked is filled in first, to be looked through."""
    given = values(request.view)
    leads, group = given.get("leads") or [], given.get("group")
    if not group:
        people.name_leads(request.context, request.actor, leads)
        return
    members = people.in_group(request.context, request.actor, group)
    handle = next(one.handle for one in people.groups(request.context, request.actor) if one.id == group)
    request.turn_into(views.leads_form(sorted({*leads, *members}), picked=handle))


def _page(request: Request, number: int) -> Json:
    found, pages = people.panelists(request.context, request.actor, number)
    admin = people.may_name_leads(request.context, request.actor)
    return views.page(found, min(number, pages), pages, may_name_leads=admin)


def _turn(request: Request) -> None:
    request.update(lambda: _page(request, int(request.value)))


def _add(request: Request) -> None:
    people.panelists(request.context, request.actor, 1)
    data = views.FormData(None, int(request.value), request.view["id"])
    request.open(views.form(None, _competencies(request.context), data))


def _edit(request: Request) -> None:
    user_id, _, number = request.value.partition(":")
    one = people.panelist(request.context, request.actor, user_id)
    data = views.FormData(user_id, int(number), request.view["id"])
    request.open(views.form(one, _competencies(request.context), data))


def _competencies(context: Context) -> list[tuple[str, str]]:
    return [(one.name, one.key) for one in context.bank().competencies]


def _describe(request: Request) -> None:
    data = views.form_data(request.view["private_metadata"])
    given = values(request.view)
    user_id = data.user_id or given.get("person")
    if not user_id:
        raise Invalid({"person": "Pick somebody."})
    strengths = {
        key.removeprefix(views.STRENGTH): int(value)
        for key, value in given.items()
        if key.startswith(views.STRENGTH) and value is not None
    }
    people.set_panelist(
        request.context,
        request.actor,
        user_id,
        strengths=strengths,
        seniority=given.get("seniority") or "",
        weekly_limit=_limit(given),
        hours=_hours(given),
    )
    _show_below(request, data)


def _show_below(request: Request, data: views.FormData) -> None:
    """Let the list that the form was opened from say what is known now."""
    if data.below is None:
        return
    try:
        request.replace(data.below, _page(request, data.page))
    except SlackApiError as error:
        log.info("the list below is gone", extra={"error": error.response.get("error")})


def _open_own(request: Request) -> None:
    request.open(views.own_form(people.own(request.context, request.actor)))


def _set_own(request: Request) -> None:
    given = values(request.view)
    people.set_own(request.context, request.actor, _limit(given), _hours(given), _days(given))


def _days(given: dict[str, Any]) -> OwnDays | None:
    """The days that were picked; None from a form of before they could be."""
    if "working_days" not in given:
        return None
    away = given.get("away_until")
    country = str(given.get("country") or "").strip().upper()
    days = "".join(sorted(given["working_days"] or ()))
    return OwnDays(days, country or None, date.fromisoformat(away) if away else None)


def _limit(given: dict[str, Any]) -> int | None:
    value = given.get("weekly_limit")
    return None if value in (None, views.ANY_NUMBER) else int(value)


def _hours(given: dict[str, Any]) -> tuple[int, int]:
    return int(given.get("hours_from") or 0), int(given.get("hours_to") or 0)
