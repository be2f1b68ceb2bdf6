"""Loops: drafting one from a form, reading it as its lead does, calling it off."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.delivery.outbox import URGENT, Note
from bot.domain.access import Action
from bot.domain.errors import FairloopError, Invalid, TooLate
from bot.domain.loops import (
    LoopForm,
    LoopState,
    LoopView,
    Role,
    SeatState,
    Unmet,
    distinct_label,
    faults,
    initials,
    timetable,
)
from bot.domain.questions import Bank
from bot.services import people, plans
from bot.services.access import authorise, interview_of, is_candidate, loop_of
from bot.services.context import Actor, Context, Transaction
from bot.services.labels import labels_taken
from bot.services.load import warnings
from bot.services.openings import channel_fault, competency_names, is_open, opening_of
from bot.services.panels import read_seat, refresh_home, refresh_kit, refresh_status, seats_of, stop_loop
from bot.services.plan_problem import read_wishes
from bot.storage.tables import Assignment, Candidate, Interview, Loop

ASKED_AT_ONCE = 8


@dataclass(frozen=True)
class Drafted:
    """A draft's id, and the external id of the modal that its plan will be shown in."""

    loop_id: int
    plan_view: str


def draft(context: Context, actor: Actor, form: LoopForm, view_id: str) -> Drafted:
    """Keep a filled form as a draft and let a worker plan it.

    The same form sent again from the same view (Back, then See the plan) replaces its draft. Raises
    Invalid with every fault at its field.
    """
    zone = context.directory.person(actor.team_id, actor.user_id).zone
    starts = timetable(form.first_at, form.minutes, len(form.panelists), zone) if form.first_at else ()
    last_end = starts[-1] + timedelta(minutes=form.minutes) if starts else None
    form, unknown = _with_slack_user(context, actor.team_id, form)
    found = faults(form, context.now(), last_end)
    found = _directory_faults(context, actor.team_id, form) | unknown | found
    if form.slack_user == actor.user_id:
        found["slack_user"] = "The candidate is you. Let another lead plan this loop."
    with context.transaction(actor) as tx:
        authorise(tx, Action.PLAN_LOOP)
        if form.opening_id is not None and not is_open(tx, form.opening_id):
            found["opening"] = "That opening is closed. Pick another one."
        if found:
            raise Invalid(found)
        loop = _drafted(tx, form, view_id)
        plans.plan_again_where_trained(tx, context.bank(), loop.candidate_id, loop.id)
        _seat_everybody(tx, loop, form, starts)
        plans.ask_again(tx, loop)
        loop.plan_view = f"plan-{loop.id}-{loop.revision}"
        tx.audit("draft loop", f"loop:{loop.id}")
        refresh_home(tx, loop.lead_id)
        return Drafted(loop.id, loop.plan_view)


def view(context: Context, actor: Actor, loop_id: int) -> LoopView:
    """The loop as its lead sees it. Nothing in it says what anybody scored."""
    with context.reading(actor) as tx:
        loop = loop_of(tx, loop_id)
        authorise(tx, Action.SEE_LOOP, loop=loop)
        return read_view(tx, context.bank(), loop)


def view_of_seat(context: Context, actor: Actor, interview_id: int) -> LoopView:
    """The loop that an interview belongs to, as its lead sees it."""
    with context.reading(actor) as tx:
        loop_id = interview_of(tx, interview_id).loop_id
    return view(context, actor, loop_id)


def read_view(tx: Transaction, bank: Bank, loop: Loop) -> LoopView:
    """The loop's view for whoever is allowed to see it."""
    names = competency_names(bank)
    plan = json.loads(loop.plan) if loop.plan else None
    return LoopView(
        id=loop.id,
        label=loop.label,
        name=tx.session.get_one(Candidate, loop.candidate_id).name,
        opening=opening_of(tx, loop.opening_id).title,
        state=LoopState(loop.state),
        lead_id=loop.lead_id,
        channel_id=loop.channel_id,
        debrief_at=loop.debrief_at,
        seats=tuple(read_seat(tx, row, names) for row in seats_of(tx, loop.id)),
        unmet=tuple(Unmet(**item) for item in plan["unmet"]) if plan else (),
        planned=plan is not None,
        problem=plan["trouble"] if plan else None,
        practice=loop.practice,
        warnings=warnings(tx, loop),
        wishes=read_wishes(tx, bank, loop),
    )


def cancel(context: Context, actor: Actor, loop_id: int) -> None:
    """The candidate withdrew or the loop is called off: nothing more is sent about it, and the panel is told."""
    with context.transaction(actor) as tx:
        loop = loop_of(tx, loop_id, lock=True)
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        if loop.state == LoopState.CANCELLED:
            return
        if loop.debriefed_at is not None:
            raise TooLate("The debrief is out already; record a decision instead.")
        told = loop.state == LoopState.RUNNING
        loop.state, loop.cancelled_at = LoopState.CANCELLED, tx.now
        stop_loop(tx, loop)
        tx.audit("cancel loop", f"loop:{loop.id}")
        refresh_home(tx, loop.lead_id)
        if not told:
            return
        for seat in seats_of(tx, loop.id):
            if seat.state in (SeatState.SENT, SeatState.CONFIRMED):
                refresh_kit(tx, seat)
                tx.tell(
                    Note(
                        f"cancelled:{seat.id}",
                        "cancelled",
                        seat.id,
                        seat.user_id,
                        about=loop.candidate_id,
                        priority=URGENT,
                    )
                )
        refresh_status(tx, loop)


