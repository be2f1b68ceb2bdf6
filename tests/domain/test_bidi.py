"""Names from right to left stand in a line without turning it."""

import pytest

from bot.domain.bidi import isolated


@pytest.mark.parametrize("name", ["", "A. K.", "Zoë Çelik", "Ðura", "\u674e\u96f7", "Candidate 7"])
def test_a_name_from_left_to_right_is_as_it_is(name: str) -> None:
    assert isolated(name) == name


@pytest.mark.parametrize(
    "name", ["\u05d3. \u05db.", "\u0646\u0648\u0631\u0627", "Ada \u05db\u05d4\u05df", "\u0661\u0662"]
)
def test_a_name_from_right_to_left_is_isolated_once(name: str) -> None:
    assert isolated(name) == f"\u2068{name}\u2069"
    assert isolated(isolated(name)) == isolated(name)
