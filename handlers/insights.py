"""How interviewing goes, and how one rates oneself."""

from slack_bolt import App

from bot.acting.context import Context
from bot.services import insights
from bot.views import ids
from bot.views import insights as views
from handlers.requests import Request, action


def register(app: App, context: Context) -> None:
    """Listen to the two buttons on Home."""
    action(app, context, ids.INSIGHTS, _insights)
    action(app, context, ids.OWN_INSIGHTS, _own)


def _insights(request: Request) -> None:
    found = insights.get(request.context, request.actor)
    request.open(
        views.insights(
            found.insights,
            found.watched,
            found.today,
            found.openings,
            found.competencies,
            found.questions,
        )
    )


def _own(request: Request) -> None:
    found = insights.of_oneself(request.context, request.actor)
    request.open(views.own(found.severity, found.own, found.unsteady))
