"""Openings: the roles being hired for, what their loops look for, and what happens to them."""

from bot.domain.openings.events import (
    OpeningChanged,
    OpeningClosed,
    OpeningCreated,
    OpeningEvent,
    OpeningReopened,
    RuleAgreed,
)
from bot.domain.openings.forms import (
    HALF_HOUR,
    LENGTHS,
    LEVELS,
    MOST_WANTED,
    PLANNED_BY,
    SPARE,
    USUAL,
    OpeningForm,
    Standard,
    changed_fields,
    faults,
)
from bot.domain.openings.supply import RESERVE_MINUTES, Sought, need, proposed, questions_at, sought, too_few

__all__ = [
    "HALF_HOUR",
    "LENGTHS",
    "LEVELS",
    "MOST_WANTED",
    "PLANNED_BY",
    "RESERVE_MINUTES",
    "SPARE",
    "USUAL",
    "OpeningChanged",
    "OpeningClosed",
    "OpeningCreated",
    "OpeningEvent",
    "OpeningForm",
    "OpeningReopened",
    "RuleAgreed",
    "Sought",
    "Standard",
    "changed_fields",
    "faults",
    "need",
    "proposed",
    "questions_at",
    "sought",
    "too_few",
]
