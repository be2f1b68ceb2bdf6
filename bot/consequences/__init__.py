"""What follows from what happened, in one place: letters, due rows, the record, what is shown anew.

One exhaustive match a noun: an event without consequences doesn't pass the type checker.
"""

from typing import assert_never

from bot.consequences import openings, people, questions
from bot.domain.events import Event
from bot.domain.openings import OpeningEvent
from bot.domain.people import PeopleEvent
from bot.domain.questions.news import QuestionEvent
from bot.services.context import Transaction


def follow(tx: Transaction, event: Event) -> None:
    """Do what follows from the event, in the transaction in which it happened."""
    if isinstance(event, OpeningEvent):
        openings.follow(tx, event)
    elif isinstance(event, PeopleEvent):
        people.follow(tx, event)
    elif isinstance(event, QuestionEvent):
        questions.follow(tx, event)
    else:
        assert_never(event)
