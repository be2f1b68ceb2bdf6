"""What follows when somebody is erased, held, or kept for a while longer."""

from typing import assert_never

from bot.acting.context import Transaction
from bot.consequences import showing, times
from bot.domain.retention import CandidateErased, HoldChanged, RetentionEnds, RetentionEvent, RetentionSet
from bot.letters.erasing import Removed


def follow(tx: Transaction, event: RetentionEvent) -> None:
    """The record has it, messages go, and keys are destroyed once nothing needs them."""
    match event:
        case CandidateErased(token, row_keys, messages, told, why):
            for row_key in row_keys:
                times.at(tx, "forget", 0, f"forget:{row_key}", tx.now)
            for one in messages:
                Removed(token, one).put(tx)
            for user_id in told:
                showing.home(tx, user_id)
            tx.audit("erase candidate", f"erased:{token}", why)
        case HoldChanged(ids, held, reason):
            for id in ids:
                tx.audit("hold candidate" if held else "release candidate", f"candidate:{id}", reason)
        case RetentionEnds(loop_id, at):
            times.at(tx, "retention", loop_id, f"retention:{loop_id}:{at.isoformat()}", at)
        case RetentionSet(days):
            tx.audit("set retention", "workspace", f"{days} days")
        case never:
            assert_never(never)
