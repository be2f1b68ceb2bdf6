"""What each letter says when it goes out, what is not said any more by then, and who may read it at all."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest

from bot.acting.context import Context
from bot.delivery.rendered import Rendered, Unreachable
from bot.domain.debriefs import Calibrated, Panel, numbers
from bot.domain.loops import LoopState, SeatState
from bot.letters import KINDS
from bot.letters.letter import ForColleagues, Thing
from bot.services.planning import wishes
from bot.storage.sending import Item
from bot.storage.tables import (
    Assignment,
    BrokenGlass,
    DebriefRecord,
    Decision,
    Interview,
    Loop,
    Person,
    PrepSend,
    PrepSubscription,
    Scorecard,
)
from bot.storage.wishes import BAN
from tests.letters.scene import (
    CANDIDATE,
    CHANNEL,
    LEAD,
    LOOP,
    NOW,
    OTHER,
    PANELIST,
    SEAT,
    SEND,
    SUBSCRIPTION,
    TEAM,
    TRAINED,
)

NUMBER = {
    Thing.SEAT: SEAT,
    Thing.LOOP: LOOP,
    Thing.SUBSCRIPTION: SUBSCRIPTION,
    Thing.PREP_SEND: SEND,
    Thing.NOTHING: 1,
}
FAULT = ["a.yaml", 3, "Wrong.", "Mend it."]
VIEW = "trial-ab"
LEADS = {"before": [LEAD], "after": [OTHER], "by": LEAD, "as_admin": False}
SAYS: dict[str, tuple[str, dict[str, Any], str]] = {
    "kit": (PANELIST, {}, "Data hygiene"),
    "kit_replaced": (PANELIST, {}, "This kit was replaced"),
    "cancelled": (PANELIST, {}, "The interview is called off"),
    "status": (LEAD, {}, "S. C."),
    "seat_news": (LEAD, {"what": "knows"}, "knows the candidate"),
    "seat_told": (PANELIST, {"what": "given_up"}, "the lead gave your seat to somebody else"),
    "loop_leads": (PANELIST, LEADS, f"Led by <@{OTHER}> now"),
    "opening_leads": (LEAD, LEADS, "You no longer lead it"),
    "plan": ("plan-70-1", {"external": True}, "plan-70-1"),
    "trial": (VIEW, {"external": True}, "Income is empty"),
    "practice_plan": (LEAD, {}, "A plan for"),
    "practice_over": (LEAD, {}, "That was a whole loop"),
    "practice_gone": (
        LEAD,
        {"mark": "erased:7:1:", "messages": 6, "scorecards": 3},
        "6 messages, 3 scorecards",
    ),
    "welcome": (OTHER, {}, "Nothing happens until"),
    "lead_named": (LEAD, {"by": OTHER}, f"<@{OTHER}> named you"),
    "home": (PANELIST, {}, "S. C."),
    "nudge": (PANELIST, {"last": True}, "Without yours, *Data hygiene* rests on nobody"),
    "nudge_line": (PANELIST, {}, "Asked for your scorecard: S. C."),
    "debrief": (CHANNEL, {}, "S. C."),
    "debrief_part": (CHANNEL, {"part": "rest"}, "the first debrief"),
    "decision": (CHANNEL, {}, "Why is recorded, too, and isn't posted"),
    "glass_told": (PANELIST, {"glass": 1}, "before the debrief. Why: She starts tomorrow"),
    "glass_open": (LEAD, {"glass": 1}, "Read the scorecards"),
    "exposed": (
        LEAD,
        {
            "channel": CHANNEL,
            "why": "candidate_in_channel",
            "people": [CANDIDATE],
            "stood": ["debrief", "decision"],
        },
        "the scores and the decision stood there",
    ),
    "guest": (LEAD, {"channel": CHANNEL, "guest": "UGUEST"}, "is a guest of your workspace"),
    "debrief_waits": (LEAD, {"number": 1}, "Nothing has been posted"),
    "cards_in": (LEAD, {}, "The last scorecard has come in"),
    "undelivered": (LEAD, {"kind": "nudge", "target": PANELIST, "error": "no"}, "*A reminder can't reach*"),
    "given_up": (LEAD, {"kind": "kit", "user": PANELIST, "value": "kit:40"}, "couldn't be made"),
    "digest": (LEAD, {"until": "2026-03-09T09:00:00+00:00"}, "1 debrief opened"),
    "bank_broken": (LEAD, {"faults": [FAULT], "more": 2}, "2 more faults"),
    "bank_mended": (LEAD, {}, "in order again"),
    "prep": ("C5", {}, "Fraud labels arrive after three months"),
    "prep_week": ("C5", {"day": "2026-03-08"}, "Record yourself"),
    "prep_empty": ("C5", {}, "question"),
    "prep_welcome": ("C5", {}, "question"),
    "prep_lost": (OTHER, {}, "<#C5>"),
    "prep_eve": ("C5", {"day": "2026-03-02"}, "Tomorrow is your interview"),
    "prep_over": ("C5", {"day": "2026-03-04"}, "Your interview was yesterday"),
}
"""To whom each kind goes, with which arguments, and some of what it says."""
HIRING = {kind for kind, one in KINDS.items() if issubclass(one, ForColleagues)} - {"plan", "trial"}
"""Those of hiring that go to a person or channel, and not into a modal that somebody has open."""
BEGINS = {"plan": LoopState.DRAFT, "trial": LoopState.DRAFT}


LEFT = json.dumps({"state": "sent", "with": None, "kit": False, "asks": []})


def item(kind: str, target: str = "", op: str = "post", **args: Any) -> Item:
    """An outbox row of this kind, claimed for sending."""
    to, usual, _ = SAYS[kind]
    return Item(
        id=1,
        team_id=TEAM,
        key="k",
        op=op,
        kind=kind,
        thing_id=NUMBER[KINDS[kind].thing],
        target=target or to,
        args=args or usual,
        reply_to=None,
        edits=None,
        about=None,
        attempts=1,
        created_at=NOW,
        attempted_at=NOW,
        lease_until=NOW,
        thread=None,
        edited=None,
        orphan=False,
    )


def given(context: Context, change: Callable[[Any], None]) -> None:
    """Change rows as a service would have."""
    with context.database.transaction() as session:
        change(session)


def opened(session: Any) -> None:
    """The debrief is out, with a decision."""
    panel = Panel("S. C.", "Engineer", LEAD, 1, {}, {}, (), (), (PANELIST,))
    found = numbers(panel, Calibrated("raw", "Too little to compare yet."))
    session.get(Loop, LOOP).debriefed_at = NOW
    session.add(DebriefRecord(team_id=TEAM, loop_id=LOOP, numbers=json.dumps(asdict(found))))
    facts = {"decided_by": LEAD, "decided_at": NOW, "outcome": "move_on", "reason": "Strong on data"}
    session.add(Decision(team_id=TEAM, loop_id=LOOP, **facts))


def nobody_leads(session: Any) -> None:
    """No lead is named any more."""
    session.query(Person).update({"is_lead": False})


def handed_in(session: Any) -> None:
    """The panel's one scorecard is in."""
    session.add(Scorecard(team_id=TEAM, interview_id=SEAT, loop_id=LOOP, user_id=PANELIST, submitted_at=NOW))


