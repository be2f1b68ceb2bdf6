"""Planning loops: `/loop`, its two pages, and what a lead does on the status message."""

from typing import Any

from slack_bolt import App

from bot.acting.context import Context
from bot.domain.errors import FairloopError
from bot.domain.loops import LoopForm
from bot.services import openings, people
from bot.services.debriefs import deciding
from bot.services.loops import drafting, reading, retrying, seats
from bot.services.planning import plans
from bot.views import ids
from bot.views import loop_form as views
from bot.views import plans as plan_views
from bot.views.openings import told
from handlers.first_day import show_help, show_mine, show_status
from handlers.loop_form import defaults, rendered_again
from handlers.openings import open_list
from handlers.people import open_leads, open_people
from handlers.practice import begin_practice
from handlers.questions import open_hub
from handlers.requests import Request, action, by_word, command, shortcut, submission, values


def register(app: App, context: Context) -> None:
    """Listen to everything about planning."""
    words = {
        "": open_form,
        "plan": open_form,
        "openings": open_list,
        "people": open_people,
        "leads": open_leads,
        "questions": open_hub,
        "practice": begin_practice,
        "mine": show_mine,
        "status": show_status,
        "help": show_help,
    }
    command(app, context, "/loop", by_word("/loop", words))
    shortcut(app, context, ids.SHORTCUT_PLAN, open_form)
    action(app, context, ids.PLAN_LOOP, open_form)
    action(app, context, ids.PLAN_MORE, _more)
    action(app, context, ids.PLAN_OPENING, _fill_from_opening)
    submission(app, context, ids.PLAN_FORM, _see_plan)
    submission(app, context, ids.PLAN_PAGE, _send_kits)
    action(app, context, ids.DEBRIEF_NOW, _debrief_now)
    action(app, context, ids.LOOP_MENU, _menu)
    action(app, context, ids.LOOP_CANCEL, _cancel)
    action(app, context, ids.OPEN_DRAFT, _open_draft)
    action(app, context, ids.REPLACE_SEAT, _replace)
    action(app, context, ids.TRY_AGAIN, _try_again)


def open_form(request: Request) -> None:
    """Show page 1, filled with what is known."""
    _refuse_without_leads(request)
    found = openings.choices(request.context, request.actor)
    wanted = _asked_for(request)
    chosen = next((one for one in found if one.id == wanted), found[0] if len(found) == 1 else None)
    form = views.form(defaults(request, found, chosen))
    if request.in_modal:
        request.update(lambda: form)
    else:
        request.open(form)


def _asked_for(request: Request) -> int | None:
    """The opening whose button was pressed, if one was."""
    pressed = request.value if request.body.get("actions") else ""
    return int(pressed) if pressed.isdigit() else None


def _refuse_without_leads(request: Request) -> None:
    if people.leads(request.context, request.actor):
        return
    if people.may_name_leads(request.context, request.actor):
        raise FairloopError("Nobody leads hiring here yet. Name the leads first with /loop people.")
    raise FairloopError(
        "Nobody leads hiring here yet. An administrator of this workspace can name you with /loop people."
    )


def _more(request: Request) -> None:
    kept = views.form_data(request.view["private_metadata"])
    request.update(lambda: rendered_again(request, more=True, chosen_id=_chosen(request), render=kept.render))


def _fill_from_opening(request: Request) -> None:
    kept = views.form_data(request.view["private_metadata"])
    request.update(
        lambda: rendered_again(request, more=kept.more, chosen_id=_chosen(request), render=kept.render + 1)
    )


def _chosen(request: Request) -> int | None:
    value = values(request.view).get("opening")
    return int(value) if value else None


def _see_plan(request: Request) -> None:
    drafted = drafting.draft(request.context, request.actor, _form(values(request.view)), request.view["id"])
    request.ack(response_action="push", view=plan_views.planning(drafted.plan_view, drafted.loop_id))


def _form(given: dict[str, Any]) -> LoopForm:
    return LoopForm(
        name=given.get("name") or "",
        label=(given.get("label") or "").strip(),
        opening_id=int(given["opening"]) if given.get("opening") else None,
        panelists=tuple(dict.fromkeys(given.get("panelists") or ())),
        stand_ins=tuple(dict.fromkeys(given.get("stand_ins") or ())),
        shadows=tuple(dict.fromkeys(given.get("shadows") or ())),
        first_at=given.get("first_at"),
        minutes=int(given.get("minutes") or 45),
        debrief_at=given.get("debrief_at"),
        channel_id=given.get("channel"),
        email=(given.get("email") or "").strip(),
        ats_id=(given.get("ats_id") or "").strip(),
        slack_user=given.get("slack_user"),
        links=given.get("links") or "",
        notes=given.get("notes") or "",
        meeting_link=(given.get("meeting_link") or "").strip(),
    )


def _send_kits(request: Request) -> None:
    drafting.send_kits(request.context, request.actor, int(request.view["private_metadata"]))
    request.ack(response_action="clear")


def _debrief_now(request: Request) -> None:
    deciding.hurry(request.context, request.actor, int(request.value))


def _menu(request: Request) -> None:
    what, _, loop_id = request.value.partition(":")
    if what == "cancel":
        drafting.cancel(request.context, request.actor, int(loop_id))


def _cancel(request: Request) -> None:
    drafting.cancel(request.context, request.actor, int(request.value))
    if request.in_modal:
        request.update(lambda: told("Called off. The panel is told, and nothing more is sent."))


def _open_draft(request: Request) -> None:
    _show_draft(request, int(request.value))


def _show_draft(request: Request, loop_id: int) -> None:
    external_id = plans.reopen(request.context, request.actor, loop_id)
    loop = reading.view(request.context, request.actor, loop_id)
    request.open(plan_views.plan_page(loop, request.zone, external_id))


def _try_again(request: Request) -> None:
    kind, _, thing_id = request.value.partition(":")
    draft = retrying.try_again(request.context, request.actor, kind, int(thing_id))
    if draft:
        _show_draft(request, int(thing_id))
    else:
        text = "Fairloop tries it again now. If it fails once more, you hear of it."
        request.respond(text=text, response_type="ephemeral", replace_original=False)


def _replace(request: Request) -> None:
    loop_id, _, user_id = request.value.partition(":")
    stand_in = seats.replace(request.context, request.actor, int(loop_id), user_id)
    text = (
        f"Done. <@{stand_in}> gets the kit."
        if stand_in
        else "The seat is free now, and nobody stands in. The others' questions are planned anew."
    )
    request.respond(text=text, response_type="ephemeral", replace_original=False)
