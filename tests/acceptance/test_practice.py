"""Trying Fairloop by oneself: a whole made-up loop, which counts nowhere and goes with one click."""

from datetime import timedelta

import pytest

from bot.demo.cast import LEAD, PANEL
from bot.domain.practice import COLLEAGUES
from bot.services import home as home_service
from bot.services import openings, practising
from bot.storage import people as people_rows
from bot.storage import questions as question_rows
from bot.storage import ratings
from bot.storage.tables import Audit, Base, Candidate, Loop
from sandbox.surfaces import Message
from tests.acceptance.house import House, last_page, rate_page

PRIYA = PANEL[0]
MARK = "Practice · only you see this"
NAMES = ("Alex Example", "A. E.", practising.EVIDENCE)


def begun(house: House) -> Message:
    """The lead begins to practise; the plan."""
    house.lead.command("/loop", "practice")
    house.settle()
    return house.message(LEAD, "A plan for")


def scored(house: House) -> None:
    """The kits go out, and the lead fills in their own scorecard."""
    begun(house).click("Send the kits")
    house.settle()
    house.message(LEAD, "Interview kit").click("Open scorecard")
    rate_page(house.lead.modal, 3)
    house.lead.modal.submit()
    last_page(house.lead.modal)
    house.settle()


def standing(house: House) -> list[Message]:
    """What the lead reads of the practice loop."""
    return [one for one in house.lead.dm() if MARK in one.text]


def test_a_practice_loop_is_played_from_the_plan_to_the_debrief(quick_house: House) -> None:
    house = quick_house
    plan = begun(house)
    assert f"{MARK} · 1 of 4" in plan.text
    assert "Kim: " in plan.text
    assert "Jo: " in plan.text
    plan.click("Send the kits")
    house.settle()
    assert "Send the kits" not in house.message(LEAD, "A plan for").buttons
    kit = house.message(LEAD, "Interview kit")
    assert f"{MARK} · 2 of 4" in kit.text
    assert "Alex answers your question like this" in house.message(LEAD, "A plan for").text
    kit.click("Open scorecard")
    rate_page(house.lead.modal, 3)
    house.lead.modal.submit()
    last_page(house.lead.modal)
    house.settle()
    assert not [one for one in house.lead.dm() if "Debrief ready" in one.text], (
        "it opens when the lead says so"
    )
    all_in = house.message(LEAD, "The last scorecard has come in")
    assert f"{MARK} · 3 of 4" in all_in.text
    all_in.click("Open now", confirm=True)
    house.settle()
    debrief = house.message(LEAD, "Debrief ready")
    assert MARK in debrief.text
    over = house.message(LEAD, "That was a whole loop")
    assert f"{MARK} · 4 of 4" in over.text
    for one in standing(house):
        assert not [user_id for user_id in COLLEAGUES if user_id in one.text], one.text
    assert house.refusals() == []


def test_nobody_sees_what_the_made_up_colleagues_rated_before_the_debrief(quick_house: House) -> None:
    house = quick_house
    begun(house).click("Send the kits")
    house.settle()
    told = " ".join(one.text for one in house.lead.dm())
    assert practising.EVIDENCE not in told
    assert "2 of 3 scorecards" in told or "2 of 3" in told


def test_practice_counts_nowhere(quick_house: House) -> None:
    house = quick_house
    scored(house)
    house.message(LEAD, "The last scorecard has come in").click("Open now", confirm=True)
    house.settle()
    home = home_service.get(house.context, house.actor(LEAD))
    assert (home.running, home.waiting, home.upcoming, home.to_do, home.closed) == ((), (), (), (), 0)
    assert [one.title for one in openings.choices(house.context, house.actor(LEAD))] == ["Senior ML engineer"]
    with house.context.reading(house.actor(LEAD)) as tx:
        assert ratings.learned_from(tx) == frozenset()
        assert question_rows.met_since(tx, house.context.now().replace(year=2000)) == {}
        assert not {one.user_id for one in people_rows.everybody(tx)} & set(COLLEAGUES)


@pytest.mark.both
def test_practice_is_erased_with_its_messages_by_one_click(house: House) -> None:
    scored(house)
    house.message(LEAD, "The last scorecard has come in").click("Open now", confirm=True)
    house.settle()
    posted = len(standing(house)) + len(house.message(LEAD, "Debrief ready").thread())
    house.message(LEAD, "That was a whole loop").click("Erase practice")
    house.settle()
    gone = house.message(LEAD, "Practice erased")
    assert f"{posted} messages, 3 scorecards and 1 made-up candidate" in gone.text
    assert "wouldn't delete" not in gone.text
    assert said(house) == []
    assert searched(house) == []
    house.settle()
    assert house.refusals() == []
    begun(house)


def searched(house: House) -> list[str]:
    """Where in the database, opened, anything made up still stands.

    The record is never changed: it has the colleagues' ids beside what was done, and nobody's name.
    """
    found = []
    with house.world.fairloop.database.reading() as session:
        for mapper in Base.registry.mappers:
            words = NAMES if mapper.class_ is Audit else (*NAMES, *COLLEAGUES)
            for row in session.query(mapper.class_):
                values = [(column.key, str(getattr(row, column.key))) for column in mapper.column_attrs]
                found += [
                    f"{mapper.class_.__name__}.{name}: {value}"
                    for name, value in values
                    if any(one in value for one in words)
                ]
        assert session.query(Loop).count() == session.query(Candidate).count() == 0
    return found


def said(house: House) -> list[str]:
    """Every message in the workspace that says anything of practice but that it is gone."""
    people = [house.lead, *(house.person(role) for role in PANEL)]
    every = [one.text for person in people for one in person.dm()]
    return [text for text in every if any(one in text for one in (MARK, *NAMES, *COLLEAGUES))]


def test_what_slack_does_not_delete_is_listed(quick_house: House) -> None:
    house = quick_house
    plan = begun(house)
    house.world.sandbox.faults.add("refused", on="chat.delete", times=1)
    plan.click("Erase practice")
    house.settle()
    gone = house.message(LEAD, "Practice erased")
    assert "Slack wouldn't delete the plan" in gone.text
    assert searched(house) == []


def test_practice_is_erased_by_itself_after_a_day(quick_house: House) -> None:
    house = quick_house
    begun(house)
    house.move_to(house.context.now() + timedelta(hours=25))
    house.settle()
    house.message(LEAD, "Practice erased")
    assert searched(house) == []


def test_a_second_practice_loop_is_not_begun_beside_the_first(quick_house: House) -> None:
    house = quick_house
    begun(house)
    house.lead.command("/loop", "practice")
    assert "there already" in house.told(LEAD)


@pytest.mark.parametrize("action", ["practice.send", "practice.erase"])
def test_a_real_loop_is_never_taken_for_practice(quick_house: House, action: str) -> None:
    house = quick_house
    loop_id = house.plan([PRIYA])
    house.forged(LEAD, action, str(loop_id))
    assert practising.REAL in house.told(LEAD)
    with house.world.fairloop.database.reading() as session:
        assert session.query(Loop).count() == 1
