"""Interviews that weren't held as planned: what happened, and taken back by whoever said so."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.errors import Invalid, TooLate
from bot.domain.loops.events import InterviewCutShort, InterviewMissed, MissTakenBack
from bot.domain.loops.leaving import asked_again, snapshot
from bot.domain.loops.loop import Loop
from bot.domain.loops.planned import ask_anew, held
from bot.domain.loops.seat import Leaving, Seat
from bot.domain.loops.states import CardState, LoopState, Missed, SeatState
from bot.domain.scorecards import Asked, begun


def miss(loop: Loop, seat: Seat, what: str, now: datetime, *, by_lead: bool) -> None:
    """The interview didn't happen: its questions are open to later panelists. A second time changes nothing.

    Where part of it was held nothing is planned anew, and its scorecard is waited for. Raises Invalid where `what`
    is none of Missed, TooLate where it hasn't begun or counts as held.
    """
    loop.check_running(seat)
    check_may_miss(seat, now, by_lead=by_lead)
    if seat.gone:
        return
    if what not in set(Missed):
        raise Invalid({"what": "Pick one."})
    seat.missed = Missed(what)
    if seat.missed is Missed.PART:
        loop.happened(InterviewCutShort(loop, seat, by_lead))
        return
    own = tuple(ask for ask in snapshot(loop) if ask["interview_id"] == seat.id)
    seat.before_leaving = Leaving(seat.state, None, False, own)
    seat.state = SeatState.MISSED
    ask_anew(loop)
    loop.happened(InterviewMissed(loop, seat, by_lead))


def check_may_miss(seat: Seat, now: datetime, *, by_lead: bool) -> None:
    """Raise TooLate where the interview hasn't begun, or counts as held."""
    if seat.card is CardState.IN:
        whose = "Their" if by_lead else "Your"
        raise TooLate(f"{whose} scorecard is in, so this interview counts as held.")
    if not begun(seat.start_at, now):
        raise TooLate("The interview hasn't begun yet. If it can't be held, say that the seat can't be kept.")


def may_take_back(loop: Loop, seat: Seat) -> bool:
    """Whether whoever said so can take it back by themselves."""
    missed = seat.state is SeatState.MISSED
    return loop.state is LoopState.RUNNING and (
        seat.before_leaving is not None if missed else bool(seat.missed)
    )


def take_back(loop: Loop, seat: Seat, now: datetime) -> None:
    """The interview was held after all: its questions are its own again where nobody was asked them meanwhile.

    A second time changes nothing. Raises TooLate where the debrief is out, or the lead has to set a time.
    """
    loop.check_running(seat)
    if seat.missed is None and seat.state is not SeatState.MISSED:
        return
    changed: list[Seat] = []
    if seat.state is SeatState.MISSED:
        kept = seat.before_leaving
        if kept is None:
            raise TooLate("Ask the lead to take that back: they can set another time for the interview.")
        seat.state, seat.before_leaving = kept.state, None
        changed = _give_back(loop, seat, kept.asks, now)
        ask_anew(loop)
    seat.missed = None
    loop.happened(MissTakenBack(loop, seat, tuple(changed)))


def _give_back(loop: Loop, seat: Seat, asks: Sequence[Mapping[str, object]], now: datetime) -> list[Seat]:
    """Returns the seats that lose a question by it; one that was asked meanwhile stays where it was asked."""
    changed: list[Seat] = []
    for kept in asks:
        holder, ask = held(loop).get(str(kept["question_id"]), (None, None))
        if holder is None or ask is None:
            seat.asks.append(asked_again(kept))
        elif holder is not seat and ask.state is Asked.PLANNED and not loop.has_met(holder, now):
            holder.asks.remove(ask)
            seat.asks.append(ask)
            changed.append(holder)
    return changed
