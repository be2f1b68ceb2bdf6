"""What follows from what a loop hears of its scorecards, and when one is asked for."""

from typing import assert_never

from bot.acting.context import Transaction
from bot.consequences import debriefs, nudges, showing, times
from bot.consequences.seats import tell_lead
from bot.domain.loops import quorum
from bot.domain.loops.events import (
    CardBegun,
    CardChanged,
    CardEvent,
    CardHandedIn,
    CardStillMissing,
    NudgeDue,
    NudgePutOff,
    NudgeSnoozed,
    PanelistExcused,
    ScorecardOpens,
)
from bot.domain.loops.loop import Loop
from bot.domain.loops.seat import Seat
from bot.domain.reminders import is_last
from bot.letters.reminders import Nudge
from bot.storage import due, people


def follow(tx: Transaction, event: CardEvent) -> None:
    """Letters, due rows, the record, and what is shown anew."""
    match event:
        case ScorecardOpens(_, seat):
            showing.kits(tx, [seat])
        case CardBegun(loop, seat):
            showing.kits(tx, [seat])
            showing.status(tx, loop)
        case CardChanged(_, seat):
            showing.kits(tx, [seat])
        case CardHandedIn(loop, seat, first):
            times.stop_seat(tx, seat)
            showing.kits(tx, [seat])
            showing.status(tx, loop)
            if first and seat.counts and quorum.all_in(loop):
                debriefs.all_in(tx, loop)
            tx.audit("submit scorecard" if first else "edit scorecard", f"interview:{seat.id}")
        case NudgeDue(loop, seat):
            _nudge(tx, loop, seat)
        case NudgePutOff(_, seat, until):
            times.put_off_nudge(tx, seat, until)
        case CardStillMissing(loop, seat):
            tell_lead(tx, loop, seat, "no_card")
        case NudgeSnoozed(_, seat, until):
            due.drop_until(tx, "nudge", seat.id, until)
            times.at(tx, "nudge", seat.id, f"nudge:{seat.id}:snooze:{until.date()}", until)
            nudges.shrink(tx, seat)
        case PanelistExcused(loop, seat, by_lead):
            times.stop_reminders(tx, seat)
            nudges.shrink(tx, seat)
            if not by_lead:
                tell_lead(tx, loop, seat, "excused")
                debriefs.fewer_expected(tx, loop)
            tx.audit("go on without scorecard", f"interview:{seat.id}")
            showing.status(tx, loop)
        case never:
            assert_never(never)


def _nudge(tx: Transaction, loop: Loop, seat: Seat) -> None:
    nudges.shrink(tx, seat)
    last = is_last(tx.now, loop.debrief_at, people.calendar_of(tx, seat.user_id))
    Nudge(seat.id, nudges.made(tx, seat) + 1, seat.user_id, loop.candidate_id, last).put(tx)
    showing.home(tx, seat.user_id)
    showing.status(tx, loop)
