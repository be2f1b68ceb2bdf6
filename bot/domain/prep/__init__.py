"""Prep: a question a day for candidates, and the guard that keeps it apart from what they are asked."""

from bot.domain.prep.choice import Chosen, History, Why, choose, choose_now, next_date
from bot.domain.prep.countdown import Countdown, comes_back, countdown, is_over, questions_left
from bot.domain.prep.events import PrepEvent, Subscriber
from bot.domain.prep.forms import PrepForm, chosen, interview_day
from bot.domain.prep.guard import Met, Use, marks_of, may_use
from bot.domain.prep.history import Sent, history_of
from bot.domain.prep.memory import Card, Rating, review
from bot.domain.prep.progress import Week, streak, tip_of_the_week, week
from bot.domain.prep.sending import Sending, next_probe
from bot.domain.prep.settings import EVERY_DAY, SUNDAY, WORKING_DAYS, Settings, known_topics, pool
from bot.domain.prep.standing import Stand, Standing, stand_of, standing
from bot.domain.prep.subscription import Subscription
from bot.domain.prep.times import (
    LONGEST_SPREAD,
    Occurrence,
    days_until,
    next_send,
    next_summary,
    send_time,
    spread,
    spread_summary,
    timely,
)
from bot.domain.prep.topics import topic_name, topic_of, topics_by_question

__all__ = [
    "EVERY_DAY",
    "LONGEST_SPREAD",
    "SUNDAY",
    "WORKING_DAYS",
    "Card",
    "Chosen",
    "Countdown",
    "History",
    "Met",
    "Occurrence",
    "PrepEvent",
    "PrepForm",
    "Rating",
    "Sending",
    "Sent",
    "Settings",
    "Stand",
    "Standing",
    "Subscriber",
    "Subscription",
    "Use",
    "Week",
    "Why",
    "choose",
    "choose_now",
    "chosen",
    "comes_back",
    "countdown",
    "days_until",
    "history_of",
    "interview_day",
    "is_over",
    "known_topics",
    "marks_of",
    "may_use",
    "next_date",
    "next_probe",
    "next_send",
    "next_summary",
    "pool",
    "questions_left",
    "review",
    "send_time",
    "spread",
    "spread_summary",
    "stand_of",
    "standing",
    "streak",
    "timely",
    "tip_of_the_week",
    "topic_name",
    "topic_of",
    "topics_by_question",
    "week",
]
