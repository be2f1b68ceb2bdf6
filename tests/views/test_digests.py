"""A lead's week in words, and what the months say: each number as it is, and nothing said of nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.calibration.watched import Unsteady, Watched
from bot.domain.digests import Week
from bot.domain.insights import words
from bot.views.digests import week
from sandbox.notifications import received

QUIET = Week(opened=0, decided=0, undecided=1, cards=0, median_hours=None, missing=0)
TODAY = date(2026, 4, 6)


def read(found: Week) -> str:
    text, blocks = week(found)
    return received({"text": text, "blocks": blocks}).desktop


def test_a_week_without_a_debrief_says_what_waits_and_nothing_else() -> None:
    said = read(QUIET)
    assert "No debrief opened" in said
    assert "1 debrief waits for a decision" in said
    assert not any(word in said for word in ("scorecard", "question", "panelist", "recorded"))


def test_a_full_week_has_every_number() -> None:
    said = read(Week(3, 2, 4, 11, 4.2, 2, look_at=2, unsteady=1, sees_strong=True))
    for sentence in (
        "3 debriefs opened, 2 decisions recorded",
        "4 debriefs wait for a decision",
        "Half of 11 scorecards were in within 5 hours",
        "2 interviews have no scorecard",
        "2 questions to rewrite or retire",
        "1 panelist drifts or scatters over the months; it stands on their Home",
        words.SEES_STRONG,
    ):
        assert sentence in said, said


def test_of_one_scorecard_there_is_no_half() -> None:
    said = read(replace(QUIET, opened=1, cards=1, median_hours=0.2))
    assert "The scorecard was in within 12 minutes" in said
    assert "Half" not in said


def unsteady(
    since: date, drift: tuple[float, float, float] | None, spread: tuple[float, float, float] | None
) -> Unsteady:
    return Unsteady("U1", since, 24, 13.6, drift, spread)


@pytest.mark.parametrize(
    ("drift", "said"),
    [
        ((0.62, 0.25, 0.99), "0.6 points milder over 14 months and 24 scorecards (0.3 to 1.0)"),
        ((-0.4, -0.7, -0.12), "0.4 points stricter over 14 months and 24 scorecards (0.1 to 0.7)"),
    ],
)
def test_who_drifts_reads_by_how_much_and_how_sure_that_is(
    drift: tuple[float, float, float], said: str
) -> None:
    (text,) = words.unsteady(unsteady(TODAY, drift, None))
    assert f"You have become {said}" in text


def test_who_scatters_reads_on_which_side_of_usual() -> None:
    (wide,) = words.unsteady(unsteady(TODAY, None, (1.7, 1.3, 2.3)))
    (near,) = words.unsteady(unsteady(TODAY, None, (0.6, 0.5, 0.8)))
    assert (
        "1.7 times as far from what colleagues say of the same candidates as usual: further from them" in wide
    )
    assert "0.6 times as far" in near
    assert "nearer to them" in near


def test_leads_read_a_number_a_week_later_and_never_who() -> None:
    found = Watched({"U1": unsteady(TODAY, (0.6, 0.2, 1), None), "U2": unsteady(TODAY, (0.6, 0.2, 1), None)})
    assert list(words.months(found, TODAY + timedelta(days=6))) == []
    (said,) = words.months(found, TODAY + timedelta(days=7))
    assert said.startswith("2 panelists drift or scatter beyond doubt")
    assert "U1" not in said
    assert list(words.months(Watched({}, False), TODAY)) == list(words.months(Watched(), TODAY)) == []
    assert list(words.months(Watched({}, True), TODAY)) == [words.SEES_STRONG]
