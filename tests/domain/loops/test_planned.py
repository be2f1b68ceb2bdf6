"""A loop's plan: asked for, taken over, sent, called off; and a question's way through it."""

from datetime import timedelta
from itertools import product

import pytest

from bot.domain.errors import NotFound, TooLate
from bot.domain.loops.events import (
    LoopCancelled,
    LoopSent,
    PlanAsked,
    PlanGivenUp,
    PlanMade,
    PlanMended,
    PracticeEntered,
    QuestionsChanged,
    QuestionTakenOut,
    TriedAgain,
)
from bot.domain.loops.loop import Plan
from bot.domain.loops.planned import (
    Planned,
    ask_anew,
    cancel,
    enter_practice,
    give_up,
    held,
    mended,
    no_plan,
    not_reached,
    send,
    store,
    take_out,
    try_again,
)
from bot.domain.loops.states import CardState, LoopState, Role, SeatState
from bot.domain.scorecards import Asked
from tests.domain.loops.built import DEBRIEF, NOW, ask, at, happened, loop, seat

PLAN = Plan()


@pytest.mark.parametrize(("state", "shown"), list(product(LoopState, (True, False))))
def test_a_plan_asked_for_anew_empties_a_drafts_page_where_it_is_shown(state: LoopState, shown: bool) -> None:
    of = loop(state=state, plan=PLAN, trial="{}", revision=4)
    ask_anew(of, shown=shown)
    assert of.events == [PlanAsked(of, shown)]
    assert of.revision == 5
    assert of.trial == (None if shown else "{}")
    assert of.plan == (None if shown and state is LoopState.DRAFT else PLAN)


def test_unless_it_is_said_a_new_plan_is_shown() -> None:
    of = loop()
    ask_anew(of)
    assert of.events == [PlanAsked(of, True)]


def test_a_plan_gives_drops_and_moves_questions_and_names_whose_changed() -> None:
    one, two, three, shadow = (
        seat(1, asks=[ask("stays"), ask("dropped")]),
        seat(2, asks=[ask("moves")]),
        seat(3, asks=[ask("same")]),
        seat(4, Role.SHADOW),
    )
    of = loop(one, two, three, shadow)
    new = {"new": ask("new")}
    asks = [
        Planned(one, "stays", 0, "as before"),
        Planned(one, "moves", 1, "knows it"),
        Planned(two, "new", 2, "the rest"),
        Planned(three, "same", 3, "again"),
    ]
    store(of, PLAN, asks, new, facts=())
    assert [it.question_id for it in one.in_turn] == ["stays", "moves"]
    assert [it.question_id for it in two.in_turn] == ["new"]
    assert [(it.position, it.reason) for it in three.asks] == [(3, "again")]
    assert (of.plan, of.events) == (PLAN, [PlanMade(of, (one, two))])


def test_what_was_asked_stays_as_it_was_and_what_was_not_reached_can_be_planned_again() -> None:
    asked, missed = ask("asked", state=Asked.ASKED), ask("late", state=Asked.NOT_REACHED)
    fact = ask("fact")
    one, two = seat(1, asks=[asked, missed, fact]), seat(2, asks=[])
    of = loop(one, two)
    again = ask("late", id=9)
    store(of, PLAN, [Planned(two, "late", 5, "later")], {"late": again}, facts=["fact"])
    assert one.asks == [asked, missed, fact]
    assert [it.state for it in one.asks] == [Asked.ASKED, Asked.NOT_REACHED, Asked.PLANNED]
    assert two.asks == [again]
    assert of.events == [PlanMade(of, (two,))]


def test_a_question_that_was_asked_and_is_planned_is_to_be_asked() -> None:
    one = seat(1, asks=[ask("q", state=Asked.ASKED)])
    of = loop(one)
    store(of, PLAN, [Planned(one, "q", 2, "now")], {}, facts=())
    assert [(it.state, it.position, it.reason) for it in one.asks] == [(Asked.PLANNED, 2, "now")]
    assert of.events == [PlanMade(of, ())]


