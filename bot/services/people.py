"""People: leads, and what is known of panelists."""

from collections.abc import Collection, Mapping

from sqlalchemy import delete, select

from bot.domain.access import Action
from bot.domain.errors import Invalid
from bot.services.access import authorise, is_admin, may
from bot.services.context import Actor, Context, Transaction
from bot.storage.tables import Person, Strength

SENIORITY = ("junior", "mid", "senior")


def ensure(tx: Transaction, user_id: str) -> Person:
    """The person's row, made where it isn't there yet."""
    row = tx.session.get(Person, (tx.team_id, user_id))
    if row is None:
        row = Person(team_id=tx.team_id, user_id=user_id, created_at=tx.now)
        tx.session.add(row)
        tx.session.flush()
    return row


def leads(context: Context, actor: Actor) -> tuple[str, ...]:
    """Who leads hiring in this workspace."""
    with context.reading(actor) as tx:
        return tuple(
            tx.session.scalars(
                select(Person.user_id)
                .where(Person.team_id == tx.team_id, Person.is_lead.is_(True))
                .order_by(Person.created_at, Person.user_id)
            )
        )


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
    fault = _not_people(context, actor.team_id, user_ids)
    with context.transaction(actor) as tx:
        authorise(tx, Action.NAME_LEADS, admin=admin)
        if fault:
            raise Invalid({"leads": fault})
        for person in tx.session.scalars(select(Person).where(Person.team_id == tx.team_id)):
            person.is_lead = person.user_id in user_ids
        for user_id in user_ids:
            ensure(tx, user_id).is_lead = True
        tx.audit("name leads", "workspace", ", ".join(sorted(user_ids)))


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
    """Say what a panelist is good at (0 never to 3 best, by competency), and how much they can take."""
    if seniority not in SENIORITY:
        raise Invalid({"seniority": "Pick junior, mid or senior."})
    if not 0 <= hours[0] < hours[1] <= 24:
        raise Invalid({"hours": "The day has to begin before it ends."})
    with context.transaction(actor) as tx:
        if actor.user_id != user_id:
            authorise(tx, Action.MANAGE_PEOPLE)
        person = ensure(tx, user_id)
        person.seniority, person.weekly_limit = seniority, weekly_limit
        person.hours_from, person.hours_to = hours
        tx.session.execute(
            delete(Strength).where(Strength.team_id == tx.team_id, Strength.user_id == user_id)
        )
        for competency, strength in strengths.items():
            tx.session.add(
                Strength(team_id=tx.team_id, user_id=user_id, competency=competency, strength=strength)
            )
        tx.audit("describe panelist", user_id)


def strengths_of(tx: Transaction, user_ids: Collection[str]) -> dict[str, dict[str, int]]:
    """Strengths by person and competency, for those who have any."""
    rows = tx.session.scalars(
        select(Strength).where(Strength.team_id == tx.team_id, Strength.user_id.in_(user_ids))
    )
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row.user_id, {})[row.competency] = row.strength
    return found


def _not_people(context: Context, team_id: str, user_ids: Collection[str]) -> str | None:
    for user_id in user_ids:
        person = context.directory.person(team_id, user_id)
        if person.is_bot or person.deleted:
            return f"{person.name} is {'an app' if person.is_bot else 'no longer here'}. Pick somebody else."
    return None
