"""Cases of what is kept about a candidate: read early, asked for, held, and erased."""

from collections.abc import Iterator
from datetime import timedelta

from bot.domain.retention import SHORTEST, USUAL
from tests.net.cases import asks, plays
from tests.net.door import House
from tests.net.town import ADMIN, DEBRIEF, HIRE, LEAD, LOOP, OMAR, PRIYA, SECOND, loop_form

NAME, ASKED, WHY = "Ada Kowalski", "Asked by email.", "She starts tomorrow."
CLAIM = "A claim before the court."


def told(house: House) -> None:
    """The glass is broken, and everybody whom it concerns has heard of it."""
    house.use("glass.break", LEAD, LOOP, WHY)
    house.send()


asks("glass.break", "begun", "by who leads it", LEAD, LOOP, WHY)
asks("glass.break", "begun", "not by a panelist", PRIYA, LOOP, WHY)
asks("glass.break", "begun", "not by an administrator where somebody leads it", ADMIN, LOOP, WHY)
asks("glass.break", "begun", "not without a reason", LEAD, LOOP, "  ")
asks("glass.break", "debriefed", "not once the debrief is open", LEAD, LOOP, WHY)


@plays("glass.break", "begun", "by an administrator where nobody leads it")
def _(house: House) -> Iterator[None]:
    house.use("leads.name", ADMIN, [OMAR])
    house.settle()
    yield
    house.use("glass.break", ADMIN, LOOP, WHY)


@plays("glass.read", "begun", "once everybody has been told")
def _(house: House) -> Iterator[None]:
    told(house)
    yield
    house.use("glass.read", LEAD, LOOP)


@plays("glass.read", "begun", "not while somebody is still to be told")
def _(house: House) -> Iterator[None]:
    house.use("glass.break", LEAD, LOOP, WHY)
    yield
    house.use("glass.read", LEAD, LOOP)


@plays("glass.read", "begun", "not after two hours")
def _(house: House) -> Iterator[None]:
    told(house)
    house.now += timedelta(hours=2)
    yield
    house.use("glass.read", LEAD, LOOP)


@plays("glass.read", "begun", "not by who didn't break it")
def _(house: House) -> Iterator[None]:
    told(house)
    yield
    house.use("glass.read", SECOND, LOOP)


asks("erasing.erase", "decided", "rows, keys and messages", LEAD, NAME, ASKED)
asks("erasing.erase", "kits out", "what waits for her is dropped", LEAD, NAME, ASKED)
asks("erasing.erase", "decided", "nobody is known by that", LEAD, "Somebody Else", ASKED)


@plays("erasing.erase", "decided", "a message that Slack keeps")
def _(house: House) -> None:
    house.slack.refuses_deletions = {HIRE: "cant_delete_message"}
    house.use("erasing.erase", LEAD, NAME, ASKED)


@plays("erasing.erase", "running", "not who is held")
def _(house: House) -> Iterator[None]:
    house.use("erasing.hold", LEAD, NAME, CLAIM)
    yield
    house.use("erasing.erase", LEAD, NAME, ASKED)


@plays("erasing.erase", "kits out", "not one of two of that name")
def _(house: House) -> Iterator[None]:
    later = {"first_at": DEBRIEF + timedelta(days=9), "debrief_at": DEBRIEF + timedelta(days=12)}
    house.use("loops.draft", LEAD, loop_form(email="other@example.com", **later), "V7")
    house.settle()
    yield
    house.use("erasing.erase", LEAD, NAME, ASKED)


asks("erasing.for_admin", "running", "by an administrator", ADMIN, NAME, ASKED)
asks("erasing.for_admin", "running", "not by a lead", LEAD, NAME, ASKED)
asks("erasing.for_admin", "running", "not without a reason", ADMIN, NAME, " ")


@plays("erasing.retire", "decided", "it is looked at again when the time is over")
def _(house: House) -> None:
    house.now = DEBRIEF + timedelta(days=SHORTEST)
    house.run_due("retention")


@plays("erasing.retire", "running", "a year after the last interview")
def _(house: House) -> Iterator[None]:
    house.now = DEBRIEF + timedelta(days=SHORTEST)
    house.run_due("retention")
    house.now = DEBRIEF + timedelta(days=USUAL)
    yield
    house.run_due("retention")


@plays("erasing.retire", "decided", "not who is held")
def _(house: House) -> Iterator[None]:
    house.use("erasing.hold", LEAD, NAME, CLAIM)
    house.now = DEBRIEF + timedelta(days=USUAL + 1)
    yield
    house.run_due("retention")


@plays("erasing.forget", "running", "the keys are destroyed, once more where they are")
def _(house: House) -> Iterator[None]:
    house.use("erasing.erase", LEAD, NAME, ASKED)
    house.send()
    yield
    house.run_due("forget")


asks("erasing.hold", "running", "for a legal reason", LEAD, NAME, CLAIM)
asks("erasing.hold", "running", "not without a reason", LEAD, NAME, " ")


@plays("erasing.hold", "running", "no longer")
def _(house: House) -> Iterator[None]:
    house.use("erasing.hold", LEAD, NAME, CLAIM)
    yield
    house.use("erasing.hold", LEAD, NAME, "It is settled.", held=False)


asks("erasing.retention", "decided", "shorter, and what waits is looked at anew", LEAD, SHORTEST)
asks("erasing.retention", "decided", "not shorter than may be", LEAD, SHORTEST - 1)

asks(
    "own_data.of_candidate", "decided", "that it was asked for is on record", LEAD, NAME, "She asked for it."
)
asks("own_data.of_candidate", "decided", "not without a reason", LEAD, NAME, " ")
asks("own_data.of_candidate", "decided", "nobody is known by that", LEAD, "Somebody Else", ASKED)
asks(
    "impact.of_groups",
    "decided",
    "that it was counted is on record, and who is in which group is not",
    LEAD,
    [(NAME, "A"), ("Somebody Else", "B")],
)


@plays("leaving.purge", "drafted", "not before a month is over")
def _(house: House) -> None:
    house.leave()
    house.now += timedelta(days=29)
    house.run_due("purge")


@plays("leaving.purge", "drafted", "a month after the workspace left")
def _(house: House) -> Iterator[None]:
    house.leave()
    house.now += timedelta(days=30)
    yield
    house.run_due("purge")


@plays("leaving.purge", "running", "not where it came back")
def _(house: House) -> Iterator[None]:
    house.leave()
    house.now += timedelta(days=7)
    yield
    house.come_back()
    house.now += timedelta(days=30)
    house.run_due("purge")
