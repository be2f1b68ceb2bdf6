"""Which one more interview is named: an unclear must-have, then how often it settles, then how much it narrows."""

import pytest

from bot.domain.debriefs import CompetencyScore, NextSignal, most_telling, next_signal, words


def signal(
    name: str, settles: float | None, *, must: bool = False, unclear: bool = True, then: float = 0.7
) -> NextSignal:
    return NextSignal(name, must, 0.9, then, settles, unclear and settles is not None)


def test_an_unclear_must_have_comes_before_what_settles_more_often() -> None:
    best = most_telling([signal("Modelling", 0.5), signal("MLOps", 0.2, must=True), signal("Data", 0.9)])
    assert best is not None
    assert best.competency == "MLOps"


def test_of_bars_that_can_be_learnt_the_one_that_is_settled_most_often_is_named() -> None:
    best = most_telling([signal("Modelling", 0.5), signal("Data", 0.6), signal("SQL", None, then=0.1)])
    assert best is not None
    assert best.competency == "Data"


def test_where_every_bar_is_settled_no_interview_is_named() -> None:
    assert most_telling([signal("MLOps", 1.0, must=True, unclear=False), signal("SQL", None)]) is None
    assert most_telling([]) is None


def test_without_a_rule_it_is_the_one_that_narrows_most() -> None:
    best = most_telling([signal("Modelling", None, then=0.8), signal("Data", None, then=0.5)])
    assert best is not None
    assert best.competency == "Data"


def test_widths_are_those_that_are_printed() -> None:
    row = CompetencyScore("m", "MLOps", 3.0, 2, 8, shown=3.16, low=2.74, high=4.3, bar=3.0, agreed=True)
    found = next_signal(row, 0.75, 0.21, must_have=True)
    assert found is not None
    assert (round(found.now, 9), round(found.then, 9), found.unclear) == (1.3, 0.975, True)
    assert next_signal(CompetencyScore("m", "MLOps", 3.0, 2, 8), 0.75, None, must_have=False) is None


@pytest.mark.parametrize(
    ("settles", "then", "said"),
    [
        (
            0.21,
            0.7,
            "its range shrinks from 0.9 to about 0.7 points; in about 2 of 10 cases that settles the bar.",
        ),
        (0.04, 0.7, "its range shrinks from 0.9 to about 0.7 points; that hardly ever settles the bar."),
        (0.97, 0.7, "its range shrinks from 0.9 to about 0.7 points; that nearly always settles the bar."),
        (
            None,
            0.7,
            "its range shrinks from 0.9 to about 0.7 points; which way it moves, only the interview shows.",
        ),
        (0.5, 0.86, "its range of 0.9 points hardly shrinks."),
    ],
)
def test_what_is_said_of_it(settles: float | None, then: float, said: str) -> None:
    text = words.next_interview(signal("MLOps", settles, must=True, then=then)).text(str)
    assert text == f"MLOps, a must-have: {said}"
