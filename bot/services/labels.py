"""Which candidates' labels are in use, so that two alike in one week can be told apart."""

from datetime import timedelta

from bot.services.context import Transaction
from bot.storage import candidates
from bot.storage.tables import Loop

LABEL_WINDOW = timedelta(days=7)


def labels_taken(tx: Transaction, own: Loop | None) -> set[str]:
    """Labels of other loops that were sent out and are about this week; drafts may never be."""
    return candidates.labels_since(tx, tx.now - LABEL_WINDOW, own.id if own else None)
