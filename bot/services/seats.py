"""Who sits when: a draft's seats are changed, mended and added to; a running loop can get one more panelist."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain import planning
from bot.domain.access import Action
from bot.domain.errors import Invalid, NotFound, TooLate
from bot.domain.loops import GONE, MOST_PANELISTS, LoopState, Role, SeatState, following
from bot.domain.loops.timetable import Slot, at_place, overlapping, without_overlaps
from bot.services import people
from bot.services.access import authorise, interview_of, is_candidate, loop_of
from bot.services.context import Actor, Context, Transaction
from bot.services.handover import zones_of
from bot.services.load import busy
from bot.services.panels import refresh_status, schedule_seat, seats_of
from bot.services.plans import plan_anew
from bot.storage.tables import Candidate, Interview, Loop

HOUR = 60
LENGTHS = range(15, 241)


@dataclass(frozen=True)
class SeatForm:
    """A seat as the lead wants it. `place` is its turn among the interviews, from 0; None leaves the order."""

    user_id: str | None
    start: datetime | None
    minutes: int
    place: int | None = None


def change(context: Context, actor: Actor, interview_id: int, form: SeatForm) -> None:
    """Give a draft's seat another person, turn, time or length, and plan again. Raises Invalid at the fields."""
    fault = person_fault(context, actor, form.user_id)
    zone = context.directory.person(actor.team_id, actor.user_id).zone
    with context.transaction(actor) as tx:
        seat, loop = _draft_seat(tx, interview_id)
        found = {"person": fault} if fault else _person_faults(tx, loop, form.user_id)
        found |= _time_faults(tx, loop, seat, form)
        if found or form.user_id is None or form.start is None:
            raise Invalid(found)
        _give_to(tx, loop, seat, form.user_id)
        # First, so that of two that begin together the one whose time was chosen keeps it.
        slots = [Slot(seat.id, form.start, form.minutes)]
        slots += [_slot(row) for row in _panel(tx, loop) if row.id != seat.id]
        places = sorted(slots, key=lambda slot: slot.start)
        turn = [slot.id for slot in places].index(seat.id)
        moved = form.place is not None and form.start == seat.start_at and form.place != turn
        _retime(
            tx,
            loop,
            at_place(slots, seat.id, form.place or 0, zone) if moved else without_overlaps(slots, zone),
        )
        plan_anew(tx, loop)
        tx.audit("change seat", f"interview:{seat.id}")


def add(context: Context, actor: Actor, loop_id: int, form: SeatForm) -> None:
    """One panelist more, in a draft or in a loop that runs (then their kit follows). Raises Invalid at the fields."""
    fault = person_fault(context, actor, form.user_id)
    zone = context.directory.person(actor.team_id, actor.user_id).zone
    zones = zones_of(context, actor, loop_id, *([form.user_id] if form.user_id and not fault else []))
    with context.transaction(actor) as tx:
        loop = loop_of(tx, loop_id, lock=True)
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        if loop.state not in (LoopState.DRAFT, LoopState.RUNNING):
            raise TooLate("This loop is over, so nobody can join it.")
        found = {"person": fault} if fault else _person_faults(tx, loop, form.user_id)
        panel = _panel(tx, loop)
        if form.user_id in {row.user_id for row in panel}:
            found["person"] = "They are on the panel already. Pick somebody else."
        if len(panel) >= MOST_PANELISTS:
            found["person"] = f"A loop has at most {MOST_PANELISTS} panelists."
        found |= _time_faults(tx, loop, None, form)
        if found or form.user_id is None or form.start is None:
            raise Invalid(found)
        seat = _newcomer(tx, loop, form.user_id)
        seat.start_at, seat.minutes, seat.position = form.start, form.minutes, len(panel)
        tx.session.flush()
        if loop.state == LoopState.DRAFT:
            _retime(tx, loop, without_overlaps([_slot(row) for row in _panel(tx, loop)], zone))
        plan_anew(tx, loop)
        if loop.state == LoopState.RUNNING:
            schedule_seat(tx, loop, seat, zones)
            refresh_status(tx, loop)
        tx.audit("add panelist", f"interview:{seat.id}")


