"""What a scorecard offers to fill in: a value is kept only where it could have been chosen there."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from bot.domain.errors import NotFound
from bot.domain.scorecards import (
    EVIDENCE,
    INSTEAD,
    LAST_PAGE,
    NOT_ASSESSED,
    OWN_WORDS,
    PROBE,
    PROBED,
    PROBES,
    RECOMMENDATION,
    SAID_LIMITS,
    SEEN,
    SUMMARY,
    SURE_AND_WRONG,
    SURENESS,
    Field,
    Probed,
    Recommendation,
    Sureness,
    Value,
)

NOT_THERE = "That isn't on this scorecard. Close it and open it again from your kit; what was saved is there."
CHOICES: Mapping[str, frozenset[str]] = {
    PROBED: frozenset(Probed),
    RECOMMENDATION: frozenset(Recommendation),
    SURENESS: frozenset(Sureness),
    **{f"{PROBE}{key}": frozenset(Probed) for key in PROBES},
}
ON_QUESTIONS = frozenset({EVIDENCE, INSTEAD, PROBED, SEEN, OWN_WORDS, *(f"{PROBE}{key}" for key in PROBES)})
ON_LAST_PAGE = frozenset({RECOMMENDATION, SURENESS, SUMMARY, SEEN})


@dataclass(frozen=True)
class Offered:
    """What one seat's scorecard offers.

    `flags` is the number of red flags of each question that the seat asks, by id; `ratings` are the numbers of
    each dimension's anchors, by key; `anywhere` are the red flags of any answer, in words.
    """

    flags: Mapping[str, int]
    ratings: Mapping[str, frozenset[int]]
    anywhere: frozenset[str] = frozenset()

    def check(self, values: Mapping[Field, Value]) -> None:
        """Raise NotFound where a field isn't there, or its value is none of its choices."""
        if not all(self._has(field) and self._fits(field, value) for field, value in values.items()):
            raise NotFound(NOT_THERE)

    def _has(self, field: Field) -> bool:
        if field.question_id == LAST_PAGE:
            return field.name in ON_LAST_PAGE
        known = field.name in ON_QUESTIONS or field.dimension in self.ratings
        return known and field.question_id in self.flags

    def _fits(self, field: Field, value: Value) -> bool:
        if field.name == SEEN:
            return isinstance(value, list) and set(value) <= self._seen(field.question_id)
        if not isinstance(value, str):
            return False
        if field.dimension is not None:
            return value in {NOT_ASSESSED, *map(str, self.ratings[field.dimension])}
        return field.name not in CHOICES or value in CHOICES[field.name]

    def _seen(self, question_id: str) -> Set[str]:
        if question_id == LAST_PAGE:
            return self.anywhere
        return {SAID_LIMITS, SURE_AND_WRONG, *(f"flag:{n}" for n in range(self.flags[question_id]))}
