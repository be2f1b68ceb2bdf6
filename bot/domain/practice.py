"""A practice loop: made up, in the real workspace, for one lead alone; it runs as any loop does, and goes again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.domain.loops.loop import Loop

COLLEAGUES: Mapping[str, str] = MappingProxyType({"UPRACTICEKIM0": "Kim", "UPRACTICEJO00": "Jo"})
"""The made-up colleagues, by user ids that Slack gives to nobody: its own have 9 to 11 characters."""
CANDIDATE = "Alex Example"
TITLE = "Practice"
KEPT = timedelta(days=1)
"""How long a practice loop stays by itself."""
NOT_YET = timedelta(hours=1)
"""When it would begin, as long as its kits aren't out."""


@dataclass(frozen=True)
class PracticeBegun:
    """A lead tries Fairloop by themselves."""

    loop: Loop


@dataclass(frozen=True)
class PracticeErased:
    """A practice loop is gone, with so many scorecards that were in."""

    loop: Loop
    scorecards: int


PracticeEvent = PracticeBegun | PracticeErased


def is_made_up(user_id: str) -> bool:
    """Whether nobody is there to read what is sent to them."""
    return user_id in COLLEAGUES


def begin_now(loop: Loop, now: datetime) -> None:
    """Practice has a clock of its own: its interviews begin when the kits go out, and nobody waits for a day."""
    loop.first_at, loop.debrief_at = now, now + KEPT
    for seat in loop.seats:
        seat.start_at = now
