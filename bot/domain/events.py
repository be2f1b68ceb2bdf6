"""What happened: every rule that decides says so with one of these, and what follows is said in one place."""

from bot.domain.openings import OpeningEvent
from bot.domain.people import PeopleEvent
from bot.domain.questions.news import QuestionEvent

Event = OpeningEvent | PeopleEvent | QuestionEvent
