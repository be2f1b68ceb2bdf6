"""When a panelist is asked for a scorecard, and how they say that none will come."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import TooLate
from bot.domain.loops.events import CardStillMissing, NudgeDue, NudgePutOff, NudgeSnoozed, PanelistExcused
from bot.domain.loops.loop import Loop
from bot.domain.loops.scoring import check_expected, excuse, nudge, snooze, tell_lead
from bot.domain.loops.seat import Seat
from bot.domain.loops.states import GONE, CardState, LoopState, SeatState
from bot.domain.working import WorkingCalendar
from tests.domain.loops.built import BERLIN, DEBRIEF, NOW, at, loop, seat

HOME, NOON = WorkingCalendar(BERLIN), at("12:00")

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
    nudge(of, one, NOON, HOME)
    assert of.events == ([NudgeDue(of, one)] if way in WAITED_FOR else [])


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_the_lead_hears_of_a_missing_scorecard_only_where_it_is_owed(
    way: tuple[LoopState, SeatState, CardState],
) -> None:
    one = seat(state=way[1], card=way[2])
    of = loop(one, state=way[0])
    tell_lead(of, one)
    assert of.events == ([CardStillMissing(of, one)] if way in WAITED_FOR else [])


def test_the_lead_hears_nothing_of_somebody_they_go_on_without() -> None:
    of = loop(seat(excused=True))
    tell_lead(of, of.seats[0])
    assert of.events == []


def test_whom_the_debrief_goes_on_without_is_not_asked_again() -> None:
    of = loop(seat(excused=True))
    nudge(of, of.seats[0], NOON, HOME)
    with pytest.raises(TooLate, match="aren't asked for it any more"):
        snooze(of, of.seats[0], NOW)
    assert of.events == []


def test_outside_hours_as_they_are_by_now_a_reminder_waits_until_they_begin() -> None:
    of = loop(seat())
    elsewhere = WorkingCalendar(ZoneInfo("America/New_York"))
    nudge(of, of.seats[0], NOON, elsewhere)
    assert of.events == [NudgePutOff(of, of.seats[0], at("15:00"))]


def test_a_reminder_that_would_wait_until_after_the_debrief_does_not_come() -> None:
    of = loop(seat())
    away = WorkingCalendar(BERLIN, away_until=date(2026, 6, 20))
    nudge(of, of.seats[0], NOON, away)
    assert of.events == []


def test_the_reminder_at_the_interviews_end_keeps_no_hours() -> None:
    of = loop(seat(start_at=at("20:00")))
    nudge(of, of.seats[0], at("20:45"), HOME)
    assert of.events == [NudgeDue(of, of.seats[0])]
    later = loop(seat(start_at=at("20:00")))
    nudge(later, later.seats[0], at("21:45"), HOME)
    assert later.events == []


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