def shadow(context: Context, actor: Actor, interview_id: int, host_id: int, *, reverse: bool) -> None:
    """Whom a shadow sits in with, and whether they listen or (`reverse`) ask while the host listens and scores."""
    with context.reading(actor) as tx:
        loop_id = interview_of(tx, interview_id).loop_id
    zones = zones_of(context, actor, loop_id)
    with context.transaction(actor) as tx:
        loop = loop_of(tx, loop_id, lock=True)
        seat, host = interview_of(tx, interview_id), interview_of(tx, host_id)
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        if loop.state not in (LoopState.DRAFT, LoopState.RUNNING):
            raise TooLate("This loop is over, so its shadows can't change.")
        if host.loop_id != loop.id or host.role != Role.PANELIST or host.state in GONE:
            raise Invalid({"host": "That seat was given up. Pick another panelist."})
        if (seat.host_id, seat.reverse) == (host.id, reverse):
            return
        hosts = {seat.host_id, host.id}
        seat.host_id, seat.reverse = host.id, reverse
        seat.start_at, seat.minutes, seat.position = host.start_at, host.minutes, host.position
        plan_anew(tx, loop)
        if loop.state == LoopState.RUNNING:
            soon = tx.now if seat.kit_revision else None
            schedule_seat(tx, loop, seat, zones, kit_at=soon)
            for row in seats_of(tx, loop.id):
                if row.id in hosts and row.kit_revision:
                    schedule_seat(tx, loop, row, zones, kit_at=tx.now)
        tx.audit("change shadow", f"interview:{seat.id}")


def mend(context: Context, actor: Actor, loop_id: int, number: int) -> None:
    """Apply the change that mends the plan's `number`th unmet wish, and plan again."""
    zone = context.directory.person(actor.team_id, actor.user_id).zone
    with context.transaction(actor) as tx:
        loop = loop_of(tx, loop_id, lock=True)
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        if loop.state != LoopState.DRAFT:
            raise TooLate("The kits are out. Use Change the plan on the loop's status message.")
        unmet = json.loads(loop.plan)["unmet"] if loop.plan else []
        if number >= len(unmet) or not unmet[number]["mend_key"]:
            raise NotFound("That is mended already. The plan is being made again.")
        _apply(tx, loop, planning.Mend(**json.loads(unmet[number]["mend_key"])), zone)
        plan_anew(tx, loop)
        tx.audit("mend plan", f"loop:{loop.id}", unmet[number]["mend_key"])


def person_fault(context: Context, actor: Actor, user_id: str | None) -> str | None:
    """Why this person can't interview, or None. Asks the directory, so call it outside a transaction."""
    if user_id is None:
        return "Pick somebody."
    return people.not_people(context, actor.team_id, [user_id])


def free_start(context: Context, actor: Actor, loop_id: int) -> datetime:
    """When one more interview of an hour could begin."""
    zone = context.directory.person(actor.team_id, actor.user_id).zone
    with context.reading(actor) as tx:
        loop = loop_of(tx, loop_id)
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        return next_start(tx, loop, HOUR, zone)


def next_start(tx: Transaction, loop: Loop, minutes: int, zone: ZoneInfo) -> datetime:
    """When one more interview could begin after the last."""
    last = max((_slot(row) for row in _panel(tx, loop)), key=lambda slot: slot.end, default=None)
    return loop.first_at if last is None else following(last.start, last.minutes, minutes, zone)


def set_first(tx: Transaction, loop: Loop) -> None:
    """The loop begins with its first interview."""
    starts = [row.start_at for row in _panel(tx, loop) if row.start_at is not None]
    loop.first_at = min(starts, default=loop.first_at)


def _draft_seat(tx: Transaction, interview_id: int) -> tuple[Interview, Loop]:
    loop = loop_of(tx, interview_of(tx, interview_id).loop_id, lock=True)
    authorise(tx, Action.CHANGE_LOOP, loop=loop)
    if loop.state != LoopState.DRAFT:
        raise TooLate("The kits are out. Use Change the plan on the loop's status message.")
    return interview_of(tx, interview_id), loop


def _panel(tx: Transaction, loop: Loop) -> list[Interview]:
    return [
        row
        for row in seats_of(tx, loop.id)
        if row.role == Role.PANELIST and row.state not in GONE and row.start_at is not None
    ]


