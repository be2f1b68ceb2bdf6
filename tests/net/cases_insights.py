"""Cases of a lead's week."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from tests.net.cases import plays
from tests.net.door import House
from tests.net.town import ADMIN, BERLIN, OMAR

MONDAY = datetime(2025, 12, 1, 9, 0, tzinfo=BERLIN)
WEEK = timedelta(days=7)


@plays("digests.sum_up", "decided", "each lead reads what happened in their loops")
def _(house: House) -> None:
    house.now = MONDAY
    house.run_due("digest")


@plays("digests.sum_up", "debriefed", "the week after, a decision still waits")
def _(house: House) -> Iterator[None]:
    house.settle()
    house.now = MONDAY
    house.settle()
    house.now = MONDAY + WEEK
    yield
    house.run_due("digest")


@plays("digests.sum_up", "decided", "the week after nothing is left to say, and it rests")
def _(house: House) -> Iterator[None]:
    house.now = MONDAY
    house.settle()
    house.now = MONDAY + WEEK
    yield
    house.run_due("digest")


@plays("digests.sum_up", "decided", "who leads nothing of it reads nothing")
def _(house: House) -> Iterator[None]:
    house.use("leads.name", ADMIN, [OMAR])
    house.settle()
    house.now = MONDAY
    yield
    house.run_due("digest")
