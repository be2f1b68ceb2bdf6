"""A loop's debrief: moved, hurried, opened, posted elsewhere, decided."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.errors import Invalid, TooLate
from bot.domain.loops.events import (
    DebriefHurried,
    DebriefMovedOn,
    DebriefOpened,
    DebriefRescheduled,
    DecisionRecorded,
)
from bot.domain.loops.loop import Loop
from bot.domain.loops.states import CardState, LoopState


def reschedule(loop: Loop, at: datetime | None, now: datetime) -> None:
    """Another time for the debrief; reminders move along. Raises Invalid at the field."""
    loop.check_running()
    if at is None or at <= now:
        raise Invalid({"at": "Pick a time that is still to come."})
    if at < loop.last_end():
        raise Invalid({"at": "The last interview is not over by then. Pick a later time."})
    if at == loop.debrief_at:
        return
    loop.debrief_at = at
    loop.debrief_tries += 1
    loop.revision += 1
    waiting = (seat for seat in loop.panel if seat.card is not CardState.IN and seat.start_at is not None)
    loop.happened(DebriefRescheduled(loop, tuple(waiting)))


def hurry(loop: Loop) -> None:
    """The lead doesn't want to wait. Raises TooLate where the debrief can't open yet or is out."""
    if loop.state is not LoopState.RUNNING:
        raise TooLate("The debrief is out already.")
    if not any(seat.card is CardState.IN for seat in loop.panel):
        raise TooLate("No scorecard is in yet, so there is nothing to talk about.")
    loop.happened(DebriefHurried(loop))


def open_up(loop: Loop, now: datetime, competencies: Sequence[str], unfit: str | None) -> None:
    """The scorecards close. `competencies` are those of the thread's parts, `unfit` why the channel can't have it."""
    loop.state, loop.debriefed_at = LoopState.DEBRIEFED, now
    loop.happened(DebriefOpened(loop, tuple(competencies), unfit))


def post_elsewhere(loop: Loop, channel_id: str, competencies: Sequence[str]) -> None:
    """What couldn't be posted goes to another channel; the head has a key of its own there."""
    loop.channel_id = channel_id
    loop.debrief_tries += 1
    loop.happened(DebriefMovedOn(loop, tuple(competencies)))


def decide(loop: Loop, decision_id: int, outcome: str, *, settled: bool) -> None:
    """The lead decided; one that is not `settled` leaves the loop as it was after its debrief."""
    loop.state = LoopState.DECIDED if settled else LoopState.DEBRIEFED
    loop.happened(DecisionRecorded(loop, decision_id, outcome))
