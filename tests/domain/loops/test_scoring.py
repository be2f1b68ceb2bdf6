"""When a panelist is asked for a scorecard, and how they say that none will come."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest

from bot.domain.errors import TooLate
from bot.domain.loops.events import NudgeDue, NudgeSnoozed, PanelistExcused
from bot.domain.loops.loop import Loop
from bot.domain.loops.scoring import check_expected, excuse, nudge, snooze
from bot.domain.loops.seat import Seat
from bot.domain.loops.states import GONE, CardState, LoopState, SeatState
from tests.domain.loops.built import DEBRIEF, NOW, loop, seat

WAITED_FOR = [
    (LoopState.RUNNING, state, card)
    for state in SeatState
    if state not in GONE
    for card in (CardState.NONE, CardState.DRAFT)
]
WAYS = list(product(LoopState, SeatState, CardState))


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_only_who_owes_a_running_loop_a_scorecard_is_asked_for_it(
    way: tuple[LoopState, SeatState, CardState],
) -> None:
    one = seat(state=way[1], card=way[2])
    of = loop(one, state=way[0])
    nudge(of, one)
    assert of.events == ([NudgeDue(of, one)] if way in WAITED_FOR else [])


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_only_who_owes_a_scorecard_can_put_it_off_or_be_excused(
    way: tuple[LoopState, SeatState, CardState],
) -> None:
    one = seat(state=way[1], card=way[2])
    of = loop(one, state=way[0])
    if way in WAITED_FOR:
        snooze(of, one, NOW)
        excuse(of, one)
        assert of.events == [NudgeSnoozed(of, one, NOW), PanelistExcused(of, one)]
        assert one.excused
        return
    for wish in (lambda of, one: snooze(of, one, NOW), excuse):
        with pytest.raises(TooLate):
            wish(of, one)
    assert (of.events, one.excused) == ([], False)


SAID: dict[str, tuple[LoopState, SeatState, CardState, str]] = {
    "called off": (
        LoopState.CANCELLED,
        SeatState.SENT,
        CardState.IN,
        "This loop was called off. There is nothing to do.",
    ),
    "the debrief is out": (
        LoopState.DEBRIEFED,
        SeatState.SENT,
        CardState.NONE,
        "The debrief has been posted, so there is nothing left to remind you of.",
    ),
    "it is in": (
        LoopState.RUNNING,
        SeatState.SENT,
        CardState.IN,
        "Your scorecard is in already. Thank you.",
    ),
    "the seat was given up": (
        LoopState.RUNNING,
        SeatState.DECLINED,
        CardState.NONE,
        "Nothing is expected from you for this interview.",
    ),
}


@pytest.mark.parametrize(("state", "stands", "card", "said"), SAID.values(), ids=SAID)
def test_who_owes_nothing_is_told_why(
    state: LoopState, stands: SeatState, card: CardState, said: str
) -> None:
    one = seat(state=stands, card=card)
    with pytest.raises(TooLate) as told:
        check_expected(loop(one, state=state), one)
    assert told.value.text == said


@pytest.mark.parametrize(("minutes", "fits"), [(1, True), (0, False), (-1, False)])
def test_a_reminder_is_put_off_only_to_before_the_debrief(minutes: int, fits: bool) -> None:
    one = seat()
    of = loop(one)
    wish: Callable[[Loop, Seat], None] = lambda of, one: snooze(of, one, DEBRIEF - timedelta(minutes=minutes))  # noqa: E731
    if fits:
        wish(of, one)
    else:
        with pytest.raises(TooLate, match="The debrief comes before that"):
            wish(of, one)
    assert len(of.events) == fits
