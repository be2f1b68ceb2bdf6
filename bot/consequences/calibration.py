"""What follows when a workspace's fit falls due to be made anew."""

from bot.consequences import times
from bot.domain.calibration.events import CalibrationEvent
from bot.services.context import Transaction


def follow(tx: Transaction, event: CalibrationEvent) -> None:
    """It is made in the background; nobody waits for it."""
    times.fit(tx, event.loop_id)
