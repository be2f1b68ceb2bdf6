"""Links to a prep page: made by anybody in the workspace, bound to nobody, and withdrawn."""

from dataclasses import dataclass
from datetime import date

from bot.acting.access import authorise
from bot.acting.context import Actor, Context, Transaction, system
from bot.domain.access import Action
from bot.domain.errors import FairloopError, NotFound, TooLate
from bot.domain.prep.events import LinkGone, LinkMade, PageKept
from bot.domain.prep.pages import (
    LINK_LASTS,
    MOST_LINKS,
    USUAL_HOUR,
    Address,
    Link,
    Page,
    PageForm,
    chosen,
    link_ends,
    page_ends,
)
from bot.domain.questions import Bank
from bot.storage import prep_pages as stored

DUE = "prep_link_ends"
"""The kind of the due row that deletes a link."""
NO_ADDRESS = (
    "There are no prep pages here yet: Fairloop has no address that people outside Slack can open. Whoever runs it "
    "sets FAIRLOOP_PUBLIC_URL and serves it with fairloop web."
)
TOO_MANY = (
    f"You have {MOST_LINKS} links that still work. One is enough for several people; withdraw some, or wait."
)


class Ended(NotFound):
    """There is nothing at this address, or nothing any more."""

    def __init__(self) -> None:
        super().__init__("This link has ended.")


@dataclass(frozen=True)
class Made:
    """A new link: its whole address, its number to withdraw it by, and its last day."""

    url: str
    id: int
    ends: date


def make(context: Context, actor: Actor) -> Made:
    """Make a link. Nobody but who makes it gets it; Fairloop sends it to nobody."""
    if context.public_url is None:
        raise FairloopError(NO_ADDRESS)
    zone = context.directory.person(actor.team_id, actor.user_id).zone
    address = Address.random()
    with context.transaction(actor) as tx:
        authorise(tx, Action.DO_PREP)
        if stored.links_by(tx, actor.user_id) >= MOST_LINKS:
            raise TooLate(TOO_MANY)
        ends = tx.now.astimezone(zone).date() + LINK_LASTS
        link = stored.add_link(tx, address, actor.user_id, zone, ends)
        tx.happened(LinkMade(link.id, link_ends(link)))
    return Made(f"{context.public_url.rstrip('/')}/p/{address.token}", link.id, ends)


def withdraw(context: Context, actor: Actor, link_id: int) -> None:
    """Let a link of theirs lead nowhere. Says nothing of whether it did, or was ever used."""
    with context.transaction(actor) as tx:
        authorise(tx, Action.DO_PREP)
        if stored.remove_link(tx, link_id, actor.user_id):
            tx.happened(LinkGone(link_id))


def check(context: Context, address: Address) -> Bank:
    """The bank, where the link leads to a beginning. Raises Ended."""
    team_id = team_of(context, address)
    with context.reading(system(team_id)) as tx:
        _working(stored.link(tx, address.hash), tx)
    return context.bank()


def begin(context: Context, address: Address, form: PageForm) -> Address:
    """Begin with a link: the address of a page of one's own, which is connected with the link nowhere.

    Raises Ended, and Invalid by field.
    """
    bank = context.bank()
    own = Address.random()
    with context.transaction(system(team_of(context, address))) as tx:
        link = _working(stored.link(tx, address.hash), tx)
        there = PageForm(form.role, form.level, form.interview, str(USUAL_HOUR), link.zone.key)
        page = stored.add_page(tx, Page.new(chosen(there, bank, tx.now), tx.now), own)
        tx.happened(PageKept(page.id, page_ends(page)))
    return own


def _working(link: Link | None, tx: Transaction) -> Link:
    if link is None or link.is_over(tx.now.astimezone(link.zone).date()):
        raise Ended
    return link


def end(context: Context, team_id: str, due_id: int, link_id: int) -> None:
    """Delete a link after its last day."""
    with context.transaction(system(team_id)) as tx:
        tx.finish(due_id)
        if stored.remove_link(tx, link_id):
            tx.happened(LinkGone(link_id))


def team_of(context: Context, address: Address) -> str:
    """The workspace that a link is of. Raises Ended."""
    with context.database.reading() as session:
        found = stored.team_of_link(session, address.hash)
    if found is None:
        raise Ended
    return found
