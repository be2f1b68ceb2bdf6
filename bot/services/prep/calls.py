"""A due row of prep, as the clock hands it on."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Call:
    """`day` is the local date that it is for, `planned` when it was to happen."""

    team_id: str
    due_id: int
    subscription_id: int
    day: date
    planned: datetime


def called(team_id: str, due_id: int, subscription_id: int, occurrence: str, planned: datetime) -> Call:
    """Read a due row, whose occurrence ends on its date."""
    day = date.fromisoformat(occurrence.rpartition(":")[2])
    return Call(team_id, due_id, subscription_id, day, planned)
