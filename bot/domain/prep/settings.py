"""What somebody who does prep has chosen: how hard, about what, when."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.questions import Bank, Level, Question

EVERY_DAY = frozenset(range(7))
WORKING_DAYS = frozenset(range(5))
SUNDAY = 6


@dataclass(frozen=True)
class Settings:
    """A subscription's settings.

    `role` is the key of the question set that they prepare for; `topics` are keys of competencies, none
    meaning all that the role is about; `hour` is 0-23 in `zone`; `weekdays` are 0 (Monday) to 6 and never
    empty. `interview` is the local date of their interview, None where they gave none. Raises ValueError
    where that doesn't hold.
    """

    role: str
    level: Level
    hour: int
    zone: ZoneInfo
    topics: frozenset[str] = frozenset()
    weekdays: frozenset[int] = EVERY_DAY
    interview: date | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.hour <= 23:
            raise ValueError(f"an hour is 0 to 23, not {self.hour}")
        if not self.weekdays or not self.weekdays <= EVERY_DAY:
            raise ValueError(f"weekdays are some of 0 to 6, not {sorted(self.weekdays)}")


def pool(bank: Bank, settings: Settings, may_train: Callable[[Question], bool]) -> tuple[Question, ...]:
    """The questions that somebody with these settings may get, in the bank's order.

    `may_train` is the leak guard (bot.domain.prep.guard) with what this person has met.
    """
    topics = settings.topics or topics_of(bank, settings.role)
    return tuple(
        one
        for one in bank.questions(prep=True)
        if settings.level in one.levels and one.competency in topics and may_train(one)
    )


def topics_of(bank: Bank, role: str) -> frozenset[str]:
    """The competencies that a role is about; every one where the bank (no longer) has a set for it."""
    found = next((one.competencies for one in bank.sets if one.key == role), bank.competencies)
    return frozenset(one.key for one in found)


def known_topics(bank: Bank, topics: Iterable[str]) -> frozenset[str]:
    """Those of the topics that the bank (still) has."""
    return frozenset(topics) & {one.key for one in bank.competencies}
