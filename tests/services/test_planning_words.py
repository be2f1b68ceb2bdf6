"""What a plan's page says beside the plan: who else knows what is lacking, what is left out, and minutes that agree."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.acting.context import Actor
from bot.domain.errors import Invalid, NotAllowed, TooLate
from bot.domain.loops import LoopView, OnTheBench
from bot.domain.questions import Bank, parse_bank
from bot.ground.resources import read_question_files
from bot.services.loops import kits, reading
from bot.views.plans import competencies_form, plan_page
from tests.net.door import TEAM, House
from tests.net.town import (
    BERLIN,
    INES,
    JO,
    LEAD,
    LOOP,
    MARC,
    PRIYA,
    SEAT_OF,
    Town,
    bank,
    loop_form,
    opening_form,
)

ALONE = {"panelists": (PRIYA,), "stand_ins": (), "shadows": ()}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    made = Town(tmp_path_factory.mktemp("town"))
    yield made
    made.close()


def view(house: House) -> LoopView:
    return reading.view(house.context, Actor(TEAM, LEAD), LOOP)


def texts(page: Any) -> str:
    return str(plan_page(page, BERLIN, "E"))


def draft(house: House, **form: Any) -> LoopView:
    house.use("loops.draft", LEAD, loop_form(**form), "V1")
    house.settle()
    return view(house)


def never(house: House, user_id: str, *keys: str) -> None:
    """Somebody who never asks about these."""
    house.use("people.describe", LEAD, user_id, strengths=dict.fromkeys(keys, 0), seniority="mid")


def test_who_knows_what_nobody_on_the_panel_does_is_offered(town: Town) -> None:
    house = town.house("founded")
    never(house, PRIYA, "teamwork")
    found = draft(house, **ALONE)
    assert found.bench == (OnTheBench(INES, "Teamwork", 3),)
    said = texts(found)
    assert f"<@{INES}> knows Teamwork (best), and isn't in this loop." in said
    assert f"'value': '{LOOP}:{INES}'" in said


def test_the_openings_stand_in_is_offered_first_and_nobody_who_is_in_the_loop(town: Town) -> None:
    house = town.house("founded")
    never(house, PRIYA, "teamwork")
    never(house, MARC, "teamwork")
    house.use("people.describe", LEAD, JO, strengths={"teamwork": 2}, seniority="mid")
    house.use("openings.change", LEAD, 1, opening_form(stand_ins=(JO,)))
    assert draft(house, **ALONE).bench == (OnTheBench(JO, "Teamwork", 2),)
    with_jo = draft(house, **(ALONE | {"panelists": (PRIYA, MARC), "stand_ins": (JO,)}))
    assert [one.user_id for one in with_jo.bench] in ([], [INES])


def test_the_candidate_is_not_offered(town: Town) -> None:
    house = town.house("founded")
    never(house, PRIYA, "teamwork")
    assert draft(house, **ALONE, email="", slack_user=INES).bench == ()


def test_a_draft_asks_about_what_its_lead_chose_and_says_what_it_leaves_out(town: Town) -> None:
    house = town.house("drafted")
    house.use("plans.choose", LEAD, LOOP, ["data"])
    house.settle()
    found = view(house)
    assert {name for seat in found.panel for name in seat.competencies} == {"Data hygiene"}
    assert "Left out of this loop: Operations and Teamwork." in texts(found)
    picked = str(competencies_form(found)["blocks"][0]["element"]["initial_options"])
    assert ("Data hygiene" in picked, "Teamwork" in picked) == (True, False)
    house.use("plans.choose", LEAD, LOOP, ["data", "mlops", "teamwork"])
    house.settle()
    assert "Left out" not in texts(view(house))


def test_only_its_lead_chooses_and_only_of_a_draft(town: Town) -> None:
    house = town.house("running")
    with pytest.raises(TooLate):
        house.use("plans.choose", LEAD, LOOP, ["data"])
    with pytest.raises(NotAllowed):
        house.use("plans.choose", JO, LOOP, ["data"])
    house = town.house("drafted")
    with pytest.raises(Invalid, match="at least one"):
        house.use("plans.choose", LEAD, LOOP, ["taste"])


def test_the_opening_words_say_the_minutes_of_this_interview(town: Town) -> None:
    house = town.house("kits out")
    words = "We have {minutes}: {hello} now, {questions} of questions, {yours} yours."
    sets = tuple(one.model_copy(update={"opening": words}) for one in bank().sets)
    house.held = replace(bank(), sets=sets)
    kit = kits.get(house.context, Actor(TEAM, PRIYA), SEAT_OF[PRIYA])
    said = [int(number) for number in re.findall(r"\d+", kit.opening_words)]
    assert said == [45, 5, kit.question_minutes, kit.closing_minutes]
    assert sum(said[1:]) == said[0]


def test_no_set_counts_the_minutes_itself() -> None:
    read = parse_bank(read_question_files())
    assert isinstance(read, Bank)
    for one in read.sets:
        assert (
            {"{questions}"}
            <= set(re.findall(r"\{\w+\}", one.opening))
            <= {
                "{minutes}",
                "{hello}",
                "{questions}",
                "{yours}",
            }
        )
        assert not re.search(r"\d|fifty|thirty", one.opening), one.key
