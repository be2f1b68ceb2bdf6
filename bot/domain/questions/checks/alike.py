"""Checks of questions that are too alike, and of sentences that were copied from one to another."""

from collections.abc import Iterator

from bot.domain.questions.draft import Draft, Placed
from bot.domain.questions.faults import Fault
from bot.domain.questions.models import Question
from bot.domain.questions.similarity import ALIKE, alike_pairs, text_similarity
from bot.domain.questions.wording import RUN, windows

SAME_FOLLOW_UP = 0.8
"""From here on two probes count as one."""


def near_duplicates(draft: Draft) -> Iterator[Fault]:
    """Two questions of a loop that are nearly one; a prep question that gives a loop question away."""
    for first, second, alike in alike_pairs([one.value for one in draft.questions], ALIKE):
        a, b = draft.questions[first], draft.questions[second]
        if a.value.id == b.value.id:
            continue
        if a.value.prep != b.value.prep:
            message = f"`{b.value.id}` and `{a.value.id}` are alike ({alike:.2f}), and one is for prep."
            mend = "Ask something else in one: whoever trains on it has seen the other."
        else:
            message = f"`{b.value.id}` is nearly `{a.value.id}` ({alike:.2f})."
            mend = "Merge them, or ask something else in one."
        yield b.fault(("prompt",), message, mend, warning=True)


def shared_follow_ups(draft: Draft) -> Iterator[Fault]:
    """A probe that a family asks both in loops and in prep: the follow-up decides, so it mustn't be known."""
    families: dict[str, list[Placed[Question]]] = {}
    for one in draft.questions:
        if one.value.family is not None:
            families.setdefault(one.value.family, []).append(one)
    for members in families.values():
        for trained in (one for one in members if one.value.prep):
            for asked in (one for one in members if not one.value.prep):
                yield from _shared_follow_ups(trained, asked.value)


def _shared_follow_ups(trained: Placed[Question], asked: Question) -> Iterator[Fault]:
    for index, mine in enumerate(trained.value.probes):
        if any(text_similarity(mine.ask, theirs.ask) >= SAME_FOLLOW_UP for theirs in asked.probes):
            message = f"`{asked.id}` asks this follow-up in loops."
            mend = "Ask another here: who trains the skill must not know what follows."
            yield trained.fault(("probes", index), message, mend, warning=True)


def shared_runs(draft: Draft) -> Iterator[Fault]:
    """Eight words in a row that stand in two questions: one was copied, and says nothing of its own."""
    first: dict[str, Placed[Question]] = {}
    for one in draft.questions:
        reported: set[str] = set()
        for text in one.texts:
            for window in windows(text.text):
                other = first.setdefault(window, one)
                if other is one or other.value.id == one.value.id or other.value.id in reported:
                    continue
                reported.add(other.value.id)
                message = f"{RUN} words in a row also stand in `{other.value.id}`: “{window}”."
                yield one.fault(text.path, message, "Say what is particular to this question.", warning=True)
