"""Which question, tip or practice serves each topic, and which topics nothing serves."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.questions.bank import Bank
from bot.domain.questions.material import Topic


@dataclass(frozen=True)
class Served:
    """A topic and what serves it: ids of questions, of tips, structures, and tests or docs anchors.

    `nominal` are the questions that name it and serve it not, as at least one of two readings found.
    """

    topic: Topic
    questions: tuple[str, ...]
    nominal: tuple[str, ...]
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
    """The topics that nothing serves: a question needs one, a practice or tip one of the other three.

    A bank with pairs counts a question only where two readings found that it tests the topic; a bank
    without takes the questions' own word for it.
    """
    return [served.topic for served in coverage(bank) if not _serves(served)]


def _serves(served: Served) -> bool:
    if served.topic.category == "practice":
        return bool(served.prep or served.practices)
    return bool(served.questions)


def _served(bank: Bank, topic: Topic) -> Served:
    prep: list[str] = []
    if bank.prep is not None:
        prep += [f"tip {tip.id}" for tip in bank.prep.tips if topic.id in tip.sources]
        prep += [f"structure {one.kind}" for one in bank.prep.structures if topic.id in one.sources]
    practices = [place for one in bank.practices if one.topic == topic.id for place in one.shown_by]
    named = [question.id for question in bank.questions(source=topic.id)]
    real = {pair.question for pair in bank.pairs if pair.topic == topic.id and pair.agreed_real}
    counts = real if bank.pairs and topic.category != "practice" else set(named)
    return Served(
        topic,
        tuple(id for id in named if id in counts),
        tuple(id for id in named if id not in counts),
        tuple(prep),
        tuple(practices),
    )
