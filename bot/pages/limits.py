"""How often pages are asked for, in this process: so that nobody tries addresses, or fills the database."""

import threading
import time
from collections import Counter
from collections.abc import Callable

from bot.domain.errors import FairloopError

SPAN = 60.0
"""Seconds that a count lasts."""
ALL, OF_ONE, BEGUN = 600, 90, 10
"""Requests of everybody, at one address, and pages begun with one link, in that time."""


class TooOften(FairloopError):
    """It was asked for too often; it may be again after so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__("That was too often. Wait a minute, and try again.")
        self.seconds = seconds


class Limits:
    """Counts in spans of a minute; `seconds` is a monotonic clock."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._span = 0
        self._spent: Counter[str] = Counter()

    def spend(self, what: str, most: int) -> None:
        """Count one. Raises TooOften beyond so many in the running span."""
        now = self._seconds()
        with self._lock:
            if int(now // SPAN) != self._span:
                self._span = int(now // SPAN)
                self._spent.clear()
            self._spent[what] += 1
            if self._spent[what] > most:
                raise TooOften(int(SPAN - now % SPAN) + 1)
