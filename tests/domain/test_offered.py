"""A scorecard keeps what could be chosen on it, and nothing else."""

import pytest

from bot.domain.errors import NotFound
from bot.domain.offered import Offered
from bot.domain.scorecards import Asked, Card, Field, Stored, Value, card_from

OFFERED = Offered({"q1": 2, "q2": 0}, {"depth": frozenset({1, 2, 3, 4})}, frozenset({"Names tools alone"}))
CHOSEN: dict[tuple[str, str], Value] = {
    ("q1", "evidence"): "Named the first check.",
    ("q1", "instead"): "",
    ("q1", "probed"): "held",
    ("q1", "probe:0"): "weaker",
    ("q1", "probe:1"): "not_probed",
    ("q2", "probe:own"): "stronger",
    ("q2", "own_probe"): "And at night?",
    ("q1", "seen"): ["limits", "wrong", "flag:1"],
    ("q2", "rating:depth"): "4",
    ("q1", "rating:depth"): "na",
    ("", "recommendation"): "strong_no",
    ("", "sureness"): "very",
    ("", "summary"): "Sound.",
    ("", "seen"): ["Names tools alone"],
}
FORGED: dict[str, tuple[str, str, Value]] = {
    "a rating above the scale": ("q1", "rating:depth", "99"),
    "a rating below it": ("q1", "rating:depth", "0"),
    "a rating that is no number": ("q1", "rating:depth", "good"),
    "a dimension that there isn't": ("q1", "rating:charm", "3"),
    "a question that this seat doesn't ask": ("q9", "rating:depth", "3"),
    "evidence on a question that this seat doesn't ask": ("q9", "evidence", "Named the first check."),
    "a recommendation": ("", "recommendation", "purple"),
    "a recommendation on a question": ("q1", "recommendation", "yes"),
    "evidence on the last page": ("", "evidence", "Named the first check."),
    "how sure": ("", "sureness", "utterly"),
    "what probing did": ("q1", "probed", "exploded"),
    "what a follow-up did": ("q1", "probe:0", "exploded"),
    "a follow-up that there isn't": ("q1", "probe:2", "held"),
    "a follow-up on the last page": ("", "probe:0", "held"),
    "something seen": ("q1", "seen", ["limits", "flying"]),
    "another question's red flag": ("q2", "seen", ["flag:0"]),
    "one red flag too many": ("q1", "seen", ["flag:2"]),
    "a question's red flag on the last page": ("", "seen", ["flag:0"]),
    "a red flag that the role hasn't": ("", "seen", ["Wears brown shoes"]),
    "a text where things are ticked": ("q1", "seen", "limits"),
    "a list where there is one choice": ("", "recommendation", ["yes"]),
    "a field that there isn't": ("q1", "salary", "1"),
}


def test_what_can_be_chosen_is_kept() -> None:
    OFFERED.check({Field(*key): value for key, value in CHOSEN.items()})


@pytest.mark.parametrize(("question", "name", "value"), FORGED.values(), ids=FORGED)
def test_what_could_not_be_chosen_is_refused(question: str, name: str, value: Value) -> None:
    with pytest.raises(NotFound, match="open it again from your kit"):
        OFFERED.check({Field("q1", "probed"): "held", Field(question, name): value})


def test_a_forged_value_that_was_kept_once_counts_as_none() -> None:
    kept = {
        ("q1", "rating:depth"): "99",
        ("q1", "probed"): "x",
        ("", "recommendation"): "purple",
        ("", "sureness"): "?",
    }
    fields = {Field(*key): Stored(value, "1", "V") for key, value in kept.items()}
    card = card_from(fields, {"q1": Asked.PLANNED}, Card(1, 1, "U1", {}))
    assert card == Card(1, 1, "U1", {"q1": card.answer("q1")})
    assert not card.started("q1")
