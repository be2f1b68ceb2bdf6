"""What follows when a week is over."""

from bot.acting.context import Transaction
from bot.consequences import times
from bot.domain.digests import DigestEvent
from bot.letters.digests import Digest


def follow(tx: Transaction, event: DigestEvent) -> None:
    """Every lead who has something to read gets one message, and next week there is another."""
    for user_id in event.leads:
        Digest(user_id, event.until).put(tx)
    if event.again_at is not None:
        times.digest(tx, event.again_at)
