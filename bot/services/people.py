"""People: leads, and what is known of panelists."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from bot.acting.access import authorise, is_admin, may
from bot.acting.context import Actor, Context, Transaction, system
from bot.domain.access import Action
from bot.domain.errors import Invalid, SlackUnavailable
from bot.domain.loops.events import HolderLeft
from bot.domain.people import (
    DAY_HOURS,
    MOST_A_WEEK,
    SENIORITY,
    STRENGTHS,
    LeadsNamed,
    OwnDays,
    OwnHoursSet,
    Panelist,
    PanelistDescribed,
    unavailable,
)
from bot.slack.directory import Group
from bot.storage import lists, loops
from bot.storage import people as rows
from bot.storage.tables import Person

PAGE = 20
MOST_OF_A_GROUP = 30
"""So many faces somebody can still look through before they make them leads."""


def ensure(tx: Transaction, user_id: str) -> Person:
    """The person's row, made where it isn't there yet."""
    known = rows.person(tx, user_id)
    return known or tx.add(Person(team_id=tx.team_id, user_id=user_id, created_at=tx.now))


def leads(context: Context, actor: Actor) -> tuple[str, ...]:
    """Who leads hiring in this workspace."""
    with context.reading(actor) as tx:
        return rows.leads(tx)


def is_lead(context: Context, actor: Actor) -> bool:
    """Whether the actor is a named lead who may describe people."""
    with context.reading(actor) as tx:
        return may(tx, Action.MANAGE_PEOPLE)


def may_name_leads(context: Context, actor: Actor) -> bool:
    """Whether the actor is an administrator who may name leads."""
    admin = is_admin(context, actor.team_id, actor.user_id)
    with context.reading(actor) as tx:
        return may(tx, Action.NAME_LEADS, admin=admin)


def check_may_name_leads(context: Context, actor: Actor) -> None:
    """Raise NotAllowed where the actor is no administrator of the workspace."""
    admin = is_admin(context, actor.team_id, actor.user_id)
    with context.reading(actor) as tx:
        authorise(tx, Action.NAME_LEADS, admin=admin)


def name_leads(context: Context, actor: Actor, user_ids: Collection[str]) -> None:
    """Make exactly these people leads. Only a workspace's administrator may."""
    admin = is_admin(context, actor.team_id, actor.user_id)
    if admin:
        look_again(context, actor.team_id, set(user_ids) - set(leads(context, actor)))
    fault = not_people(context, actor.team_id, user_ids)
    with context.transaction(actor) as tx:
        authorise(tx, Action.NAME_LEADS, admin=admin)
        if fault:
            raise Invalid({"leads": fault})
        before = rows.leads(tx)
        for person in rows.everybody(tx):
            person.is_lead = person.user_id in user_ids
        for user_id in user_ids:
            ensure(tx, user_id).is_lead = True
        new = tuple(sorted(set(user_ids) - set(before)))
        tx.happened(LeadsNamed(tuple(user_ids), new, tuple(one for one in before if one not in user_ids)))


def groups(context: Context, actor: Actor) -> tuple[Group, ...]:
    """The workspace's user groups, to name leads from; none where Slack doesn't tell. For administrators."""
    check_may_name_leads(context, actor)
    try:
        return context.directory.groups(actor.team_id)
    except SlackUnavailable:
        return ()


def in_group(context: Context, actor: Actor, group_id: str) -> tuple[str, ...]:
    """Who is in a user group at this moment; nobody is named by it. For administrators.

    Raises Invalid where it has nobody, or so many that they would have to be picked one by one.
    """
    check_may_name_leads(context, actor)
    found = context.directory.in_group(actor.team_id, group_id)
    if not found:
        raise Invalid({"group": "Nobody is in this group. Pick people instead."})
    if len(found) > MOST_OF_A_GROUP:
        many = f"This group has {len(found)} people, and {MOST_OF_A_GROUP} at most are named at once."
        raise Invalid({"group": f"{many} Pick people instead."})
    return found


