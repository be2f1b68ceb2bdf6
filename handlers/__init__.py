"""Bolt listeners, one file a noun: parse, call a service, answer."""

from slack_bolt import App

from bot.acting.context import Context
from handlers import (
    audience,
    changes,
    debriefs,
    first_day,
    home,
    insights,
    kits,
    leading,
    loops,
    openings,
    people,
    plans,
    prep,
    questions,
    scorecards,
)


def register(app: App, context: Context) -> None:
    """Listen to everything that people do in Slack. Bolt asks each in turn, so the most frequent come first."""
    for noun in (
        scorecards,
        loops,
        plans,
        changes,
        openings,
        people,
        kits,
        debriefs,
        prep,
        audience,
        questions,
        leading,
        insights,
        home,
        first_day,
    ):
        noun.register(app, context)
