"""Selection rates by group: counted by hand, against published figures, and with small groups hidden."""

import pytest

from bot.domain.impact import Compared, Passed, Stage, compare


def people(group: str, selected: int, number: int, first: int) -> tuple[list[Passed], dict[int, str]]:
    """So many of a group, by consecutive ids, of whom so many moved forward."""
    ids = range(first, first + number)
    rows = [Passed(id, "Engineer", Stage.MOVED_ON, id - first < selected) for id in ids]
    return rows, dict.fromkeys(ids, group)


def compared(**groups: tuple[int, int]) -> Compared:
    rows: list[Passed] = []
    known: dict[int, str] = {}
    for number, (group, counts) in enumerate(groups.items()):
        more, theirs = people(group, *counts, first=1000 * number)
        rows += more
        known |= theirs
    return compare(rows, known)[0]


def test_the_guidelines_own_example() -> None:
    """Questions and Answers on the Uniform Guidelines, 44 FR 11996: rates of 60, 45, 48 and 51 percent."""
    groups = {"american_indian": (45, 100), "black": (51, 100), "hispanic": (48, 100), "white": (60, 100)}
    rates = {one.group: one for one in compared(**groups).rates}
    assert (rates["white"].rate, rates["white"].ratio) == (0.6, None)
    ratios = {group: round(one.ratio, 2) for group, one in rates.items() if one.ratio is not None}
    assert ratios == {"american_indian": 0.75, "black": 0.85, "hispanic": 0.8}
    assert [group for group, one in rates.items() if one.below] == ["american_indian"]


def test_fishers_exact_test_by_hand() -> None:
    """Of 10 people 5 are selected: 1 of 5 against 4 of 5, or further apart, is 52 of the 252 ways to choose them."""
    low, _ = compared(few=(1, 5), many=(4, 5)).rates
    assert low.p == pytest.approx(52 / 252)


def test_katzs_interval_by_hand() -> None:
    low, _ = compared(a=(12, 40), b=(48, 80)).rates
    spread = 1.959964 * (1 / 12 - 1 / 40 + 1 / 48 - 1 / 80) ** 0.5
    assert low.low == pytest.approx(0.5 * 2.718281828**-spread, rel=1e-5)
    assert low.high == pytest.approx(0.5 * 2.718281828**spread, rel=1e-5)


def test_four_fifths_itself_is_not_under_it() -> None:
    low, _ = compared(a=(40, 100), b=(50, 100)).rates
    assert low.ratio == pytest.approx(0.8)
    assert not low.below


def test_a_group_of_fewer_than_five_is_hidden_and_is_nobodys_measure() -> None:
    small, rest = compared(a=(4, 4), b=(5, 10)).rates
    assert (small.number, small.selected, small.rate, small.p) == (None, None, None, None)
    assert rest.ratio is None


def test_nobody_selected_has_a_ratio_of_nought_and_no_interval() -> None:
    none, _ = compared(a=(0, 10), b=(5, 10)).rates
    assert (none.ratio, none.low, none.high) == (0, None, None)
    both = compared(a=(0, 10), b=(0, 10)).rates
    assert [one.ratio for one in both] == [None, None]


def test_stages_and_openings_are_counted_apart_and_together() -> None:
    rows = [Passed(id, f"Opening {id % 2}", stage, selected=True) for id in range(20) for stage in Stage]
    found = compare(rows, dict.fromkeys(range(15), "a"))
    assert [(one.stage, one.opening) for one in found] == [
        (stage, opening) for stage in Stage for opening in (None, "Opening 0", "Opening 1")
    ]
    assert [one.unknown for one in found[:3]] == [5, 2, 3]
