"""Which question, tip or practice serves each topic, and which topics nothing serves."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.questions.bank import Bank
from bot.domain.questions.models import Topic


@dataclass(frozen=True)
class Served:
    """A topic and what serves it: ids of questions, of tips, structures, and tests or docs anchors."""

    topic: Topic
    questions: tuple[str, ...]
    prep: tuple[str, ...]
    practices: tuple[str, ...]

    @property
    def by(self) -> tuple[str, ...]:
        """Everything that serves it."""
        return (*self.questions, *self.prep, *self.practices)


def coverage(bank: Bank) -> Sequence[Served]:
    """Every topic with what serves it, in the order of topics.yaml."""
    return [_served(bank, topic) for topic in bank.topics]


def unserved(bank: Bank) -> Sequence[Topic]:
    """The topics that nothing serves. A topic that is asked as a question needs a question."""
    return [
        served.topic
        for served in coverage(bank)
        if not (served.questions if served.topic.category != "practice" else served.by)
    ]


def _served(bank: Bank, topic: Topic) -> Served:
    prep: list[str] = []
    if bank.prep is not None:
        prep += [f"tip {tip.id}" for tip in bank.prep.tips if topic.id in tip.sources]
        prep += [f"structure {one.kind}" for one in bank.prep.structures if topic.id in one.sources]
    practices = [place for one in bank.practices if one.topic == topic.id for place in one.shown_by]
    questions = tuple(question.id for question in bank.questions(source=topic.id))
    return Served(topic, questions, tuple(prep), tuple(practices))
