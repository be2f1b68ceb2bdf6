"""What each letter puts into the outbox: rows that stand in databases today are found again by these words."""

import inspect
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from bot.delivery.outbox import LATER, NORMAL, URGENT, Note
from bot.domain.audience import Misfit, Unfit
from bot.domain.leading import LeadsChanged, Led
from bot.domain.letters import debrief_parts
from bot.domain.questions import Fault
from bot.domain.retention import Message
from bot.letters import (
    Letter,
    audience,
    debriefs,
    digests,
    erasing,
    first_day,
    glass,
    home,
    kits,
    leading,
    loops,
    plans,
    practice,
    prep,
    questions,
    reminders,
    seats,
    trouble,
    waiting,
)

AT = datetime(2026, 3, 2, 9, 30, 15, tzinfo=UTC)
MONDAY = datetime(2026, 3, 9, 8, tzinfo=UTC)
FAULTS = tuple(Fault("a.yaml", line, "Wrong.", "Mend it.") for line in range(1, 8))
SHOWN = [["a.yaml", line, "Wrong.", "Mend it."] for line in range(1, 6)]

CHANGED = LeadsChanged(Led.LOOP, 7, ("U2",), ("U3",), "UA", True, "On leave.")
WHO_LED = {"before": ["U2"], "after": ["U3"], "by": "UA", "as_admin": True}
"""The reason stays in the record: an outbox row holds no text about people."""

