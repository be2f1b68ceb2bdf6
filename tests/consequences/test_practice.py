"""What follows when somebody begins to practise, and when that is erased."""

from typing import get_args

from bot.acting.context import Transaction
from bot.domain.loops import CardState, LoopState
from bot.domain.loops.events import DebriefOpened, LoopSent
from bot.domain.practice import PracticeBegun, PracticeErased, PracticeEvent
from bot.storage import due, outbox
from tests.consequences.scene import Scene, home, record, scene, what_follows


def practised(state: LoopState = LoopState.DRAFT) -> Scene:
    found = scene()
    found.loop.practice, found.loop.state = True, state
    return found


def test_it_begins_with_its_plan_and_ends_by_itself(tx: Transaction) -> None:
    begun = what_follows(tx, PracticeBegun(practised().loop))
    assert begun == record("begin practice", "loop:1") | {
        "post practice_plan:1 to Lead",
        "due practice:1 at 10 08:00",
    }


def test_erased_its_messages_are_deleted_and_nothing_of_it_is_sent_or_planned(tx: Transaction) -> None:
    gone = what_follows(tx, PracticeErased(practised().loop, 3))
    assert [one for one in gone if one.startswith("post practice_gone:erased:1:")]
    assert home("Lead") <= gone
    assert due.time_of(tx, "debrief", 1) is None
    assert due.time_of(tx, "kit", 2) is None
    assert outbox.state_of(tx, "nudge:1:1") is None, "its key is free for another loop"


def test_the_plan_says_that_the_kits_are_out_and_the_end_comes_with_the_debrief(tx: Transaction) -> None:
    sent = what_follows(tx, LoopSent(practised(LoopState.RUNNING).loop))
    assert [one for one in sent if one.startswith("update practice_plan:1")]
    opened = what_follows(tx, DebriefOpened(practised(LoopState.DEBRIEFED).loop, (), None))
    assert "post practice_over:1 to Lead" in opened


def test_a_real_loop_has_none_of_these(tx: Transaction) -> None:
    real = scene()
    real.one.card = CardState.IN
    opened = what_follows(tx, DebriefOpened(real.in_state(LoopState.DEBRIEFED).loop, (), None))
    assert not [one for one in opened if "practice" in one]


def test_no_event_of_practice_is_forgotten_here() -> None:
    assert set(get_args(PracticeEvent)) == {PracticeBegun, PracticeErased}
