"""Calendar time of the workspace. Protocol time (signatures, triggers, acks, 429) is always real."""

from datetime import UTC, datetime, timedelta
from threading import Lock


class Calendar:
    """The time that messages are stamped with.

    Given a `now`, it stands still until somebody moves it; without one it follows the real clock (and can
    still be moved forward). It never goes back: a workspace's timestamps only grow.
    """

    def __init__(self, now: datetime | None = None) -> None:
        if now is not None and now.tzinfo is None:
            raise ValueError("now must be an aware datetime, such as datetime(2025, 11, 24, 9, tzinfo=UTC)")
        self._lock = Lock()
        self._fixed = now.astimezone(UTC) if now is not None else None
        self._ahead = timedelta()

    @property
    def now(self) -> datetime:
        """The current calendar time, aware, in UTC."""
        with self._lock:
            return self._now()

    def _now(self) -> datetime:
        return self._fixed if self._fixed is not None else datetime.now(UTC) + self._ahead

    def move(self, *, to: datetime | None = None, by: timedelta | None = None) -> datetime:
        """Move the calendar forward and return the new time. ValueError if it would go back."""
        if (to is None) == (by is None):
            raise ValueError("say either where to move the clock (to) or how far (by)")
        if to is not None and to.tzinfo is None:
            raise ValueError("the time to move to needs a time zone, such as 2025-11-24T09:00:00+00:00")
        with self._lock:
            now = self._now()
            target = to.astimezone(UTC) if to is not None else now + (by or timedelta())
            if target < now:
                raise ValueError(f"the clock can't go back: it is {now.isoformat()} already")
            if self._fixed is not None:
                self._fixed = target
            else:
                self._ahead += target - now
            return target
