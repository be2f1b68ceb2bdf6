"""What follows when an opening is made or closed."""

from typing import assert_never

from bot.acting.context import Transaction
from bot.domain.openings import OpeningClosed, OpeningCreated, OpeningEvent


def follow(tx: Transaction, event: OpeningEvent) -> None:
    """The record has it."""
    match event:
        case OpeningCreated(opening_id):
            tx.audit("create opening", f"opening:{opening_id}")
        case OpeningClosed(opening_id):
            tx.audit("close opening", f"opening:{opening_id}")
        case never:
            assert_never(never)
