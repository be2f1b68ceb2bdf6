"""A loop's kits: sent once they are due, held back, or put off while a plan is made."""

from bot.domain.loops.events import KitHeldBack, KitPutOff, KitSent
from bot.domain.loops.loop import Loop
from bot.domain.loops.seat import Seat
from bot.domain.loops.states import LoopState, SeatState


def send(loop: Loop, seat: Seat, due_id: int, *, may_interview: bool, planning: bool) -> None:
    """Let a kit go out, or its newest revision where questions changed; while a plan is made it waits.

    Nothing goes to who isn't on the panel any more; whoever can't interview at the moment is told of to the lead.
    """
    if loop.state is not LoopState.RUNNING or seat.gone:
        return
    if not may_interview:
        loop.happened(KitHeldBack(loop, seat))
    elif planning:
        loop.happened(KitPutOff(loop, seat, due_id))
    else:
        replaces = seat.kit_revision or None
        seat.kit_revision += 1
        if seat.state is SeatState.WAITING:
            seat.state = SeatState.SENT
        loop.happened(KitSent(loop, seat, replaces))