TABLE: list[tuple[Letter, Note]] = [
    (
        kits.Kit(seat_id=4, revision=2, user_id="U1", candidate_id=9),
        Note("kit:4:2", "kit", 4, "U1", about=9, priority=URGENT),
    ),
    (
        kits.KitShownAnew(seat_id=4, revision=2, user_id="U1"),
        Note("refresh:kit:4:2", "kit", 4, "U1", op="update", edits="kit:4:2"),
    ),
    (
        kits.KitReplaced(seat_id=4, revision=1, user_id="U1"),
        Note("replaced:kit:4:1", "kit_replaced", 4, "U1", op="update", edits="kit:4:1"),
    ),
    (
        kits.Cancelled(seat_id=4, user_id="U1", candidate_id=9),
        Note("cancelled:4", "cancelled", 4, "U1", about=9, priority=URGENT),
    ),
    (
        seats.SeatNews(what="stood_in", seat_id=4, revision=3, lead_id="U2", candidate_id=9),
        Note("stood_in:4:3", "seat_news", 4, "U2", args={"what": "stood_in"}, about=9),
    ),
    (
        seats.SeatBack(earlier="stood_in:4:3", seat_id=4, lead_id="U2"),
        Note(
            "back:stood_in:4:3",
            "seat_news",
            4,
            "U2",
            op="update",
            edits="stood_in:4:3",
            args={"what": "back"},
        ),
    ),
    (
        seats.SeatTold(what="given_up", seat_id=4, revision=3, user_id="U1", candidate_id=9),
        Note("told:given_up:4:3", "seat_told", 4, "U1", args={"what": "given_up"}, about=9, priority=URGENT),
    ),
    (
        loops.Status(loop_id=7, lead_id="U2", candidate_id=9),
        Note("status:7", "status", 7, "U2", about=9),
    ),
    (
        loops.StatusShownAnew(loop_id=7, lead_id="U2"),
        Note("status:7", "status", 7, "U2", op="update", edits="status:7"),
    ),
    (
        plans.PlanShown(loop_id=7, revision=3, view="plan-7-3"),
        Note("plan:7:3", "plan", 7, "plan-7-3", op="view", args={"external": True}, priority=URGENT),
    ),
    (
        plans.TrialShown(loop_id=7, view="trial-ab"),
        Note("trial:7", "trial", 7, "trial-ab", op="view", args={"external": True}, priority=URGENT),
    ),
    (
        practice.PracticePlan(loop_id=7, user_id="U2", candidate_id=9),
        Note("practice_plan:7", "practice_plan", 7, "U2", about=9),
    ),
    (
        practice.PracticePlanShownAnew(loop_id=7, user_id="U2"),
        Note("practice_plan:7", "practice_plan", 7, "U2", op="update", edits="practice_plan:7"),
    ),
    (
        practice.PracticeOver(loop_id=7, user_id="U2", candidate_id=9),
        Note("practice_over:7", "practice_over", 7, "U2", about=9),
    ),
    (
        practice.PracticeGone(mark="erased:7:1:", user_id="U2", messages=6, scorecards=3),
        Note(
            "practice_gone:erased:7:1:",
            "practice_gone",
            0,
            "U2",
            args={"mark": "erased:7:1:", "messages": 6, "scorecards": 3},
        ),
    ),
    (
        practice.MessageTakenBack("erased:7:1:", "U2", 6, 3, key="kit:4:1"),
        Note("gone:kit:4:1", "practice_gone", 0, "U2", op="delete", edits="kit:4:1"),
    ),
    (
        first_day.Welcome(user_id="U1"),
        Note("welcome:U1", "welcome", 0, "U1"),
    ),
    (
        first_day.LeadNamed(user_id="U2", by="UA"),
        Note("lead_named:U2", "lead_named", 0, "U2", args={"by": "UA"}),
    ),
    (
        home.HomeShownAnew(user_id="U1"),
        Note("home:U1", "home", 0, "U1", op="home", priority=LATER),
    ),
    (
        reminders.Nudge(seat_id=4, number=2, user_id="U1", candidate_id=9, last=True),
        Note("nudge:4:2", "nudge", 4, "U1", args={"last": True}, about=9),
    ),
    (
        reminders.NudgeShrunk(earlier="nudge:4:1", seat_id=4, user_id="U1"),
        Note("shrunk:nudge:4:1", "nudge_line", 4, "U1", op="update", edits="nudge:4:1"),
    ),
    (
        debriefs.DebriefHead(loop_id=7, tries=0, channel_id="G1", candidate_id=9),
        Note("debrief:7", "debrief", 7, "G1", about=9, priority=URGENT),
    ),
    (
        debriefs.DebriefHead(loop_id=7, tries=2, channel_id="G1", candidate_id=9),
        Note("debrief:7:2", "debrief", 7, "G1", about=9, priority=URGENT),
    ),
    (
        debriefs.DebriefHeadShownAnew(loop_id=7, tries=2, channel_id="G1"),
        Note("decided:7", "debrief", 7, "G1", op="update", edits="debrief:7:2"),
    ),
    (
        debriefs.DebriefPart(part="competency:data", loop_id=7, tries=2, channel_id="G1", candidate_id=9),
        Note(
            "debrief:7:2:competency:data",
            "debrief_part",
            7,
            "G1",
            args={"part": "competency:data"},
            reply_to="debrief:7:2",
            about=9,
            priority=URGENT,
        ),
    ),
    (
        debriefs.DecisionMade(decision_id=5, loop_id=7, tries=0, channel_id="G1", candidate_id=9),
        Note("decision:5", "decision", 7, "G1", reply_to="debrief:7", about=9),
    ),
    (
        debriefs.HeadTurned(key="debrief:7:2", loop_id=7, channel_id="G1"),
        Note("turned:debrief:7:2", "debrief", 7, "G1", op="update", edits="debrief:7:2", priority=URGENT),
    ),
    (
        debriefs.PartTurned(key="debrief:7:2:competency:data", loop_id=7, channel_id="G1"),
        Note(
            "turned:debrief:7:2:competency:data",
            "debrief_part",
            7,
            "G1",
            op="update",
            args={"part": "competency:data"},
            edits="debrief:7:2:competency:data",
            priority=URGENT,
        ),
    ),
    (
        debriefs.DecisionTurned(key="decision:5", loop_id=7, channel_id="G1"),
        Note("turned:decision:5", "decision", 7, "G1", op="update", edits="decision:5", priority=URGENT),
    ),
    (
        audience.Exposed(
            loop_id=7,
            channel_id="G1",
            misfit=Misfit(Unfit.CANDIDATE, ("U8",)),
            stood=("debrief", "decision"),
            lead_id="U2",
            candidate_id=9,
        ),
        Note(
            "exposed:7",
            "exposed",
            7,
            "U2",
            args={
                "channel": "G1",
                "why": "candidate_in_channel",
                "people": ["U8"],
                "stood": ["debrief", "decision"],
            },
            about=9,
            priority=URGENT,
        ),
    ),
    (
        audience.GuestAsked(loop_id=7, channel_id="G1", guest="U8", lead_id="U2", candidate_id=9),
        Note("guest:G1:U8:U2", "guest", 7, "U2", args={"channel": "G1", "guest": "U8"}, about=9),
    ),
    (
        glass.GlassTold(glass_id=3, loop_id=7, user_id="U1", candidate_id=9),
        Note("glass:3:U1", "glass_told", 7, "U1", args={"glass": 3}, about=9, priority=URGENT),
    ),
    (
        glass.GlassOpen(glass_id=3, loop_id=7, user_id="U2", candidate_id=9),
        Note("glass_open:3", "glass_open", 7, "U2", args={"glass": 3}, about=9, priority=URGENT),
    ),
    (
        erasing.Removed("ab12", Message("debrief:7:picture", "G1", with_file=True)),
        Note(
            "erase:ab12:debrief:7:picture",
            "removed",
            0,
            "G1",
            op="delete",
            args={"files": True},
            edits="debrief:7:picture",
        ),
    ),
    (
        waiting.DebriefWaits(loop_id=7, revision=3, number=1, lead_id="U2", candidate_id=9),
        Note("waits:7:3:1:U2", "debrief_waits", 7, "U2", args={"number": 1}, about=9, priority=URGENT),
    ),
    (
        waiting.AllIn(loop_id=7, revision=3, cards=4, lead_id="U2", candidate_id=9),
        Note("all_in:7:3:4", "cards_in", 7, "U2", about=9),
    ),
    (
        trouble.Undelivered(
            loop_id=7, lead_id="U2", candidate_id=9, letter="kit", which="kit:4:1", target="U1", error="no"
        ),
        Note(
            "undelivered:kit:4:1",
            "undelivered",
            7,
            "U2",
            args={"kind": "kit", "target": "U1", "error": "no"},
            about=9,
            priority=URGENT,
        ),
    ),
    (
        trouble.GivenUp(
            due_id=3,
            lease_until=AT,
            loop_id=7,
            lead_id="U2",
            candidate_id=9,
            work="kit",
            thing_id=4,
            user_id="U1",
        ),
        Note(
            f"given_up:3:{AT.timestamp()}",
            "given_up",
            7,
            "U2",
            args={"kind": "kit", "user": "U1", "value": "kit:4"},
            about=9,
            priority=URGENT,
        ),
    ),
    (
        leading.LoopLeadsTold(CHANGED, user_id="U1", candidate_id=9),
        Note("leads:loop:7:U1", "loop_leads", 7, "U1", args=WHO_LED, about=9),
    ),
    (
        leading.OpeningLeadsTold(CHANGED, user_id="U1"),
        Note("leads:opening:7:U1", "opening_leads", 7, "U1", args=WHO_LED),
    ),
    (
        loops.Status(loop_id=7, lead_id="U3", candidate_id=9, taken_over=True),
        Note("status:7>U3", "status", 7, "U3", about=9),
    ),
    (
        digests.Digest(user_id="U2", until=MONDAY),
        Note("digest:U2:2026-03-09", "digest", 0, "U2", args={"until": MONDAY.isoformat()}, priority=LATER),
    ),
    (
        questions.BankBroken(user_id="U2", repairs=1, version="v5", faults=FAULTS),
        Note(
            "bank_broken:U2:1:v5", "bank_broken", 0, "U2", args={"faults": SHOWN, "more": 2}, priority=LATER
        ),
    ),
    (
        questions.BankMended(user_id="U2", repairs=1),
        Note("bank_mended:U2:1", "bank_mended", 0, "U2", priority=LATER),
    ),
    (
        prep.Daily(subscription_id=6, day=date(2026, 3, 2), send_id=8, address="D1"),
        Note("prep:6:2026-03-02", "prep", 8, "D1", priority=LATER),
    ),
    (
        prep.DailyShownAnew(subscription_id=6, day=date(2026, 3, 2), send_id=8, user_id="U1"),
        Note("prep:6:2026-03-02:again", "prep", 8, "U1", op="update", edits="prep:6:2026-03-02"),
    ),
    (
        prep.Week(subscription_id=6, last=date(2026, 3, 1), address="D1"),
        Note("prep_week:6:2026-03-01", "prep_week", 6, "D1", args={"day": "2026-03-01"}, priority=LATER),
    ),
    (
        prep.Empty(subscription_id=6, day=date(2026, 12, 31), address="D1"),
        Note("prep_empty:6:2026-53", "prep_empty", 6, "D1", priority=LATER),
    ),
    (
        prep.Daily(subscription_id=6, day=date(2026, 3, 2), send_id=8, address="D1", extra=2),
        Note("prep:6:2026-03-02:more2", "prep", 8, "D1", priority=NORMAL),
    ),
    (
        prep.Eve(subscription_id=6, day=date(2026, 3, 1), address="D1"),
        Note("prep_eve:6:2026-03-01", "prep_eve", 6, "D1", args={"day": "2026-03-01"}, priority=LATER),
    ),
    (
        prep.Over(subscription_id=6, day=date(2026, 3, 3), address="D1"),
        Note("prep_over:6:2026-03-03", "prep_over", 6, "D1", args={"day": "2026-03-03"}, priority=LATER),
    ),
    (
        prep.Welcome(subscription_id=6, target="U1"),
        Note("prep_welcome:6:", "prep_welcome", 6, "U1", priority=LATER),
    ),
    (
        prep.Lost(subscription_id=6, at=AT, user_id="U1"),
        Note("prep_lost:6:20260302093015", "prep_lost", 6, "U1", priority=NORMAL),
    ),
]

