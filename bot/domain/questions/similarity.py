"""How alike two questions are: for near-duplicates, and for what candidates may train on."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
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


def alike_pairs(questions: Sequence[Question], least: float) -> Iterator[tuple[int, int, float]]:
    """Every two places in `questions`, the earlier first, whose `similarity` is at least `least` (above 0).

    Meets only pairs with a word in common, so that a bank of hundreds is compared in hundredths of a second.
    """
    prompts = [_features(one.prompt) for one in questions]
    wholes = [_features(f"{one.short} {one.prompt}") for one in questions]
    for second, scores in enumerate(map(_higher, _products(prompts), _products(wholes))):
        for first in sorted(scores):
            if scores[first] >= least:
                same = questions[first].id == questions[second].id
                yield first, second, 1.0 if same else min(1.0, scores[first])


def _products(texts: Sequence[Mapping[str, float]]) -> Iterator[dict[int, float]]:
    """For each text, the products with those before it that share a feature."""
    holders: dict[str, list[tuple[int, float]]] = {}
    for place, features in enumerate(texts):
        products: dict[int, float] = {}
        for feature, weight in features.items():
            for other, its_weight in holders.get(feature, ()):
                products[other] = products.get(other, 0.0) + weight * its_weight
            holders.setdefault(feature, []).append((place, weight))
        yield products


def _higher(one: Mapping[int, float], other: Mapping[int, float]) -> dict[int, float]:
    return {key: max(one.get(key, 0.0), other.get(key, 0.0)) for key in one.keys() | other.keys()}


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
