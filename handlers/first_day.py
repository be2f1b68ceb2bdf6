"""The first day: what Fairloop keeps, and the answers to `/loop help`, `/loop mine` and `/loop status`."""

from slack_bolt import App

from bot.acting.context import Context
from bot.services import first_day, home
from bot.views import first_day as views
from bot.views import help, ids
from handlers.requests import Request, action


def register(app: App, context: Context) -> None:
    """Listen to what is asked on the first day."""
    action(app, context, ids.WHAT_IT_KEEPS, _show_keeps)


def show_help(request: Request) -> None:
    """What whoever asks can do here now."""
    _answer(request, help.what_you_can_do(first_day.here(request.context, request.actor), request.zone))


def show_mine(request: Request) -> None:
    """Somebody's own scorecards and interviews."""
    _answer(request, help.mine(home.opened(request.context, request.actor), request.zone))


def show_status(request: Request) -> None:
    """How it stands with the loops that somebody leads."""
    _answer(request, help.status(first_day.led(request.context, request.actor), request.zone))


def _answer(request: Request, said: help.Answer) -> None:
    """Answer a command in the blocks that this workspace is known to take: an answer can't be sent twice."""
    text, blocks = said
    shown = request.context.ladder.answer(request.actor.team_id, {"blocks": blocks})
    request.ack(text=text, **shown)


def _show_keeps(request: Request) -> None:
    request.open(views.keeps())
