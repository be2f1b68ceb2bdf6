"""What follows when a debrief is moved, opens, is posted elsewhere, or a decision is recorded."""

from collections.abc import Iterable
from typing import assert_never

from bot.acting.access import leaders_of
from bot.acting.context import Transaction
from bot.consequences import nudges, showing, times
from bot.domain.letters import LATE_PART, debrief_parts
from bot.domain.loops import debriefing, quorum
from bot.domain.loops.events import (
    DebriefEvent,
    DebriefHurried,
    DebriefMovedOn,
    DebriefOpened,
    DebriefPutBack,
    DebriefRescheduled,
    DecisionRecorded,
    LateCardIn,
    QuorumMissed,
    SaidAfterTalk,
    TalkShown,
)
from bot.domain.loops.loop import Loop
from bot.domain.loops.states import LoopState, Role
from bot.letters.debriefs import DebriefHead, DebriefHeadShownAnew, DebriefPart, DecisionMade
from bot.letters.practice import PracticeOver
from bot.letters.seats import SeatTold
from bot.letters.waiting import AllIn, DebriefWaits
from bot.storage import people
from bot.storage.openings import opening_of

LAST_ASKED = 3
"""The time after which nobody is asked again about a debrief that waits."""


def follow(tx: Transaction, event: DebriefEvent) -> None:
    """Letters, due rows, the record, and what is shown anew."""
    match event:
        case DebriefRescheduled(loop, waiting):
            times.debrief(tx, loop, loop.debrief_at)
            for seat in waiting:
                times.reminders(tx, loop, seat)
            for seat in loop.panel:
                if seat.kit_revision:
                    SeatTold("debrief_moved", seat.id, loop.revision, seat.user_id, loop.candidate_id).put(tx)
            showing.kits(tx, waiting)
            showing.status(tx, loop)
            tx.audit("move debrief", f"loop:{loop.id}", loop.debrief_at.isoformat())
        case DebriefHurried(loop):
            times.debrief(tx, loop, tx.now)
            tx.audit("debrief now", f"loop:{loop.id}")
        case DebriefPutBack(loop):
            times.debrief(tx, loop, loop.debrief_at)
            showing.status(tx, loop)
        case QuorumMissed(loop):
            _waits(tx, loop)
        case DebriefOpened():
            _opened(tx, event)
        case DebriefMovedOn(loop, competencies):
            tx.audit("move debrief", f"loop:{loop.id}", loop.channel_id)
            _post(tx, loop, competencies)
            showing.status(tx, loop)
        case DecisionRecorded(loop, decision_id, outcome, rule):
            _head_anew(tx, loop)
            DecisionMade(decision_id, loop.id, loop.debrief_tries, loop.channel_id, loop.candidate_id).put(tx)
            showing.status(tx, loop)
            read = f"; the agreed rule read {rule}" if rule else ""
            tx.audit("decide", f"loop:{loop.id}", f"{outcome}{read}")
        case LateCardIn(loop, seat):
            times.stop_seat(tx, seat)
            _head_anew(tx, loop)
            _part(loop, f"{LATE_PART}{seat.user_id}").put(tx)
            showing.kits(tx, [seat])
            showing.status(tx, loop)
            tx.audit("submit scorecard after the debrief", f"interview:{seat.id}")
        case SaidAfterTalk(loop, seat):
            _head_anew(tx, loop)
            tx.audit("say after the talk", f"interview:{seat.id}")
        case TalkShown(loop):
            _head_anew(tx, loop)
            tx.audit("show what changed after the talk", f"loop:{loop.id}")
        case never:
            assert_never(never)


def fewer_expected(tx: Transaction, loop: Loop) -> None:
    """Somebody's scorecard won't come: the lead is asked at once where the quorum can't be met any more."""
    if loop.state is not LoopState.RUNNING:
        return
    if quorum.out_of_reach(loop, opening_of(tx, loop.opening_id).quorum):
        for lead in leaders_of(tx, loop)[:1] if not loop.debrief_asked else ():
            _ask(tx, loop, lead)
    elif quorum.all_in(loop):
        all_in(tx, loop)


def all_in(tx: Transaction, loop: Loop) -> None:
    """Nobody's scorecard is waited for: an early debrief opens soon, else the lead hears that it can be opened."""
    if loop.sample or loop.state is not LoopState.RUNNING:
        return
    if opening_of(tx, loop.opening_id).early and not loop.debrief_asked:
        times.debrief(tx, loop, debriefing.opens_early(loop, tx.now, people.calendar_of(tx, loop.lead_id)))
        return
    for lead in leaders_of(tx, loop)[:1]:
        AllIn(loop.id, loop.revision, quorum.cards_in(loop), lead, loop.candidate_id).put(tx)


def _waits(tx: Transaction, loop: Loop) -> None:
    """The first lead is asked twice, then the others who lead it, then nobody: it stands on their Homes."""
    leaders = leaders_of(tx, loop)
    for user_id in leaders[:1] if loop.debrief_asked < LAST_ASKED else leaders[1:]:
        _ask(tx, loop, user_id)
        showing.home(tx, user_id)
    if loop.debrief_asked < LAST_ASKED:
        times.debrief_again(tx, loop)
    showing.status(tx, loop)


def _ask(tx: Transaction, loop: Loop, user_id: str) -> None:
    DebriefWaits(loop.id, loop.revision, loop.debrief_asked, user_id, loop.candidate_id).put(tx)


def _opened(tx: Transaction, event: DebriefOpened) -> None:
    loop = event.loop
    times.stop_loop(tx, loop)
    if not loop.practice:
        times.first_digest(tx, loop)
    if event.unfit:
        _head(loop).withhold(tx, event.unfit)
    else:
        _post(tx, loop, event.competencies)
    showing.kits(tx, loop.in_order())
    for seat in loop.in_order():
        if seat.role is Role.PANELIST:
            nudges.shrink(tx, seat)
    showing.status(tx, loop)
    if loop.practice:
        PracticeOver(loop.id, loop.lead_id, loop.candidate_id).put(tx)


def _post(tx: Transaction, loop: Loop, competencies: Iterable[str]) -> None:
    _head(loop).put(tx)
    times.look_hourly(tx, loop.channel_id)
    for part in debrief_parts(competencies):
        _part(loop, part).put(tx)


def _head_anew(tx: Transaction, loop: Loop) -> None:
    DebriefHeadShownAnew(loop.id, loop.debrief_tries, loop.channel_id).put(tx)


def _part(loop: Loop, part: str) -> DebriefPart:
    return DebriefPart(part, loop.id, loop.debrief_tries, loop.channel_id, loop.candidate_id)


def _head(loop: Loop) -> DebriefHead:
    return DebriefHead(loop.id, loop.debrief_tries, loop.channel_id, loop.candidate_id)
