"""What follows when a loop is drafted, planned, sent out or called off."""

from typing import assert_never

from bot.acting.access import leaders_of
from bot.acting.context import Transaction
from bot.consequences import showing, times
from bot.domain.loops.events import (
    CompetenciesChosen,
    LoopCancelled,
    LoopDrafted,
    LoopSent,
    PanelistAdded,
    PlanAsked,
    PlanEvent,
    PlanGivenUp,
    PlanMade,
    PlanMended,
    PracticeEntered,
    SeatChanged,
    ShadowMoved,
    TrialAsked,
    TrialWeighed,
    TriedAgain,
    WishGranted,
    WishTakenBack,
)
from bot.domain.loops.loop import Loop
from bot.domain.loops.states import LoopState, Role
from bot.letters.kits import Cancelled
from bot.letters.loops import Status
from bot.letters.plans import PlanShown, TrialShown
from bot.letters.practice import PracticePlanShownAnew


def follow(tx: Transaction, event: PlanEvent) -> None:
    """Letters, due rows, the record, and what is shown anew."""
    match event:
        case LoopDrafted(loop):
            tx.audit("draft loop", f"loop:{loop.id}")
            times.look_at_retention(tx, loop)
            showing.home(tx, loop.lead_id)
        case PlanAsked(loop, shown):
            if shown and loop.state is LoopState.DRAFT:
                _show(tx, loop)
            times.plan(tx, loop)
        case PlanMade(loop, changed):
            if loop.state is LoopState.DRAFT:
                _show(tx, loop)
                return
            times.kits_anew(tx, loop, changed)
            times.kits_planned(tx, loop)
            showing.status(tx, loop)
        case PlanGivenUp(loop):
            if loop.state is LoopState.DRAFT:
                _show(tx, loop)
            elif loop.state is LoopState.RUNNING:
                showing.status(tx, loop)
        case TriedAgain(loop, kind):
            tx.audit(f"try again: {kind}", f"loop:{loop.id}")
        case TrialAsked(loop, view):
            times.at(tx, "trial", loop.id, view, tx.now)
        case TrialWeighed(loop, view):
            TrialShown(loop.id, view).put(tx)
        case WishGranted(loop, kind):
            tx.audit("wish for plan", f"loop:{loop.id}", kind)
        case CompetenciesChosen(loop):
            said = f"without {', '.join(loop.left_out)}" if loop.left_out else "all"
            tx.audit("choose competencies", f"loop:{loop.id}", said)
        case WishTakenBack(loop):
            tx.audit("take back wish for plan", f"loop:{loop.id}")
        case PlanMended(loop, mend):
            tx.audit("mend plan", f"loop:{loop.id}", mend)
        case SeatChanged(_, seat):
            tx.audit("change seat", f"interview:{seat.id}")
        case PanelistAdded(loop, seat):
            if loop.state is LoopState.RUNNING:
                times.seat(tx, loop, seat)
                showing.status(tx, loop)
            tx.audit("add panelist", f"interview:{seat.id}")
        case ShadowMoved(loop, seat, hosts):
            if loop.state is LoopState.RUNNING:
                times.kit_follows(tx, loop, seat)
                for host in hosts:
                    if host.kit_revision:
                        times.kit_follows(tx, loop, host)
            tx.audit("change shadow", f"interview:{seat.id}")
        case LoopSent(loop):
            _sent(tx, loop)
        case LoopCancelled():
            _cancelled(tx, event)
        case PracticeEntered(loop):
            times.stop_loop(tx, loop)
            tx.audit("enter practice loop", f"loop:{loop.id}")
        case never:
            assert_never(never)


def _show(tx: Transaction, loop: Loop) -> None:
    """Fill the modal that waits for this loop's plan."""
    if loop.plan_view:
        PlanShown(loop.id, loop.revision, loop.plan_view).put(tx)


def _sent(tx: Transaction, loop: Loop) -> None:
    for seat in loop.in_order():
        if seat.role is not Role.STAND_IN:
            times.seat(tx, loop, seat)
    times.debrief(tx, loop, loop.debrief_at)
    if loop.practice:
        PracticePlanShownAnew(loop.id, loop.lead_id).put(tx)
    for lead in leaders_of(tx, loop)[:1]:
        Status(loop.id, lead, loop.candidate_id, taken_over=lead != loop.lead_id).put(tx)
        showing.home(tx, lead)
    times.look_around(tx, loop.channel_id, f"loop:{loop.id}", tx.now)
    tx.audit("send kits", f"loop:{loop.id}")


def _cancelled(tx: Transaction, event: LoopCancelled) -> None:
    loop = event.loop
    times.stop_loop(tx, loop)
    tx.audit("cancel loop", f"loop:{loop.id}")
    showing.home(tx, loop.lead_id)
    if not event.was_running:
        return
    showing.kits(tx, event.told)
    for seat in event.told:
        Cancelled(seat.id, seat.user_id, loop.candidate_id).put(tx)
    showing.status(tx, loop)
