"""Bolt listeners, one file a noun: parse, call a service, answer."""

from slack_bolt import App

from bot.acting.context import Context
from handlers import (
    after_talk,
    changes,
    debriefs,
    first_day,
    home,
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
    """Listen to everything that people do in Slack."""
    for noun in (
        loops,
        plans,
        changes,
        openings,
        people,
        kits,
        scorecards,
        debriefs,
        after_talk,
        prep,
        questions,
        leading,
        home,
        first_day,
    ):
        noun.register(app, context)
