"""Who sits when: a draft's seats are changed, mended and added to; a running loop can get one more panelist."""

import json
from datetime import datetime

from bot.acting.access import authorise, is_candidate_of
from bot.acting.context import Actor, Context, Transaction
from bot.acting.loops import changing, changing_seat, know_panel, know_panel_of
from bot.domain.access import Action
from bot.domain.errors import Invalid, NotFound
from bot.domain.loops import seating
from bot.domain.loops.loop import Loop
from bot.domain.loops.seating import Mending, SeatForm
from bot.services import people
from bot.services.loops.availability import busy_then
from bot.storage import loops as stored

HOUR = 60


def change(context: Context, actor: Actor, interview_id: int, form: SeatForm) -> None:
    """Give a draft's seat another person, turn, time or length, and plan again. Raises Invalid at the fields."""
    fault = person_fault(context, actor, form.user_id)
    zone = context.directory.person(actor.team_id, actor.user_id).zone
    with changing_seat(context, actor, interview_id) as (tx, loop, seat):
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        loop.check_draft()
        found = {"person": fault} if fault else _person_faults(tx, loop, form.user_id)
        busy = busy_then(tx, form.user_id, form.start, form.minutes, seat)
        if form.user_id is not None and not found:
            people.ensure(tx, form.user_id)
        seating.change(loop, seat, form, found, zone, tx.now, busy=busy)


def add(context: Context, actor: Actor, loop_id: int, form: SeatForm) -> None:
    """One panelist more, in a draft or in a loop that runs (then their kit follows). Raises Invalid at the fields."""
    fault = person_fault(context, actor, form.user_id)
    zone = context.directory.person(actor.team_id, actor.user_id).zone
    know_panel(context, actor, loop_id, *([form.user_id] if form.user_id and not fault else []))
    with changing(context, actor, loop_id) as (tx, loop):
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        found = {"person": fault} if fault else _person_faults(tx, loop, form.user_id)
        busy = busy_then(tx, form.user_id, form.start, form.minutes, None)
        found |= seating.add_faults(loop, form, tx.now, busy=busy)
        if found or form.user_id is None or form.start is None:
            raise Invalid(found)
        people.ensure(tx, form.user_id)
        seat = seating.newcomer(loop, form.user_id, form.start, form.minutes)
        stored.save(tx, loop)
        stored.know_zone(tx, seat)
        seating.added(loop, seat, zone)


def shadow(context: Context, actor: Actor, interview_id: int, host_id: int, *, reverse: bool) -> None:
    """Whom a shadow sits in with, and whether they listen or (`reverse`) ask while the host listens and scores."""
    know_panel_of(context, actor, interview_id)
    with changing_seat(context, actor, interview_id) as (tx, loop, seat):
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        host = next((one for one in loop.seats if one.id == host_id), None)
        seating.move_shadow(loop, seat, host, reverse=reverse)


def mend(context: Context, actor: Actor, loop_id: int, number: int) -> None:
    """Apply the change that mends the plan's `number`th unmet wish, and plan again."""
    zone = context.directory.person(actor.team_id, actor.user_id).zone
    with changing(context, actor, loop_id) as (tx, loop):
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        loop.check_draft()
        unmet = loop.plan.unmet if loop.plan else ()
        said = unmet[number].mend_key if number < len(unmet) else None
        if said is None:
            raise NotFound("That is mended already. The plan is being made again.")
        kept = json.loads(said)
        seating.mend(loop, Mending(kept["panelist"], kept["change"], kept["by"]), said, zone)


def person_fault(context: Context, actor: Actor, user_id: str | None) -> str | None:
    """Why this person can't interview, or None. Asks the directory, so call it outside a transaction."""
    if user_id is None:
        return "Pick somebody."
    return people.not_people(context, actor.team_id, [user_id])


def free_start(context: Context, actor: Actor, loop_id: int) -> datetime:
    """When one more interview of an hour could begin."""
    zone = context.directory.person(actor.team_id, actor.user_id).zone
    with context.reading(actor) as tx:
        loop = stored.get(tx, loop_id)
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        return seating.next_start(loop, HOUR, zone)


def _person_faults(tx: Transaction, loop: Loop, user_id: str | None) -> dict[str, str]:
    if user_id is None:
        return {}
    if is_candidate_of(tx, loop, user_id):
        return {"person": "That is the candidate. Leave them out of the panel."}
    return {}
