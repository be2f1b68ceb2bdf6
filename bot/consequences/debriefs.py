"""What follows when a debrief is moved, opens, is posted elsewhere, or a decision is recorded."""

from collections.abc import Iterable
from typing import assert_never

from bot.acting.context import Transaction
from bot.consequences import nudges, showing, times
from bot.domain.letters import debrief_parts
from bot.domain.loops.events import (
    DebriefEvent,
    DebriefHurried,
    DebriefMovedOn,
    DebriefOpened,
    DebriefRescheduled,
    DecisionRecorded,
)
from bot.domain.loops.loop import Loop
from bot.domain.loops.states import Role
from bot.letters.debriefs import DebriefHead, DebriefHeadShownAnew, DebriefPart, DecisionMade


def follow(tx: Transaction, event: DebriefEvent) -> None:
    """Letters, due rows, the record, and what is shown anew."""
    match event:
        case DebriefRescheduled(loop, waiting):
            times.debrief(tx, loop, loop.debrief_at)
            for seat in waiting:
                times.reminders(tx, loop, seat)
            showing.kits(tx, waiting)
            showing.status(tx, loop)
            tx.audit("move debrief", f"loop:{loop.id}", loop.debrief_at.isoformat())
        case DebriefHurried(loop):
            times.debrief(tx, loop, tx.now)
            tx.audit("debrief now", f"loop:{loop.id}")
        case DebriefOpened():
            _opened(tx, event)
        case DebriefMovedOn(loop, competencies):
            tx.audit("move debrief", f"loop:{loop.id}", loop.channel_id)
            _post(tx, loop, competencies)
            showing.status(tx, loop)
        case DecisionRecorded(loop, decision_id, outcome):
            DebriefHeadShownAnew(loop.id, loop.debrief_tries, loop.channel_id).put(tx)
            DecisionMade(decision_id, loop.id, loop.debrief_tries, loop.channel_id, loop.candidate_id).put(tx)
            showing.status(tx, loop)
            tx.audit("decide", f"loop:{loop.id}", outcome)
        case never:
            assert_never(never)


def _opened(tx: Transaction, event: DebriefOpened) -> None:
    loop = event.loop
    times.stop_loop(tx, loop)
    if event.unfit:
        _head(loop).withhold(tx, event.unfit)
    else:
        _post(tx, loop, event.competencies)
    showing.kits(tx, loop.in_order())
    for seat in loop.in_order():
        if seat.role is Role.PANELIST:
            nudges.shrink(tx, seat)
    showing.status(tx, loop)


def _post(tx: Transaction, loop: Loop, competencies: Iterable[str]) -> None:
    _head(loop).put(tx)
    for part in debrief_parts(competencies):
        DebriefPart(part, loop.id, loop.debrief_tries, loop.channel_id, loop.candidate_id).put(tx)


def _head(loop: Loop) -> DebriefHead:
    return DebriefHead(loop.id, loop.debrief_tries, loop.channel_id, loop.candidate_id)
