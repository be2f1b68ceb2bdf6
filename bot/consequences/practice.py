"""What follows when somebody tries Fairloop by themselves, and when that is erased."""

from typing import assert_never

from bot.acting.context import Transaction
from bot.consequences import apart, showing, times
from bot.domain.practice import KEPT, PracticeBegun, PracticeErased, PracticeEvent
from bot.letters.practice import MessageTakenBack, PracticeGone, PracticePlan
from bot.storage import practice

DUE = "practice"


def follow(tx: Transaction, event: PracticeEvent) -> None:
    """Letters, due rows, the record, and what is shown anew."""
    match event:
        case PracticeBegun(loop):
            PracticePlan(loop.id, loop.lead_id, loop.candidate_id).put(tx)
            times.at(tx, DUE, loop.id, f"{DUE}:{loop.id}", tx.now + KEPT)
            tx.audit("begin practice", f"loop:{loop.id}")
        case PracticeErased():
            _erased(tx, event)
        case never:
            assert_never(never)


def _erased(tx: Transaction, event: PracticeErased) -> None:
    loop = event.loop
    mark = f"erased:{loop.id}:{tx.now.timestamp():.0f}:"
    apart.of_nothing(tx, mark, [loop.candidate_id], [loop.id], [seat.id for seat in loop.seats])
    posted = [one.dedupe_key for one in practice.standing(tx, mark)]
    for key in reversed(posted):
        MessageTakenBack(mark, loop.lead_id, len(posted), event.scorecards, key).put(tx)
    PracticeGone(mark, loop.lead_id, len(posted), event.scorecards).put(tx)
    showing.home(tx, loop.lead_id)
    tx.audit("erase practice", f"loop:{loop.id}", f"{len(posted)} messages")
