"""A debrief that is moved, hurried, opened, posted elsewhere, and what was decided in it."""

from datetime import datetime, timedelta

import pytest

from bot.domain.errors import Invalid, TooLate
from bot.domain.loops.debriefing import (
    decide,
    hurry,
    open_up,
    post_elsewhere,
    reschedule,
    say_after_talk,
    wait,
)
from bot.domain.loops.events import (
    DebriefHurried,
    DebriefMovedOn,
    DebriefOpened,
    DebriefRescheduled,
    DecisionRecorded,
)
from bot.domain.loops.states import CardState, LoopState, Role, SeatState
from bot.letters.waiting import DebriefWaits
from tests.domain.loops.built import DEBRIEF, NOW, at, happened, loop, seat

STILL = "Pick a time that is still to come."
OVER = "The last interview is not over by then. Pick a later time."


@pytest.mark.parametrize(
    ("wanted", "now", "said"),
    [
        (None, NOW, STILL),
        (NOW, NOW, STILL),
        (at("10:44"), NOW, OVER),
        (at("10:45"), at("10:45"), STILL),
    ],
)
def test_a_debrief_is_moved_to_no_time_that_is_too_early(
    wanted: datetime | None, now: datetime, said: str
) -> None:
    of = loop(seat(1), seat(2))
    with pytest.raises(Invalid) as told:
        reschedule(of, wanted, now)
    assert told.value.fields == {"at": said}
    assert (of.debrief_at, of.debrief_tries, of.revision, of.events) == (DEBRIEF, 0, 0, [])


def test_a_debrief_may_begin_as_the_last_interview_ends_and_who_still_writes_is_named() -> None:
    writes, handed_in, shadow = (
        seat(1, card=CardState.DRAFT),
        seat(2, card=CardState.IN),
        seat(3, Role.SHADOW, start_at=at("9:00")),
    )
    gone, free = seat(4, state=SeatState.MISSED), seat(5, start_at=None)
    of = loop(writes, handed_in, shadow, gone, free)
    reschedule(of, at("10:45"), NOW)
    assert (of.debrief_at, of.debrief_tries, of.revision) == (at("10:45"), 1, 1)
    assert of.events == [DebriefRescheduled(of, (writes,))]
    reschedule(of, at("10:45"), NOW)
    assert (of.debrief_tries, of.revision, len(of.events)) == (1, 1, 1)


@pytest.mark.parametrize("state", [state for state in LoopState if state is not LoopState.RUNNING])
def test_only_a_running_loop_has_a_debrief_to_move_or_hurry(state: LoopState) -> None:
    of = loop(seat(card=CardState.IN), state=state)
    with pytest.raises(TooLate):
        reschedule(of, DEBRIEF + timedelta(hours=1), NOW)
    with pytest.raises(TooLate, match="The debrief is out already"):
        hurry(of)
    assert of.events == []


@pytest.mark.parametrize(
    ("cards", "may"),
    [
        ((CardState.NONE, CardState.DRAFT), False),
        ((CardState.NONE, CardState.IN), True),
        ((), False),
    ],
)
def test_a_debrief_without_a_scorecard_is_not_hurried(cards: tuple[CardState, ...], may: bool) -> None:
    of = loop(*(seat(number, card=card) for number, card in enumerate(cards, 1)))
    if may:
        hurry(of)
        assert of.events == [DebriefHurried(of)]
        return
    with pytest.raises(TooLate, match="No scorecard is in yet"):
        hurry(of)
    assert of.events == []


def test_a_scorecard_of_who_does_not_count_hurries_nothing() -> None:
    of = loop(seat(1), seat(2, Role.SHADOW, card=CardState.IN))
    with pytest.raises(TooLate):
        hurry(of)


@pytest.mark.parametrize("unfit", [None, "archived"])
def test_an_open_debrief_closes_the_scorecards(unfit: str | None) -> None:
    of = loop(seat())
    open_up(of, NOW, ["data", "ml"], unfit)
    assert (of.state, of.debriefed_at) == (LoopState.DEBRIEFED, NOW)
    assert of.events == [DebriefOpened(of, ("data", "ml"), unfit)]


def test_a_debrief_posted_elsewhere_has_a_key_of_its_own_there() -> None:
    of = loop(seat(), state=LoopState.DEBRIEFED, debrief_tries=2)
    post_elsewhere(of, "C9", ["data"])
    assert (of.channel_id, of.debrief_tries) == ("C9", 3)
    assert of.events == [DebriefMovedOn(of, ("data",))]


@pytest.mark.parametrize("before", [LoopState.DEBRIEFED, LoopState.DECIDED])
@pytest.mark.parametrize(("settled", "then"), [(True, LoopState.DECIDED), (False, LoopState.DEBRIEFED)])
def test_only_what_is_settled_decides_a_loop(before: LoopState, settled: bool, then: LoopState) -> None:
    of = loop(seat(), state=before)
    decide(of, 7, "hire", settled=settled)
    assert of.state is then
    assert of.events == [DecisionRecorded(of, 7, "hire")]


def test_one_that_waits_again_after_it_was_opened_is_another_question_with_a_key_of_its_own() -> None:
    of = loop(seat(1, card=CardState.IN), seat(2))
    keys = []
    for _ in range(2):
        wait(of)
        keys.append(DebriefWaits(of.id, of.revision, of.debrief_asked, "Lead", of.candidate_id).note().key)
        hurry(of)
    assert len(set(keys)) == 2


def test_the_debrief_that_does_not_wait_is_hurried_without_being_asked_anew() -> None:
    of = loop(seat(1, card=CardState.IN), seat(2))
    hurry(of)
    assert of.revision == 0


def test_what_changed_after_the_talk_is_shown_once_all_have_said_it_and_keeps_its_time() -> None:
    of = loop(seat(1), seat(2), state=LoopState.DEBRIEFED)
    say_after_talk(of, of.seats[0], NOW, all_said=False)
    assert of.talk_shown_at is None
    say_after_talk(of, of.seats[1], NOW, all_said=True)
    say_after_talk(of, of.seats[1], DEBRIEF, all_said=True)
    assert of.talk_shown_at == NOW
    assert happened(of) == ["SaidAfterTalk", "SaidAfterTalk", "TalkShown", "SaidAfterTalk"]
