"""Late changes: the kits are out, and a time, a partner, a question or the debrief changes after all.

Each is one transaction that keeps what was asked and scored, tells whoever must know, and plans again around
what is out.
"""

from datetime import datetime, timedelta

from sqlalchemy import select

from bot.domain.access import Action
from bot.domain.errors import Invalid, NotFound, TooLate
from bot.domain.loops import GONE, CardState, Role, SeatState
from bot.domain.scorecards import Asked
from bot.services.access import authorise, interview_of, loop_of
from bot.services.circumstances import REPLACED
from bot.services.context import Actor, Context, Transaction
from bot.services.handover import check_running, zones_of
from bot.services.load import busy
from bot.services.panels import (
    assignments_of,
    card_of,
    card_state,
    kits_anew,
    last_end,
    refresh_kit,
    refresh_status,
    schedule_reminders,
    schedule_seat,
    seats_of,
)
from bot.services.plan_problem import EVERYBODY, has_met
from bot.services.plans import plan_anew
from bot.services.reminders import shrink
from bot.services.seats import LENGTHS, set_first
from bot.storage.due import schedule
from bot.storage.tables import Assignment, Interview, Loop, Replacement, Wish


def move(context: Context, actor: Actor, interview_id: int, start: datetime | None, minutes: int) -> None:
    """Another day, time or length for one interview; one that didn't happen is held after all.

    Its panelist gets a new kit and is asked again whether they can make it, reminders move along. Two who held
    it together are on their own again where the time differs. Raises Invalid at the fields.
    """
    with context.reading(actor) as tx:
        loop_id = interview_of(tx, interview_id).loop_id
    zones = zones_of(context, actor, loop_id)
    with context.transaction(actor) as tx:
        seat, loop = _seat(tx, interview_id)
        if (seat.start_at, seat.minutes) == (start, minutes) and seat.state not in GONE:
            return
        found = _time_faults(tx, loop, seat, start, minutes)
        if found or start is None:
            raise Invalid(found)
        if start != seat.start_at:
            _part(tx, seat)
        _begin_anew(tx, seat)
        plan_anew(tx, loop)
        for row in _in_same_room(tx, loop, seat):
            row.start_at, row.minutes = start, minutes
            row.state = SeatState.SENT if row.kit_revision else SeatState.WAITING
            shrink(tx, row)
            schedule_seat(tx, loop, row, zones, kit_at=tx.now if row.kit_revision else None)
        set_first(tx, loop)
        refresh_status(tx, loop)
        tx.audit("move interview", f"interview:{seat.id}", f"{start.isoformat()} {minutes}")


def together(context: Context, actor: Actor, interview_id: int, with_id: int) -> None:
    """Let a panelist sit in another's interview: each asks their own questions, the time is shared in halves.

    Both get new kits and score what they asked themselves.
    """
    with context.reading(actor) as tx:
        loop_id = interview_of(tx, interview_id).loop_id
    zones = zones_of(context, actor, loop_id)
    with context.transaction(actor) as tx:
        seat, loop = _seat(tx, interview_id)
        host = interview_of(tx, with_id)
        if seat.with_id == host.id:
            return
        _check_pair(tx, loop, seat, host)
        plan_anew(tx, loop)
        seat.with_id, host.with_id = host.id, seat.id
        seat.start_at, seat.minutes = host.start_at, host.minutes
        for row in (*_in_same_room(tx, loop, seat), host):
            row.start_at, row.minutes = host.start_at, host.minutes
            row.state = SeatState.SENT if row.kit_revision else SeatState.WAITING
            schedule_seat(tx, loop, row, zones, kit_at=tx.now if row.kit_revision else None)
        set_first(tx, loop)
        refresh_status(tx, loop)
        tx.audit("interview together", f"interview:{seat.id}", str(host.id))


def replace_question(context: Context, actor: Actor, interview_id: int, question_id: str) -> None:
    """Take a question out of this loop, because somebody used it already: its panelist gets another where one fits."""
    with context.transaction(actor) as tx:
        seat, loop = _seat(tx, interview_id)
        rows = [item for item in assignments_of(tx, seat.id) if item.question_id == question_id]
        if not rows or tx.session.get(Wish, (loop.id, EVERYBODY, question_id)) is not None:
            raise NotFound("That question is out of this loop already.")
        if has_met(tx, loop, seat) or rows[0].state != Asked.PLANNED:
            raise TooLate("That interview has begun, so its questions stay as they are.")
        tx.session.add(
            Wish(loop_id=loop.id, user_id=EVERYBODY, question_id=question_id, team_id=tx.team_id, wish="ban")
        )
        tx.add(
            Replacement(team_id=tx.team_id, loop_id=loop.id, interview_id=seat.id, question_id=question_id)
        )
        plan_anew(tx, loop)
        tx.audit(REPLACED, f"interview:{seat.id}", question_id)


