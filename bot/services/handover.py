"""Seats that change hands: given up, taken over by a stand-in, and had back while nothing was asked."""

import json
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.delivery.outbox import Note
from bot.domain.access import Action
from bot.domain.errors import TooLate
from bot.domain.loops import GONE, CardState, LoopState, Role, SeatState
from bot.domain.scorecards import Asked
from bot.services.access import authorise, interview_of, is_candidate, loop_of
from bot.services.context import Actor, Context, Transaction
from bot.services.load import busy, over_limit
from bot.services.panels import (
    assignments_of,
    card_state,
    kits_anew,
    may_undo,
    planned_ids,
    refresh_kit,
    refresh_status,
    schedule_reminders,
    schedule_seat,
    seats_of,
    stand_in_for,
    stop_seat,
    tell_lead,
    tell_panelist,
)
from bot.services.plan_problem import has_met
from bot.services.plans import plan_anew
from bot.storage.due import waits
from bot.storage.tables import Assignment, Interview, Loop, Outbox


def zones_of(context: Context, actor: Actor, loop_id: int, *more: str) -> dict[str, ZoneInfo]:
    """Everybody's time zone in a loop. Asks the directory, so call it outside a transaction."""
    with context.reading(actor) as tx:
        people = [row.user_id for row in seats_of(tx, loop_id)]
    return {one: context.directory.person(actor.team_id, one).zone for one in (*people, *more)}


def decline(context: Context, actor: Actor, interview_id: int) -> None:
    """A panelist can't make it, or their lead says so: the first free stand-in takes over, or the lead is told."""
    with context.reading(actor) as tx:
        loop_id = interview_of(tx, interview_id).loop_id
    zones = zones_of(context, actor, loop_id)
    with context.transaction(actor) as tx:
        loop = loop_of(tx, loop_id, lock=True)
        seat = interview_of(tx, interview_id)
        own = seat.user_id == actor.user_id
        authorise(tx, Action.ANSWER_KIT if own else Action.CHANGE_LOOP, loop=loop, interview=seat)
        check_running(loop, seat)
        if seat.state in GONE:
            return
        if card_state(tx, seat.id) != CardState.NONE:
            raise TooLate(
                f"{'Your' if own else 'Their'} scorecard has been begun, so this interview counts as held."
            )
        if seat.role == Role.SHADOW:
            _shadow_stays_away(tx, loop, seat)
        else:
            _give_up(tx, loop, seat, zones)
        if not own:
            tell_panelist(tx, loop, seat, "given_up")
        tx.audit("decline interview", f"interview:{seat.id}")


def replace(context: Context, actor: Actor, loop_id: int, user_id: str) -> str | None:
    """The lead frees the seat of a panelist who can't be reached; returns the stand-in who takes it, if one is free."""
    with context.reading(actor) as tx:
        rows = [row for row in seats_of(tx, loop_id) if row.user_id == user_id and row.role == Role.PANELIST]
        held = [row.id for row in rows if row.state not in GONE]
    if not held:
        raise TooLate("That seat has been given up already.")
    decline(context, actor, held[0])
    with context.reading(actor) as tx:
        stand_in = stand_in_for(tx, interview_of(tx, held[0]))
        return stand_in.user_id if stand_in else None


def undo(context: Context, actor: Actor, interview_id: int) -> None:
    """The panelist can make it after all: they have their seat and questions back, the stand-in is free again."""
    with context.reading(actor) as tx:
        loop_id = interview_of(tx, interview_id).loop_id
    zones = zones_of(context, actor, loop_id)
    with context.transaction(actor) as tx:
        loop = loop_of(tx, loop_id, lock=True)
        seat = interview_of(tx, interview_id)
        own = seat.user_id == actor.user_id
        authorise(tx, Action.ANSWER_KIT if own else Action.CHANGE_LOOP, loop=loop, interview=seat)
        check_running(loop)
        if seat.state not in GONE:
            return
        if not may_undo(tx, seat):
            raise TooLate("Somebody has met the candidate in that seat by now, so it can't be given back.")
        if seat.start_at is not None and busy(tx, seat.user_id, seat.start_at, seat.minutes, but=seat.id):
            raise TooLate("There is another interview at that time by now, so the seat can't be given back.")
        _give_back(tx, loop, seat, zones, own)
        tx.audit("undo decline", f"interview:{seat.id}")