def glass_broken(session: Any) -> None:
    """The lead wants to read before the debrief."""
    times = {"broken_at": NOW, "until": NOW + timedelta(hours=2)}
    of = {"team_id": TEAM, "loop_id": LOOP, "user_id": LEAD, "reason": "She starts tomorrow"}
    session.add(BrokenGlass(id=1, **of, **times))


def looked_at(session: Any) -> None:
    """The lead looks at what a wish would cost."""
    trial = wishes.Trial(VIEW, SEAT, BAN, PANELIST, "data-empty-income", "Income is empty", words="Free.")
    session.get(Loop, LOOP).trial = json.dumps(trial.__dict__)


def set_on(table: Any, id: int, **values: Any) -> Callable[[Any], None]:
    """Set columns of a row."""

    def change(session: Any) -> None:
        for name, value in values.items():
            setattr(session.get_one(table, id), name, value)

    return change


def drawn(context: Context, row: Item) -> Rendered | None:
    return KINDS[row.kind].render(context, row)


def near_an_interview(kind: str) -> Callable[[Any], None]:
    """The interview is tomorrow; and prep is paused, where the pause is told of."""
    tomorrow = NOW.date() + timedelta(days=1)
    return set_on(PrepSubscription, SUBSCRIPTION, interview_on=tomorrow, paused=kind == "prep_over")


def prepare(context: Context, kind: str) -> None:
    """What must have happened before this kind is sent."""
    given(context, set_on(Loop, LOOP, state=BEGINS.get(kind, LoopState.RUNNING)))
    if kind in ("debrief", "debrief_part", "decision", "digest"):
        given(context, opened)
    if kind in ("prep_eve", "prep_over"):
        given(context, near_an_interview(kind))
    if kind == "welcome":
        given(context, nobody_leads)
    if kind == "debrief_waits":
        given(context, set_on(Loop, LOOP, debrief_asked=1))
    if kind == "cards_in":
        given(context, handed_in)
    if kind == "trial":
        given(context, looked_at)
    if kind in ("glass_told", "glass_open"):
        given(context, glass_broken)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "removed"])
def test_every_letter_is_drawn(context: Context, kind: str) -> None:
    prepare(context, kind)
    found = drawn(context, item(kind))
    assert found is not None
    if KINDS[kind].__name__ in ("PlanShown", "TrialShown", "HomeShownAnew"):
        assert SAYS[kind][2] in str(found.view)
    else:
        assert found.text
        assert SAYS[kind][2] in f"{found.text} {found.blocks}"


