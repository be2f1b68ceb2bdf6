"""A seat's fate: confirmed, given up, taken over, had back, not held; moved, shared, changed."""

from datetime import datetime

from bot.acting.access import authorise
from bot.acting.context import Actor, Context
from bot.acting.loops import authorise_for, changing, changing_seat, know_panel, know_panel_of
from bot.domain.access import Action
from bot.domain.errors import Invalid, TooLate
from bot.domain.loops import debriefing, leaving, missing, moving, planned
from bot.domain.loops.loop import Loop
from bot.domain.loops.seat import Seat
from bot.services.loops.availability import busy_then, free_stand_ins
from bot.storage import loops as stored
from bot.storage import scorecards, wishes


def confirm(context: Context, actor: Actor, interview_id: int) -> None:
    """The panelist will be there; a second click changes nothing."""
    with changing_seat(context, actor, interview_id) as (tx, loop, seat):
        authorise(tx, Action.ANSWER_KIT, loop=loop, seat=seat)
        leaving.confirm(loop, seat)


def knows(context: Context, actor: Actor, interview_id: int) -> None:
    """The panelist knows the candidate: the lead is told and decides."""
    with changing_seat(context, actor, interview_id) as (tx, loop, seat):
        authorise(tx, Action.ANSWER_KIT, loop=loop, seat=seat)
        leaving.know(loop, seat)


def missed(context: Context, actor: Actor, interview_id: int, what: str) -> None:
    """The interview wasn't held as planned, its panelist or their lead says; `what` is one of Missed.

    Unless part of it was, its questions are open to later panelists. Raises Invalid where nothing was picked.
    """
    with changing_seat(context, actor, interview_id) as (tx, loop, seat):
        missing.miss(loop, seat, what, tx.now, by_lead=authorise_for(tx, loop, seat))


def took_place(context: Context, actor: Actor, interview_id: int) -> None:
    """The interview was held after all: its scorecard is waited for again."""
    know_panel_of(context, actor, interview_id)
    with changing_seat(context, actor, interview_id) as (tx, loop, seat):
        authorise_for(tx, loop, seat)
        missing.take_back(loop, seat, tx.now)


def decline(context: Context, actor: Actor, interview_id: int) -> None:
    """A panelist can't make it, or their lead says so: the first free stand-in takes over, or the lead is told."""
    know_panel_of(context, actor, interview_id)
    with changing_seat(context, actor, interview_id) as (tx, loop, seat):
        by_lead = authorise_for(tx, loop, seat)
        leaving.decline(loop, seat, free_stand_ins(tx, loop, seat), by_lead=by_lead)


def replace(context: Context, actor: Actor, loop_id: int, user_id: str) -> str | None:
    """The lead frees the seat of a panelist who can't be reached; returns the stand-in who takes it, if one is free."""
    with context.reading(actor) as tx:
        loop = stored.get(tx, loop_id)
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
    held = [seat.id for seat in loop.panel if seat.user_id == user_id]
    if not held:
        raise TooLate("That seat has been given up already.")
    decline(context, actor, held[0])
    with context.reading(actor) as tx:
        loop, seat = stored.of_seat(tx, held[0])
        stand_in = loop.stand_in_for(seat)
        return stand_in.user_id if stand_in else None


def undo(context: Context, actor: Actor, interview_id: int) -> None:
    """The panelist can make it after all: they have their seat and questions back, the stand-in is free again."""
    know_panel_of(context, actor, interview_id)
    with changing_seat(context, actor, interview_id) as (tx, loop, seat):
        own = not authorise_for(tx, loop, seat)
        busy = seat.gone and busy_then(tx, seat.user_id, seat.start_at, seat.minutes, seat)
        leaving.have_back(loop, seat, tx.now, own=own, busy=busy)


def move(context: Context, actor: Actor, interview_id: int, start: datetime | None, minutes: int) -> None:
    """Another day, time or length for one interview; one that didn't happen is held after all.

    Its panelist gets a new kit and is asked again whether they can make it, reminders move along. Two who held
    it together are on their own again where the time differs. Raises Invalid at the fields.
    """
    know_panel_of(context, actor, interview_id)
    with changing_seat(context, actor, interview_id) as (tx, loop, seat):
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        busy = busy_then(tx, seat.user_id, start, minutes, seat)
        moving.move(loop, seat, start, minutes, tx.now, busy=busy)
        if loop.events:
            scorecards.forget_opened(tx, seat.id)


def together(context: Context, actor: Actor, interview_id: int, with_id: int) -> None:
    """Let a panelist sit in another's interview: each asks their own questions, the time is shared in halves.

    Both get new kits and score what they asked themselves.
    """
    know_panel_of(context, actor, interview_id)
    with changing_seat(context, actor, interview_id) as (tx, loop, seat):
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        host = _in_loop(loop, with_id)
        if host is None:
            raise Invalid({"host": moving.NO_HOST})
        busy = busy_then(tx, seat.user_id, host.start_at, host.minutes, seat)
        moving.join(loop, seat, host, tx.now, busy=busy)


def replace_question(context: Context, actor: Actor, interview_id: int, question_id: str) -> None:
    """Take a question out of this loop, because somebody used it already: its panelist gets another where one fits."""
    with changing_seat(context, actor, interview_id) as (tx, loop, seat):
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        moving.check_may_move(loop, seat)
        planned.take_out(loop, seat, question_id, tx.now, already=wishes.is_out(tx, loop.id, question_id))
        wishes.take_out(tx, loop.id, seat.id, question_id)


def move_debrief(context: Context, actor: Actor, loop_id: int, at: datetime | None) -> None:
    """Another time for the debrief; reminders move along. Raises Invalid at the field."""
    know_panel(context, actor, loop_id)
    with changing(context, actor, loop_id) as (tx, loop):
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        debriefing.reschedule(loop, at, tx.now)


def _in_loop(loop: Loop, seat_id: int) -> Seat | None:
    return next((seat for seat in loop.seats if seat.id == seat_id), None)
