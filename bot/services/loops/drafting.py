"""Drafting a loop from a form, sending it out, calling it off."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.acting.access import authorise
from bot.acting.context import Actor, Context, Transaction
from bot.acting.loops import changing, hand_on, know_panel
from bot.domain.access import Action
from bot.domain.errors import FairloopError, Invalid
from bot.domain.loops import (
    LoopForm,
    LoopState,
    distinct_label,
    faults,
    initials,
    planned,
    seating,
    timetable,
)
from bot.domain.loops.events import LoopDrafted
from bot.domain.loops.loop import Loop
from bot.services import people
from bot.services.audience import channel_fault
from bot.services.openings import is_open
from bot.services.planning.plans import plan_again_where_trained
from bot.services.planning.questions import met_meanwhile
from bot.storage import access, candidates, leads, openings
from bot.storage import loops as stored
from bot.storage.openings import opening_of
from bot.storage.tables import Candidate

ASKED_AT_ONCE = 8
LABEL_WINDOW = timedelta(days=7)
LEADS_IT = (
    "They lead this opening. They hand it over first, or an administrator of this workspace does it for them."
)
SITS_ON_IT = "They are on a panel of this opening. They give up their seat first, or its lead frees it."


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
    with context.transaction(actor) as tx:
        authorise(tx, Action.PLAN_LOOP)
        if form.opening_id is not None and not is_open(tx, form.opening_id):
            found["opening"] = "That opening is closed. Pick another one."
        found |= _candidate_faults(tx, form, found)
        if found:
            raise Invalid(found)
        loop = _drafted(tx, form, view_id)
        plan_again_where_trained(tx, context.bank(), loop.candidate_id, loop.id)
        hosts = seating.seat_everybody(loop, form.panelists, form.stand_ins, form.shadows, starts)
        for seat in loop.seats:
            people.ensure(tx, seat.user_id)
        stored.save(tx, loop)
        for number, host in hosts.items():
            loop.seats[number].host_id = host.id
        planned.ask_anew(loop, shown=False)
        loop.plan_view = f"plan-{loop.id}-{loop.revision}"
        loop.happened(LoopDrafted(loop))
        hand_on(tx, loop)
        return Drafted(loop.id, loop.plan_view)


def send_kits(context: Context, actor: Actor, loop_id: int) -> None:
    """The lead confirms: kits, reminders and the debrief get their times; a second click changes nothing."""
    know_panel(context, actor, loop_id)
    with changing(context, actor, loop_id) as (tx, loop):
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        drafted = loop.state is LoopState.DRAFT
        planned.send(
            loop,
            tx.now,
            taken=_labels_taken(tx, loop.id) if drafted else (),
            met_meanwhile=drafted and met_meanwhile(tx, loop),
        )


def cancel(context: Context, actor: Actor, loop_id: int) -> None:
    """The candidate withdrew or the loop is called off: nothing more is sent about it, and the panel is told."""
    with changing(context, actor, loop_id) as (tx, loop):
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        planned.cancel(loop, tx.now)


def _drafted(tx: Transaction, form: LoopForm, view_id: str) -> Loop:
    """The draft with what the form says; a second sending from one view finds the first one's."""
    if form.opening_id is None or form.first_at is None or form.debrief_at is None or form.channel_id is None:
        raise ValueError("a form with faults can't be drafted")
    level = opening_of(tx, form.opening_id).level
    loop = stored.draft_of_view(tx, view_id)
    if loop is not None:
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
    same_leads = loop is not None and loop.opening_id == form.opening_id
    candidate = _candidate(tx, form, loop)
    if loop is None:
        loop = Loop(
            opening_id=form.opening_id,
            candidate_id=candidate.id,
            lead_id=tx.actor.user_id,
            label=candidate.label,
            state=LoopState.DRAFT,
            level=level,
            channel_id=form.channel_id,
            first_at=form.first_at,
            minutes=form.minutes,
            debrief_at=form.debrief_at,
            created_at=tx.now,
            view_id=view_id,
        )
    loop.opening_id, loop.candidate_id, loop.level = form.opening_id, candidate.id, level
    loop.channel_id, loop.minutes, loop.label = form.channel_id, form.minutes, candidate.label
    loop.meeting_link = form.meeting_link or None
    loop.first_at, loop.debrief_at, loop.plan, loop.trial = form.first_at, form.debrief_at, None, None
    loop.left_out = ()
    stored.save(tx, loop)
    if not same_leads:
        leads.write_of_loop(tx, loop.id, [tx.actor.user_id, *openings.leads(tx, form.opening_id)])
    return loop


def _candidate_faults(tx: Transaction, form: LoopForm, found: Mapping[str, str]) -> dict[str, str]:
    """Why this person can't be the candidate, or those can't be on the panel, once it is known who they are.

    It is said of those alone who lead this opening or sit on its panel, whose names the planner sees anyway.
    """
    picked = {field: getattr(form, field) for field in ("panelists", "stand_ins", "shadows")}
    leading = () if form.opening_id is None else openings.leads(tx, form.opening_id)
    seated = frozenset() if form.opening_id is None else access.seated_for(tx, form.opening_id)
    among = {tx.actor.user_id, *leading, *seated, *(one for users in picked.values() for one in users)}
    who = access.same_person(tx, form.slack_user, form.email, among)
    if tx.actor.user_id in who:
        return {"slack_user": "The candidate is you. Let another lead plan this loop."}
    same = {
        field: "That is the candidate. Leave them out of the panel."
        for field, users in picked.items()
        if who.intersection(users) and field not in found
    }
    if who.intersection(leading):
        return {"slack_user": LEADS_IT} | same
    if who & seated:
        return {"slack_user": SITS_ON_IT} | same
    return same


def _candidate(tx: Transaction, form: LoopForm, loop: Loop | None) -> Candidate:
    row = Candidate(team_id=tx.team_id) if loop is None else candidates.candidate(tx, loop.candidate_id)
    wanted = form.label.strip() or initials(form.name)
    label = distinct_label(wanted, _labels_taken(tx, loop.id if loop else None))
    return candidates.write(tx, row, replace(form, label=label))


def _labels_taken(tx: Transaction, own: int | None) -> set[str]:
    """Labels of other loops that were sent out and are about this week; drafts may never be."""
    return candidates.labels_since(tx, tx.now - LABEL_WINDOW, own)


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
    """Why this person can't be in this loop. Where they apply themselves is no reason, and nobody's to know."""
    try:
        return people.not_people(context, team_id, [user_id])
    except FairloopError as error:
        return error.text
