"""Prep: a question a day for candidates, and the guard that keeps it apart from what they are asked."""

from bot.domain.prep.choice import Chosen, History, Why, choose
from bot.domain.prep.events import PrepEvent, Subscriber
from bot.domain.prep.forms import PrepForm, chosen
from bot.domain.prep.guard import Met, Use, marks_of, may_use
from bot.domain.prep.history import Sent, history_of
from bot.domain.prep.memory import Card, Rating, review
from bot.domain.prep.progress import TopicProgress, Week, days_until, streak, tip_of_the_week, week
from bot.domain.prep.sending import Sending, next_probe
from bot.domain.prep.settings import EVERY_DAY, SUNDAY, WORKING_DAYS, Settings, known_topics, pool
from bot.domain.prep.subscription import Subscription
from bot.domain.prep.times import (
    LONGEST_SPREAD,
    Occurrence,
    next_send,
    next_summary,
    send_time,
    spread,
    spread_summary,
    timely,
)

__all__ = [
    "EVERY_DAY",
    "LONGEST_SPREAD",
    "SUNDAY",
    "WORKING_DAYS",
    "Card",
    "Chosen",
    "History",
    "Met",
    "Occurrence",
    "PrepEvent",
    "PrepForm",
    "Rating",
    "Sending",
    "Sent",
    "Settings",
    "Subscriber",
    "Subscription",
    "TopicProgress",
    "Use",
    "Week",
    "Why",
    "choose",
    "chosen",
    "days_until",
    "history_of",
    "known_topics",
    "marks_of",
    "may_use",
    "next_probe",
    "next_send",
    "next_summary",
    "pool",
    "review",
    "send_time",
    "spread",
    "spread_summary",
    "streak",
    "timely",
    "tip_of_the_week",
    "week",
]
