"""What follows when an opening is made, changed, archived or reopened."""

from typing import assert_never

from bot.acting.context import Transaction
from bot.domain.openings import (
    OpeningChanged,
    OpeningClosed,
    OpeningCreated,
    OpeningEvent,
    OpeningReopened,
)


def follow(tx: Transaction, event: OpeningEvent) -> None:
    """The record has it."""
    match event:
        case OpeningCreated(opening_id):
            tx.audit("create opening", f"opening:{opening_id}")
        case OpeningChanged(opening_id, what):
            tx.audit("change opening", f"opening:{opening_id}", ", ".join(what))
        case OpeningClosed(opening_id):
            tx.audit("close opening", f"opening:{opening_id}")
        case OpeningReopened(opening_id):
            tx.audit("reopen opening", f"opening:{opening_id}")
        case never:
            assert_never(never)
