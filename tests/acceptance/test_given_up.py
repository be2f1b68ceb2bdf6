"""Due work that fails again and again: its lead hears of it, and one button has it tried once more."""

from collections.abc import Callable
from datetime import timedelta
from types import ModuleType

import pytest

from bot.delivery.timing import Timing
from bot.demo.cast import LEAD, PANEL
from bot.services import calibration
from bot.services.loops import kits
from bot.services.planning import plans
from bot.storage.tables import Due
from tests.acceptance.house import DEBRIEF, FIRST, House

PRIYA, MARC = PANEL[:2]
Break = Callable[[ModuleType, str], None]


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Break:
    """Let a step of a service fail until the test mends it."""

    def fail(*_given: object) -> None:
        raise ValueError

    return lambda module, name: monkeypatch.setattr(module, name, fail)


def last_try(house: House, kind: str, thing_id: int | None = None) -> None:
    """Let the next failure of this work be the one that is too many."""
    with house.world.fairloop.database.transaction() as session:
        rows = session.query(Due).filter_by(kind=kind, state="waiting")
        for row in rows if thing_id is None else rows.filter_by(thing_id=thing_id):
            row.attempts, row.retry_at = Timing().tries - 1, None


def at_rest(house: House, kind: str) -> bool:
    """Whether nobody is at work on this kind."""
    with house.world.fairloop.database.reading() as session:
        rows = session.query(Due).filter_by(kind=kind, state="waiting").all()
        return bool(rows) and all(row.lease_until is None and row.attempts for row in rows)


def heads(house: House) -> list[str]:
    return [one.text for one in house.lead.channel("hire-ml-senior") if "Debrief ready ·" in one.text]


def test_a_debrief_that_can_not_be_opened_is_reported_and_tried_again(
    house: House, broken: Break, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop_id = house.plan([PRIYA, MARC])
    house.move_to(FIRST + timedelta(minutes=110))
    for role in (PRIYA, MARC):
        house.score(loop_id, role)
    broken(calibration, "fit_for")
    last_try(house, "debrief")
    house.move_to(DEBRIEF)
    letter = house.message(LEAD, "couldn't be opened")
    assert "won't try again by itself" in letter.text
    assert heads(house) == []
    monkeypatch.undo()
    house.forged(MARC, "due.again", f"debrief:{loop_id}")
    assert "Only the people who lead this loop" in house.told(MARC)
    letter.click("Try again")
    house.settle()
    assert len(heads(house)) == 1
    letter.click("Try again")
    assert "done by now" in house.told(LEAD)
    assert len(heads(house)) == 1


def test_debrief_now_revives_a_debrief_that_was_given_up(
    house: House, broken: Break, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop_id = house.plan([PRIYA, MARC])
    house.move_to(FIRST + timedelta(minutes=110))
    for role in (PRIYA, MARC):
        house.score(loop_id, role)
    broken(calibration, "fit_for")
    last_try(house, "debrief")
    house.move_to(DEBRIEF)
    monkeypatch.undo()
    house.message(LEAD, "scorecards in").click("Debrief now", confirm=True)
    house.settle()
    assert len(heads(house)) == 1


def test_a_kit_that_can_not_be_made_is_reported_and_tried_again(
    quick_house: House, broken: Break, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = quick_house
    loop_id = house.plan([PRIYA, MARC])
    broken(kits, "is_candidate_of")
    last_try(house, "kit")
    house.move_to(FIRST - timedelta(hours=20))
    letter = house.message(LEAD, f"@{PRIYA.name} couldn't be made")
    monkeypatch.undo()
    letter.click("Try again")
    house.settle()
    assert "Interview kit" in house.kit(PRIYA).text
    assert len([one for one in house.person(PRIYA).dm() if "Interview kit" in one.text]) == 1
    assert house.interview(loop_id, PRIYA)
    assert house.refusals() == []


def test_a_plan_that_can_not_be_worked_out_does_not_stay_planning_for_ever(
    quick_house: House, broken: Break, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = quick_house
    broken(plans, "situation")
    lead = house.lead
    lead.command("/loop")
    lead.modal.fill("Candidate", "Ada Kowalski")
    lead.modal.fill("Panelists", [PRIYA.name, MARC.name])
    lead.modal.fill("First interview", FIRST)
    lead.modal.fill("Debrief", DEBRIEF)
    lead.modal.fill("Debrief channel", "hire-ml-senior")
    lead.modal.submit()
    assert "Planning…" in lead.modal.text
    lead.wait_for(lambda: at_rest(house, "plan"), what="the first try", seconds=10)
    last_try(house, "plan")
    house.settle()
    assert "couldn't work this plan out" in lead.modal.text
    letter = house.message(LEAD, "The plan couldn't be worked out")
    while lead.modals:
        lead.modal.close()
    monkeypatch.undo()
    letter.click("Try again")
    house.settle()
    lead.wait_for(lambda: "Planning…" not in lead.modal.text, what="the plan")
    assert f"@{PRIYA.name}" in lead.modal.text
    lead.modal.submit()
    house.settle()
    assert "0 of 2 scorecards" in house.message(LEAD, "Loop ·").text


def test_a_change_that_can_not_be_planned_is_reported_and_the_kits_stay(
    quick_house: House, broken: Break, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = quick_house
    loop_id = house.plan([PRIYA, MARC])
    house.move_to(FIRST - timedelta(hours=20))
    broken(plans, "situation")
    house.kit(MARC).click("I can't make it", confirm=True)
    house.lead.wait_for(lambda: at_rest(house, "plan"), what="the first try", seconds=10)
    last_try(house, "plan", loop_id)
    house.settle()
    letter = house.message(LEAD, "The change couldn't be planned")
    monkeypatch.undo()
    letter.click("Try again")
    house.settle()
    assert "couldn't work this plan out" not in house.message(LEAD, "Loop ·").text
