"""The question hub: browsing the bank, and reading a question whole."""

from slack_bolt import App

from bot.acting.context import Context
from bot.services import questions
from bot.services.questions import Wish
from bot.views import ids
from bot.views import questions as views
from handlers.requests import Json, Request, action


def register(app: App, context: Context) -> None:
    """Listen to everything in the hub."""
    for filter_id in (ids.HUB_LEVEL, ids.HUB_COMPETENCY, ids.HUB_KIND):
        action(app, context, filter_id, _narrow)
    for turn_id in (ids.HUB_BACK, ids.HUB_NEXT):
        action(app, context, turn_id, _turn)
    action(app, context, ids.HUB_READ, _read)


def open_hub(request: Request) -> None:
    """Show the first page of the bank."""
    request.open(views.hub(questions.browse(request.context, request.actor, Wish())))


def _narrow(request: Request) -> None:
    _show(request, 1)


def _turn(request: Request) -> None:
    _show(request, int(request.value))


def _show(request: Request, page: int) -> None:
    """The page, in place of the one that is there.

    Without the view's hash: of two quick clicks the later one holds all that both chose, and wins.
    """
    view = views.hub(questions.browse(request.context, request.actor, _wish(request.view, page)))
    request.replace(request.view["id"], view)


def _wish(view: Json, page: int) -> Wish:
    """What all three menus hold, not only the one that was used."""
    chosen: Json = view["state"]["values"].get("filters", {})
    return Wish(
        level=_chosen(chosen, ids.HUB_LEVEL),
        competency=_chosen(chosen, ids.HUB_COMPETENCY),
        kind=_chosen(chosen, ids.HUB_KIND),
        page=page,
    )


def _chosen(chosen: Json, menu: str) -> str | None:
    option = chosen.get(menu, {}).get("selected_option") or {}
    return option.get("value")


def _read(request: Request) -> None:
    shown = questions.show(request.context, request.actor, request.value)
    request.open(views.whole(shown.question, shown.competency, shown.exposure))
