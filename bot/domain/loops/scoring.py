"""What a loop hears of its scorecards, and when a panelist is asked for one."""

from datetime import datetime, timedelta

from bot.domain.errors import TooLate
from bot.domain.loops.events import (
    CardHandedIn,
    CardStillMissing,
    LateCardIn,
    NudgeDue,
    NudgePutOff,
    NudgeSnoozed,
    PanelistExcused,
)
from bot.domain.loops.loop import Loop
from bot.domain.loops.seat import Seat
from bot.domain.loops.states import CardState, LoopState, Role
from bot.domain.scorecards import Asked
from bot.domain.working import WorkingCalendar

AT_ITS_END = timedelta(hours=1)
"""So long after an interview a reminder still belongs to it."""


def hand_in(loop: Loop, seat: Seat, *, first: bool) -> None:
    """Its scorecard is in: what was planned was asked. Once the debrief has opened it is late."""
    if seat.role is Role.PANELIST:
        for ask in seat.asks:
            if ask.state is Asked.PLANNED:
                ask.state = Asked.ASKED
    seat.card = CardState.IN
    late = loop.debriefed_at is not None
    loop.happened(LateCardIn(loop, seat) if late else CardHandedIn(loop, seat, first))


def nudge(loop: Loop, seat: Seat, now: datetime, calendar: WorkingCalendar) -> None:
    """Ask for a scorecard, where one is still waited for.

    Outside its holder's working hours as they are by now, it waits until they begin; never after the debrief. At the
    interview's end it doesn't: that belongs to the interview.
    """
    if not is_awaited(loop, seat) or seat.excused:
        return
    at = now if seat.end is not None and now - seat.end < AT_ITS_END else calendar.in_hours(now)
    if at <= now:
        loop.happened(NudgeDue(loop, seat))
    elif at < loop.debrief_at:
        loop.happened(NudgePutOff(loop, seat, at))


def tell_lead(loop: Loop, seat: Seat) -> None:
    """A scorecard isn't in though it was asked for, and isn't asked for again before the debrief: its lead hears it."""
    if is_awaited(loop, seat) and not seat.excused:
        loop.happened(CardStillMissing(loop, seat))


def is_awaited(loop: Loop, seat: Seat) -> bool:
    """Whether its scorecard may still come before the debrief."""
    return loop.state is LoopState.RUNNING and not seat.gone and seat.card is not CardState.IN


def snooze(loop: Loop, seat: Seat, until: datetime) -> None:
    """Ask again at that time and not before. Raises TooLate where nothing is waited for, or the debrief comes first."""
    check_expected(loop, seat)
    if seat.excused:
        raise TooLate(
            "You aren't asked for it any more. What you saved stays, should you hand it in after all."
        )
    if until >= loop.debrief_at:
        raise TooLate("The debrief comes before that. Ratings alone take a minute; evidence can follow.")
    loop.happened(NudgeSnoozed(loop, seat, until))


def excuse(loop: Loop, seat: Seat, *, by_lead: bool = False) -> None:
    """The debrief goes on without this panelist; what they saved stays. Raises TooLate where nothing is waited for."""
    check_expected(loop, seat)
    seat.excused = True
    loop.happened(PanelistExcused(loop, seat, by_lead))


def check_expected(loop: Loop, seat: Seat) -> None:
    """Raise TooLate where no scorecard is waited for."""
    if loop.state is LoopState.CANCELLED:
        raise TooLate("This loop was called off. There is nothing to do.")
    if loop.state is not LoopState.RUNNING:
        raise TooLate("The debrief has been posted, so there is nothing left to remind you of.")
    if seat.card is CardState.IN:
        raise TooLate("Your scorecard is in already. Thank you.")
    if seat.gone:
        raise TooLate("Nothing is expected from you for this interview.")
