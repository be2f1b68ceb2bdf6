"""For how long what is about a candidate is kept."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.errors import Invalid
from bot.domain.retention import FLOORS, LONGEST, SHORTEST, USUAL, Kept, above, checked, ends

LAST = datetime(2026, 3, 2, 12, tzinfo=UTC)
DECIDED = LAST + timedelta(days=9)


def test_it_ends_after_the_decision_and_without_one_after_the_last_interview() -> None:
    assert ends([Kept(None, LAST)], 365) == LAST + timedelta(days=365)
    assert ends([Kept(DECIDED, LAST)], 365) == DECIDED + timedelta(days=365)


def test_of_several_loops_the_latest_counts() -> None:
    later = Kept(None, DECIDED + timedelta(days=1))
    assert ends([Kept(DECIDED, LAST), later], 200) == later.last_end + timedelta(days=200)


@pytest.mark.parametrize("days", [SHORTEST, USUAL, LONGEST])
def test_what_is_between_the_shortest_and_the_longest_is_taken(days: int) -> None:
    assert checked(days) == days


@pytest.mark.parametrize("days", [SHORTEST - 1, LONGEST + 1])
def test_what_is_not_is_refused_with_both(days: int) -> None:
    with pytest.raises(Invalid, match="between 180 and 1827 days"):
        checked(days)


def test_floors_that_are_not_reached_are_named() -> None:
    assert [floor for floor, _ in FLOORS] == [180, 365, 731, 1461]
    assert [words.partition(":")[0] for words in above(USUAL)] == [
        "United States, federal contractors of 150 or more",
        "California",
    ]
    assert above(LONGEST) == ()
