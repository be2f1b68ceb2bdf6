"""What follows from each thing that happens to a loop: letters, due rows, the record, what is shown anew."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest

from bot.acting.context import Transaction
from bot.domain.loops import events as happened
from bot.domain.loops.events import LoopEvent
from bot.domain.loops.states import LoopState
from bot.storage import leads
from tests.consequences.scene import (
    SHRUNK,
    STATUS,
    STOPPED_LOOP,
    Left,
    Scene,
    home,
    kit_shown,
    planned_anew,
    record,
    reminded,
    scene,
    stopped,
    what_follows,
)
from tests.domain.loops.built import DEBRIEF, NOW, at

DRAFT, RUNNING, DEBRIEFED = LoopState.DRAFT, LoopState.RUNNING, LoopState.DEBRIEFED
ASKING = ("nudge", "card_late")
REMINDERS = ("scorecard_opens", *ASKING)
EVERYTHING = STOPPED_LOOP | stopped(1, 2, 3, 4)
SEAT, LOOP = "interview:1", "loop:1"
PLAN_SHOWN = {"view plan:1:5#1 to VIEW"}
THREAD = {
    "post debrief:1:picture to C1",
    "post debrief:1:competency:data to C1",
    "post debrief:1:rest to C1",
}
LOOKED_AT = {"due audience:C1:2026-06-09T09:00:00+02:00 at 09 09:00"}
"""The channel is looked at as the next hour begins."""
THREAD_ELSEWHERE = {line.replace("debrief:1", "debrief:1:2") for line in THREAD}
Happens = Callable[[Scene], LoopEvent]

PLANS: dict[str, tuple[Happens, Left]] = {
    "drafted": (
        lambda s: happened.LoopDrafted(s.loop),
        record("draft loop", LOOP) | home("Lead") | {"due retention:1 at 07 08:00"},
    ),
    "a draft planned anew": (
        lambda s: happened.PlanAsked(s.in_state(DRAFT).loop),
        PLAN_SHOWN | {"due plan:1:5 at 09 08:00"},
    ),
    "a draft planned anew out of sight": (
        lambda s: happened.PlanAsked(s.in_state(DRAFT).loop, False),
        {"due plan:1:5 at 09 08:00"},
    ),
    "a running loop planned anew": (
        lambda s: happened.PlanAsked(s.loop),
        {"due plan:1:5 at 09 08:00"},
    ),
    "a draft's plan is there": (
        lambda s: happened.PlanMade(s.in_state(DRAFT).loop, (s.one,)),
        PLAN_SHOWN,
    ),
    "a running loop's plan is there: who has a kit and waits for another gets no third": (
        lambda s: happened.PlanMade(s.loop, (s.one, s.two)),
        STATUS | kit_shown(3),
    ),
    "a draft's plan given up": (lambda s: happened.PlanGivenUp(s.in_state(DRAFT).loop), PLAN_SHOWN),
    "a running loop's plan given up": (lambda s: happened.PlanGivenUp(s.loop), STATUS),
    "a plan given up after the debrief": (
        lambda s: happened.PlanGivenUp(s.in_state(DEBRIEFED).loop),
        set(),
    ),
    "tried again": (lambda s: happened.TriedAgain(s.loop, "kit"), record("try again: kit", LOOP)),
    "a wish weighed": (lambda s: happened.TrialAsked(s.loop, "TRY"), {"due TRY at 09 08:00"}),
    "its cost known": (lambda s: happened.TrialWeighed(s.loop, "TRY"), {"view trial:1#1 to TRY"}),
    "a wish granted": (
        lambda s: happened.WishGranted(s.loop, "pin"),
        record("wish for plan", LOOP, "pin"),
    ),
    "competencies chosen": (
        lambda s: happened.CompetenciesChosen(replace(s.loop, left_out=("data", "ml"))),
        record("choose competencies", LOOP, "without data, ml"),
    ),
    "all competencies chosen": (
        lambda s: happened.CompetenciesChosen(s.loop),
        record("choose competencies", LOOP, "all"),
    ),
    "a wish taken back": (
        lambda s: happened.WishTakenBack(s.loop),
        record("take back wish for plan", LOOP),
    ),
    "a plan mended": (lambda s: happened.PlanMended(s.loop, "{}"), record("mend plan", LOOP, "{}")),
    "a draft's seat changed": (lambda s: happened.SeatChanged(s.loop, s.one), record("change seat", SEAT)),
    "one more in a draft": (
        lambda s: happened.PanelistAdded(s.in_state(DRAFT).loop, s.two),
        record("add panelist", "interview:2"),
    ),
    "one more in a running loop": (
        lambda s: happened.PanelistAdded(s.loop, s.two),
        planned_anew(2) | STATUS | record("add panelist", "interview:2"),
    ),
    "a draft's shadow moved": (
        lambda s: happened.ShadowMoved(s.in_state(DRAFT).loop, s.shadow, (s.one, s.two)),
        record("change shadow", "interview:3"),
    ),
    "a running loop's shadow moved: hosts who have a kit get it anew": (
        lambda s: happened.ShadowMoved(s.loop, s.shadow, (s.one, s.two)),
        planned_anew(1, 3) | record("change shadow", "interview:3"),
    ),
    "sent": (
        lambda s: happened.LoopSent(s.loop),
        planned_anew(1, 2, 3)
        | {"dropped debrief:1:old", "due debrief:1 at 10 08:00", "post status:1 to Lead"}
        | {"due audience:C1:loop:1 at 09 08:00"}
        | home("Lead")
        | record("send kits", LOOP),
    ),
    "a draft called off": (
        lambda s: happened.LoopCancelled(s.loop, (), False),
        EVERYTHING | home("Lead") | record("cancel loop", LOOP),
    ),
    "a running loop called off": (
        lambda s: happened.LoopCancelled(s.loop, (s.one, s.shadow), True),
        EVERYTHING
        | kit_shown(1, 3)
        | {"post cancelled:1 to U1", "post cancelled:3 to U3"}
        | STATUS
        | record("cancel loop", LOOP),
    ),
    "a practice loop entered": (
        lambda s: happened.PracticeEntered(s.loop),
        EVERYTHING | record("enter practice loop", LOOP),
    ),
}
SEATS: dict[str, tuple[Happens, Left]] = {
    "a first kit": (lambda s: happened.KitSent(s.loop, s.one, None), {"post kit:1:1 to U1"} | STATUS),
    "a kit anew": (
        lambda s: happened.KitSent(s.loop, s.one, 7),
        {"post kit:1:1 to U1", "update replaced:kit:1:7 to U1"} | STATUS,
    ),
    "a kit waits for the plan": (
        lambda s: happened.KitPutOff(s.loop, s.one, 8),
        {"due kit:1:after:8 at 09 08:05"},
    ),
    "a kit held back": (lambda s: happened.KitHeldBack(s.loop, s.one), {"post cannot:1:5 to Lead"}),
    "confirmed": (lambda s: happened.SeatConfirmed(s.loop, s.one), kit_shown(1) | STATUS),
    "given up, and nobody is free": (
        lambda s: happened.SeatGivenUp(s.loop, s.one, False, None, s.two),
        stopped(1)
        | {"post seat_empty:1:5 to Lead"}
        | kit_shown(1, 2)
        | STATUS
        | record("decline interview", SEAT),
    ),
    "freed by the lead, and somebody stands in": (
        lambda s: happened.SeatGivenUp(s.loop, s.one, True, s.two, None, (s.shadow,)),
        stopped(1)
        | planned_anew(2)
        | {"post stood_in:1:5 to Lead", "post told:given_up:1:5 to U1"}
        | kit_shown(1, 3)
        | STATUS
        | record("decline interview", SEAT),
    ),
    "a shadow sits out": (
        lambda s: happened.ShadowSitsOut(s.loop, s.shadow, False, s.one),
        stopped(3)
        | {"post sits_out:3:5 to Lead"}
        | kit_shown(1, 3)
        | STATUS
        | record("decline interview", "interview:3"),
    ),
    "a shadow freed by the lead": (
        lambda s: happened.ShadowSitsOut(s.loop, s.shadow, True, None),
        stopped(3)
        | {"post sits_out:3:5 to Lead", "post told:given_up:3:5 to U3"}
        | kit_shown(3)
        | STATUS
        | record("decline interview", "interview:3"),
    ),
    "had back before the kit": (
        lambda s: happened.SeatHadBack(s.loop, s.one, s.stand_in, (s.shadow,), (), True),
        stopped(4)
        | planned_anew(1)
        | {"update back:knows:1:4 to Lead"}
        | kit_shown(1, 3, 4)
        | STATUS
        | record("undo decline", SEAT),
    ),
    "had back with the kit": (
        lambda s: happened.SeatHadBack(s.loop, s.one, None, (), (), False),
        stopped(1, kinds=REMINDERS)
        | reminded(1)
        | {"update back:knows:1:4 to Lead"}
        | kit_shown(1)
        | STATUS
        | record("undo decline", SEAT),
    ),
    "had back from a stand-in who has a kit": (
        lambda s: happened.SeatHadBack(s.loop, s.two, replace(s.shadow), (), (), True),
        stopped(3)
        | planned_anew(2)
        | {"post told:stood_down:3:5 to U3"}
        | kit_shown(2, 3)
        | STATUS
        | record("undo decline", "interview:2"),
    ),
    "didn't happen, its panelist says": (
        lambda s: happened.InterviewMissed(s.loop, s.one, False),
        stopped(1)
        | SHRUNK
        | {"post didnt_happen:1:5 to Lead"}
        | kit_shown(1)
        | STATUS
        | record("interview didn't happen", SEAT),
    ),
    "didn't happen, the lead says": (
        lambda s: happened.InterviewMissed(s.loop, s.one, True),
        stopped(1)
        | SHRUNK
        | {"post told:didnt_happen:1:5 to U1"}
        | kit_shown(1)
        | STATUS
        | record("interview didn't happen", SEAT),
    ),
    "only part was held, its panelist says": (
        lambda s: happened.InterviewCutShort(s.loop, s.one, False),
        {"post cut_short:1:5 to Lead"} | kit_shown(1) | STATUS | record("interview cut short", SEAT),
    ),
    "only part was held, the lead says": (
        lambda s: happened.InterviewCutShort(s.loop, s.one, True),
        kit_shown(1) | STATUS | record("interview cut short", SEAT),
    ),
    "held after all, the lead says": (
        lambda s: happened.MissTakenBack(s.loop, s.one, ()),
        stopped(1, kinds=REMINDERS)
        | reminded(1)
        | {"post told:took_place:1:5 to U1"}
        | kit_shown(1)
        | STATUS
        | record("interview took place", SEAT),
    ),
    "its holder has left Slack": (
        lambda s: happened.HolderLeft(s.loop, s.one),
        {"post left:1:5 to Lead"},
    ),
    "knows the candidate": (
        lambda s: happened.CandidateKnown(s.loop, s.one),
        {"post knows:1:5 to Lead"} | record("knows the candidate", SEAT),
    ),
    "moved, and parted": (
        lambda s: happened.InterviewMoved(s.loop, s.one, (s.one, s.shadow), s.two),
        home("U2")
        | SHRUNK
        | planned_anew(1, 3)
        | STATUS
        | record("move interview", SEAT, "2026-06-09T09:00:00+02:00 45"),
    ),
    "shared": (
        lambda s: happened.InterviewShared(s.loop, s.one, s.two, (s.one, s.two, s.shadow)),
        planned_anew(1, 2, 3) | STATUS | record("interview together", SEAT, "2"),
    ),
    "a question taken out": (
        lambda s: happened.QuestionTakenOut(s.loop, s.one, "q1"),
        record("replace question", SEAT, "q1"),
    ),
    "questions changed: shadows of the seat see theirs": (
        lambda s: happened.QuestionsChanged(s.loop, (s.one, s.two)),
        kit_shown(3),
    ),
}
CARDS: dict[str, tuple[Happens, Left]] = {
    "a scorecard opens": (lambda s: happened.ScorecardOpens(s.loop, s.one), kit_shown(1)),
    "begun": (lambda s: happened.CardBegun(s.loop, s.one), kit_shown(1) | STATUS),
    "changed after it was handed in": (lambda s: happened.CardChanged(s.loop, s.one), kit_shown(1)),
    "handed in: nobody asks for it any more": (
        lambda s: happened.CardHandedIn(s.loop, s.one, True),
        stopped(1) | kit_shown(1) | STATUS | record("submit scorecard", SEAT),
    ),
    "the last one handed in: the lead can open the debrief": (
        lambda s: happened.CardHandedIn(s.with_cards(1, 2).loop, s.one, True),
        stopped(1) | {"post all_in:1:5:2 to Lead"} | kit_shown(1) | STATUS | record("submit scorecard", SEAT),
    ),
    "the last one handed in, where debriefs open early: it opens half an hour later": (
        lambda s: happened.CardHandedIn(s.early().with_cards(1, 2).loop, s.one, True),
        stopped(1)
        | {"dropped debrief:1:old", "due debrief:1 at 09 11:00"}
        | kit_shown(1)
        | STATUS
        | record("submit scorecard", SEAT),
    ),
    "the last one handed in, where an early debrief waits for its lead: they hear it, and it opens when they say": (
        lambda s: happened.CardHandedIn(s.early().asked(1).with_cards(1, 2).loop, s.one, True),
        stopped(1) | {"post all_in:1:5:2 to Lead"} | kit_shown(1) | STATUS | record("submit scorecard", SEAT),
    ),
    "handed in again": (
        lambda s: happened.CardHandedIn(s.loop, s.one, False),
        stopped(1) | kit_shown(1) | STATUS | record("edit scorecard", SEAT),
    ),
    "asked for: the reminder before becomes a line": (
        lambda s: happened.NudgeDue(s.loop, s.one),
        SHRUNK | {"post nudge:1:3 to U1"} | home("U1") | STATUS,
    ),
    "put off": (
        lambda s: happened.NudgeSnoozed(s.loop, s.one, NOW + timedelta(days=1)),
        SHRUNK | stopped(1, kinds=("nudge",)) | {"due nudge:1:snooze:2026-06-10 at 10 08:00"},
    ),
    "put off until their hours begin": (
        lambda s: happened.NudgePutOff(s.loop, s.one, NOW + timedelta(days=1)),
        stopped(1, kinds=("nudge",)) | {"due nudge:1:moved:2026-06-10T08:00:00+02:00 at 10 08:00"},
    ),
    "not in though it was asked for": (
        lambda s: happened.CardStillMissing(s.loop, s.one),
        {"post no_card:1:5 to Lead"},
    ),
    "excused": (
        lambda s: happened.PanelistExcused(s.loop, s.one),
        stopped(1, kinds=ASKING)
        | SHRUNK
        | {"post excused:1:5 to Lead"}
        | record("go on without scorecard", SEAT)
        | STATUS,
    ),
}
OUT_OF_REACH: dict[str, tuple[Happens, Left]] = {
    "excused, and the quorum is out of reach: the lead is asked at once": (
        lambda s: happened.PanelistExcused(excused(s).loop, s.one),
        stopped(1, kinds=ASKING)
        | SHRUNK
        | {"post excused:1:5 to Lead", "post waits:1:5:0:Lead to Lead"}
        | record("go on without scorecard", SEAT)
        | STATUS,
    ),
    "excused by the lead: they know": (
        lambda s: happened.PanelistExcused(excused(s).loop, s.one, True),
        stopped(1, kinds=ASKING) | SHRUNK | record("go on without scorecard", SEAT) | STATUS,
    ),
    "given up, and the quorum is out of reach": (
        lambda s: happened.SeatGivenUp(s.without(1).loop, s.one, False, None, None),
        stopped(1)
        | {"post seat_empty:1:5 to Lead", "post waits:1:5:0:Lead to Lead"}
        | kit_shown(1)
        | STATUS
        | record("decline interview", SEAT),
    ),
}
DIGEST = {"due digest:2026-06-15 at 15 11:00"}
"""The week of a debrief is summed up on the lead's next Monday morning."""
DEBRIEFS: dict[str, tuple[Happens, Left]] = {
    "moved: who still writes is asked for it by then": (
        lambda s: happened.DebriefRescheduled(s.loop, (s.one,)),
        {"dropped debrief:1:old", "due debrief:1 at 10 08:00", "post told:debrief_moved:1:5 to U1"}
        | stopped(1, kinds=REMINDERS)
        | reminded(1)
        | kit_shown(1)
        | STATUS
        | record("move debrief", LOOP, DEBRIEF.isoformat()),
    ),
    "hurried": (
        lambda s: happened.DebriefHurried(s.loop),
        {"dropped debrief:1:old", "due debrief:1 at 09 08:00"} | record("debrief now", LOOP),
    ),
    "was to open early, and somebody is waited for again": (
        lambda s: happened.DebriefPutBack(s.loop),
        {"dropped debrief:1:old", "due debrief:1 at 10 08:00"} | STATUS,
    ),
    "too few scorecards at its time": (
        lambda s: happened.QuorumMissed(s.asked(1).loop),
        {"post waits:1:5:1:Lead to Lead", "due debrief:1:asked:5:1 at 10 11:00"} | STATUS,
    ),
    "asked for the third time: the others who lead it, and then nobody": (
        lambda s: happened.QuorumMissed(s.asked(3).loop),
        {"post waits:1:5:3:Second to Second"} | home("Second") | STATUS,
    ),
    "opened": (
        lambda s: happened.DebriefOpened(s.in_state(DEBRIEFED).loop, ("data",), None),
        EVERYTHING
        | {"post debrief:1 to C1"}
        | THREAD
        | LOOKED_AT
        | kit_shown(1, 2, 3, 4)
        | SHRUNK
        | STATUS
        | DIGEST,
    ),
    "opened where the channel can't have it": (
        lambda s: happened.DebriefOpened(s.in_state(DEBRIEFED).loop, ("data",), "archived"),
        EVERYTHING
        | {"dead debrief:1", "due dead:4 at 09 08:00"}
        | kit_shown(1, 2, 3, 4)
        | SHRUNK
        | STATUS
        | DIGEST,
    ),
    "posted elsewhere": (
        lambda s: happened.DebriefMovedOn(replace(s.loop, debrief_tries=2), ("data",)),
        {"post debrief:1:2 to C1"}
        | THREAD_ELSEWHERE
        | LOOKED_AT
        | STATUS
        | record("move debrief", LOOP, "C1"),
    ),
    "decided": (
        lambda s: happened.DecisionRecorded(s.loop, 6, "hire"),
        {"update decided:1#1 to C1", "post decision:6 to C1"} | STATUS | record("decide", LOOP, "hire"),
    ),
    "decided, with what the agreed rule read": (
        lambda s: happened.DecisionRecorded(s.loop, 6, "hire", "not met"),
        {"update decided:1#1 to C1", "post decision:6 to C1"}
        | STATUS
        | record("decide", LOOP, "hire; the agreed rule read not met"),
    ),
    "a scorecard comes late": (
        lambda s: happened.LateCardIn(s.in_state(DEBRIEFED).loop, s.one),
        {"update decided:1#1 to C1", "post debrief:1:late:U1 to C1"}
        | stopped(1)
        | kit_shown(1)
        | STATUS
        | record("submit scorecard after the debrief", SEAT),
    ),
    "a panelist says whether their mind changed": (
        lambda s: happened.SaidAfterTalk(s.in_state(DEBRIEFED).loop, s.one),
        {"update decided:1#1 to C1"} | record("say after the talk", SEAT),
    ),
    "what changed is shown": (
        lambda s: happened.TalkShown(s.in_state(DEBRIEFED).loop),
        {"update decided:1#1 to C1"} | record("show what changed after the talk", LOOP),
    ),
}
TABLE = PLANS | SEATS | CARDS | OUT_OF_REACH | DEBRIEFS


