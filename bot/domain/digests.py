"""A lead's week: what happened in the loops that they lead, in one message."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

WEEK = timedelta(days=7)
MORNING = 9


def next_monday(now: datetime, zone: ZoneInfo) -> datetime:
    """The next Monday morning after `now`, by the clock of the zone."""
    local = now.astimezone(zone)
    day = (local + timedelta(days=7 - local.weekday())).date()
    monday = datetime(day.year, day.month, day.day, MORNING, tzinfo=zone)
    return monday if local.weekday() or local.hour >= MORNING else monday - WEEK


@dataclass(frozen=True)
class WeekOver:
    """A week has ended: `leads` have something to read of it. `again_at` is None where nothing goes on."""

    until: datetime
    leads: tuple[str, ...]
    again_at: datetime | None


DigestEvent = WeekOver


@dataclass(frozen=True)
class Week:
    """What a lead reads. Of their own loops: debriefs opened, decisions recorded and waiting, cards in and missing.

    Of the workspace: `look_at` counts questions to rewrite or retire, `unsteady` panelists of whom something was
    found that they have known for a week, `sees_strong` whether lenient panelists were given the strong candidates.
    """

    opened: int
    decided: int
    undecided: int
    cards: int
    median_hours: float | None
    missing: int
    look_at: int = 0
    unsteady: int = 0
    sees_strong: bool = False

    @property
    def empty(self) -> bool:
        """Whether there is nothing to read of their own loops."""
        return not (self.opened or self.decided or self.undecided)
