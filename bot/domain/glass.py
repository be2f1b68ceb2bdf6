"""Breaking the glass: reading a loop's scorecards before its debrief, once, for a reason, with everybody told first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.errors import Invalid, TooLate
from bot.domain.loops.loop import Loop
from bot.domain.loops.states import LoopState, Role

LASTS = timedelta(hours=2)
LONGEST_REASON = 300


@dataclass(frozen=True)
class GlassBroken:
    """Somebody may read the scorecards of a loop until then, once all those who are `told` have heard it."""

    loop: Loop
    glass_id: int
    by: str
    told: tuple[str, ...]
    reason: str


GlassEvent = GlassBroken


def check(loop: Loop, reason: str) -> None:
    """Raises TooLate where there is nothing to break, and Invalid without a reason."""
    if loop.state is not LoopState.RUNNING:
        raise TooLate("There is nothing to read early: the loop isn't running, or its debrief is open.")
    if not reason.strip():
        raise Invalid({"reason": "Say why: the panel reads it, and the record keeps it."})
    if len(reason) > LONGEST_REASON:
        raise Invalid({"reason": f"Keep it under {LONGEST_REASON} characters."})


def ends(now: datetime) -> datetime:
    """Until when who breaks it now may read."""
    return now + LASTS


def told(loop: Loop, leads: tuple[str, ...], by: str) -> tuple[str, ...]:
    """Whom it concerns: the panel with its shadows, and who leads the loop; without who breaks it."""
    panel = [seat.user_id for seat in loop.in_order() if not seat.gone and seat.role is not Role.STAND_IN]
    return tuple(one for one in dict.fromkeys((*panel, *leads)) if one != by)
