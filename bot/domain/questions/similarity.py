"""How alike two questions are: for near-duplicates, and for what candidates may train on."""

import math
import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

from bot.domain.questions.models import Question

ALIKE = 0.4
"""From here on two questions count as near-duplicates."""

# Words without a topic of their own, among them those that half of all questions on models hold.
_STOP_WORDS = """
    a about after all also am an and any are as at be because been before being between but by can
    change changed changes colleague colleagues could data describe did difference do does doing done
    down each every explain few find first for from get give gives go had happen happened happens has
    have he her here him his how i if in into is it its just let like look made make makes many me mean
    means might model models more most much must my need needs new next no not now of off on once one
    only or other our out over own project projects same say says she should show shows so some such
    take takes talk teammate tell than that the their them then there these they thing things this those
    through to today too two up us use used uses using very walk want was way we well were what when
    where which while who why will with would you your yours
"""
_STOP = frozenset(_STOP_WORDS.split())
_WORD = re.compile(r"[a-z0-9]+")
_ENDINGS = ("ations", "ation", "ings", "ing", "ied", "ies", "ers", "er", "ed", "es", "ly", "s", "e")


def similarity(a: Question, b: Question) -> float:
    """How alike two questions are, from 0 (nothing in common) to 1 (the same question).

    The higher of how alike the prompts are and how alike prompts and short forms are together, so that
    two questions don't come apart by a different example alone. From `ALIKE` on, whoever has trained on
    one has seen the other.
    """
    if a.id == b.id:
        return 1.0
    return max(
        text_similarity(a.prompt, b.prompt),
        text_similarity(f"{a.short} {a.prompt}", f"{b.short} {b.prompt}"),
    )


def text_similarity(a: str, b: str) -> float:
    """How alike two texts are, from 0 to 1: the cosine of their word stems and pairs of stems.

    Words that carry no topic are left out; case, endings and punctuation don't count.
    """
    first, second = _features(a), _features(b)
    return min(1.0, math.fsum(first[key] * second[key] for key in first.keys() & second.keys()))


@lru_cache(maxsize=8192)
def _features(text: str) -> Mapping[str, float]:
    """Word stems and pairs of stems with their weights; the squares of the weights add up to 1."""
    stems = [_stem(word) for word in _WORD.findall(text.lower()) if word not in _STOP]
    pairs = (f"{first} {second}" for first, second in pairwise(stems))
    weights = {stem: math.sqrt(n) for stem, n in Counter(stems).items()} | dict.fromkeys(pairs, 0.5)
    length = math.hypot(*weights.values())
    return {key: weight / length for key, weight in weights.items()}


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
