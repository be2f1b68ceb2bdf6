"""How somebody stands with their topics. Every surface asks here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.prep.countdown import WEAK
from bot.domain.prep.history import Sent
from bot.domain.prep.settings import Settings
from bot.domain.prep.topics import topic_name, topic_of
from bot.domain.questions import Question

APART = timedelta(days=5)
"""So long between two good answers shows that it was remembered, and not only just read."""


class Stand(StrEnum):
    """How somebody stands with a topic."""

    UNSEEN = "unseen"
    WEAK = "weak"
    GROWING = "growing"
    LEARNED = "learned"


@dataclass(frozen=True)
class Standing:
    """How somebody stands with their topics: names by stand, weakest and most familiar as they come."""

    unseen: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    growing: tuple[str, ...] = ()
    learned: tuple[str, ...] = ()

    @property
    def seen(self) -> int:
        """Topics that were rated at least once."""
        return len(self.weak) + len(self.growing) + len(self.learned)

    @property
    def went_well(self) -> int:
        """Topics whose last rating is good or easy."""
        return len(self.growing) + len(self.learned)

    @property
    def topics(self) -> int:
        """All of them."""
        return self.seen + len(self.unseen)


def standing(
    sent: Iterable[Sent], topics: Mapping[str, str], settings: Settings, pool: Sequence[Question] = ()
) -> Standing:
    """How they stand with all that they rated, and with the topics of `pool` that they haven't seen.

    `topics` are the topics by question, of those that the bank has.
    """
    rated = _rated(sent, topics, settings)
    stands = {topic: _stand(answers, settings.interview) for topic, answers in rated.items()}
    stands |= {topic: Stand.UNSEEN for topic in map(topic_of, pool) if topic not in stands}
    return Standing(
        **{stand.value: tuple(topic_name(one) for one in stands if stands[one] is stand) for stand in Stand}
    )


def stand_of(topic: str, sent: Iterable[Sent], topics: Mapping[str, str], settings: Settings) -> Stand:
    """How they stand with one topic."""
    answers = _rated(sent, topics, settings).get(topic)
    return _stand(answers, settings.interview) if answers else Stand.UNSEEN


def _rated(
    sent: Iterable[Sent], topics: Mapping[str, str], settings: Settings
) -> dict[str, list[tuple[date, bool]]]:
    """For each topic the local dates of its ratings with whether it went well; the longest ago comes first."""
    answers: dict[str, list[tuple[date, bool]]] = {}
    rated = [one for one in sent if one.rating is not None and one.rated_at is not None]
    for one in sorted(rated, key=lambda it: it.rated_at or 0):
        topic = topics.get(one.question_id)
        if topic is not None and one.rated_at is not None:
            day = one.rated_at.astimezone(settings.zone).date()
            answers.setdefault(topic, []).append((day, one.rating not in WEAK))
    return dict(sorted(answers.items(), key=lambda it: it[1][-1][0]))


def _stand(answers: Sequence[tuple[date, bool]], interview: date | None) -> Stand:
    """Learned is good twice since it was last weak, days apart; before an interview that is nearer, good twice."""
    good: list[date] = []
    for day, went_well in answers:
        good = [*good, day] if went_well else []
    if not good:
        return Stand.WEAK
    near = interview is not None and timedelta() <= interview - good[-1] < APART
    apart = len(good) > 1 and (near or good[-1] - good[0] >= APART)
    return Stand.LEARNED if apart else Stand.GROWING
