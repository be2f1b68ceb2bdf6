"""What follows when a workspace's fit falls due to be made anew."""

from bot.acting.context import Transaction
from bot.consequences import times
from bot.domain.calibration.events import CalibrationEvent


def follow(tx: Transaction, event: CalibrationEvent) -> None:
    """It is made in the background; nobody waits for it."""
    times.fit(tx, event.loop_id)
