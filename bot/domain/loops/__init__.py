"""Loops: one candidate's set of interviews, from the form that plans it to the debrief."""

from bot.domain.loops.forms import LoopForm, distinct_label, faults, initials
from bot.domain.loops.states import (
    EMAIL_LENGTH,
    GONE,
    ID_LENGTH,
    LABEL_LENGTH,
    MOST_PANELISTS,
    NAME_LENGTH,
    TEXT_LENGTH,
    CardState,
    LoopState,
    Missed,
    Role,
    SeatState,
)
from bot.domain.loops.timetable import following, moved_on, next_working_day, timetable
from bot.domain.loops.views import AskView, LeadsWish, LoopView, OnTheBench, SeatView, Unmet

__all__ = [
    "EMAIL_LENGTH",
    "GONE",
    "ID_LENGTH",
    "LABEL_LENGTH",
    "MOST_PANELISTS",
    "NAME_LENGTH",
    "TEXT_LENGTH",
    "AskView",
    "CardState",
    "LeadsWish",
    "LoopForm",
    "LoopState",
    "LoopView",
    "Missed",
    "OnTheBench",
    "Role",
    "SeatState",
    "SeatView",
    "Unmet",
    "distinct_label",
    "faults",
    "following",
    "initials",
    "moved_on",
    "next_working_day",
    "timetable",
]
