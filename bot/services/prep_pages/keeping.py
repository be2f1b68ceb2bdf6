"""A prep page as it is kept: found by its address or its feed's, changed, deleted, and gone after 90 days."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.acting.context import Context, Transaction, system
from bot.domain.prep.events import PageGone, PageKept
from bot.domain.prep.pages import Address, Page, PageForm, page_ends
from bot.services.prep_pages.links import Ended
from bot.storage import prep_pages as stored

DUE = "prep_page_ends"
"""The kind of the due row that deletes a page."""


@dataclass(frozen=True)
class Way:
    """How somebody comes to a page: by its own address, or by that of its calendar feed, which shows less."""

    address: Address
    by_feed: bool = False


@contextmanager
def opened(context: Context, way: Way) -> Iterator[tuple[Transaction, Page]]:
    """The page, to read. Raises Ended where there is none, or none any more."""
    with context.reading(system(_team_of(context, way))) as tx:
        yield tx, _found(tx, way)


@contextmanager
def worked_on(context: Context, way: Way) -> Iterator[tuple[Transaction, Page]]:
    """The page, to do something there, by which it is kept for another while. Raises Ended."""
    with context.transaction(system(_team_of(context, way))) as tx:
        page = _found(tx, way)
        page.keep(tx.now)
        stored.save_page(tx, page)
        yield tx, page


def get(context: Context, address: Address) -> Page:
    """The page with its settings. Raises Ended."""
    with opened(context, Way(address)) as (_, page):
        return page


def of_feed(context: Context, address: Address) -> Page:
    """The page whose calendar feed has this address. Raises Ended."""
    with opened(context, Way(address, by_feed=True)) as (_, page):
        return page


def change(context: Context, address: Address, form: PageForm) -> None:
    """Other settings. Raises Ended, and Invalid by field."""
    bank = context.bank()
    with worked_on(context, Way(address)) as (tx, page):
        page.change(form, bank, tx.now)
        stored.save_page(tx, page)


def renew_feed(context: Context, address: Address) -> None:
    """Give the calendar feed another address; the old one leads nowhere. Raises Ended."""
    with worked_on(context, Way(address)) as (tx, page):
        page.renew_feed()
        stored.save_feed(tx, page, address)


def delete(context: Context, address: Address) -> None:
    """Delete the page and all that was done there. Nobody is told. Raises Ended."""
    with worked_on(context, Way(address)) as (tx, page):
        stored.remove_page(tx, page.id)
        tx.happened(PageGone(page.id))


def end(context: Context, team_id: str, due_id: int, page_id: int) -> None:
    """Delete a page where nothing was done for 90 days; else look again when that could be."""
    with context.transaction(system(team_id)) as tx:
        tx.finish(due_id)
        page = stored.get_page(tx, page_id)
        if page is not None and page.is_over(tx.now):
            stored.remove_page(tx, page_id)
            tx.happened(PageGone(page_id))
        elif page is not None:
            tx.happened(PageKept(page_id, page_ends(page)))


def _found(tx: Transaction, way: Way) -> Page:
    find = stored.page_of_feed if way.by_feed else stored.page
    page = find(tx, way.address.hash)
    if page is None or page.is_over(tx.now):
        raise Ended
    return page


def _team_of(context: Context, way: Way) -> str:
    find = stored.team_of_feed if way.by_feed else stored.team_of_page
    with context.database.reading() as session:
        team_id = find(session, way.address.hash)
    if team_id is None:
        raise Ended
    return team_id