SHOWN_ANEW = {
    kits.KitShownAnew,
    loops.StatusShownAnew,
    plans.PlanShown,
    practice.PracticePlanShownAnew,
    plans.TrialShown,
    home.HomeShownAnew,
    debriefs.DebriefHeadShownAnew,
    prep.DailyShownAnew,
}


@pytest.mark.parametrize(("letter", "note"), TABLE, ids=[note.key for _, note in TABLE])
def test_a_letter_puts_into_the_outbox_what_stands_there_today(letter: Letter, note: Note) -> None:
    assert letter.note() == note


@pytest.mark.parametrize("letter", [letter for letter, _ in TABLE], ids=lambda one: type(one).__name__)
def test_what_shows_anew_waits_once_and_what_is_told_is_told(letter: Letter) -> None:
    assert letter.shows_anew is (type(letter) in SHOWN_ANEW)


def test_every_letter_that_can_be_put_is_in_the_table() -> None:
    assert set(_letters()) == {type(letter) for letter, _ in TABLE}


def test_a_debrief_consists_of_its_picture_its_competencies_and_the_rest() -> None:
    assert debrief_parts(["data", "mlops"]) == ("picture", "competency:data", "competency:mlops", "rest")


def _letters() -> Iterator[type]:
    """The letters of this package, without those that are a group of others."""
    waiting: list[type] = [Letter]
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if not inspect.isabstract(one) and one.__module__.startswith("bot."):
            yield one