def _slot(row: Interview) -> Slot:
    assert row.start_at is not None
    return Slot(row.id, row.start_at, row.minutes)


def _person_faults(tx: Transaction, loop: Loop, user_id: str | None) -> dict[str, str]:
    candidate = tx.session.get_one(Candidate, loop.candidate_id)
    if user_id is not None and user_id == candidate.slack_user:
        return {"person": "That is the candidate. Leave them out of the panel."}
    if user_id is not None and is_candidate(tx, user_id):
        return {"person": "They can't interview at the moment. Pick somebody else."}
    return {}


def _time_faults(tx: Transaction, loop: Loop, seat: Interview | None, form: SeatForm) -> dict[str, str]:
    """What is wrong with a time, at its field."""
    if form.start is None or form.start <= tx.now:
        return {"start": "Pick a time that is still to come."}
    if form.minutes not in LENGTHS:
        return {"minutes": "Pick a length from the list."}
    own = Slot(seat.id if seat else 0, form.start, form.minutes)
    if own.end > loop.debrief_at:
        return {"start": "It would not be over by the debrief. Pick an earlier time."}
    before = overlapping([_slot(row) for row in _panel(tx, loop)], own)
    drafted = loop.state == LoopState.DRAFT
    if before is not None and (not drafted or before.start < own.start):
        return {"start": "There is another interview of this loop at that time. Pick another time."}
    if form.user_id and busy(tx, form.user_id, form.start, form.minutes, but=seat.id if seat else None):
        return {"start": "They have another interview at that time. Pick another time."}
    return {}


def _give_to(tx: Transaction, loop: Loop, seat: Interview, user_id: str) -> None:
    """The seat's new person; one who sits in the loop already changes places with the old one."""
    if user_id == seat.user_id:
        return
    people.ensure(tx, user_id)
    for row in seats_of(tx, loop.id):
        if row.user_id == user_id:
            row.user_id = seat.user_id
    seat.user_id = user_id
    tx.session.flush()


def _newcomer(tx: Transaction, loop: Loop, user_id: str) -> Interview:
    """A seat for them: the one that they had as stand-in or shadow, or a new one."""
    people.ensure(tx, user_id)
    for row in seats_of(tx, loop.id):
        if row.user_id == user_id and row.role != Role.PANELIST and row.state not in GONE:
            row.role, row.host_id, row.reverse, row.state = Role.PANELIST, None, False, SeatState.WAITING
            return row
    row = Interview(
        team_id=tx.team_id,
        loop_id=loop.id,
        user_id=user_id,
        role=Role.PANELIST,
        position=0,
        minutes=loop.minutes,
        state=SeatState.WAITING,
        kit_revision=0,
    )
    tx.session.add(row)
    return row


def _retime(tx: Transaction, loop: Loop, slots: Sequence[Slot]) -> None:
    """Write times and turns; shadows come along. Whether the debrief is late enough is checked before kits go out."""
    rows = {row.id: row for row in seats_of(tx, loop.id)}
    for position, slot in enumerate(slots):
        row = rows[slot.id]
        row.start_at, row.minutes, row.position = slot.start, slot.minutes, position
        for other in rows.values():
            if other.host_id == row.id:
                other.start_at, other.minutes, other.position = slot.start, slot.minutes, position
    tx.session.flush()
    set_first(tx, loop)


def _apply(tx: Transaction, loop: Loop, change: planning.Mend, zone: ZoneInfo) -> None:
    seats = {seat.user_id: seat for seat in seats_of(tx, loop.id) if seat.role != Role.SHADOW}
    if change.panelist is None or change.panelist not in seats:
        raise NotFound("Go back and add another panelist; Fairloop can't pick one for you.")
    seat = seats[change.panelist]
    if change.change == "minutes":
        seat.minutes += change.by
    elif change.change == "competencies":
        seat.most_competencies += change.by
    else:
        seat.start_at, seat.minutes = next_start(tx, loop, change.by, zone), change.by
        seat.role = Role.PANELIST
    tx.session.flush()
    _retime(tx, loop, without_overlaps([_slot(row) for row in _panel(tx, loop)], zone))
