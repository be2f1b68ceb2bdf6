"""What follows from what is said of openings, people and question files; and that no event is in no table."""

from datetime import UTC, datetime
from typing import get_args

import pytest

from bot.acting.context import Transaction
from bot.domain.agreed import Bar
from bot.domain.audience import AudienceEvent
from bot.domain.calibration.events import CalibrationEvent, FitFellDue
from bot.domain.digests import WEEK, DigestEvent, WeekOver
from bot.domain.events import Event
from bot.domain.first_day import FairloopInstalled, FirstDayEvent
from bot.domain.glass import GlassBroken
from bot.domain.imports.events import Exported, Imported, ImportEvent
from bot.domain.leading import LeadingEvent, LeadsChanged, Led
from bot.domain.loops.events import LoopEvent
from bot.domain.openings import (
    OpeningChanged,
    OpeningClosed,
    OpeningCreated,
    OpeningEvent,
    OpeningReopened,
    RuleAgreed,
)
from bot.domain.people import LeadsNamed, OwnHoursSet, PanelistDescribed, PeopleEvent
from bot.domain.practice import PracticeEvent
from bot.domain.prep.events import PrepEvent
from bot.domain.questions.news import FilesFoundBroken, FilesFoundMended, QuestionEvent
from bot.domain.retention import (
    CandidateErased,
    HoldChanged,
    Message,
    RetentionEnds,
    RetentionEvent,
    RetentionSet,
)
from tests.consequences.scene import STATUS, Left, home, record, scene, what_follows
from tests.domain.loops.built import at

Other = (
    CalibrationEvent
    | DigestEvent
    | FirstDayEvent
    | ImportEvent
    | LeadingEvent
    | OpeningEvent
    | PeopleEvent
    | QuestionEvent
    | RetentionEvent
)
SHARED = LeadsChanged(Led.OPENING, 1, ("Lead",), ("Lead", "Second"), "Lead")
TAKEN_OVER = LeadsChanged(Led.LOOP, 1, ("Lead", "U9"), ("Second",), "UADMIN", True, "On leave.")
MONDAY = datetime(2026, 3, 9, 8, tzinfo=UTC)
TABLE: dict[Other, Left] = {
    OpeningCreated(3): record("create opening", "opening:3"),
    OpeningChanged(3, ("title", "slack")): record("change opening", "opening:3", "title, slack"),
    OpeningClosed(3): record("close opening", "opening:3"),
    RuleAgreed(3, (("data", Bar(3.0, must_have=True)), ("ml", Bar(2.5)))): record(
        "agree rule", "opening:3", "data 3 must-have, ml 2.5"
    ),
    RuleAgreed(3, ()): record("agree rule", "opening:3", "no rule"),
    OpeningReopened(3): record("reopen opening", "opening:3"),
    SHARED: record("change leads", "opening:1", "+Second")
    | {"post leads:opening:1:Second#1 to Second"}
    | home("Lead", "Second"),
    TAKEN_OVER: record("change leads", "loop:1", "+Second -Lead -U9: On leave.")
    | {f"post leads:loop:1:{one}#1 to {one}" for one in ("Lead", "Second", "U9")}
    | STATUS
    | home("Second", "U9", "UADMIN"),
    FairloopInstalled("U1"): record("install", "workspace") | {"post welcome:U1 to U1"} | home("U1"),
    LeadsNamed(("U2", "U1"), new=("U2",), gone=("U3",)): record("name leads", "workspace", "U1, U2")
    | {"post lead_named:U2#1 to U2"}
    | home("U2", "U3"),
    Imported("people", 3, 1, 0): record("import people", "workspace", "3 new, 1 changed, 0 as before"),
    Exported("people", 4, "yearly look"): record("export people", "workspace", "4: yearly look"),
    PanelistDescribed("U1"): record("describe panelist", "U1"),
    OwnHoursSet("U1"): record("set own hours", "U1"),
    FilesFoundBroken("Lead", 2, "abc", ()): {"post bank_broken:Lead:2:abc to Lead"},
    WeekOver(MONDAY, ("Lead", "Second"), MONDAY + WEEK): {
        "post digest:Lead:2026-03-09 to Lead",
        "post digest:Second:2026-03-09 to Second",
        "due digest:2026-03-16 at 16 09:00",
    },
    WeekOver(MONDAY, (), None): set(),
    CandidateErased(
        "ab12", ("cd34",), (Message("kit:1:1", "U1", False),), ("U1",), "Asked by email."
    ): record("erase candidate", "erased:ab12", "Asked by email.")
    | {"due forget:cd34 at 09 08:00", "delete erase:ab12:kit:1:1 to U1"}
    | home("U1"),
    HoldChanged((3,), True, "A claim."): record("hold candidate", "candidate:3", "A claim."),
    HoldChanged((3,), False, "It is settled."): record("release candidate", "candidate:3", "It is settled."),
    RetentionEnds(1, at("06-12 10:00")): {"due retention:1:2026-06-12T10:00:00+02:00 at 12 10:00"},
    RetentionSet(400): record("set retention", "workspace", "400 days"),
    FitFellDue(7): {"due fit:7 at 09 08:00"},
    FilesFoundMended("Lead", 2): {"post bank_mended:Lead:2 to Lead"},
}


def test_every_event_is_in_a_table() -> None:
    here = {type(event) for event in TABLE}
    elsewhere = {
        *get_args(LoopEvent),
        *get_args(PrepEvent),
        *get_args(AudienceEvent),
        *get_args(PracticeEvent),
        GlassBroken,
    }
    assert here | elsewhere == set(get_args(Event))
    assert not here & elsewhere


@pytest.mark.parametrize("event", TABLE, ids=repr)
def test_from_each_event_follows_what_the_table_says(tx: Transaction, event: Other) -> None:
    assert what_follows(tx, event) == TABLE[event]


def test_of_broken_glass_all_are_told_before_who_broke_it(tx: Transaction) -> None:
    given = scene()
    follows = what_follows(tx, GlassBroken(given.loop, 3, "Lead", ("U1", "Second"), "It can't wait."))
    assert follows == record("break glass", "loop:1", "It can't wait.") | {
        "post glass:3:U1 to U1",
        "post glass:3:Second to Second",
        "post glass_open:3 to Lead",
    }
