"""Who is said to score above or below their colleagues."""

import pytest

from bot.domain.calibration.explain import Explanation, Moved
from bot.domain.calibration.words import _panel
from bot.views.why_before import _moved


def moved(leniency: float, *, n: int = 30, shown: bool = True, name: str = "U1") -> Moved:
    return Moved(name, n, leniency, shown, by_leniency=-leniency / 2, by_items=0.0, by_weight=0.0)


NOBODY = "nobody here is known to score far from colleagues who saw the same candidates"
WORDS = {
    "a strict one": (
        [-0.4, 0.0],
        "one of the two usually scores 0.4 below colleagues who saw the same candidates",
    ),
    "a lenient one": (
        [0.4, 0.0],
        "one of the two usually scores 0.4 above colleagues who saw the same candidates",
    ),
    "a tenth is worth a word": (
        [0.1, 0.0],
        "one of the two usually scores 0.1 above colleagues who saw the same candidates",
    ),
    "a tenth below too": (
        [-0.1, 0.0],
        "one of the two usually scores 0.1 below colleagues who saw the same candidates",
    ),
    "less isn't": ([0.09, -0.09], NOBODY),
    "the whole panel": (
        [-0.2, -0.6],
        "all two usually score 0.4 below colleagues who saw the same candidates",
    ),
    "both kinds": (
        [-0.3, 0.5, 0.7],
        "one of the three usually scores 0.3 below colleagues who saw the same candidates; "
        "two of the three usually score 0.6 above colleagues who saw the same candidates",
    ),
}


@pytest.mark.parametrize(("leniencies", "said"), WORDS.values(), ids=WORDS)
def test_a_panel_in_words(leniencies: list[float], said: str) -> None:
    assert _panel(Explanation("c", 3.0, 3.0, tuple(moved(one) for one in leniencies))) == said


def test_of_whom_too_little_is_known_nothing_is_said_but_how_many_are_new() -> None:
    hidden = moved(-0.9, n=2, shown=False)
    assert _panel(Explanation("c", 3.0, 3.0, (hidden,))) == f"{NOBODY}; one is new and barely adjusted"
    two = Explanation("c", 3.0, 3.0, (hidden, hidden, moved(0.0)))
    assert _panel(two) == f"{NOBODY}; two are new and barely adjusted"


@pytest.mark.parametrize(
    ("leniency", "said"),
    [(0.4, "usually score 0.4 above colleagues"), (-0.4, "usually score 0.4 below colleagues")],
)
def test_the_explanation_of_one_panelist_says_the_same_side(leniency: float, said: str) -> None:
    row: dict[str, object] = {
        "panelist": "U1",
        "leniency": leniency,
        "n": 12,
        "total": -leniency,
        "shown": True,
    }
    row |= {"by_leniency": -leniency, "by_items": 0.0, "by_weight": 0.0}
    assert said in _moved(row)
    assert "above" not in _moved(row | {"shown": False})
