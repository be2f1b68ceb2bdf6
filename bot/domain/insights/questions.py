"""How each question fares in interviews: keep it, rewrite it, or retire it.

A verdict is given only where the numbers leave little doubt: see each limit.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import StatisticsError, correlation, fmean

from bot.domain.insights.facts import PastAsk, PastScore

FEWEST_PLANNED = 6
FEWEST_CANDIDATES = 15
"""Before it is said what a question tells of candidates: with fewer, what would be told is mostly chance."""
OFTEN = 1 / 3
ALIKE = 0.9
"""The share of its ratings that are one and the same, from which on a question tells nobody apart."""
TELLS = 0.2
"""A correlation with the candidate's other ratings. Where even the upper end of a 90% interval is below it, the
question says little of what the others say."""
NINETY = 1.645
"""Standard deviations: the two-sided 90% of a normal distribution (Fisher's z of a correlation)."""


class Health(StrEnum):
    """What to do with a question."""

    KEEP = "keep"
    REWRITE = "rewrite"
    RETIRE = "retire"
    TOO_FEW = "too few"


class Trouble(StrEnum):
    """What is wrong with a question."""

    NOT_REACHED = "not reached"
    REPLACED = "replaced"
    ALIKE = "alike"
    SAYS_LITTLE = "says little"


@dataclass(frozen=True)
class QuestionHealth:
    """One question as it is worded now. `tells` is the correlation with the candidate's other ratings, where known."""

    question: str
    version: str
    competency: str
    planned: int
    asked: int
    replaced: int
    candidates: int
    tells: float | None
    troubles: tuple[Trouble, ...]
    health: Health


def question_health(asks: Sequence[PastAsk], scores: Sequence[PastScore]) -> tuple[QuestionHealth, ...]:
    """Of every question that was planned, in the words of its newest use alone; `asks` in the order of their loops."""
    newest = {one.question: one.version for one in asks}
    by_question: dict[str, list[PastAsk]] = defaultdict(list)
    for one in asks:
        if one.version == newest[one.question]:
            by_question[one.question].append(one)
    values = _by_candidate(scores)
    return tuple(_health(id, given, values) for id, given in sorted(by_question.items()))


def _by_candidate(scores: Sequence[PastScore]) -> Mapping[int, Mapping[str | None, list[int]]]:
    """Ratings by loop, and there by question."""
    found: dict[int, dict[str | None, list[int]]] = defaultdict(lambda: defaultdict(list))
    for one in scores:
        found[one.loop][one.question].append(one.value)
    return found


def _health(
    id: str, given: Sequence[PastAsk], values: Mapping[int, Mapping[str | None, list[int]]]
) -> QuestionHealth:
    asked, replaced = sum(one.asked for one in given), sum(one.replaced for one in given)
    rated = [one.loop for one in given if one.asked and values.get(one.loop, {}).get(id)]
    own = [value for loop in rated for value in values[loop][id]]
    tells = _tells(id, rated, values)
    found = []
    if len(given) >= FEWEST_PLANNED:
        found += [Trouble.NOT_REACHED] if (len(given) - asked - replaced) / len(given) >= OFTEN else []
        found += [Trouble.REPLACED] if replaced / len(given) >= OFTEN else []
    if len(rated) >= FEWEST_CANDIDATES:
        alike = max(own.count(value) for value in set(own)) / len(own) >= ALIKE
        found += [Trouble.ALIKE] if alike else []
        found += [Trouble.SAYS_LITTLE] if tells is not None and _upper(tells, len(rated)) < TELLS else []
    first, version = given[0], given[0].version
    health = _verdict(found, len(given))
    return QuestionHealth(
        id, version, first.competency, len(given), asked, replaced, len(rated), tells, tuple(found), health
    )


def _verdict(troubles: Sequence[Trouble], planned: int) -> Health:
    if Trouble.SAYS_LITTLE in troubles:
        return Health.RETIRE
    if troubles:
        return Health.REWRITE
    return Health.KEEP if planned >= FEWEST_PLANNED else Health.TOO_FEW


def _tells(
    id: str, rated: Sequence[int], values: Mapping[int, Mapping[str | None, list[int]]]
) -> float | None:
    """Correlation of a candidate's mean on this question with their mean on all others; None where nothing varies."""
    pairs = []
    for loop in rated:
        own, every = values[loop][id], values[loop].values()
        total, number = sum(map(sum, every)) - sum(own), sum(map(len, every)) - len(own)
        if number:
            pairs.append((fmean(own), total / number))
    if len(pairs) < FEWEST_CANDIDATES:
        return None
    one, other = zip(*pairs, strict=True)
    try:
        return correlation(one, other)
    except StatisticsError:
        return None


def _upper(tells: float, number: int) -> float:
    inside = min(max(tells, -0.999), 0.999)
    return math.tanh(math.atanh(inside) + NINETY / math.sqrt(number - 3))
