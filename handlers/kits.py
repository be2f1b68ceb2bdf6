"""The kit's buttons and menu."""

from slack_bolt import App

from bot.acting.context import Context
from bot.services.loops import kits, seats
from bot.views import ids
from bot.views import kits as views
from handlers.requests import Request, action, submission, values


def register(app: App, context: Context) -> None:
    """Listen to everything on a kit."""
    action(app, context, ids.KIT_CONFIRM, _confirm)
    action(app, context, ids.KIT_DECLINE, _decline)
    action(app, context, ids.KIT_GOOD, _good)
    action(app, context, ids.KIT_OPEN, _candidate)
    action(app, context, ids.KIT_NOTES, _notes)
    action(app, context, ids.KIT_MENU, _menu)
    action(app, context, ids.TOOK_PLACE, _took_place)
    submission(app, context, ids.GIVE_UP_FORM, _give_up)
    submission(app, context, ids.MISSED_FORM, _missed)


def _confirm(request: Request) -> None:
    seats.confirm(request.context, request.actor, int(request.value))


def _decline(request: Request) -> None:
    seats.decline(request.context, request.actor, int(request.value))


def _good(request: Request) -> None:
    request.open(
        views.good(
            kits.get(request.context, request.actor, int(request.value)), request.context.bank().rubric
        )
    )


def _candidate(request: Request) -> None:
    kit = kits.get(request.context, request.actor, int(request.value))
    request.open(views.candidate(kit, request.zone))


def _notes(request: Request) -> None:
    kit = kits.get(request.context, request.actor, int(request.value))
    request.update(lambda: views.candidate(kit, request.zone, unfolded=True))


def _menu(request: Request) -> None:
    what, _, interview_id = request.value.partition(":")
    if what == "words":
        request.open(views.words(kits.get(request.context, request.actor, int(interview_id))))
    elif what == "decline":
        kit = kits.to_give_up(request.context, request.actor, int(interview_id))
        request.open(views.give_up(kit, request.zone))
    elif what == "missed":
        kit = kits.to_miss(request.context, request.actor, int(interview_id))
        request.open(views.missed(kit, request.zone))
    elif what == "knows":
        seats.knows(request.context, request.actor, int(interview_id))
        request.respond(
            text="The lead knows. Thank you for saying so.", response_type="ephemeral", replace_original=False
        )


def _give_up(request: Request) -> None:
    seats.decline(request.context, request.actor, int(request.view["private_metadata"]))


def _missed(request: Request) -> None:
    what = str(values(request.view).get("what") or "")
    seats.missed(request.context, request.actor, int(request.view["private_metadata"]), what)


def _took_place(request: Request) -> None:
    seats.took_place(request.context, request.actor, int(request.value))
