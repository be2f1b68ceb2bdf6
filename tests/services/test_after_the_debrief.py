"""Once a debrief has opened: sealed cards, what is said after the talk, late cards, superseded decisions."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.domain.errors import Invalid, NotAllowed, TooLate
from bot.domain.loops import CardState
from bot.services import calibration
from bot.services.debriefs import reading, talking
from bot.services.loops import kits
from bot.storage import ratings
from bot.storage.tables import Scorecard
from tests.net.door import TEAM, Actor, House
from tests.net.town import (
    DEBRIEF,
    INES,
    LEAD,
    LOOP,
    MARC,
    OMAR,
    PRIYA,
    SAM,
    SEAT_OF,
    SECOND,
    Town,
    asked_by,
    changes,
    filled,
)

P, M, N = SEAT_OF[PRIYA], SEAT_OF[MARC], SEAT_OF[INES]
WHY = "The second follow-up showed it."


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    made = Town(tmp_path_factory.mktemp("town"))
    yield made
    made.close()


@pytest.fixture
def house(town: Town) -> House:
    """The debrief is out with Priya's yes and Marc's no; Ines hasn't handed in."""
    return town.house("debriefed")


def kept(house: House) -> list[dict[str, Any]]:
    tables = ("ratings", "scorecard_notes", "scorecard_drafts", "debriefs")
    return [row for table in tables for row in house.rows(table)]


def last_head(house: House) -> str:
    """The debrief's head as it stands in the channel by now."""
    house.settle()
    return str([body for _, body in house.slack.sent if "debrief.why" in str(body)][-1])


def last_said(house: House) -> str:
    return str(house.slack.sent[-1][1])


def mine(house: House, user_id: str) -> talking.OwnStand:
    return talking.form(house.context, Actor(TEAM, user_id), LOOP)


# Sealed


def test_when_the_debrief_has_opened_no_rating_or_evidence_of_a_card_that_is_in_changes(house: House) -> None:
    asked, before = asked_by(house, P)[0], kept(house)
    sent = changes(house, (asked, "rating:clarity", "4"), (asked, "evidence", "Something else altogether."))
    for use, *given in (("save", sent), ("submit", sent), ("open",)):
        with pytest.raises(TooLate, match="sealed"):
            house.use(f"scorecards.{use}", PRIYA, P, *given)
    with pytest.raises(TooLate, match="sealed"):
        house.use("scorecards.mark", PRIYA, P, asked, "not_reached", [])
    assert kept(house) == before


def test_changes_that_were_not_handed_in_by_the_opening_count_for_nothing(town: Town) -> None:
    house = town.house("quorum")
    asked = asked_by(house, P)[0]
    house.use("scorecards.save", PRIYA, P, changes(house, (asked, "rating:clarity", "1")))
    before = {row["question_id"]: row["value"] for row in house.rows("ratings")}
    house.now = DEBRIEF
    house.settle()
    sheets = reading.get(house.context, Actor(TEAM, LEAD), LOOP).panel.sheets
    rated = next(one for one in sheets if one.user_id == PRIYA).answers[asked].ratings
    assert rated == {"clarity": before[asked]} == {"clarity": 3}


# After the talk


def test_a_change_stands_beside_the_sealed_card_and_nobody_sees_it_before_all_have_said_theirs(
    house: House,
) -> None:
    before = kept(house)
    house.use("talk.say", MARC, LOOP, "yes", WHY)
    assert kept(house) == before
    waiting = last_head(house)
    assert "1 of 2 has said whether their mind changed" in waiting
    assert WHY not in waiting
    assert "sealed no, now yes" not in waiting
    house.use("talk.say", PRIYA, LOOP, "yes", "")
    shown = last_head(house)
    assert "Debrief · after the talk" in shown
    assert f"sealed no, now yes: “{WHY}”" in shown
    assert "2 of 2 have answered" in shown


def test_the_head_never_says_who_has_not_answered(house: House) -> None:
    house.use("talk.say", PRIYA, LOOP, "yes", "")
    house.use("talk.show", LEAD, LOOP)
    shown = last_head(house)
    assert "1 of 2 has answered" in shown
    assert "Nobody who answered changed their mind" in shown
    tail = shown[shown.index("Recommendations, sealed") :]
    assert "Marc" not in tail
    assert "Priya" not in tail