def check_running(loop: Loop, seat: Interview | None = None) -> None:
    """Raise TooLate where a loop can't change any more, or a seat isn't held any more by its stand-in."""
    if seat is not None and seat.role == Role.STAND_IN:
        raise TooLate("You stand in. Nothing is asked of you unless a seat becomes free.")
    check_state(LoopState(loop.state))


def check_state(state: LoopState) -> None:
    """Raise TooLate where a loop isn't running."""
    if state == LoopState.CANCELLED:
        raise TooLate("This loop was called off. There is nothing to do.")
    if state == LoopState.DRAFT:
        raise TooLate("The kits are not out yet. Change the plan on its page.")
    if state != LoopState.RUNNING:
        raise TooLate("The debrief has been posted, so this can't change any more.")


def _shadow_stays_away(tx: Transaction, loop: Loop, seat: Interview) -> None:
    seat.state = SeatState.DECLINED
    stop_seat(tx, seat.id)
    host = interview_of(tx, seat.host_id) if seat.host_id else None
    tell_lead(tx, loop, seat, "sits_out")
    refresh_kit(tx, seat)
    if host is not None:
        refresh_kit(tx, host)
    refresh_status(tx, loop)


def _give_up(tx: Transaction, loop: Loop, seat: Interview, zones: Mapping[str, ZoneInfo]) -> None:
    """Take a seat's kit and reminders back, and seat the next free stand-in."""
    kit = waits(tx.session, tx.team_id, "kit", seat.id)
    seat.before_leaving = json.dumps(
        {"state": seat.state, "with": seat.with_id, "kit": kit, "asks": _snapshot(tx, loop)}
    )
    seat.state = SeatState.DECLINED
    stop_seat(tx, seat.id)
    plan_anew(tx, loop)
    stand_in = _free_stand_in(tx, loop, seat)
    if stand_in is None:
        _leave_partner(tx, seat)
    else:
        _take_over(tx, loop, seat, stand_in, zones)
    tell_lead(tx, loop, seat, "stood_in" if stand_in else "seat_empty")
    refresh_kit(tx, seat)
    refresh_status(tx, loop)


def _snapshot(tx: Transaction, loop: Loop) -> list[dict[str, object]]:
    """Who is to ask what, so that it can be had back."""
    rows = tx.session.scalars(
        select(Assignment).where(Assignment.loop_id == loop.id, Assignment.state == Asked.PLANNED)
    )
    columns = ("interview_id", "question_id", "version", "competency", "position", "minutes", "reason")
    return [{name: getattr(row, name) for name in columns} for row in rows]


def _take_over(
    tx: Transaction, loop: Loop, seat: Interview, stand_in: Interview, zones: Mapping[str, ZoneInfo]
) -> None:
    """Questions go with the seat, so that the kit can go out at once; the plan is checked again after."""
    stand_in.role, stand_in.replaces_id, stand_in.state = Role.PANELIST, seat.id, SeatState.WAITING
    stand_in.start_at, stand_in.minutes, stand_in.position = seat.start_at, seat.minutes, seat.position
    for item in assignments_of(tx, seat.id):
        if item.state == Asked.PLANNED:
            item.interview_id = stand_in.id
    _sit_together(tx, stand_in, seat.with_id)
    seat.with_id = None
    tx.session.flush()
    schedule_seat(tx, loop, stand_in, zones)
    _move_shadows(tx, loop, seat, stand_in)


def _move_shadows(tx: Transaction, loop: Loop, old: Interview, new: Interview) -> None:
    for shadow in seats_of(tx, loop.id):
        if shadow.host_id == old.id:
            shadow.host_id = new.id
            refresh_kit(tx, shadow)


def _sit_together(tx: Transaction, seat: Interview, partner_id: int | None) -> None:
    seat.with_id = partner_id
    if partner_id is not None:
        partner = interview_of(tx, partner_id)
        partner.with_id = seat.id
        refresh_kit(tx, partner)


def _leave_partner(tx: Transaction, seat: Interview) -> None:
    """Who sat in the same interview has it alone now."""
    if seat.with_id is not None:
        partner = interview_of(tx, seat.with_id)
        partner.with_id, seat.with_id = None, None
        refresh_kit(tx, partner)