def _drafted(tx: Transaction, form: LoopForm, view_id: str) -> Loop:
    """The draft's row with what the form says; a second sending from one view finds the first one's."""
    if form.opening_id is None or form.first_at is None or form.debrief_at is None or form.channel_id is None:
        raise ValueError("a form with faults can't be drafted")
    opening = opening_of(tx, form.opening_id)
    loop = tx.session.scalar(
        select(Loop).where(Loop.team_id == tx.team_id, Loop.view_id == view_id, Loop.state == LoopState.DRAFT)
    )
    candidate = _candidate(tx, form, loop)
    if loop is None:
        loop = Loop(
            team_id=tx.team_id, view_id=view_id, created_at=tx.now, lead_id=tx.actor.user_id, revision=0
        )
    loop.opening_id, loop.candidate_id, loop.state = opening.id, candidate.id, LoopState.DRAFT
    loop.level, loop.channel_id, loop.minutes = opening.level, form.channel_id, form.minutes
    loop.first_at, loop.debrief_at, loop.plan = form.first_at, form.debrief_at, None
    loop.label, loop.trial = candidate.label, None
    tx.session.add(loop)
    tx.session.flush()
    return loop


def _candidate(tx: Transaction, form: LoopForm, loop: Loop | None) -> Candidate:
    vault = tx.vault
    row = tx.session.get(Candidate, loop.candidate_id) if loop is not None else None
    if row is None:
        row = Candidate(team_id=tx.team_id)
    name = form.name.strip()
    row.name, row.name_key = name, vault.fingerprint("name", name)
    row.label = distinct_label(form.label.strip() or initials(name), labels_taken(tx, loop))
    row.email, row.email_key = (
        form.email or None,
        vault.fingerprint("email", form.email) if form.email else None,
    )
    row.ats_id, row.ats_key = (
        form.ats_id or None,
        vault.fingerprint("ats", form.ats_id) if form.ats_id else None,
    )
    row.slack_user, row.links, row.notes = form.slack_user, form.links or None, form.notes or None
    tx.session.add(row)
    tx.session.flush()
    return row


def _seat_everybody(tx: Transaction, loop: Loop, form: LoopForm, starts: Sequence[datetime]) -> None:
    for old in seats_of(tx, loop.id):
        for assignment in tx.session.scalars(select(Assignment).where(Assignment.interview_id == old.id)):
            tx.session.delete(assignment)
    tx.session.flush()
    for old in sorted(seats_of(tx, loop.id), key=lambda row: row.host_id is None):
        tx.session.delete(old)
        tx.session.flush()
    hosts = []
    for position, (user_id, start) in enumerate(zip(form.panelists, starts, strict=True)):
        hosts.append(_seat(tx, loop, user_id, Role.PANELIST, position, start))
    for position, user_id in enumerate(form.stand_ins):
        _seat(tx, loop, user_id, Role.STAND_IN, position, None)
    for position, user_id in enumerate(form.shadows):
        host = hosts[position % len(hosts)]
        shadow = _seat(tx, loop, user_id, Role.SHADOW, host.position, host.start_at)
        shadow.host_id = host.id
    tx.session.flush()


def _seat(
    tx: Transaction, loop: Loop, user_id: str, role: Role, position: int, start: datetime | None
) -> Interview:
    people.ensure(tx, user_id)
    row = Interview(
        team_id=tx.team_id,
        loop_id=loop.id,
        user_id=user_id,
        role=role,
        position=position,
        start_at=start,
        minutes=loop.minutes,
        state=SeatState.WAITING,
        kit_revision=0,
    )
    tx.session.add(row)
    tx.session.flush()
    return row


def _with_slack_user(context: Context, team_id: str, form: LoopForm) -> tuple[LoopForm, dict[str, str]]:
    """The form with the candidate's Slack user, whom the lead may have named by email alone; and faults."""
    if form.slack_user or not form.email:
        return form, {}
    try:
        return replace(form, slack_user=context.directory.with_email(team_id, form.email)), {}
    except FairloopError as error:
        return form, {"email": error.text}


def _directory_faults(context: Context, team_id: str, form: LoopForm) -> dict[str, str]:
    """What only Slack and the other loops know. Slack is asked side by side: the answer has three seconds."""
    groups = {"panelists": form.panelists, "stand_ins": form.stand_ins, "shadows": form.shadows}
    asked = [(field, user_id) for field, user_ids in groups.items() for user_id in user_ids]
    with ThreadPoolExecutor(ASKED_AT_ONCE) as pool:
        said = list(pool.map(lambda one: _person_fault(context, team_id, one[1]), asked))
    found = {field: fault for (field, _), fault in zip(asked, said, strict=True) if fault}
    if form.channel_id and (fault := channel_fault(context, team_id, form.channel_id, form.slack_user)):
        found["channel"] = fault
    return found


def _person_fault(context: Context, team_id: str, user_id: str) -> str | None:
    """Why this person can't be in this loop. Of a candidate elsewhere no more is said than that they can't."""
    try:
        if fault := people.not_people(context, team_id, [user_id]):
            return fault
        name = context.directory.person(team_id, user_id).name
    except FairloopError as error:
        return error.text
    if _is_candidate(context, team_id, user_id):
        return f"{name} can't interview at the moment. Pick somebody else."
    return None


def _is_candidate(context: Context, team_id: str, user_id: str) -> bool:
    with context.reading(Actor(team_id, user_id)) as tx:
        return is_candidate(tx)