def test_a_decision_shows_what_was_said_until_then(house: House) -> None:
    house.use("talk.say", MARC, LOOP, "yes", WHY)
    house.use("debriefs.decide", LEAD, LOOP, "move_on", "Strong on limits.")
    assert f"sealed no, now yes: “{WHY}”" in last_head(house)
    house.now += timedelta(minutes=1)
    house.use("talk.say", PRIYA, LOOP, "strong_yes", "What Marc said of the outage convinced me.")
    assert "now strong yes, said after seeing the others'" in last_head(house)
    with pytest.raises(TooLate, match="stands in the debrief by now"):
        house.use("talk.say", MARC, LOOP, "no", "")


def test_to_put_the_decision_off_shows_nothing_yet(house: House) -> None:
    house.use("talk.say", MARC, LOOP, "yes", WHY)
    house.use("debriefs.decide", LEAD, LOOP, "wait", "One more talk first.")
    assert WHY not in last_head(house)
    assert "1 of 2 has said whether their mind changed" in last_head(house)


def test_a_decision_shows_nothing_where_nobody_said_anything(house: House) -> None:
    house.use("debriefs.decide", LEAD, LOOP, "move_on", "Strong on limits.")
    assert "Recommendations, sealed" not in last_head(house)


def test_the_form_shows_ones_own_card_alone(house: House) -> None:
    house.use("talk.say", MARC, LOOP, "yes", WHY)
    form = mine(house, PRIYA)
    assert (form.stand.user_id, form.stand.sealed, form.stand.said) == (PRIYA, "yes", None)
    assert (form.sealed_at, form.shown) == (DEBRIEF, False)


@pytest.mark.parametrize("user_id", [LEAD, OMAR, SAM])
def test_who_sits_on_no_counted_seat_says_nothing_after_the_talk(house: House, user_id: str) -> None:
    with pytest.raises(NotAllowed):
        house.use("talk.say", user_id, LOOP, "yes", WHY)


def test_whose_card_is_not_in_has_nothing_to_change(house: House) -> None:
    with pytest.raises(TooLate, match="no sealed scorecard"):
        house.use("talk.say", INES, LOOP, "yes", WHY)


def test_before_the_debrief_nobody_says_anything_after_the_talk(town: Town) -> None:
    with pytest.raises(NotAllowed):
        town.house("quorum").use("talk.say", PRIYA, LOOP, "no", WHY)


def test_only_a_lead_shows_what_changed_and_only_once_there_is_something(house: House) -> None:
    with pytest.raises(TooLate, match="Nobody has said"):
        house.use("talk.show", LEAD, LOOP)
    house.use("talk.say", MARC, LOOP, "yes", WHY)
    with pytest.raises(NotAllowed):
        house.use("talk.show", PRIYA, LOOP)
    house.use("talk.show", LEAD, LOOP)
    with pytest.raises(TooLate, match="already"):
        house.use("talk.show", LEAD, LOOP)


# Late, not blind


def hand_in_late(house: House, rating: int = 1, **last: str) -> None:
    house.use("scorecards.open", INES, N)
    house.use("scorecards.submit", INES, N, filled(house, N, rating, **last))


def counted(house: House) -> set[str]:
    with house.context.reading(Actor(TEAM, LEAD)) as tx:
        opened = {row.user_id for row in ratings.of_opened_debriefs(tx)}
        own = {row.user_id for row in ratings.of_loop(tx, LOOP)}
    assert opened == own
    return opened


def test_a_card_that_comes_after_the_opening_is_taken_and_marked_not_blind(house: House) -> None:
    numbers = house.rows("debriefs")
    hand_in_late(house)
    cards = {row["user_id"]: bool(row["blind"]) for row in house.rows("scorecards")}
    assert cards == {PRIYA: True, MARC: True, INES: False}
    assert house.rows("debriefs") == numbers
    assert "Not blind: " in last_head(house)
    told = [
        str(body) for _, body in house.slack.sent if "A scorecard came after the debrief opened" in str(body)
    ]
    assert len(told) == 1
    assert "it is in no number" in told[0]
    with pytest.raises(TooLate, match="sealed"):
        house.use("scorecards.open", INES, N)


def test_a_card_that_is_not_blind_never_enters_calibration(house: House) -> None:
    before = counted(house)
    hand_in_late(house)
    assert counted(house) == before == {PRIYA, MARC}
    fitted = calibration.fit_for(house.context, Actor(TEAM, LEAD), LOOP)
    assert fitted is not None
    assert {one.panelist for one in fitted.ratings} == {PRIYA, MARC}


def test_a_late_card_is_read_apart_from_those_that_count(house: House) -> None:
    hand_in_late(house)
    panel = reading.get(house.context, Actor(TEAM, LEAD), LOOP).panel
    assert [one.user_id for one in panel.late] == [INES]
    assert sorted(one.user_id for one in panel.sheets) == sorted([PRIYA, MARC])


