"""Trying Fairloop by oneself: a practice loop is begun, sent out and erased."""

from slack_bolt import App

from bot.acting.context import Context
from bot.services import practising
from bot.views import ids
from bot.views.openings import told
from handlers.requests import Request, action

BEGUN = "Your practice loop is in our conversation, under Messages. Only you see it."


def register(app: App, context: Context) -> None:
    """Listen to everything about practice."""
    action(app, context, ids.PRACTICE, begin_practice)
    action(app, context, ids.PRACTICE_SEND, _send)
    action(app, context, ids.PRACTICE_ERASE, _erase)


def begin_practice(request: Request) -> None:
    """Plan a made-up loop for whoever asks, and say where it is."""
    practising.begin(request.context, request.actor)
    if request.body.get("command"):
        request.ack(text=BEGUN)
    elif (request.body.get("view") or {}).get("type") == "home":
        request.open(told(BEGUN))


def _send(request: Request) -> None:
    practising.send(request.context, request.actor, int(request.value))


def _erase(request: Request) -> None:
    practising.erase(request.context, request.actor, int(request.value))
