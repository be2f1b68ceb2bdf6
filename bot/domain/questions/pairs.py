"""Two readings of what each question is really about, and how far the two agree."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field

from bot.domain.questions.models import QuestionText, Record, Slug, TopicId, digest


class Mark(StrEnum):
    """How a question stands to a topic that it names as a source."""

    REAL = "real"
    """What it tests is the topic."""
    NOMINAL = "nominal"
    """The topic comes up, and something else is tested."""
    OTHER = "other"
    """It is about something else."""


class Pair(Record):
    """One topic and one question that names it, with the marks of two readings."""

    topic: TopicId = Field(description="an id of topics.yaml")
    question: Slug = Field(description="the id of a question that names the topic in `sources`")
    reading: str = Field(description="what was read: `reading` of prompt and `tests`, in hexadecimal")
    marks: tuple[Mark, Mark] = Field(description="of the first and the second reading: real, nominal, other")

    @property
    def agreed_real(self) -> bool:
        """Whether both readings found that the question tests the topic."""
        return self.marks == (Mark.REAL, Mark.REAL)


class Pairs(Record):
    """pairs.yaml"""

    pairs: tuple[Pair, ...] = Field(description="every pair of a topic and a question that names it")


def reading(question: QuestionText) -> str:
    """8 hexadecimal digits that change with what a mark goes by: the prompt and what it tests."""
    return digest([question.prompt, question.tests])[:8]


@dataclass(frozen=True)
class Agreement:
    """How far two readings agree: of `pairs`, `same` got one mark in both.

    `kappa` is Cohen's (Cohen 1960, A coefficient of agreement for nominal scales): 1 for full agreement,
    0 for as much as chance brings; None where chance alone would always make them agree.
    """

    pairs: int
    same: int
    kappa: float | None


def agreement(pairs: Sequence[Pair]) -> Agreement:
    """How far the two readings of these pairs agree."""
    total, same = len(pairs), sum(first == second for first, second in (pair.marks for pair in pairs))
    if not total:
        return Agreement(0, 0, None)
    ours, theirs = (Counter(pair.marks[which] for pair in pairs) for which in (0, 1))
    by_chance = sum(ours[mark] * theirs[mark] for mark in Mark) / total**2
    kappa = (same / total - by_chance) / (1 - by_chance) if by_chance < 1 else None
    return Agreement(total, same, kappa)
