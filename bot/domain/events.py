"""What happened: every rule that decides says so with one of these, and what follows is said in one place."""

from bot.domain.audience import AudienceEvent
from bot.domain.calibration.events import CalibrationEvent
from bot.domain.digests import DigestEvent
from bot.domain.first_day import FirstDayEvent
from bot.domain.glass import GlassEvent
from bot.domain.imports.events import ImportEvent
from bot.domain.leading import LeadingEvent
from bot.domain.loops.events import LoopEvent
from bot.domain.openings import OpeningEvent
from bot.domain.people import PeopleEvent
from bot.domain.practice import PracticeEvent
from bot.domain.prep.events import PrepEvent
from bot.domain.questions.news import QuestionEvent
from bot.domain.retention import RetentionEvent

Event = (
    AudienceEvent
    | CalibrationEvent
    | DigestEvent
    | FirstDayEvent
    | ImportEvent
    | GlassEvent
    | LeadingEvent
    | LoopEvent
    | OpeningEvent
    | PeopleEvent
    | PracticeEvent
    | PrepEvent
    | QuestionEvent
    | RetentionEvent
)
