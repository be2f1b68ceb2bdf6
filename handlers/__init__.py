"""Bolt listeners, one file a noun: parse, call a service, answer."""

from slack_bolt import App

from bot.acting.context import Context
from handlers import (
    after_talk,
    audience,
    changes,
    debriefs,
    erasing,
    first_day,
    glass,
    home,
    insights,
    kits,
    leading,
    loops,
    openings,
    people,
    plans,
    practice,
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
        practice,
        changes,
        openings,
        people,
        kits,
        debriefs,
        after_talk,
        prep,
        audience,
        erasing,
        glass,
        questions,
        leading,
        insights,
        home,
        first_day,
    ):
        noun.register(app, context)
