"""How many scorecards a debrief waits for, who is still waited for, and whether that can be met at all."""

from bot.domain.loops.loop import Loop
from bot.domain.loops.seat import Seat
from bot.domain.loops.states import CardState, Role


def wanted(loop: Loop, quorum: int) -> int:
    """Scorecards without which the debrief doesn't open: never more than the panel as planned.

    `quorum` is the opening's; where the lead goes on with fewer, it is those.
    """
    planned = [seat for seat in loop.seats if seat.role is Role.PANELIST and loop.stand_in_for(seat) is None]
    most = min(quorum, len(planned))
    return most if loop.goes_on_with is None else min(most, loop.goes_on_with)


def cards_in(loop: Loop) -> int:
    """How many scorecards that count are in."""
    return sum(seat.card is CardState.IN for seat in loop.panel)


def waited_for(loop: Loop) -> list[Seat]:
    """Whose scorecard may still come, in order of time."""
    return [seat for seat in loop.panel if seat.card is not CardState.IN and not seat.excused]


def is_met(loop: Loop, quorum: int) -> bool:
    """Whether enough scorecards are in."""
    return cards_in(loop) >= wanted(loop, quorum)


def out_of_reach(loop: Loop, quorum: int) -> bool:
    """Whether too few are left who could still hand one in."""
    return cards_in(loop) + len(waited_for(loop)) < wanted(loop, quorum)


def all_in(loop: Loop) -> bool:
    """Whether every scorecard that is waited for is in."""
    return cards_in(loop) > 0 and not waited_for(loop)
