"""When a debrief opens by itself, when it waits for its lead, and what the lead can do about it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import TooLate
from bot.domain.loops import debriefing, quorum
from bot.domain.loops.events import DebriefHurried, DebriefPutBack, PanelistExcused, QuorumMissed
from bot.domain.loops.loop import Loop
from bot.domain.loops.seat import Seat
from bot.domain.loops.states import CardState, LoopState, Role, SeatState
from bot.domain.working import WorkingCalendar

NOW = datetime(2026, 6, 9, 16, tzinfo=UTC)
IN, NONE = CardState.IN, CardState.NONE


def loop(*cards: CardState) -> Loop:
    seats = [
        Seat(f"U{n}", Role.PANELIST, n, NOW - timedelta(hours=9 - n), 45, id=n, card=card)
        for n, card in enumerate(cards, 1)
    ]
    first = NOW - timedelta(hours=8)
    return Loop(
        1, 1, "Lead", "A. K.", LoopState.RUNNING, "mid", "C1", first, 45, NOW, first, id=1, seats=seats
    )


@pytest.mark.parametrize(
    ("cards", "wants", "ready"),
    [
        ((IN, IN, NONE), 2, True),
        ((IN, IN, NONE), 3, False),
        ((NONE, NONE), 2, False),
        ((IN, IN), 3, True),
        ((NONE,), 3, False),
    ],
)
def test_it_opens_with_the_quorum_which_is_never_more_than_the_panel(
    cards: tuple[CardState, ...], wants: int, ready: bool
) -> None:
    assert debriefing.is_ready(loop(*cards), wants) is ready


def test_a_shadows_card_makes_no_quorum() -> None:
    of = loop(IN, NONE)
    of.seats.append(Seat("U9", Role.SHADOW, 9, NOW, 45, id=9, host_id=1, card=IN))
    assert not debriefing.is_ready(of, 2)


def test_who_was_stood_in_for_is_not_counted_twice() -> None:
    of = loop(IN, NONE)
    of.seats[1].state = SeatState.DECLINED
    of.seats.append(Seat("U3", Role.PANELIST, 3, NOW, 45, id=3, replaces_id=2))
    assert quorum.wanted(of, 3) == 2


def test_a_debrief_that_waited_never_opens_by_itself() -> None:
    of = loop(IN, NONE)
    debriefing.wait(of)
    of.seats[1].card = IN
    assert not debriefing.is_ready(of, 2)
    assert isinstance(of.events[0], QuorumMissed)
    debriefing.hurry(of)
    assert debriefing.is_ready(of, 2)


def test_moved_it_opens_at_its_time_again() -> None:
    of = loop(IN, NONE)
    debriefing.wait(of)
    debriefing.reschedule(of, NOW + timedelta(days=1), NOW)
    of.seats[1].card = IN
    assert debriefing.is_ready(of, 2)


def test_the_lead_posts_it_with_fewer() -> None:
    of = loop(IN, NONE, NONE)
    debriefing.wait(of)
    debriefing.hurry(of)
    assert debriefing.is_ready(of, 3)


def test_without_a_card_there_is_nothing_to_post() -> None:
    with pytest.raises(TooLate, match="nothing to talk about"):
        debriefing.hurry(loop(NONE))


def test_gone_on_without_the_last_one_who_was_waited_for_it_opens() -> None:
    of = loop(IN, IN, NONE)
    debriefing.wait(of)
    debriefing.go_on_without(of, of.seats[2], 3)
    assert [type(event) for event in of.events] == [QuorumMissed, PanelistExcused, DebriefHurried]
    assert debriefing.is_ready(of, 3)


def test_gone_on_without_one_of_two_it_waits_for_the_other() -> None:
    of = loop(IN, NONE, NONE)
    debriefing.wait(of)
    debriefing.go_on_without(of, of.seats[2], 3)
    assert [seat.id for seat in quorum.waited_for(of)] == [2]
    assert quorum.wanted(of, 3) == 2
    assert not debriefing.is_ready(of, 3)


def test_before_its_time_going_on_without_somebody_opens_nothing() -> None:
    of = loop(IN, IN, NONE)
    debriefing.go_on_without(of, of.seats[2], 3)
    assert not any(isinstance(event, DebriefHurried) for event in of.events)
    assert debriefing.is_ready(of, 3)


def test_a_card_stays_wanted_where_nothing_would_be_left() -> None:
    of = loop(NONE)
    with pytest.raises(TooLate, match="No scorecard would be left"):
        debriefing.go_on_without(of, of.seats[0], 1)
    assert not of.seats[0].excused


def test_nobody_is_gone_on_without_whose_card_is_in() -> None:
    of = loop(IN, NONE)
    with pytest.raises(TooLate, match="in already"):
        debriefing.go_on_without(of, of.seats[0], 1)


def test_the_quorum_is_out_of_reach_once_too_few_could_hand_one_in() -> None:
    of = loop(IN, NONE, NONE)
    assert not quorum.out_of_reach(of, 3)
    of.seats[2].state = SeatState.DECLINED
    assert quorum.out_of_reach(of, 3)
    assert not quorum.out_of_reach(of, 2)
    of.seats[1].excused = True
    assert quorum.out_of_reach(of, 2)


def test_all_are_in_once_nobody_is_waited_for() -> None:
    of = loop(IN, NONE)
    assert not quorum.all_in(of)
    of.seats[1].excused = True
    assert quorum.all_in(of)
    assert not quorum.all_in(loop())


@pytest.mark.parametrize(
    ("last_in", "opens"),
    [
        (datetime(2026, 6, 9, 10, tzinfo=UTC), datetime(2026, 6, 9, 10, 30, tzinfo=UTC)),
        (datetime(2026, 6, 9, 15, 50, tzinfo=UTC), NOW),
        (datetime(2026, 6, 8, 20, tzinfo=UTC), datetime(2026, 6, 9, 9, tzinfo=UTC)),
        (datetime(2026, 6, 6, 12, tzinfo=UTC), datetime(2026, 6, 8, 9, tzinfo=UTC)),
    ],
)
def test_an_early_debrief_opens_half_an_hour_after_the_last_card_in_the_leads_hours(
    last_in: datetime, opens: datetime
) -> None:
    assert debriefing.opens_early(loop(IN, IN), last_in, WorkingCalendar(ZoneInfo("UTC"))) == opens


def test_the_hours_of_an_early_debrief_are_those_of_the_leads_zone() -> None:
    last_in = datetime(2026, 6, 9, 2, tzinfo=UTC)
    assert debriefing.opens_early(loop(IN), last_in, WorkingCalendar(ZoneInfo("Asia/Kolkata"))) == datetime(
        2026, 6, 9, 3, 30, tzinfo=UTC
    )


def test_an_early_debrief_waits_for_somebody_who_joined_meanwhile() -> None:
    of, before = loop(IN, NONE), NOW - timedelta(hours=1)
    assert debriefing.is_too_soon(of, before)
    assert not debriefing.is_too_soon(of, NOW)
    assert not debriefing.is_too_soon(loop(IN, IN), before)
    debriefing.put_back(of)
    assert isinstance(of.events[0], DebriefPutBack)


def test_what_the_lead_hurried_is_not_too_soon() -> None:
    of = loop(IN, NONE)
    debriefing.hurry(of)
    assert not debriefing.is_too_soon(of, NOW - timedelta(hours=1))