def panelists(context: Context, actor: Actor, page: int) -> tuple[tuple[Panelist, ...], int]:
    """One page of the people who are known here, and how many pages there are; for hiring leads."""
    admin = is_admin(context, actor.team_id, actor.user_id)
    with context.reading(actor) as tx:
        authorise(tx, Action.MANAGE_PEOPLE, admin=admin)
        pages = max(1, -(-rows.number(tx) // PAGE))
        shown = rows.some(tx, PAGE * (min(max(page, 1), pages) - 1), PAGE)
        strengths = rows.strengths(tx, [one.user_id for one in shown])
        return tuple(_panelist(one, strengths.get(one.user_id, {})) for one in shown), pages


def panelist(context: Context, actor: Actor, user_id: str) -> Panelist:
    """What is known of one person; for hiring leads."""
    admin = is_admin(context, actor.team_id, actor.user_id)
    with context.reading(actor) as tx:
        authorise(tx, Action.MANAGE_PEOPLE, admin=admin)
        return _known(tx, user_id)


def own(context: Context, actor: Actor) -> Panelist:
    """One's own hours and weekly limit. What leads think of somebody's strengths is not in it."""
    with context.reading(actor) as tx:
        authorise(tx, Action.SET_OWN_HOURS)
        return replace(_known(tx, actor.user_id), strengths={})


def set_panelist(
    context: Context,
    actor: Actor,
    user_id: str,
    *,
    strengths: Mapping[str, int],
    seniority: str,
    weekly_limit: int | None = None,
    hours: tuple[int, int] = (9, 18),
) -> None:
    """Say what a panelist is good at (0 never to 3 best, by competency), and how much they can take.

    Only leads do, also of themselves. Raises Invalid at the fields.
    """
    admin = is_admin(context, actor.team_id, actor.user_id)
    faults = _time_faults(weekly_limit, hours)
    if seniority not in SENIORITY:
        faults["seniority"] = "Pick junior, mid or senior."
    if any(strength not in STRENGTHS for strength in strengths.values()):
        faults["strengths"] = "Pick a strength from the list."
    if fault := not_people(context, actor.team_id, [user_id]):
        faults["person"] = fault
    with context.transaction(actor) as tx:
        authorise(tx, Action.MANAGE_PEOPLE, admin=admin)
        if faults:
            raise Invalid(faults)
        person = ensure(tx, user_id)
        person.seniority = seniority
        _take_time(person, weekly_limit, hours)
        rows.write_strengths(tx, user_id, strengths)
        tx.happened(PanelistDescribed(user_id))


def set_own(
    context: Context,
    actor: Actor,
    weekly_limit: int | None,
    hours: tuple[int, int],
    days: OwnDays | None = None,
) -> None:
    """One's own hours, days and weekly limit; nobody else's, and nothing else. Raises Invalid at the fields.

    Without `days` those stay as they are. Reminders that are planned look at them again when they fall due.
    """
    faults = _time_faults(weekly_limit, hours) | (days.faults() if days else {})
    with context.transaction(actor) as tx:
        authorise(tx, Action.SET_OWN_HOURS)
        if faults:
            raise Invalid(faults)
        person = ensure(tx, actor.user_id)
        _take_time(person, weekly_limit, hours)
        if days is not None:
            person.working_days, person.country = days.working_days, days.country
            person.away_until = days.away_until
        tx.happened(OwnHoursSet(actor.user_id))


def _time_faults(weekly_limit: int | None, hours: tuple[int, int]) -> dict[str, str]:
    faults = {}
    if weekly_limit is not None and not 0 <= weekly_limit <= MOST_A_WEEK:
        faults["weekly_limit"] = "Pick a number from the list."
    if not 0 <= hours[0] < hours[1] <= DAY_HOURS:
        faults["hours_to"] = "The day has to begin before it ends."
    return faults


def _take_time(person: Person, weekly_limit: int | None, hours: tuple[int, int]) -> None:
    person.weekly_limit = weekly_limit
    person.hours_from, person.hours_to = hours


def _known(tx: Transaction, user_id: str) -> Panelist:
    row = rows.person(tx, user_id)
    if row is None:
        return Panelist(user_id)
    return _panelist(row, rows.strengths(tx, [user_id]).get(user_id, {}))


def _panelist(row: Person, strengths: Mapping[str, int]) -> Panelist:
    hours = (row.hours_from, row.hours_to)
    return Panelist(
        row.user_id,
        row.seniority,
        row.weekly_limit,
        hours,
        strengths,
        row.is_lead,
        row.working_days,
        row.country,
        row.away_until,
    )


def not_people(context: Context, team_id: str, user_ids: Collection[str]) -> str | None:
    """Why one of these is nobody to pick, or None: in the same words whatever the reason is.

    Asks the directory, so call it outside a transaction.
    """
    for user_id in user_ids:
        person = context.directory.person(team_id, user_id)
        if person.is_bot or person.deleted:
            return unavailable(person.name)
    return None


def joined(context: Context, team_id: str, user_id: str) -> None:
    """Somebody is new in the workspace: know who they are before they can do anything here."""
    look_again(context, team_id, [user_id])


def left(context: Context, team_id: str, user_id: str) -> None:
    """Somebody's account was deactivated: who leads a loop in which they hold a seat to come hears of it, once."""
    if not context.directory.person_now(team_id, user_id).deleted:
        return
    with context.transaction(system(team_id)) as tx:
        for interview, _ in lists.held_interviews(tx, user_id):
            if interview.start_at is not None and interview.start_at > tx.now:
                tx.happened(HolderLeft(*loops.of_seat(tx, interview.id)))


def look_again(context: Context, team_id: str, user_ids: Collection[str]) -> None:
    """Ask Slack anew who these are: one of them may be a candidate who is known by email alone.

    Asks the directory, so call it outside a transaction.
    """
    for user_id in user_ids:
        context.directory.person_now(team_id, user_id)
