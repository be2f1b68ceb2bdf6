"""The leak guard: nobody trains on what they are asked, and nobody is asked what they trained on.

Prep and planning both call `may_use`, each with what the person has met on the other side.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.questions import Question, kinship
from bot.domain.questions.similarity import ALIKE, alike_pairs


class Use(StrEnum):
    """What a question is wanted for."""

    TRAIN = "train"
    ASK = "ask"


@dataclass(frozen=True)
class Met:
    """What a person met on the other side: planned or asked where they want to train, sent where we ask.

    `marks` are `marks_of` those questions, all that is left of them where the questions may not be kept.
    `words` are the questions whose text is known, as it was then and as it is now.
    """

    marks: frozenset[str] = frozenset()
    words: tuple[Question, ...] = ()


def may_use(question: Question, use: Use, met: Met) -> bool:
    """Whether a question may be sent to somebody as prep (TRAIN) or planned for them (ASK).

    Only a question marked prep is trained on, only one without the mark is asked; never one that was met
    on the other side, whatever its mark is now, nor a near-duplicate of one whose words are known. A
    sibling, the same skill on another case, may be: that is what families are for.
    """
    if question.prep is not (use is Use.TRAIN):
        return False
    if any(mark in met.marks for mark in marks_of(question)):
        return False
    return not any(kinship(question, other).gives_away for other in met.words)


def trainable(questions: Sequence[Question], met: Met) -> frozenset[str]:
    """The ids of those that may be sent as prep to somebody who met this: `may_use`, for hundreds at once."""
    unknown = [one for one in questions if one.prep and met.marks.isdisjoint(marks_of(one))]
    both = [*met.words, *unknown]
    near = {
        both[later].id for earlier, later, _ in alike_pairs(both, ALIKE) if earlier < len(met.words) <= later
    }
    return frozenset(one.id for one in unknown) - near - {one.id for one in met.words}


def marks_of(question: Question) -> tuple[str, ...]:
    """By what a question is known again: its id, and its words under any id."""
    return f"id {question.id}", f"words {' '.join(question.prompt.casefold().split())}"
