"""What follows from what happened, in one place: letters, due rows, the record, what is shown anew.

One exhaustive match a noun: an event without consequences doesn't pass the type checker.
"""

from typing import assert_never

from bot.acting.context import Transaction
from bot.consequences import (
    audience,
    calibration,
    cards,
    debriefs,
    digests,
    first_day,
    glass,
    imports,
    leading,
    openings,
    people,
    plans,
    practice,
    prep,
    questions,
    retention,
    seats,
)
from bot.domain.audience import AudienceEvent
from bot.domain.calibration.events import CalibrationEvent
from bot.domain.digests import DigestEvent
from bot.domain.events import Event
from bot.domain.first_day import FirstDayEvent
from bot.domain.glass import GlassEvent
from bot.domain.imports.events import ImportEvent
from bot.domain.leading import LeadingEvent
from bot.domain.loops.events import CardEvent, DebriefEvent, PlanEvent, SeatEvent
from bot.domain.openings import OpeningEvent
from bot.domain.people import PeopleEvent
from bot.domain.practice import PracticeEvent
from bot.domain.prep.events import PrepEvent
from bot.domain.questions.news import QuestionEvent
from bot.domain.retention import RetentionEvent


def follow(tx: Transaction, event: Event) -> None:
    """Do what follows from the event, in the transaction in which it happened."""
    if isinstance(event, PlanEvent):
        plans.follow(tx, event)
    elif isinstance(event, SeatEvent):
        seats.follow(tx, event)
    elif isinstance(event, CardEvent):
        cards.follow(tx, event)
    elif isinstance(event, DebriefEvent):
        debriefs.follow(tx, event)
    elif isinstance(event, FirstDayEvent):
        first_day.follow(tx, event)
    elif isinstance(event, AudienceEvent):
        audience.follow(tx, event)
    elif isinstance(event, ImportEvent):
        imports.follow(tx, event)
    elif isinstance(event, GlassEvent):
        glass.follow(tx, event)
    elif isinstance(event, LeadingEvent):
        leading.follow(tx, event)
    elif isinstance(event, OpeningEvent):
        openings.follow(tx, event)
    elif isinstance(event, PeopleEvent):
        people.follow(tx, event)
    elif isinstance(event, PracticeEvent):
        practice.follow(tx, event)
    elif isinstance(event, PrepEvent):
        prep.follow(tx, event)
    elif isinstance(event, CalibrationEvent):
        calibration.follow(tx, event)
    elif isinstance(event, DigestEvent):
        digests.follow(tx, event)
    elif isinstance(event, QuestionEvent):
        questions.follow(tx, event)
    elif isinstance(event, RetentionEvent):
        retention.follow(tx, event)
    else:
        assert_never(event)
