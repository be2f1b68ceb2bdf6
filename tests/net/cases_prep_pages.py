"""Cases of the prep page without Slack."""

from collections.abc import Iterator
from datetime import timedelta

from bot.domain.prep.pages import Address, PageForm
from bot.services.prep_pages import today
from bot.services.prep_pages.keeping import Way
from tests.net import door
from tests.net.cases import asks, plays
from tests.net.door import House
from tests.net.town import INES, OMAR

FORM = PageForm("engineer", "mid", "", "8", "Europe/Berlin")
STEP, RATING = door.words.step, door.words.rating

asks("prep_pages.make", "founded", "a link that anybody makes", OMAR)


def made(house: House) -> Address:
    """The address of a link that somebody made."""
    return Address(house.use("prep_pages.make", OMAR).url.rpartition("/")[2])


def begun(house: House) -> Address:
    """The address of a page."""
    return house.use("prep_pages.begin", None, made(house), FORM)  # type: ignore[no-any-return]


def question(house: House, own: Address) -> str:
    """The id of the question that the page asks."""
    with_it = today.get(house.context, Way(own)).day
    assert with_it is not None
    return with_it.question.id


def shown(house: House) -> tuple[Address, str]:
    """A page whose strong answer is shown, and its question."""
    own = begun(house)
    asked = question(house, own)
    house.use("prep_pages.advance", None, Way(own), asked, STEP.SHOWN)
    return own, asked


@plays("prep_pages.withdraw", "founded", "by who made it")
def _(house: House) -> Iterator[None]:
    made(house)
    yield
    house.use("prep_pages.withdraw", OMAR, 1)


@plays("prep_pages.withdraw", "founded", "not by anybody else, and they learn nothing")
def _(house: House) -> Iterator[None]:
    made(house)
    yield
    house.use("prep_pages.withdraw", INES, 1)


@plays("prep_pages.begin", "founded", "a page that no row connects with its link")
def _(house: House) -> Iterator[None]:
    link = made(house)
    yield
    house.use("prep_pages.begin", None, link, FORM)


@plays("prep_pages.end_link", "founded", "after two weeks")
def _(house: House) -> Iterator[None]:
    made(house)
    house.now += timedelta(days=16)
    yield
    house.run_due("prep_link_ends")


@plays("prep_pages.end", "founded", "after ninety days in which nothing was done")
def _(house: House) -> Iterator[None]:
    begun(house)
    house.now += timedelta(days=92)
    yield
    house.run_due("prep_page_ends")


@plays("prep_pages.end", "founded", "not where something was done")
def _(house: House) -> Iterator[None]:
    own = begun(house)
    house.now += timedelta(days=50)
    house.use("prep_pages.change", None, own, FORM)
    house.now += timedelta(days=42)
    yield
    house.run_due("prep_page_ends")


@plays("prep_pages.change", "founded", "with the date of an interview")
def _(house: House) -> Iterator[None]:
    own = begun(house)
    yield
    house.use("prep_pages.change", None, own, PageForm("engineer", "mid", "2025-11-28", "9", "Asia/Tokyo"))


@plays("prep_pages.renew_feed", "founded", "another address")
def _(house: House) -> Iterator[None]:
    own = begun(house)
    yield
    house.use("prep_pages.renew_feed", None, own)


@plays("prep_pages.delete", "founded", "everything")
def _(house: House) -> Iterator[None]:
    own, asked = shown(house)
    house.use("prep_pages.rate", None, Way(own), asked, RATING.GOOD)
    yield
    house.use("prep_pages.delete", None, own)


@plays("prep_pages.advance", "founded", "the first step stores the question")
def _(house: House) -> Iterator[None]:
    own = begun(house)
    asked = question(house, own)
    yield
    house.use("prep_pages.advance", None, Way(own), asked, STEP.FOLLOWED)


@plays("prep_pages.rate", "founded", "how it went")
def _(house: House) -> Iterator[None]:
    own, asked = shown(house)
    yield
    house.use("prep_pages.rate", None, Way(own), asked, RATING.HARD)


@plays("prep_pages.rate_again", "founded", "the rating is taken back")
def _(house: House) -> Iterator[None]:
    own, asked = shown(house)
    house.use("prep_pages.rate", None, Way(own), asked, RATING.HARD)
    yield
    house.use("prep_pages.rate_again", None, Way(own))


@plays("prep_pages.more", "founded", "another question today")
def _(house: House) -> Iterator[None]:
    own, asked = shown(house)
    house.use("prep_pages.rate", None, Way(own), asked, RATING.GOOD)
    yield
    house.use("prep_pages.more", None, own)


@plays("prep_pages.write", "founded", "an answer, sealed under the address")
def _(house: House) -> Iterator[None]:
    own, asked = shown(house)
    yield
    house.use("prep_pages.write", None, own, asked, "Mine.")