def test_only_questions_to_be_asked_or_asked_are_held() -> None:
    one, two = seat(1, asks=[ask("a"), ask("b", state=Asked.NOT_REACHED)]), seat(2, asks=[ask("b")])
    assert held(loop(one, two)) == {"a": (one, one.asks[0]), "b": (two, two.asks[0])}


def test_without_a_plan_the_trouble_is_kept_and_questions_stay() -> None:
    one = seat(1)
    of = loop(one)
    no_plan(of, "Nobody can ask about data.")
    assert of.plan == Plan("Nobody can ask about data.")
    assert of.events == [PlanMade(of, ())]
    assert one.question_ids == {"q1"}


NOT_READY = "The plan isn't ready yet. It takes a few seconds; try again."
SENT_NOT = {
    "no plan": ({"plan": None}, NOW, False, NOT_READY),
    "a plan in trouble": ({"plan": Plan("No.")}, NOW, False, NOT_READY),
    "a first interview now": (
        {"first_at": NOW},
        NOW,
        False,
        "The first interview should have begun by now. Go back and pick another time.",
    ),
    "a debrief before the end": (
        {"debrief_at": at("9:44")},
        NOW,
        False,
        "The last interview would not be over by the debrief. Go back and pick a later debrief.",
    ),
    "questions met elsewhere": (
        {},
        NOW,
        True,
        "This person is asked some of these questions in another loop by now. Go back and plan it again.",
    ),
}


@pytest.mark.parametrize(("given", "now", "met", "said"), SENT_NOT.values(), ids=SENT_NOT)
def test_a_loop_is_not_sent_as_long_as_something_is_in_the_way(
    given: dict[str, object], now: object, met: bool, said: str
) -> None:
    of = loop(seat(1), state=LoopState.DRAFT, plan=PLAN)
    of.first_at = at("9:00")
    for name, value in given.items():
        setattr(of, name, value)
    with pytest.raises(TooLate) as told:
        send(of, NOW, (), met)
    assert (told.value.text, of.state, of.events) == (said, LoopState.DRAFT, [])


def test_a_loop_is_sent_once_with_a_label_of_its_own() -> None:
    of = loop(seat(1), state=LoopState.DRAFT, plan=PLAN)
    of.first_at, of.debrief_at = at("9:00"), at("9:45")
    send(of, NOW, ["A. K."], met_meanwhile=False)
    assert (of.state, of.label, of.events) == (LoopState.RUNNING, "A. K. 2", [LoopSent(of)])
    send(of, NOW + timedelta(days=3), ["A. K. 2"], met_meanwhile=True)
    assert (of.label, len(of.events)) == ("A. K. 2", 1)


@pytest.mark.parametrize("state", [LoopState.DRAFT, LoopState.RUNNING])
def test_a_loop_called_off_tells_those_who_know_of_it(state: LoopState) -> None:
    waiting, sent, confirmed = (
        seat(1),
        seat(2, state=SeatState.SENT),
        seat(3, state=SeatState.CONFIRMED),
    )
    of = loop(confirmed, sent, waiting, seat(4, state=SeatState.DECLINED), state=state)
    cancel(of, NOW)
    running = state is LoopState.RUNNING
    assert (of.state, of.cancelled_at) == (LoopState.CANCELLED, NOW)
    assert of.events == [LoopCancelled(of, (sent, confirmed) if running else (), running)]
    cancel(of, NOW + timedelta(hours=1))
    assert (of.cancelled_at, len(of.events)) == (NOW, 1)


def test_a_loop_whose_debrief_is_out_is_not_called_off() -> None:
    of = loop(state=LoopState.DECIDED, debriefed_at=DEBRIEF)
    with pytest.raises(TooLate, match="record a decision instead"):
        cancel(of, NOW)
    assert (of.state, of.events) == (LoopState.DECIDED, [])


