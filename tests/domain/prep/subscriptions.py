"""Subscriptions and questions of the day for tests: somebody's at nine in Berlin, and a channel's."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.prep import Sending, Settings, Subscriber, Subscription, Why
from bot.domain.questions import Level

BERLIN = ZoneInfo("Europe/Berlin")
SETTINGS = Settings("data_scientist", Level.MID, 9, BERLIN)
ADA, ROOM = Subscriber(7, "UADA"), Subscriber(8, "CROOM", is_channel=True)
MONDAY = datetime(2026, 11, 23, 7, tzinfo=UTC)
"""8:00 in Berlin."""


def subscription(who: Subscriber = ADA, **more: Any) -> Subscription:
    """One that runs, begun on the Monday, with these facts of its own."""
    facts = {"settings": SETTINGS, "started": MONDAY.date(), "set_up_by": "ULEAD"}
    return Subscription(who, **{**facts, **more})


def sending(who: Subscriber = ADA, **more: Any) -> Sending:
    """Monday's question, new, in its first step."""
    facts: dict[str, Any] = {
        "id": 3,
        "settings": SETTINGS,
        "day": date(2026, 11, 23),
        "question_id": "data-1",
        "version": "v1",
        "why": Why.NEW,
        "probe": 0,
    }
    return Sending(who=who, **{**facts, **more})
