"""Who leads a loop or an opening: who may say so, and what they see of it."""

from collections.abc import Collection

from bot.acting.access import authorise, is_admin, may
from bot.acting.context import Actor, Context, Transaction
from bot.domain.access import Action
from bot.domain.leading import Leads, LeadsChanged, Led, LedThing, Wish, changed
from bot.services.people import look_again
from bot.storage import access, leads
from bot.storage import loops as stored
from bot.storage.leads import Listed
from bot.storage.openings import opening_of

PAGE = 20


def get(context: Context, actor: Actor, what: Led, id: int) -> LedThing:
    """Who leads this, for those who may change it. Raises NotAllowed, NotFound."""
    admin = is_admin(context, actor.team_id, actor.user_id)
    with context.reading(actor) as tx:
        as_admin = _authorised(tx, what, id, admin=admin)
        return _shown(tx, _listed(tx, what, id), as_admin=as_admin)


def change(
    context: Context, actor: Actor, what: Led, id: int, user_ids: Collection[str], reason: str = ""
) -> None:
    """Let exactly these people lead it; the same list again changes nothing.

    Its leads may, and with a reason an administrator, who never names themselves where somebody else has led it.
    Raises Invalid at the fields, NotAllowed, NotFound.
    """
    admin = is_admin(context, actor.team_id, actor.user_id)
    with context.reading(actor) as tx:
        _authorised(tx, what, id, admin=admin)
        known = _list(tx, what, id).now
    look_again(context, actor.team_id, set(user_ids) - set(known))
    names = {one: context.directory.person(actor.team_id, one).name for one in user_ids}
    with context.transaction(actor) as tx:
        as_admin = _authorised(tx, what, id, admin=admin)
        wish = Wish(tuple(user_ids), actor.user_id, as_admin, reason)
        event = changed(what, id, _list(tx, what, id), wish, _able(tx, what, id), names)
        if event is not None:
            _write(tx, event)
            tx.happened(event)


def page(context: Context, actor: Actor, number: int) -> tuple[tuple[LedThing, ...], int]:
    """One page of all that can be led, what waits for a lead first, and how many pages there are.

    For administrators; a loop about themselves is in none of them.
    """
    admin = is_admin(context, actor.team_id, actor.user_id)
    with context.reading(actor) as tx:
        authorise(tx, Action.SEE_LEADS, admin=admin)
        waiting = leads.without_a_lead(tx, actor.user_id)
        rest = [one for one in leads.everything(tx, actor.user_id) if one not in waiting]
        every = [*waiting, *rest]
        pages = max(1, -(-len(every) // PAGE))
        begin = PAGE * (min(max(number, 1), pages) - 1)
        return tuple(_shown(tx, one, as_admin=True) for one in every[begin : begin + PAGE]), pages


def waiting(tx: Transaction, most: int) -> tuple[LedThing, ...]:
    """At most so many of what waits for a lead, as the actor, an administrator, may see it."""
    found = leads.without_a_lead(tx, tx.actor.user_id)[:most]
    return tuple(_shown(tx, one, as_admin=True) for one in found)


def _authorised(tx: Transaction, what: Led, id: int, *, admin: bool) -> bool:
    """Whether it is as an administrator that the actor may. Raises NotAllowed where they may not."""
    if what is Led.OPENING:
        opening_of(tx, id)
        authorise(tx, Action.CHANGE_OPENING_LEADS, opening_id=id, admin=admin)
        return not may(tx, Action.CHANGE_OPENING, opening_id=id)
    loop = stored.get(tx, id)
    authorise(tx, Action.CHANGE_LEADS, loop=loop, admin=admin)
    return not may(tx, Action.CHANGE_LOOP, loop=loop)


def _list(tx: Transaction, what: Led, id: int) -> Leads:
    return leads.of_loop(tx, id) if what is Led.LOOP else leads.of_opening(tx, id)


def _able(tx: Transaction, what: Led, id: int) -> frozenset[str]:
    """Who could lead it: named leads who are here, without the loop's candidate."""
    named = access.present_leads(tx)
    if what is Led.OPENING:
        return named
    return frozenset(one for one in named if not access.is_about(tx, id, one))


def _write(tx: Transaction, event: LeadsChanged) -> None:
    if event.what is Led.LOOP:
        leads.write_of_loop(tx, event.id, event.after)
    else:
        leads.write_of_opening(tx, event.id, event.after)


def _listed(tx: Transaction, what: Led, id: int) -> Listed:
    if what is Led.OPENING:
        return Listed(what, id, None, opening_of(tx, id).title)
    loop = stored.get(tx, id)
    return Listed(what, id, loop.label, opening_of(tx, loop.opening_id).title)


def _shown(tx: Transaction, one: Listed, *, as_admin: bool) -> LedThing:
    known = _list(tx, one.what, one.id).now
    waits = not set(known) & _able(tx, one.what, one.id)
    return LedThing(one.what, one.id, one.label, one.opening, known, waits, as_admin)