def excused(given: Scene) -> Scene:
    """The first panelist's scorecard isn't waited for any more."""
    given.one.excused = True
    return given


def test_every_event_of_a_loop_is_in_the_table() -> None:
    known = {type(event(scene())) for event, _ in TABLE.values()}
    assert known == set(get_args(LoopEvent))
    assert len(TABLE) == sum(map(len, (PLANS, SEATS, CARDS, OUT_OF_REACH, DEBRIEFS))), (
        "two rows have one name"
    )


@pytest.mark.parametrize(("event", "wanted"), TABLE.values(), ids=TABLE)
def test_from_each_event_follows_what_the_table_says(tx: Transaction, event: Happens, wanted: Left) -> None:
    assert what_follows(tx, event(scene())) == wanted


ONCE_SENT = SEATS | CARDS | OUT_OF_REACH | DEBRIEFS


@pytest.mark.parametrize("event", [event for event, _ in ONCE_SENT.values()], ids=ONCE_SENT)
def test_a_loop_that_waits_for_a_lead_goes_on_and_nobody_is_told_as_one(
    tx: Transaction, event: Happens
) -> None:
    leads.write_of_loop(tx, 1, [])
    assert not [one for one in what_follows(tx, event(scene())) if one.endswith((" to Lead", " to Second"))]


