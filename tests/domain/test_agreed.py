"""The agreed rule: where a score stands to its bar, what the rule reads, and what was agreed, in words."""

import pytest

from bot.domain.agreed import Bar, RuleReads, Side, bars_in_words, day_in_words, reads, side

ABOVE, BELOW, UNCLEAR = Side.ABOVE, Side.BELOW, Side.UNCLEAR


@pytest.mark.parametrize(
    ("low", "high", "stands"),
    [
        (3.01, 3.5, ABOVE),
        (3.0, 3.5, UNCLEAR),
        (2.0, 3.0, UNCLEAR),
        (2.0, 2.99, BELOW),
        (2.9, 3.1, UNCLEAR),
        (None, None, UNCLEAR),
    ],
)
def test_a_score_is_above_or_below_a_bar_with_its_whole_range(
    low: float | None, high: float | None, stands: Side
) -> None:
    assert side(low, high, 3.0) is stands


@pytest.mark.parametrize(
    ("must_haves", "says"),
    [
        ((), None),
        ((ABOVE,), RuleReads.MET),
        ((ABOVE, ABOVE), RuleReads.MET),
        ((ABOVE, UNCLEAR), RuleReads.OPEN),
        ((UNCLEAR,), RuleReads.OPEN),
        ((ABOVE, BELOW), RuleReads.NOT_MET),
        ((UNCLEAR, BELOW), RuleReads.NOT_MET),
    ],
)
def test_a_rule_is_met_where_all_is_above_and_not_met_where_one_is_below(
    must_haves: tuple[Side, ...], says: RuleReads | None
) -> None:
    assert reads(must_haves) is says


@pytest.mark.parametrize(
    ("bars", "said"),
    [
        ({"Data": Bar(3.0)}, "Data at 3"),
        ({"Data": Bar(3.0, must_have=True)}, "Data is a must-have, at 3"),
        (
            {"Data": Bar(3.0, must_have=True), "Code": Bar(2.5), "MLOps": Bar(3.0, must_have=True)},
            "Data and MLOps are must-haves, at 3; Code at 2.5",
        ),
        (
            {"A": Bar(2.5), "B": Bar(2.5), "C": Bar(2.5), "D": Bar(3.5, must_have=True)},
            "D is a must-have, at 3.5; A, B and C at 2.5",
        ),
    ],
)
def test_what_was_agreed_is_said_must_haves_first(bars: dict[str, Bar], said: str) -> None:
    assert bars_in_words(bars) == said


def test_the_day_is_said_without_its_year() -> None:
    assert day_in_words("2025-11-03") == "3 Nov"
