"""People of a panel: what they are good at, and when and how much they can interview."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.working import is_known

SENIORITY = ("junior", "mid", "senior")
STRENGTHS = {0: "Doesn't ask about it", 1: "Can", 2: "Well", 3: "Best"}
USUAL_STRENGTH = 1
"""What the planner takes somebody for of whom nothing is said."""
MOST_A_WEEK = 20
DAY_HOURS = 24
WEEK = {"1": "Mon", "2": "Tue", "3": "Wed", "4": "Thu", "5": "Fri", "6": "Sat", "7": "Sun"}


@dataclass(frozen=True)
class Panelist:
    """What is known of somebody: strengths by competency, interviews a week, hours of the day in their own zone.

    `working_days` are ISO weekdays. Their `country` is what Slack's locale says where it is None. They are away until
    `away_until`, the day on which they are back.
    """

    user_id: str
    seniority: str = "mid"
    weekly_limit: int | None = None
    hours: tuple[int, int] = (9, 18)
    strengths: Mapping[str, int] = field(default_factory=dict)
    is_lead: bool = False
    working_days: str = "12345"
    country: str | None = None
    away_until: date | None = None


@dataclass(frozen=True)
class OwnDays:
    """The days on which somebody says they work, as in Panelist."""

    working_days: str = "12345"
    country: str | None = None
    away_until: date | None = None

    def faults(self) -> dict[str, str]:
        """What is wrong with them, at the fields."""
        found = {}
        if not self.working_days or set(self.working_days) - set(WEEK):
            found["working_days"] = "Pick at least one day."
        if self.country and not is_known(self.country):
            found["country"] = (
                "Write a country's two letters, such as DE; of this one no public holidays are known."
            )
        return found


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