def test_who_has_a_kit_gets_it_anew_where_questions_changed_and_none_waits(tx: Transaction) -> None:
    given = scene()
    what_follows(tx, happened.CardHandedIn(given.loop, given.one, True))
    found = what_follows(tx, happened.QuestionsChanged(given.loop, (given.one, given.two)))
    assert found == {"due kit:1:5:1 at 09 08:00"} | kit_shown(3)


def test_kits_that_were_put_off_go_out_with_the_plan(tx: Transaction) -> None:
    given = scene()
    what_follows(tx, happened.KitPutOff(given.loop, given.two, 8))
    found = what_follows(tx, happened.PlanMade(given.loop, ()))
    assert found == {"due kit:2:after:8 at 09 08:00"} | STATUS


def test_a_seat_whose_time_was_taken_away_waits_for_nothing(tx: Transaction) -> None:
    given = scene()
    given.two.start_at = None
    found = what_follows(tx, happened.PanelistAdded(given.loop, given.two))
    assert found == stopped(2) | STATUS | record("add panelist", "interview:2")


def test_who_was_excused_is_not_asked_again_when_the_debrief_moves(tx: Transaction) -> None:
    given = scene()
    given.one.excused = True
    found = what_follows(tx, happened.DebriefRescheduled(given.loop, (given.one,)))
    assert {line for line in found if line.startswith("due")} == {
        "due debrief:1 at 10 08:00",
        "due opens:1:5 at 09 08:50",
    }