def move_debrief(context: Context, actor: Actor, loop_id: int, at: datetime | None) -> None:
    """Another time for the debrief; reminders move along. Raises Invalid at the field."""
    zones = zones_of(context, actor, loop_id)
    with context.transaction(actor) as tx:
        loop = loop_of(tx, loop_id, lock=True)
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        check_running(loop)
        if at is None or at <= tx.now:
            raise Invalid({"at": "Pick a time that is still to come."})
        if at < last_end(tx, loop):
            raise Invalid({"at": "The last interview is not over by then. Pick a later time."})
        if at == loop.debrief_at:
            return
        loop.debrief_at = at
        loop.revision += 1
        loop.debrief_tries += 1
        schedule(tx.session, tx.team_id, "debrief", loop.id, f"debrief:{loop.id}", at)
        for seat in seats_of(tx, loop.id):
            waiting = seat.state not in GONE and card_state(tx, seat.id) != CardState.IN
            if waiting and seat.role == Role.PANELIST and seat.start_at is not None:
                schedule_reminders(tx, loop, seat, zones)
                refresh_kit(tx, seat)
        refresh_status(tx, loop)
        tx.audit("move debrief", f"loop:{loop.id}", at.isoformat())


def free_again(tx: Transaction, seat: Interview, question_id: str) -> None:
    """Take back a question that was not reached here and offered to a later panelist, whose time is to come.

    Raises TooLate where they have met the candidate with it by now.
    """
    loop = loop_of(tx, seat.loop_id, lock=True)
    other = tx.session.scalar(
        select(Assignment).where(
            Assignment.loop_id == loop.id,
            Assignment.question_id == question_id,
            Assignment.interview_id != seat.id,
            Assignment.state != Asked.NOT_REACHED,
        )
    )
    if other is not None:
        if has_met(tx, loop, interview_of(tx, other.interview_id)):
            raise TooLate(
                "A colleague has taken that question up meanwhile. Write what you heard at another one."
            )
        tx.session.delete(other)
        tx.session.flush()
        kits_anew(tx, loop, {other.interview_id})
    plan_anew(tx, loop)


def _seat(tx: Transaction, interview_id: int) -> tuple[Interview, Loop]:
    loop = loop_of(tx, interview_of(tx, interview_id).loop_id, lock=True)
    authorise(tx, Action.CHANGE_LOOP, loop=loop)
    check_running(loop)
    seat = interview_of(tx, interview_id)
    if seat.role != Role.PANELIST:
        raise TooLate("That seat isn't on the panel any more.")
    if seat.state == SeatState.DECLINED:
        raise TooLate("That seat was given up. Undo that, or add a panelist.")
    return seat, loop


def _in_same_room(tx: Transaction, loop: Loop, seat: Interview) -> list[Interview]:
    """The seat, its partner, and the shadows who sit in with either."""
    rows = [row for row in seats_of(tx, loop.id) if row.state not in GONE]
    hosts = {seat.id, seat.with_id} - {None}
    return [seat, *(row for row in rows if row.id == seat.with_id or row.host_id in hosts)]


def _part(tx: Transaction, seat: Interview) -> None:
    """Who held the interview together: the other has it alone."""
    if seat.with_id is not None:
        partner = interview_of(tx, seat.with_id)
        seat.with_id, partner.with_id = None, None
        tx.session.flush()
        refresh_kit(tx, partner)


def _begin_anew(tx: Transaction, seat: Interview) -> None:
    """Nothing was asked in it: a scorecard that was only opened goes, and so does what was marked there."""
    card = card_of(tx, seat.id)
    if card is not None:
        tx.session.delete(card)
    for item in assignments_of(tx, seat.id):
        if item.state == Asked.NOT_REACHED:
            tx.session.delete(item)
        else:
            item.state = Asked.PLANNED
    tx.session.flush()


def _time_faults(
    tx: Transaction, loop: Loop, seat: Interview, start: datetime | None, minutes: int
) -> dict[str, str]:
    if card_state(tx, seat.id) != CardState.NONE:
        return {"start": "Its scorecard has been begun, so this interview counts as held."}
    if start is None or start <= tx.now:
        return {"start": "Pick a time that is still to come."}
    if minutes not in LENGTHS:
        return {"minutes": "Pick a length from the list."}
    end = start + timedelta(minutes=minutes)
    if end > loop.debrief_at:
        return {
            "start": "It would not be over by the debrief. Move the debrief first, or pick an earlier time."
        }
    if busy(tx, seat.user_id, start, minutes, but=seat.id):
        return {"start": "They have another interview at that time. Pick another time."}
    same = {row.id for row in _in_same_room(tx, loop, seat)} if start == seat.start_at else {seat.id}
    for row in seats_of(tx, loop.id):
        if row.id in same or row.role != Role.PANELIST or row.state in GONE or row.start_at is None:
            continue
        if row.start_at < end and start < row.start_at + timedelta(minutes=row.minutes):
            return {"start": "The candidate has another interview at that time. Pick another time."}
    return {}


def _check_pair(tx: Transaction, loop: Loop, seat: Interview, host: Interview) -> None:
    """Raise Invalid where these two can't hold one interview together."""
    fault = None
    if host.id == seat.id or host.loop_id != loop.id or host.role != Role.PANELIST or host.state in GONE:
        fault = "That seat was given up. Pick another panelist."
    elif seat.state in GONE:
        fault = "That interview didn't happen. Move it to another time first."
    elif seat.with_id is not None or host.with_id is not None:
        fault = "Two hold that interview together already. Move one of them first."
    elif has_met(tx, loop, seat) or has_met(tx, loop, host):
        fault = "One of these interviews has begun already."
    elif host.start_at is not None and busy(tx, seat.user_id, host.start_at, host.minutes, but=seat.id):
        fault = "They have another interview at that time. Pick another panelist."
    if fault:
        raise Invalid({"host": fault})
