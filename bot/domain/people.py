"""People of a panel: what they are good at, and when and how much they can interview."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

SENIORITY = ("junior", "mid", "senior")
STRENGTHS = {0: "Doesn't ask about it", 1: "Can", 2: "Well", 3: "Best"}
USUAL_STRENGTH = 1
"""What the planner takes somebody for of whom nothing is said."""
MOST_A_WEEK = 20
DAY_HOURS = 24


@dataclass(frozen=True)
class Panelist:
    """What is known of somebody: strengths by competency, interviews a week, hours of the day in their own zone."""

    user_id: str
    seniority: str = "mid"
    weekly_limit: int | None = None
    hours: tuple[int, int] = (9, 18)
    strengths: Mapping[str, int] = field(default_factory=dict)
    is_lead: bool = False


def outside(hours: tuple[int, int], start: datetime, minutes: int, zone: ZoneInfo) -> bool:
    """Whether an interview begins before or ends after somebody's hours, by the clock on their wall."""
    local = start.astimezone(zone)
    begins = local.hour * 60 + local.minute
    return begins < hours[0] * 60 or begins + minutes > hours[1] * 60


def unavailable(name: str) -> str:
    """That somebody can't be picked: one sentence for every reason, so that none can be guessed from it."""
    return f"{name} isn't available. Pick somebody else."


@dataclass(frozen=True)
class LeadsNamed:
    """An administrator said who leads hiring: exactly these. `new` didn't lead before, `gone` lead no longer."""

    user_ids: tuple[str, ...]
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True)
class PanelistDescribed:
    """A lead said what somebody is good at, and how much they can take."""

    user_id: str


@dataclass(frozen=True)
class OwnHoursSet:
    """Somebody set their own hours and weekly limit."""

    user_id: str


PeopleEvent = LeadsNamed | PanelistDescribed | OwnHoursSet
