"""Scorecards against a database: what is kept, what counts, and what follows."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.domain.errors import NotFound, TooLate
from bot.domain.scorecards import Asked
from bot.services import home
from bot.services.debriefs import reading
from bot.services.loops import kits
from tests.net import door
from tests.net.door import House
from tests.net.town import (
    DEBRIEF,
    FIRST,
    LEAD,
    LOOP,
    MARC,
    PRIYA,
    SEAT_OF,
    Town,
    asked_by,
    changes,
    filled,
    only_planned,
)

P, M = SEAT_OF[PRIYA], SEAT_OF[MARC]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    made = Town(tmp_path_factory.mktemp("town"))
    yield made
    made.close()


def kept(house: House) -> list[dict[str, object]]:
    return [*house.rows("ratings"), *house.rows("scorecard_notes")]


@pytest.mark.parametrize(
    ("name", "value"),
    [("rating:clarity", "99"), ("rating:charm", "3"), ("probed", "exploded"), ("seen", ["flag:7"])],
)
def test_a_value_that_was_not_offered_is_refused_and_nothing_of_it_is_stored(
    town: Town, name: str, value: str
) -> None:
    house = town.house("begun")
    mine, before = asked_by(house, M)[0], kept(house)
    sent = changes(house, (mine, "evidence", "Asked what changed."), (mine, name, value))
    with pytest.raises(NotFound):
        house.use("scorecards.save", MARC, M, sent)
    assert kept(house) == before


def test_a_seat_scores_and_marks_its_own_questions_only(town: Town) -> None:
    house = town.house("begun")
    others, before = asked_by(house, P)[0], kept(house)
    with pytest.raises(NotFound):
        house.use("scorecards.save", MARC, M, changes(house, (others, "rating:clarity", "3")))
    with pytest.raises(NotFound):
        house.use("scorecards.mark", MARC, M, others, Asked.NOT_REACHED, [])
    assert kept(house) == before


@pytest.mark.parametrize(
    "forged",
    [
        "UPDATE ratings SET value = 99",
        "UPDATE loops SET state = 'purple'",
        "UPDATE interviews SET role = 'purple'",
        "UPDATE interviews SET state = 'purple'",
        "UPDATE assignments SET state = 'purple'",
        "UPDATE decisions SET outcome = 'purple'",
    ],
)
def test_the_database_itself_keeps_no_value_that_there_is_not(town: Town, forged: str) -> None:
    house = town.house("decided")
    with pytest.raises(IntegrityError, match=r"(?i)check"), house.database.transaction() as session:
        session.execute(text(forged))


def test_what_was_left_before_the_interview_began_goes_to_somebody_else(town: Town) -> None:
    house = town.house("kits out")
    house.now = FIRST - timedelta(minutes=5)
    house.settle()
    house.use("scorecards.open", PRIYA, P)
    only_planned(house)
    left = asked_by(house, P)[0]
    house.use("scorecards.mark", PRIYA, P, left, Asked.NOT_REACHED, [])
    house.settle()
    asked = [
        (row["interview_id"], row["state"]) for row in house.rows("assignments") if row["question_id"] == left
    ]
    assert asked.count((P, "not_reached")) == 1
    others = {seat: state for seat, state in asked if seat != P}
    assert list(others.values()) == ["planned"]
    assert len(asked) == 2


def test_a_card_is_not_handed_in_before_its_interview_and_keeps_what_was_typed(town: Town) -> None:
    house = town.house("kits out")
    house.now = FIRST - timedelta(minutes=1)
    house.use("scorecards.open", PRIYA, P)
    with pytest.raises(TooLate, match="once the interview has begun"):
        house.use("scorecards.submit", PRIYA, P, filled(house, P, 3))
    assert len(house.rows("ratings")) == len(asked_by(house, P))
    assert house.rows("scorecards")[0]["submitted_at"] is None
    house.now = FIRST
    house.use("scorecards.submit", PRIYA, P, [])
    assert house.rows("scorecards")[0]["submitted_at"] == FIRST


def in_it(house: House) -> tuple[dict[str, int], dict[str, str]]:
    """What counts of Priya's card: her ratings and the states of her questions."""
    card = house.rows("scorecards")[0]["id"]
    ratings = {
        row["question_id"]: row["value"] for row in house.rows("ratings") if row["scorecard_id"] == card
    }
    states = {
        row["question_id"]: row["state"] for row in house.rows("assignments") if row["interview_id"] == P
    }
    return ratings, states