def test_an_interview_that_has_begun_opens_its_scorecard_at_once_and_past_reminders_do_not_come(
    tx: Transaction,
) -> None:
    given, tx.now = scene(), at("12:00")
    found = what_follows(tx, happened.DebriefRescheduled(given.loop, (given.one,)))
    assert {line for line in found if line.startswith("due")} == {
        "due debrief:1 at 10 08:00",
        "due opens:1:5 at 09 12:00",
        "due nudge:1:5:2 at 09 13:45",
        "due nudge:1:5:3 at 09 18:00",
    }


def test_a_kit_comes_at_the_last_working_hour_of_the_day_before(tx: Transaction) -> None:
    given = scene()
    given.two.start_at, given.loop.debrief_at = at("06-11 10:00"), at("06-12 10:00")
    found = what_follows(tx, happened.PanelistAdded(given.loop, given.two))
    assert "due kit:2:5 at 10 19:00" in found


def test_the_lead_hears_of_a_missing_scorecard_where_the_debrief_is_days_away(tx: Transaction) -> None:
    given = scene()
    given.loop.debrief_at = at("06-12 16:00")
    found = what_follows(tx, happened.DebriefRescheduled(given.loop, (given.one,)))
    assert "due nudge:1:5:3 at 10 11:00" in found
    assert "due card_late:1:5 at 10 15:00" in found


@pytest.mark.parametrize("sample", [True, False])
def test_nobody_hears_of_a_sample_or_of_a_loop_that_they_no_longer_lead(
    tx: Transaction, sample: bool
) -> None:
    given = scene()
    given.loop.practice = given.loop.sample = sample
    if not sample:
        leads.write_of_loop(tx, 1, [])
    assert what_follows(tx, happened.PlanGivenUp(given.loop)) == set()


def test_who_took_a_loop_over_gets_its_status_once_and_then_its_changes(tx: Transaction) -> None:
    given = scene()
    leads.write_of_loop(tx, 1, ["Second"])
    assert what_follows(tx, happened.PlanGivenUp(given.loop)) == {
        "post status:1>Second to Second",
        "home Second",
    }
    assert what_follows(tx, happened.PlanGivenUp(given.loop)) == {"update status:1>Second#1 to Second"}


def test_a_draft_that_no_modal_waits_for_is_shown_nowhere(tx: Transaction) -> None:
    given = scene().in_state(DRAFT)
    given.loop.plan_view = None
    assert what_follows(tx, happened.PlanMade(given.loop, ())) == set()