def test_a_question_is_taken_out_before_its_interview_and_once() -> None:
    one = seat(1)
    of = loop(one)
    take_out(of, one, "q1", NOW, already=False)
    assert of.events == [PlanAsked(of, True), QuestionTakenOut(of, one, "q1")]
    for question_id, already in (("q1", True), ("unknown", False)):
        with pytest.raises(NotFound, match="out of this loop already"):
            take_out(of, one, question_id, NOW, already=already)
    for met in (seat(1, start_at=NOW), seat(1, asks=[ask("q1", state=Asked.ASKED)])):
        with pytest.raises(TooLate, match="That interview has begun"):
            take_out(of, met, "q1", NOW, already=False)
    assert len(of.events) == 2


def test_what_was_not_reached_is_offered_to_a_later_panelist_once() -> None:
    one = seat(1, asks=[ask("q1"), ask("q2")])
    of = loop(one)
    not_reached(of, one, "q1", Asked.NOT_REACHED, NOW)
    not_reached(of, one, "q1", Asked.NOT_REACHED, NOW)
    assert [it.state for it in one.asks] == [Asked.NOT_REACHED, Asked.PLANNED]
    assert of.events == [PlanAsked(of, True)]


def test_what_was_asked_after_all_or_otherwise_is_planned_anew_only_where_it_was_not_reached() -> None:
    one = seat(1)
    of = loop(one)
    not_reached(of, one, "q1", Asked.OTHER, NOW)
    assert (one.asks[0].state, of.events) == (Asked.OTHER, [])


def test_a_question_that_was_reached_after_all_is_taken_back_from_a_later_panelist() -> None:
    one = seat(1, asks=[ask("q", state=Asked.NOT_REACHED)])
    later, bystander = seat(2, asks=[ask("q"), ask("other")]), seat(3)
    of = loop(one, later, bystander)
    not_reached(of, one, "q", Asked.ASKED, NOW)
    assert one.asks[0].state is Asked.ASKED
    assert later.question_ids == {"other"}
    assert bystander.question_ids == {"q3"}
    assert of.events == [QuestionsChanged(of, (later,)), PlanAsked(of, True)]


def test_a_question_is_not_taken_back_from_who_has_met_the_candidate_with_it() -> None:
    one = seat(1, asks=[ask("q", state=Asked.NOT_REACHED)])
    later = seat(2, asks=[ask("q")], card=CardState.DRAFT)
    of = loop(one, later)
    with pytest.raises(TooLate, match="A colleague has taken that question up meanwhile"):
        not_reached(of, one, "q", Asked.ASKED, NOW)
    assert later.question_ids == {"q"}


def test_a_plan_given_up_says_so_where_it_is_waited_for() -> None:
    of = loop(state=LoopState.DRAFT)
    give_up(of, "It didn't work.")
    assert (of.plan, of.events) == (Plan("It didn't work."), [PlanGivenUp(of)])


@pytest.mark.parametrize(("state", "then"), [(LoopState.DRAFT, None), (LoopState.RUNNING, PLAN)])
def test_what_is_tried_again_is_waited_for_on_a_drafts_page(state: LoopState, then: Plan | None) -> None:
    of = loop(state=state, plan=PLAN)
    try_again(of, "kit")
    assert (of.plan, of.events) == (then, [TriedAgain(of, "kit")])


def test_a_plan_mended_is_made_anew() -> None:
    of = loop()
    mended(of, "{}")
    assert of.events == [PlanAsked(of, True), PlanMended(of, "{}")]


def test_a_practice_loop_counts_as_decided_when_its_debrief_was() -> None:
    of = loop(seat(1))
    enter_practice(of)
    assert (of.state, of.debriefed_at) == (LoopState.DECIDED, DEBRIEF)
    assert (of.events, happened(of)) == ([PracticeEntered(of)], ["PracticeEntered"])
