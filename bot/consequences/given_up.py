"""What follows when due work fails too often: the lead is told, and can have it tried again."""

from bot.acting.access import leaders_of
from bot.acting.context import Transaction
from bot.letters.trouble import GivenUp
from bot.services.loops.retrying import missed
from bot.storage.due import DueItem


def tell_lead(tx: Transaction, item: DueItem) -> None:
    """Tell the lead that a plan, a kit or a debrief was given up. Other work can be missed without harm.

    A loop that waits for a lead has nobody to tell: whoever gets it sees the same on its page."""
    work = missed(tx, item.kind, item.thing_id)
    if work is None:
        return
    leaders = leaders_of(tx, work.loop)
    if not leaders:
        return
    GivenUp(
        item.id,
        item.lease_until,
        work.loop.id,
        leaders[0],
        work.loop.candidate_id,
        item.kind,
        item.thing_id,
        work.seat.user_id if work.seat else None,
    ).put(tx)
