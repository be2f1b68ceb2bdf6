"""Page 1 of planning a loop, filled with what is known: shown first, and again when something in it changes."""

from datetime import time

from bot.domain.loops import next_working_day
from bot.services import openings
from bot.services.openings import OpeningChoice
from bot.views import loop_form as views
from bot.views.opening_form import outlook
from bot.views.words import listed
from handlers.requests import Json, Request


def defaults(
    request: Request,
    found: tuple[OpeningChoice, ...],
    chosen: OpeningChoice | None,
    *,
    more: bool = False,
    render: int = 0,
) -> views.FormDefaults:
    """What the form is filled with: the chosen opening's channel and minutes, and times that would do."""
    zone = request.zone
    first = next_working_day(request.context.now(), zone, time(14))
    return views.FormDefaults(
        openings=[(f"{one.title} · {one.level}", one.id) for one in found],
        opening_id=chosen.id if chosen else None,
        first_at=first,
        debrief_at=next_working_day(first, zone, time(16)),
        minutes=chosen.minutes if chosen else 45,
        channel_id=chosen.channel_id if chosen else None,
        more=more,
        render=render,
        stand_ins=chosen.stand_ins if chosen else (),
        about=about(chosen) if chosen else "",
    )


def about(one: OpeningChoice) -> str:
    """What an opening's loops ask about, and how many interviews that takes."""
    return "\n".join([listed(one.competencies), outlook(one.need, one.minutes, one.panelists)])


def rendered_again(request: Request, *, more: bool, chosen_id: int | None, render: int) -> Json:
    """The form for an update: what people typed stays, since those fields keep their ids."""
    found = openings.choices(request.context, request.actor)
    chosen = next((one for one in found if one.id == chosen_id), found[0] if len(found) == 1 else None)
    return views.form(defaults(request, found, chosen, more=more, render=render))
