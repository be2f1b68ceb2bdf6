"""What follows when Fairloop is installed."""

from bot.acting.context import Transaction
from bot.consequences import showing
from bot.domain.first_day import FirstDayEvent
from bot.letters.first_day import Welcome


def follow(tx: Transaction, event: FirstDayEvent) -> None:
    """The record has it, and whoever did it is welcomed once."""
    tx.audit("install", "workspace")
    Welcome(event.user_id).put(tx)
    showing.home(tx, event.user_id)
