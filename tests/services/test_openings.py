"""Openings as a place: made, copied, changed, archived and reopened by who may, with faults at their fields."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.acting.context import Actor
from bot.domain.errors import Invalid, NotAllowed, TooLate
from bot.services import openings
from bot.services.loops import reading
from bot.services.openings import GONE_OUT, TAKEN
from tests.net.door import TEAM, House
from tests.net.town import (
    ADMIN,
    INES,
    JO,
    LEAD,
    LENA,
    OMAR,
    OTHER,
    SECOND,
    Town,
    bank,
    loop_form,
    opening_form,
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    made = Town(tmp_path_factory.mktemp("town"))
    yield made
    made.close()


def actor(user_id: str) -> Actor:
    return Actor(TEAM, user_id)


def refused(house: House, use: str, who: str, *arguments: object) -> dict[str, str]:
    """The faults at the fields."""
    with pytest.raises(Invalid) as fault:
        house.use(use, who, *arguments)
    return dict(fault.value.fields)


def titles(house: House, *, archived: bool = False) -> list[str]:
    return [one.title for one in openings.choices(house.context, actor(LEAD), archived=archived)]


def test_two_openings_that_loops_can_be_planned_for_have_two_titles(town: Town) -> None:
    house = town.house("founded")
    assert refused(house, "openings.create", LEAD, opening_form(title=" ML  ENGINEER ")) == {"title": TAKEN}
    house.use("openings.create", LEAD, opening_form(title="Data engineer"))
    assert refused(house, "openings.change", LEAD, 2, opening_form()) == {"title": TAKEN}
    house.use("openings.close", LEAD, 1)
    house.use("openings.change", LEAD, 2, opening_form())
    assert titles(house) == ["ML engineer"]
    with pytest.raises(TooLate, match="Another opening is called “ML engineer” by now"):
        house.use("openings.reopen", LEAD, 1)


def test_an_archived_opening_is_found_again_and_takes_loops_once_it_is_reopened(town: Town) -> None:
    house = town.house("founded")
    house.use("openings.close", LEAD, 1)
    assert (titles(house), titles(house, archived=True)) == ([], ["ML engineer"])
    assert "That opening is closed" in refused(house, "loops.draft", LEAD, loop_form(), "V1")["opening"]
    house.use("openings.reopen", SECOND, 1)
    assert (titles(house), titles(house, archived=True)) == (["ML engineer"], [])
    house.use("loops.draft", LEAD, loop_form(), "V1")


def test_a_level_without_questions_enough_is_refused_with_the_way_out(town: Town) -> None:
    house = town.house("founded")
    found = refused(house, "openings.create", LEAD, opening_form(title="Junior", level="junior"))
    assert found == {
        "competencies": "Data hygiene has no questions for level junior, and so have 2 more. Leave out what has too "
        "few, pick another level, or add questions."
    }
    house.held = replace(
        bank(),
        all_questions=tuple(one for one in bank().all_questions if not one.id.startswith("mlops-ask"))
        + tuple(one for one in bank().all_questions if one.id == "mlops-ask-1"),
    )
    found = refused(house, "openings.create", LEAD, opening_form(title="Mid"))
    assert found["competencies"].startswith("Operations has 1 question for level mid and wants 2.")


def test_what_is_filled_in_again_is_what_was_said(town: Town) -> None:
    house = town.house("founded")
    said = opening_form(
        title="Data engineer",
        competencies=("data", "mlops"),
        more_about=("data",),
        panelists=4,
        slack=5,
        core=False,
        stand_ins=(LENA, INES),
        early=True,
        minutes=60,
        leads=(SECOND, LEAD),
    )
    opening_id = house.use("openings.create", LEAD, said)
    assert openings.filled_in(house.context, actor(SECOND), opening_id) == said
    changed = replace(said, title="Data person", competencies=("mlops",), more_about=(), stand_ins=(JO,))
    house.use("openings.change", SECOND, opening_id, changed)
    assert openings.filled_in(house.context, actor(LEAD), opening_id) == changed


def test_who_leads_an_opening_changes_it_and_any_lead_copies_it(town: Town) -> None:
    house = town.house("founded")
    house.use("leads.name", ADMIN, [LEAD, SECOND, OMAR])
    for user_id in (OMAR, JO):
        with pytest.raises(NotAllowed):
            house.use("openings.change", user_id, 1, opening_form(title="Mine"))
        with pytest.raises(NotAllowed):
            house.use("openings.reopen", user_id, 1)
        with pytest.raises(NotAllowed):
            openings.filled_in(house.context, actor(user_id), 1)
    assert openings.filled_in(house.context, actor(OMAR), 1, to_copy=True).title == "ML engineer"
    with pytest.raises(NotAllowed):
        openings.filled_in(house.context, actor(JO), 1, to_copy=True)


def test_what_a_loop_went_out_with_stays_and_the_rest_can_change(town: Town) -> None:
    house = town.house("running")
    keys = ("data", "mlops", "teamwork")
    found = refused(
        house, "openings.change", LEAD, 1, opening_form(competencies=("data",), slack=5, level="senior")
    )
    assert {name: text for name, text in found.items() if text == GONE_OUT}.keys() >= {
        "competencies",
        "slack",
        "level",
    }
    house.use("openings.change", LEAD, 1, opening_form(title="Renamed", channel_id=OTHER, competencies=keys))
    assert titles(house) == ["Renamed"]


def test_a_draft_is_planned_anew_with_what_its_opening_looks_for_now(town: Town) -> None:
    house = town.house("drafted")
    house.use("openings.change", LEAD, 1, opening_form(competencies=("data",)))
    house.settle()
    loop = reading.view(house.context, actor(LEAD), 1)
    assert {name for seat in loop.panel for name in seat.competencies} == {"Data hygiene"}


def test_the_minutes_to_spare_stay_free_in_every_interview(town: Town) -> None:
    house = town.house("founded")
    house.use("openings.change", LEAD, 1, opening_form(slack=10))
    house.use("loops.draft", LEAD, loop_form(), "V1")
    house.settle()
    panel = reading.view(house.context, actor(LEAD), 1).panel
    used = [sum(ask.minutes for ask in seat.asks) for seat in panel]
    assert any(used)
    assert max(used) <= 45 - 10 - 10


def test_who_is_no_colleague_stands_in_for_nobody(town: Town) -> None:
    house = town.house("founded")
    found = refused(house, "openings.create", LEAD, opening_form(title="New", stand_ins=("UGONE",)))
    assert found == {"stand_ins": "Gil Novak isn't available. Pick somebody else."}


def test_the_plan_form_says_beforehand_how_many_interviews_it_takes(town: Town) -> None:
    house = town.house("founded")
    (one,) = openings.choices(house.context, actor(LEAD))
    assert one.competencies == ("Data hygiene", "Operations", "Teamwork")
    assert one.need is not None
    assert one.need.enough >= one.need.least >= 1