NO_LONGER_TRUE = {
    "a welcome where somebody leads by now": (
        "welcome",
        lambda session: session.query(Person).update({"is_lead": True}),
    ),
    "first steps of one who leads no longer": ("lead_named", nobody_leads),
    "a kit of a loop that was called off": ("kit", set_on(Loop, LOOP, state=LoopState.CANCELLED)),
    "a reminder after the debrief": ("nudge", set_on(Loop, LOOP, state=LoopState.DEBRIEFED)),
    "a reminder where the scorecard is in": (
        "nudge",
        lambda session: session.add(
            Scorecard(id=1, team_id=TEAM, interview_id=SEAT, loop_id=LOOP, user_id=PANELIST, submitted_at=NOW)
        ),
    ),
    "a plan that was sent out": ("plan", set_on(Loop, LOOP, state=LoopState.RUNNING)),
    "a wish for a plan that was sent out": ("trial", set_on(Loop, LOOP, state=LoopState.RUNNING)),
    "a wish when another is looked at": (
        "trial",
        set_on(Loop, LOOP, trial=json.dumps(wishes.Trial("other", SEAT, "ban", PANELIST, "q", "q").__dict__)),
    ),
    "a wish when none is looked at": ("trial", set_on(Loop, LOOP, trial=None)),
    "a question where prep is paused": ("prep", set_on(PrepSubscription, SUBSCRIPTION, paused=True)),
    "a question that a candidate is to be asked": (
        "prep",
        lambda session: session.query(Assignment).update(
            {"question_id": TRAINED.id, "version": TRAINED.version}
        ),
    ),
    "a question that was deleted": ("prep", lambda session: session.delete(session.get(PrepSend, SEND))),
    "a week where prep is paused": ("prep_week", set_on(PrepSubscription, SUBSCRIPTION, paused=True)),
    "an eve where the interview was moved": (
        "prep_eve",
        set_on(PrepSubscription, SUBSCRIPTION, interview_on=NOW.date() + timedelta(days=9)),
    ),
    "an eve where prep is paused": ("prep_eve", set_on(PrepSubscription, SUBSCRIPTION, paused=True)),
    "a pause that is over": ("prep_over", set_on(PrepSubscription, SUBSCRIPTION, paused=False)),
    "a pause after an interview that was moved": (
        "prep_over",
        set_on(PrepSubscription, SUBSCRIPTION, interview_on=NOW.date() + timedelta(days=9)),
    ),
    "no question where prep is paused": ("prep_empty", set_on(PrepSubscription, SUBSCRIPTION, paused=True)),
}


@pytest.mark.parametrize("what", NO_LONGER_TRUE)
def test_what_is_no_longer_true_is_not_sent(context: Context, what: str) -> None:
    kind, happens = NO_LONGER_TRUE[what]
    prepare(context, kind)
    assert drawn(context, item(kind)) is not None
    given(context, happens)
    assert drawn(context, item(kind)) is None


@pytest.mark.parametrize(
    "kind", ["prep_week", "prep_empty", "prep_welcome", "prep_lost", "prep_eve", "prep_over"]
)
def test_nothing_is_sent_to_who_stopped_prep(context: Context, kind: str) -> None:
    given(context, lambda session: session.delete(session.get(PrepSubscription, SUBSCRIPTION)))
    assert drawn(context, item(kind)) is None


def test_a_debrief_without_scores_has_no_picture_and_no_decision_yet(context: Context) -> None:
    prepare(context, "debrief")
    assert drawn(context, item("debrief_part", part="picture")) is None
    given(context, lambda session: session.query(Decision).delete())
    assert drawn(context, item("decision")) is None
    assert drawn(context, item("debrief")) is not None


def test_a_closed_kit_and_a_paused_question_are_still_shown_where_they_stand(context: Context) -> None:
    given(context, set_on(Loop, LOOP, state=LoopState.CANCELLED))
    given(context, set_on(PrepSubscription, SUBSCRIPTION, paused=True))
    assert drawn(context, item("kit", op="update")) is not None
    assert drawn(context, item("prep", op="update")) is not None


def test_news_of_a_seat_names_who_stands_in(context: Context) -> None:
    given(context, set_on(Interview, SEAT, state=SeatState.DECLINED, before_leaving=LEFT))
    given(
        context,
        lambda session: session.add(
            Interview(
                team_id=TEAM,
                loop_id=LOOP,
                user_id="USTANDIN",
                role="panelist",
                position=0,
                start_at=NOW + timedelta(days=1),
                minutes=45,
                state=SeatState.WAITING,
                replaces_id=SEAT,
            )
        ),
    )
    found = drawn(context, item("seat_news", what="stood_in"))
    assert found is not None
    assert "<@USTANDIN> stands in" in str(found.blocks)


@pytest.mark.parametrize("kind", sorted(one for one in HIRING if KINDS[one].thing is not Thing.NOTHING))
def test_nothing_of_a_loop_is_sent_to_its_candidate(context: Context, kind: str) -> None:
    prepare(context, kind)
    assert drawn(context, item(kind, CANDIDATE)) is None


def test_a_message_to_who_left_is_lost_but_what_stands_there_is_kept_current(context: Context) -> None:
    context.directory.gone.add(PANELIST)  # type: ignore[attr-defined]
    assert drawn(context, item("kit", op="update")) is not None
    with pytest.raises(Unreachable, match="user_disabled"):
        drawn(context, item("kit"))
