"""What follows when somebody is erased, held, or kept for a while longer."""

from dataclasses import replace
from typing import assert_never

from bot.acting.context import Transaction
from bot.consequences import apart, showing, times
from bot.domain.retention import CandidateErased, HoldChanged, RetentionEnds, RetentionEvent, RetentionSet
from bot.letters.erasing import Removed
from bot.storage import outbox


def follow(tx: Transaction, event: RetentionEvent) -> None:
    """The record has it, messages go, and keys are destroyed once nothing needs them."""
    match event:
        case CandidateErased():
            _erased(tx, event)
        case HoldChanged(ids, held, reason):
            for id in ids:
                tx.audit("hold candidate" if held else "release candidate", f"candidate:{id}", reason)
        case RetentionEnds(loop_id, at):
            times.at(tx, "retention", loop_id, f"retention:{loop_id}:{at.isoformat()}", at)
        case RetentionSet(days):
            tx.audit("set retention", "workspace", f"{days} days")
        case never:
            assert_never(never)


def _erased(tx: Transaction, event: CandidateErased) -> None:
    for row_key in event.row_keys:
        times.at(tx, "forget", 0, f"forget:{row_key}", tx.now)
    mark = f"erased:{event.token}:"
    apart.of_nothing(tx, mark, event.ids, event.loops, event.seats)
    for one in event.messages:
        known = replace(one, key=f"{mark}{one.key}")
        Removed(event.token, one if outbox.state_of(tx, known.key) is None else known).put(tx)
    for user_id in event.told:
        showing.home(tx, user_id)
    tx.audit("erase candidate", f"erased:{event.token}", event.why)