def todo(house: House) -> list[bool]:
    """Of each scorecard on Priya's Home whether it says that changes aren't handed in."""
    return [item.changed for item in home.get(house.context, door.Actor(door.TEAM, PRIYA)).to_do]


def kit_says(house: House) -> bool:
    return kits.get(house.context, door.Actor(door.TEAM, PRIYA), P).changed


def test_changes_of_a_card_that_is_in_count_once_they_are_handed_in_whole(town: Town) -> None:
    house = town.house("begun")
    asked, was = asked_by(house, P)[0], in_it(house)
    house.use(
        "scorecards.save", PRIYA, P, changes(house, (asked, "rating:clarity", "4"), (asked, "evidence", "x"))
    )
    assert in_it(house) == was
    assert (todo(house), kit_says(house)) == ([True], True)
    shown = house.use("scorecards.submit", PRIYA, P, [])
    assert [gap.page for gap in shown.gaps] == [0]
    assert shown.card.answer(asked).ratings == {"clarity": 4}
    assert in_it(house) == was
    house.use("scorecards.submit", PRIYA, P, changes(house, (asked, "evidence", "Named each cost at once.")))
    assert in_it(house)[0][asked] == 4
    assert (todo(house), kit_says(house), house.rows("scorecard_drafts")) == ([], False, [])


def test_what_is_changed_back_is_no_change(town: Town) -> None:
    house = town.house("begun")
    asked = asked_by(house, P)[0]
    house.use("scorecards.save", PRIYA, P, changes(house, (asked, "rating:clarity", "4")))
    assert kit_says(house)
    house.use("scorecards.save", PRIYA, P, changes(house, (asked, "rating:clarity", "3")))
    assert (todo(house), kit_says(house)) == ([], False)


def test_what_was_not_reached_after_all_is_so_once_it_is_handed_in(town: Town) -> None:
    house = town.house("begun")
    asked = asked_by(house, P)[0]
    shown = house.use("scorecards.mark", PRIYA, P, asked, Asked.NOT_REACHED, [])
    assert shown.card.answer(asked).skipped
    assert (in_it(house)[1][asked], kit_says(house)) == ("asked", True)
    shown = house.use("scorecards.mark", PRIYA, P, asked, Asked.PLANNED, [])
    assert (shown.card.answer(asked).skipped, kit_says(house)) == (False, False)
    house.use("scorecards.mark", PRIYA, P, asked, Asked.NOT_REACHED, [])
    house.use("scorecards.submit", PRIYA, P, [])
    assert in_it(house)[1][asked] == "not_reached"


def test_the_debrief_has_what_was_handed_in(town: Town) -> None:
    house = town.house("quorum")
    asked = asked_by(house, P)[0]
    house.use(
        "scorecards.save",
        PRIYA,
        P,
        changes(house, (asked, "rating:clarity", "1"), ("", "recommendation", "no")),
    )
    house.now = DEBRIEF
    house.run_due("debrief")
    found = reading.get(house.context, door.Actor(door.TEAM, LEAD), LOOP)
    mine = next(sheet for sheet in found.panel.sheets if sheet.user_id == PRIYA)
    assert mine.answers[asked].ratings == {"clarity": 3}
    assert mine.recommendation == "yes"
    assert kit_says(house)
