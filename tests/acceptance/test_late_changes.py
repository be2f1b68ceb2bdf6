"""Late changes: kits are out, and something changes after all."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.acting.context import system
from bot.demo.cast import Role
from bot.demo.story import EVIDENCE_LABEL
from bot.domain.loops import CardState
from bot.domain.loops.seating import SeatForm
from bot.domain.scorecards import Asked
from bot.services import scorecards
from bot.services.loops import placing
from bot.services.loops import seats as seat_services
from bot.services.questions import met_by_candidate
from bot.storage.due import drop, schedule
from bot.storage.tables import Assignment, Audit, Candidate, Due
from tests.acceptance.changing import (
    DEBRIEF,
    FIRST,
    INES,
    JO,
    LEAD,
    MARC,
    PRIYA,
    SHADOW,
    STAND_IN,
    Stage,
    playing,
)
from tests.databases import copied

DAY_BEFORE = FIRST - timedelta(hours=20)


@pytest.fixture
def stage(database_url: str, tmp_path: Path) -> Iterator[Stage]:
    with playing(database_url, tmp_path) as found:
        yield found


@pytest.fixture
def quick_stage(sqlite_template: Path, tmp_path: Path) -> Iterator[Stage]:
    with playing(copied(sqlite_template, tmp_path), tmp_path) as found:
        yield found


def reminders(stage: Stage, interview_id: int) -> list[str]:
    """What is still to come for an interview."""
    with stage.world.fairloop.database.reading() as session:
        rows = session.query(Due).filter_by(thing_id=interview_id, state="waiting").all()
        return sorted(row.kind for row in rows if row.kind in ("kit", "nudge", "scorecard_opens"))


def audited(stage: Stage) -> list[str]:
    with stage.world.fairloop.database.reading() as session:
        return [row.action for row in session.query(Audit).order_by(Audit.id)]


@pytest.mark.both
def test_a_lead_gives_an_ill_panelists_seat_away_and_undoes_it(stage: Stage) -> None:
    stage.run([PRIYA, MARC], [STAND_IN])
    stage.world.move_to(DAY_BEFORE)
    mine, priyas = stage.asked(MARC), stage.asked(PRIYA)
    assert mine
    stage.late("They can't make it", MARC)
    assert "gave your seat to somebody else" in stage.message(MARC, "You are free").text
    assert stage.asked(STAND_IN) == mine, "questions go with the seat"
    assert "Interview kit" in stage.kit(STAND_IN).text
    assert reminders(stage, stage.seat(MARC).interview_id) == []
    assert "nudge" in reminders(stage, stage.seat(STAND_IN).interview_id)
    news = stage.message(LEAD, "stands in and gets the kit")
    news.click("Undo")
    stage.world.settle()
    assert "has the seat back" in news.text
    assert "Undo" not in news.buttons
    assert stage.asked(MARC) == mine
    assert stage.asked(PRIYA) == priyas
    assert stage.asked(STAND_IN) == []
    assert "free again" in stage.message(STAND_IN, "free again").text
    assert "nudge" in reminders(stage, stage.seat(MARC).interview_id)
    assert reminders(stage, stage.seat(STAND_IN).interview_id) == []
    changed = [action for action in audited(stage) if not action.startswith("open ")]
    assert changed[-2:] == ["decline interview", "undo decline"]


def test_who_declined_takes_it_back_and_can_decline_again(stage: Stage) -> None:
    stage.run([PRIYA, MARC], [STAND_IN])
    stage.world.move_to(DAY_BEFORE)
    mine = stage.asked(MARC)
    kit = stage.kit(MARC)
    context, actor, seat = stage.world.fairloop.context, stage.actor(MARC), stage.seat(MARC)
    kit.click("I can't make it", confirm=True)
    stage.world.settle()
    assert stage.asked(STAND_IN) == mine
    kit.click("Undo")
    stage.world.settle()
    assert stage.asked(MARC) == mine
    assert "You said you'll be there" in kit.text
    seat_services.decline(context, actor, seat.interview_id)
    stage.world.settle()
    assert stage.asked(STAND_IN) == mine
    kits = [one for one in stage.world.person(STAND_IN).dm() if "Interview kit" in one.text]
    assert len(kits) == 1, "seated anew, they get the kit anew"
    seat_services.undo(context, actor, seat.interview_id)
    seat_services.undo(context, actor, seat.interview_id)
    assert stage.asked(MARC) == mine


def test_nothing_is_given_back_once_the_stand_in_has_begun(quick_stage: Stage) -> None:
    stage = quick_stage
    stage.run([MARC, PRIYA], [STAND_IN])
    stage.world.move_to(DAY_BEFORE)
    kit = stage.kit(MARC)
    kit.click("I can't make it", confirm=True)
    stage.world.settle()
    stage.world.move_to(FIRST - timedelta(minutes=5))
    context = stage.world.fairloop.context
    stage.kit(STAND_IN).click("Open scorecard")
    stage.world.person(STAND_IN).modal.fill(EVIDENCE_LABEL, "Asked what changed.")
    with pytest.raises(Exception, match="can't be given back"):
        seat_services.undo(context, stage.actor(MARC), stage.seat(MARC).interview_id)


@pytest.mark.both
def test_an_interview_moves_with_its_kit_and_reminders(stage: Stage) -> None:
    stage.run([PRIYA, MARC])
    stage.world.move_to(DAY_BEFORE)
    stage.kit(MARC).click("I'll be there")
    stage.world.settle()
    old = stage.kit(MARC)
    start = FIRST + timedelta(hours=19)
    stage.late("Another day, time or length", MARC, Begins=start, Minutes="60 minutes")
    stage.world.settle()
    assert stage.seat(MARC).start == start
    assert stage.seat(PRIYA).start == FIRST, "nobody else is moved"
    assert "was replaced" in old.text
    new = stage.kit(MARC)
    assert new.ts != old.ts
    assert "Tue 25 Nov, 9:00" in new.text or "Tue 25 Nov, 09:00" in new.text
    assert "I'll be there" in new.buttons, "they are asked again"
    with stage.world.fairloop.database.reading() as session:
        rows = session.query(Due).filter_by(thing_id=stage.seat(MARC).interview_id, state="waiting").all()
        assert all(row.due_at > start for row in rows if row.kind == "nudge")
        assert [row.due_at for row in rows if row.kind == "scorecard_opens"] == [
            start - timedelta(minutes=10)
        ]


def test_faults_of_a_late_time_stand_on_its_field(quick_stage: Stage) -> None:
    stage = quick_stage
    stage.run([PRIYA, MARC])
    stage.world.move_to(DAY_BEFORE)
    form = stage.change("Another day, time or length", MARC)
    for start, says in (
        (DAY_BEFORE, "still to come"),
        (DEBRIEF, "Move the debrief first"),
        (FIRST, "another interview at that time"),
    ):
        form.fill("Begins", start)
        form.submit()
        assert says in form.errors["Begins"]


def test_a_shorter_interview_drops_only_what_no_longer_fits(quick_stage: Stage) -> None:
    stage = quick_stage
    stage.run([PRIYA, MARC])
    stage.world.move_to(DAY_BEFORE)
    before = set(stage.asked(MARC))
    stage.late("Another day, time or length", MARC, Minutes="30 minutes")
    seat = stage.seat(MARC)
    assert sum(ask.minutes for ask in seat.asks) <= 20
    assert len(set(stage.asked(MARC)) & before) >= 1
    assert set(stage.asked(MARC)) <= before, "nothing new where what is out fits"


def test_an_interview_that_did_not_happen_can_be_held_later(quick_stage: Stage) -> None:
    stage = quick_stage
    stage.run([PRIYA, MARC])
    stage.world.move_to(FIRST + timedelta(minutes=5))
    stage.late("It didn't happen", PRIYA, **{"What happened?": "It wasn't held"})
    assert "Nothing is expected from you" in stage.message(PRIYA, "Nothing is expected").text
    assert reminders(stage, stage.seat(PRIYA).interview_id) == []
    stage.late("Hold it at another time", PRIYA, Begins=FIRST + timedelta(hours=20))
    assert stage.loop().panel[-1].user_id == stage.world.person(PRIYA).id
    assert stage.asked(PRIYA)
    assert "Interview kit" in stage.kit(PRIYA).text


def test_a_no_show_is_held_later_although_its_scorecard_was_opened(stage: Stage) -> None:
    stage.run([PRIYA, MARC])
    stage.world.move_to(FIRST + timedelta(minutes=5))
    priya = stage.world.person(PRIYA)
    stage.kit(PRIYA).click("Open scorecard")
    priya.modal.menu("We didn't get to this")
    priya.modal.close()
    stage.world.settle()
    stage.late("It didn't happen", PRIYA, **{"What happened?": "It wasn't held"})
    stage.late("Hold it at another time", PRIYA, Begins=FIRST + timedelta(hours=20))
    stage.world.move_to(FIRST + timedelta(hours=20))
    stage.kit(PRIYA).click("Open scorecard")
    assert EVIDENCE_LABEL in priya.modal.labels, "nothing is left of the first try"
    assert stage.seat(PRIYA).card is CardState.NONE


def test_an_interview_whose_scorecard_has_words_in_it_was_held(quick_stage: Stage) -> None:
    stage = quick_stage
    stage.run([PRIYA, MARC])
    stage.world.move_to(FIRST + timedelta(minutes=5))
    stage.kit(PRIYA).click("Open scorecard")
    stage.world.person(PRIYA).modal.fill(EVIDENCE_LABEL, "Asked what changed.")
    stage.world.settle()
    assert "scorecard begun" in stage.message(LEAD, "Loop ·").text
    form = stage.change("Another day, time or length", PRIYA)
    form.fill("Begins", FIRST + timedelta(hours=20))
    form.submit()
    assert "counts as held" in form.errors["Begins"]


@pytest.mark.both
def test_two_panelists_hold_one_interview_together(stage: Stage) -> None:
    stage.run([PRIYA, MARC])
    stage.world.move_to(DAY_BEFORE)
    form = stage.change("Together with somebody", MARC)
    form.choose("Joins the interview of", form.options("Joins the interview of")[0])
    form.submit()
    stage.world.settle()
    assert stage.seat(MARC).start == stage.seat(PRIYA).start == FIRST
    for mine, other in ((PRIYA, MARC), (MARC, PRIYA)):
        assert f"together with @{other.name}" in stage.kit(mine).text
        assert sum(ask.minutes for ask in stage.seat(mine).asks) <= (45 - 10) // 2
    assert not set(stage.asked(MARC)) & set(stage.asked(PRIYA))
    stage.late("Another day, time or length", MARC, Begins=FIRST + timedelta(hours=20))
    assert stage.seat(PRIYA).with_id is None
    assert stage.seat(MARC).with_id is None


def test_a_question_that_was_used_is_replaced(quick_stage: Stage) -> None:
    stage = quick_stage
    stage.run([PRIYA, MARC])
    stage.world.move_to(DAY_BEFORE)
    old = stage.kit(MARC)
    used = stage.seat(MARC).asks[0]
    form = stage.change("Replace a question", MARC)
    form.choose("Which question?", f"{used.competency}: {used.short}"[:70])
    form.submit()
    stage.world.settle()
    assert used.short not in [*stage.asked(MARC), *stage.asked(PRIYA)]
    assert stage.asked(MARC)
    assert "was replaced" in old.text
    context, actor = stage.world.fairloop.context, stage.actor(LEAD)
    with pytest.raises(Exception, match="out of this loop already"):
        seat_services.replace_question(context, actor, stage.seat(MARC).interview_id, used.question_id)


def kits_of(stage: Stage, role: Role) -> list[str]:
    return [one.text for one in stage.world.person(role).dm() if "Interview kit" in one.text]


def test_a_replaced_question_is_told_at_once_also_days_before(quick_stage: Stage) -> None:
    stage = quick_stage
    stage.run([PRIYA, MARC])
    context, lead = stage.world.fairloop.context, stage.actor(LEAD)
    stage.world.move_to(DAY_BEFORE)
    seat_services.move_debrief(context, lead, 1, DEBRIEF + timedelta(days=7))
    seat_services.move(context, lead, stage.seat(MARC).interview_id, FIRST + timedelta(days=7), 45)
    stage.world.settle()
    old, used = stage.kit(MARC), stage.seat(MARC).asks[0]
    seat_services.replace_question(context, lead, stage.seat(MARC).interview_id, used.question_id)
    stage.world.settle()
    assert "was replaced" in old.text
    assert "replaces the earlier one" in stage.kit(MARC).text
    assert len(kits_of(stage, MARC)) == 1


def test_a_kit_that_waits_comes_though_the_debrief_is_moved(quick_stage: Stage) -> None:
    stage = quick_stage
    loop_id = stage.run([PRIYA, MARC], [STAND_IN])
    context, lead, marc = stage.world.fairloop.context, stage.actor(LEAD), stage.seat(MARC).interview_id
    stage.world.move_to(DAY_BEFORE)
    seat_services.decline(context, stage.actor(MARC), marc)
    stage.world.settle()
    assert len(kits_of(stage, STAND_IN)) == 1
    seat_services.undo(context, stage.actor(MARC), marc)
    stage.world.settle()
    seat_services.move_debrief(context, lead, loop_id, DEBRIEF + timedelta(days=7))
    seat_services.move(context, lead, marc, FIRST + timedelta(days=7), 45)
    seat_services.decline(context, stage.actor(MARC), marc)
    stage.world.settle()
    assert kits_of(stage, STAND_IN) == [], "the seat is theirs again, its day is far away"
    seat_services.move_debrief(context, lead, loop_id, DEBRIEF + timedelta(days=8))
    stage.world.move_to(DAY_BEFORE + timedelta(days=7))
    assert "replaces the earlier one" in stage.kit(STAND_IN).text, "a new message, which is noticed"


def test_who_has_the_seat_back_gets_the_kit_that_waited(quick_stage: Stage) -> None:
    stage = quick_stage
    loop_id = stage.run([PRIYA, MARC], [STAND_IN])
    context, lead = stage.world.fairloop.context, stage.actor(LEAD)
    marc, stand_in = stage.seat(MARC).interview_id, stage.seat(STAND_IN).interview_id
    stage.world.move_to(DAY_BEFORE)
    seat_services.decline(context, stage.actor(MARC), marc)
    stage.world.settle()
    seat_services.undo(context, stage.actor(MARC), marc)
    stage.world.settle()
    seat_services.move_debrief(context, lead, loop_id, DEBRIEF + timedelta(days=7))
    seat_services.move(context, lead, marc, FIRST + timedelta(days=7), 45)
    seat_services.decline(context, stage.actor(MARC), marc)
    stage.world.settle()
    seat_services.decline(context, stage.actor(STAND_IN), stand_in)
    seat_services.undo(context, stage.actor(STAND_IN), stand_in)
    stage.world.settle()
    assert "replaces the earlier one" in stage.kit(STAND_IN).text
    assert len(kits_of(stage, STAND_IN)) == 1


@pytest.mark.both
def test_what_was_not_reached_is_offered_to_a_later_panelist_without_a_score(stage: Stage) -> None:
    stage.run([PRIYA, MARC], minutes=60)
    stage.world.move_to(FIRST)
    before = stage.asked(MARC)
    card = stage.kit(PRIYA)
    card.click("Open scorecard")
    priya = stage.world.person(PRIYA)
    ids, missed = [ask.question_id for ask in stage.seat(PRIYA).asks], set(stage.asked(PRIYA))
    context = stage.world.fairloop.context
    priya.modal.menu("We didn't get to this")
    stage.world.settle()
    for question_id in ids[1:]:
        state = Asked.NOT_REACHED
        scorecards.mark(context, stage.actor(PRIYA), stage.seat(PRIYA).interview_id, question_id, state, [])
    stage.world.settle()
    after = stage.asked(MARC)
    assert after != before
    assert set(after) & missed, "a core question comes before what is out"
    assert [ask.question_id for ask in stage.seat(PRIYA).asks] == ids, "the scorecard still says so"
    everything = "\n".join(message.text for message in stage.world.person(MARC).dm())
    assert "score" not in everything.replace("scorecard", "").replace("Scorecard", "")
    with context.database.reading() as session:
        rows = session.query(Assignment).all()
        live = [row.question_id for row in rows if row.state != "not_reached"]
        assert len(live) == len(set(live)), "never the same question twice"


def test_the_debrief_moves_with_its_reminders(quick_stage: Stage) -> None:
    stage = quick_stage
    stage.run([PRIYA, MARC])
    lead = stage.world.lead
    stage.message(LEAD, "Loop ·").click("Change the plan")
    lead.modal.click("Move the debrief")
    lead.modal.fill("Debrief", FIRST)
    lead.modal.submit()
    assert "not over by then" in lead.modal.errors["Debrief"]
    lead.modal.fill("Debrief", DEBRIEF + timedelta(days=1))
    lead.modal.submit()
    stage.world.settle()
    assert "Wed 26 Nov, 16:00" in stage.message(LEAD, "Loop ·").text
    assert "The debrief has moved" not in stage.world.person(PRIYA).screen(), "nobody was asked yet"
    with stage.world.fairloop.database.reading() as session:
        assert session.query(Due).filter_by(kind="debrief").one().due_at == DEBRIEF + timedelta(days=1)


def test_a_panelist_joins_a_running_loop(quick_stage: Stage) -> None:
    stage = quick_stage
    stage.run([PRIYA, MARC])
    stage.world.move_to(DAY_BEFORE)
    lead = stage.world.lead
    stage.message(LEAD, "Loop ·").click("Change the plan")
    lead.modal.click("Add a panelist")
    lead.modal.fill("Who", INES.name)
    lead.modal.submit()
    stage.world.settle()
    assert lead.modals == []
    assert stage.seat(INES).start
    assert stage.world.person(INES).id in {seat.user_id for seat in stage.loop().panel}


def test_panelists_who_join_within_a_day_get_one_whole_kit(stage: Stage) -> None:
    loop_id = stage.run([PRIYA])
    stage.world.move_to(FIRST - timedelta(minutes=30))
    context, lead = stage.world.fairloop.context, stage.actor(LEAD)
    newcomers = (MARC, INES, JO)
    for number, role in enumerate(newcomers, start=1):
        form = SeatForm(stage.world.person(role).id, FIRST + timedelta(hours=number), 45)
        placing.add(context, lead, loop_id, form)
    stage.world.settle()
    for role in newcomers:
        everything = [one.text for one in stage.world.person(role).dm()]
        assert len(kits_of(stage, role)) == 1
        assert not any("was replaced" in text for text in everything)
    asked = [ask for role in newcomers for ask in stage.asked(role)]
    assert asked
    with context.database.reading() as session:
        kits = session.query(Due).filter_by(kind="kit", state="waiting").count()
    assert kits == 0


def test_a_kit_waits_for_a_plan_no_longer_than_that_takes(quick_stage: Stage) -> None:
    stage = quick_stage
    loop_id = stage.run([PRIYA])
    context, team = stage.world.fairloop.context, stage.actor(LEAD).team_id
    with context.transaction(system(team)) as tx:
        schedule(tx, "plan", loop_id, "plan:given up", DEBRIEF)
    stage.world.move_to(FIRST - timedelta(hours=24))
    assert kits_of(stage, PRIYA) == []
    with context.transaction(system(team)) as tx:
        drop(tx, "plan", loop_id)
    stage.world.move_to(FIRST - timedelta(hours=23, minutes=50))
    assert len(kits_of(stage, PRIYA)) == 1


def test_a_shadow_begins_to_ask_in_a_running_loop(quick_stage: Stage) -> None:
    stage = quick_stage
    stage.run([PRIYA, MARC], shadows=[SHADOW])
    stage.world.move_to(DAY_BEFORE)
    form = stage.change("With whom, listens or asks", SHADOW)
    form.choose("What they do", "They ask")
    form.submit()
    stage.world.settle()
    assert "listens and scores too" in stage.kit(SHADOW).text
    assert f"@{SHADOW.name} asks your questions" in stage.kit(PRIYA).text


def test_a_panelist_cannot_change_the_plan(quick_stage: Stage) -> None:
    stage = quick_stage
    stage.run([PRIYA, MARC])
    context, seat = stage.world.fairloop.context, stage.seat(PRIYA)
    with pytest.raises(Exception, match="Only the people who lead this loop"):
        seat_services.move(context, stage.actor(MARC), seat.interview_id, FIRST + timedelta(days=1), 45)
    with pytest.raises(Exception, match="Only the people who lead this loop"):
        seat_services.decline(context, stage.actor(MARC), seat.interview_id)


def test_nobody_is_asked_what_they_met_in_an_earlier_loop(quick_stage: Stage) -> None:
    stage = quick_stage
    for name in ("Ada Kowalski", "A. Kowalska"):
        stage.draft([PRIYA], name=name, Email="ada@example.org").submit()
        stage.world.settle()
    first, second = ({ask.question_id for ask in stage.seat(PRIYA, id).asks} for id in (1, 2))
    assert first
    assert second
    assert not first & second
    with stage.world.fairloop.context.reading(stage.actor(LEAD)) as tx:
        candidate = tx.session.query(Candidate).order_by(Candidate.id).first()
        assert candidate is not None
        assert second <= met_by_candidate(tx, candidate, 1)