def _give_back(
    tx: Transaction, loop: Loop, seat: Interview, zones: Mapping[str, ZoneInfo], own: bool
) -> None:
    kept = json.loads(seat.before_leaving or "{}")
    stand_in = stand_in_for(tx, seat)
    plan_anew(tx, loop)
    seat.state = SeatState.CONFIRMED if own and seat.kit_revision else SeatState(kept["state"])
    seat.before_leaving = None
    partner = tx.session.get(Interview, kept["with"]) if kept["with"] else None
    if stand_in is not None:
        _free(tx, loop, stand_in)
        _move_shadows(tx, loop, stand_in, seat)
    if partner is not None and partner.state not in GONE and partner.with_id is None:
        _sit_together(tx, seat, partner.id)
    kits_anew(tx, loop, _restore(tx, loop, kept["asks"]) - {seat.id})
    if kept.get("kit", not seat.kit_revision):
        schedule_seat(tx, loop, seat, zones, kit_at=tx.now if seat.kit_revision else None)
    else:
        schedule_reminders(tx, loop, seat, zones)
    _replace_news(tx, loop, seat)
    refresh_kit(tx, seat)
    refresh_status(tx, loop)


def _free(tx: Transaction, loop: Loop, stand_in: Interview) -> None:
    stop_seat(tx, stand_in.id)
    if stand_in.with_id is not None:
        _leave_partner(tx, stand_in)
    if stand_in.kit_revision:
        tell_panelist(tx, loop, stand_in, "stood_down")
    stand_in.role, stand_in.replaces_id, stand_in.start_at = Role.STAND_IN, None, None
    stand_in.state = SeatState.WAITING
    tx.session.flush()
    refresh_kit(tx, stand_in)


def _restore(tx: Transaction, loop: Loop, asks: list[dict[str, object]]) -> set[int]:
    """Put planned questions back where they were; returns the interviews whose questions changed by it."""
    seats = {row.id: row for row in seats_of(tx, loop.id)}
    open_ids = {id for id, row in seats.items() if row.state not in GONE and not has_met(tx, loop, row)}
    before = {id: planned_ids(tx, id) for id in open_ids}
    wanted = {str(ask["question_id"]): ask for ask in asks if ask["interview_id"] in open_ids}
    rows = tx.session.scalars(select(Assignment).where(Assignment.loop_id == loop.id))
    known = {row.question_id: row for row in rows}
    for question_id, row in known.items():
        loose = row.state == Asked.PLANNED and not has_met(tx, loop, seats[row.interview_id])
        if loose and question_id in wanted:
            row.interview_id = int(str(wanted[question_id]["interview_id"]))
        elif loose:
            tx.session.delete(row)
    for question_id, ask in wanted.items():
        if question_id not in known:
            tx.session.add(Assignment(team_id=tx.team_id, loop_id=loop.id, state=Asked.PLANNED, **ask))
    tx.session.flush()
    return {id for id, held in before.items() if planned_ids(tx, id) != held}


def _replace_news(tx: Transaction, loop: Loop, seat: Interview) -> None:
    """The lead's message about the seat says how it stands now."""
    key = tx.session.scalar(
        select(Outbox.dedupe_key)
        .where(
            Outbox.team_id == tx.team_id,
            Outbox.kind == "seat_news",
            Outbox.thing_id == seat.id,
            Outbox.op == "post",
            Outbox.state.not_in(("dropped", "dead")),
        )
        .order_by(Outbox.id.desc())
        .limit(1)
    )
    if key is not None:
        args = {"what": "back"}
        tx.tell(Note(f"back:{key}", "seat_news", seat.id, loop.lead_id, op="update", edits=key, args=args))


def _free_stand_in(tx: Transaction, loop: Loop, seat: Interview) -> Interview | None:
    """The first stand-in in order who has time; who would be over their weekly limit is asked last."""
    if seat.start_at is None or seat.start_at <= tx.now:
        return None
    free = [
        row
        for row in seats_of(tx, loop.id)
        if row.role == Role.STAND_IN
        and row.state not in GONE
        and not is_candidate(tx, row.user_id)
        and not busy(tx, row.user_id, seat.start_at, seat.minutes)
    ]
    start = seat.start_at
    return min(free, key=lambda row: over_limit(tx, row.user_id, start, loop, 1), default=None)
