"""Checks of questions that are too alike, and of sentences that were copied from one to another."""

from collections.abc import Iterator
from itertools import combinations

from bot.domain.questions.draft import Draft, Placed
from bot.domain.questions.faults import Fault
from bot.domain.questions.models import Question
from bot.domain.questions.shape import texts
from bot.domain.questions.similarity import ALIKE, similarity
from bot.domain.questions.wording import RUN, windows


def near_duplicates(draft: Draft) -> Iterator[Fault]:
    """Two questions of a loop that are nearly one; a prep question that gives a loop question away."""
    for a, b in combinations(draft.questions, 2):
        alike = similarity(a.value, b.value)
        if alike < ALIKE or a.value.id == b.value.id:
            continue
        if a.value.prep != b.value.prep:
            message = f"`{b.value.id}` and `{a.value.id}` are alike ({alike:.2f}), and one is for prep."
            mend = "Ask something else in one: whoever trains on it has seen the other."
        else:
            message = f"`{b.value.id}` is nearly `{a.value.id}` ({alike:.2f})."
            mend = "Merge them, or ask something else in one."
        yield b.fault(("prompt",), message, mend, warning=True)


def shared_runs(draft: Draft) -> Iterator[Fault]:
    """Eight words in a row that stand in two questions: one was copied, and says nothing of its own."""
    first: dict[str, Placed[Question]] = {}
    for one in draft.questions:
        reported: set[str] = set()
        for text in texts(one.value):
            for window in windows(text.text):
                other = first.setdefault(window, one)
                if other is one or other.value.id == one.value.id or other.value.id in reported:
                    continue
                reported.add(other.value.id)
                message = f"{RUN} words in a row also stand in `{other.value.id}`: “{window}”."
                yield one.fault(text.path, message, "Say what is particular to this question.", warning=True)
