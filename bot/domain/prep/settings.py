"""What somebody who does prep has chosen: how hard, about what, when."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.domain.questions import Bank, Level, Question

EVERY_DAY = frozenset(range(7))
WORKING_DAYS = frozenset(range(5))
SUNDAY = 6


@dataclass(frozen=True)
class Settings:
    """A subscription's settings.

    `topics` are keys of competencies, none meaning all; `hour` is 0-23 in `zone`; `weekdays` are 0 (Monday)
    to 6 and never empty. Raises ValueError where that doesn't hold.
    """

    level: Level
    hour: int
    zone: ZoneInfo
    topics: frozenset[str] = frozenset()
    weekdays: frozenset[int] = EVERY_DAY

    def __post_init__(self) -> None:
        if not 0 <= self.hour <= 23:
            raise ValueError(f"an hour is 0 to 23, not {self.hour}")
        if not self.weekdays or not self.weekdays <= EVERY_DAY:
            raise ValueError(f"weekdays are some of 0 to 6, not {sorted(self.weekdays)}")

    def wants(self, question: Question) -> bool:
        """Whether the question is of this level and among these topics."""
        return self.level in question.levels and (not self.topics or question.competency in self.topics)


def pool(bank: Bank, settings: Settings, may_train: Callable[[Question], bool]) -> tuple[Question, ...]:
    """The questions that somebody with these settings may get, in the bank's order.

    `may_train` is the leak guard (bot.domain.prep.guard) with what this person has met.
    """
    return tuple(one for one in bank.questions(prep=True) if settings.wants(one) and may_train(one))


def known_topics(bank: Bank, topics: Iterable[str]) -> frozenset[str]:
    """Those of the topics that the bank (still) has."""
    return frozenset(topics) & {one.key for one in bank.competencies}