def test_a_late_card_has_no_sealed_recommendation_to_change(house: House) -> None:
    hand_in_late(house)
    with pytest.raises(TooLate, match="no sealed scorecard"):
        house.use("talk.say", INES, LOOP, "yes", WHY)


def test_a_late_card_needs_what_every_card_needs(house: House) -> None:
    house.use("scorecards.open", INES, N)
    shown = house.use("scorecards.submit", INES, N, [*filled(house, N, 1)[3:]])
    assert shown.gaps
    assert not shown.card.submitted


def test_what_was_not_reached_on_a_late_card_is_planned_for_nobody(house: House) -> None:
    revision = house.rows("loops")[0]["revision"]
    house.use("scorecards.open", INES, N)
    house.use("scorecards.mark", INES, N, asked_by(house, N)[0], "not_reached", [])
    assert house.rows("loops")[0]["revision"] == revision


def test_the_kit_of_who_is_missing_still_opens_the_scorecard_and_says_what_becomes_of_it(
    house: House,
) -> None:
    kit = kits.get(house.context, Actor(TEAM, INES), N)
    assert kit.waits_late
    assert kit.scorecard_open(house.now)
    sent = kits.get(house.context, Actor(TEAM, PRIYA), P)
    assert (sent.card, sent.waits_late, sent.scorecard_open(house.now)) == (CardState.IN, False, False)
    shadow = kits.get(house.context, Actor(TEAM, SAM), SEAT_OF[SAM])
    assert not shadow.waits_late
    with pytest.raises(TooLate, match="for learning"):
        house.use("scorecards.open", SAM, SEAT_OF[SAM])


def test_a_card_comes_late_after_the_decision_too(town: Town) -> None:
    house = town.house("decided")
    hand_in_late(house)
    assert counted(house) == {PRIYA, MARC}


# Decisions


def recorded(house: House) -> list[tuple[str, str]]:
    return [(row["actor"], row["action"]) for row in house.rows("audit")]


def test_the_thread_says_that_a_reason_is_recorded_and_never_what_it_is(house: House) -> None:
    begin = len(house.slack.sent)
    house.use("debriefs.decide", LEAD, LOOP, "move_on", "Strong on limits.")
    house.settle()
    sent = [str(body) for _, body in house.slack.sent[begin:]]
    assert any("A decision was recorded" in body and "debrief.reason" in body for body in sent)
    assert not any("Strong on limits" in body for body in sent)


@pytest.mark.parametrize("user_id", [LEAD, SECOND, PRIYA, INES])
def test_the_panel_and_the_leads_read_why_and_that_they_did_is_recorded(town: Town, user_id: str) -> None:
    house = town.house("decided")
    made = reading.reasons(house.context, Actor(TEAM, user_id), LOOP)
    assert [one.reason for one in made] == ["Strong on limits."]
    assert (user_id, "open decision's reason") in recorded(house)


@pytest.mark.parametrize("user_id", [OMAR, SAM])
def test_nobody_else_reads_why(town: Town, user_id: str) -> None:
    house = town.house("decided")
    with pytest.raises(NotAllowed):
        reading.reasons(house.context, Actor(TEAM, user_id), LOOP)
    assert (user_id, "open decision's reason") not in recorded(house)


def test_a_decision_is_superseded_with_a_reason_of_its_own_and_both_stay(town: Town) -> None:
    house = town.house("decided")
    for reason in ("", "Strong on limits."):
        with pytest.raises(Invalid) as refused:
            house.use("debriefs.decide", LEAD, LOOP, "not_now", reason)
        assert list(refused.value.fields) == ["reason"]
    house.use("debriefs.decide", LEAD, LOOP, "not_now", "The reference said otherwise.")
    made = reading.reasons(house.context, Actor(TEAM, LEAD), LOOP)
    assert [(one.outcome, one.reason) for one in made] == [
        ("not_now", "The reference said otherwise."),
        ("move_on", "Strong on limits."),
    ]


def test_a_card_of_somebody_who_had_read_the_others_is_in_no_number_and_is_not_called_missing(
    town: Town,
) -> None:
    house = town.house("quorum")
    with house.database.transaction() as session:
        session.execute(update(Scorecard).where(Scorecard.user_id == MARC).values(blind=False))
    house.now = DEBRIEF
    house.settle()
    found = reading.get(house.context, Actor(TEAM, LEAD), LOOP)
    assert [one.user_id for one in found.panel.late] == [MARC]
    assert found.numbers.missing == (INES,)
    assert counted(house) == {PRIYA}
