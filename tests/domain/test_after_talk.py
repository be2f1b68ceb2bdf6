"""After the talk: who may say what, and when everybody sees it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.debriefs import Said, Stand, Talk, say
from bot.domain.errors import Invalid, TooLate
from bot.domain.scorecards import Recommendation

NO, YES, STRONG_YES = Recommendation.NO, Recommendation.YES, Recommendation.STRONG_YES
NOW = datetime(2026, 6, 9, 12, tzinfo=UTC)
WHY = "She had done exactly that before."


def said(kind: Recommendation, reason: str = WHY, at: datetime = NOW) -> Said:
    return Said(kind, reason, at)


def test_the_same_needs_no_reason_and_keeps_none() -> None:
    assert say(Talk((Stand("U1", YES),)), "U1", "yes", WHY, NOW) == Said(YES, "", NOW)


def test_a_change_is_kept_beside_the_sealed_recommendation_with_its_reason() -> None:
    found = say(Talk((Stand("U1", NO),)), "U1", "yes", f"  {WHY} ", NOW)
    stand = Stand("U1", NO, found)
    assert (stand.sealed, stand.now, stand.changed, found.reason) == (NO, YES, True, WHY)


@pytest.mark.parametrize("reason", ["", " " * 30, "x" * 19, "x" * 301])
def test_a_change_needs_a_reason_of_20_to_300_characters(reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        say(Talk((Stand("U1", NO),)), "U1", "yes", reason, NOW)
    assert list(refused.value.fields) == ["reason"]


@pytest.mark.parametrize("reason", ["x" * 20, "x" * 300])
def test_the_shortest_and_the_longest_reason_are_taken(reason: str) -> None:
    assert say(Talk((Stand("U1", NO),)), "U1", "yes", reason, NOW).reason == reason


def test_only_a_recommendation_that_there_is_can_be_said() -> None:
    with pytest.raises(Invalid) as refused:
        say(Talk((Stand("U1", NO),)), "U1", "purple", WHY, NOW)
    assert list(refused.value.fields) == ["recommendation"]


def test_nobody_without_a_sealed_card_says_anything() -> None:
    with pytest.raises(TooLate, match="no sealed scorecard"):
        say(Talk((Stand("U1", NO),)), "U2", "yes", WHY, NOW)


def test_what_was_said_can_be_changed_until_it_is_shown_and_not_after() -> None:
    before = Talk((Stand("U1", NO, said(YES)),))
    assert say(before, "U1", "no", "", NOW).recommendation is NO
    with pytest.raises(TooLate, match="stands in the debrief by now"):
        say(Talk(before.stands, NOW), "U1", "no", "", NOW)


def test_who_hadnt_said_it_when_it_was_shown_can_still_and_it_is_told_apart() -> None:
    shown = Talk((Stand("U1", NO), Stand("U2", YES, said(NO))), NOW)
    late = Stand("U1", NO, say(shown, "U1", "yes", WHY, NOW + timedelta(minutes=1)))
    assert shown.after_others(late)
    assert not shown.after_others(shown.stands[1])
    assert not Talk(shown.stands).after_others(late)


def test_it_is_complete_once_everybody_with_a_sealed_card_has_said_something() -> None:
    assert not Talk().complete
    assert not Talk((Stand("U1", NO, said(YES)), Stand("U2", YES))).complete
    assert Talk((Stand("U1", NO, said(YES)), Stand("U2", YES, said(YES, "")))).complete


def test_counts_are_of_the_sealed_or_of_what_holds_now_strongest_yes_first() -> None:
    talk = Talk((Stand("U1", NO, said(YES)), Stand("U2", STRONG_YES), Stand("U3", YES)))
    assert list(talk.counts(sealed=True).items()) == [(STRONG_YES, 1), (YES, 1), (NO, 1)]
    assert list(talk.counts(sealed=False).items()) == [(STRONG_YES, 1), (YES, 2)]
    assert [one.user_id for one in talk.changes] == ["U1"]
    assert talk.answers == 1
