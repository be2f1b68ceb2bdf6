"""Reminders that stand in Slack: how many there were, and the newest shrunk to a line."""

from bot.acting.context import Transaction
from bot.domain.letters import NUDGE, nudge_keys
from bot.domain.loops.seat import Seat
from bot.letters.reminders import NudgeShrunk
from bot.storage import outbox


def shrink(tx: Transaction, seat: Seat) -> None:
    """Make a seat's newest reminder a line, and take back one that hasn't gone out."""
    outbox.drop_queued(tx, nudge_keys(seat.id))
    newest = outbox.newest_of(tx, NUDGE, seat.id)
    if newest is not None:
        NudgeShrunk(newest, seat.id, seat.user_id).put(tx)


def made(tx: Transaction, seat: Seat) -> int:
    """How many reminders there ever were, taken back ones too: their keys are used up."""
    return outbox.number_about(tx, NUDGE, seat.id)
