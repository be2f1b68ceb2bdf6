"""Cases of a debrief's channel, and of who reads there."""

from collections.abc import Iterator
from datetime import timedelta

from tests.net.cases import asks, plays
from tests.net.door import TEAM, House, Member
from tests.net.town import ADA, DEBRIEF, HIRE, LEAD, LOOP, OTHER, PRIYA, PUBLIC

GUEST, STRANGER = "UGUEST", "USTRANGER"


def with_others(house: House) -> None:
    """A guest and somebody of another company are known to Slack."""
    for one in (
        Member(GUEST, "Gus Hartl", guest=True),
        Member(STRANGER, "Sam Odell", stranger=True),
    ):
        house.slack.members[one.user_id] = one
    house.know_everybody()


def an_hour_later(house: House, *people: str) -> None:
    """These people are in the debrief's channel, of whom nobody has heard when it is looked at again."""
    with_others(house)
    house.slack.rooms[HIRE].members |= set(people)
    house.now = DEBRIEF + timedelta(hours=1)


def hidden(house: House) -> None:
    """The candidate came in, and what stood there is hidden."""
    an_hour_later(house, ADA)
    house.settle()


def waits_for_a_yes(house: House) -> None:
    """The debrief wasn't posted, since a guest is in its channel."""
    with_others(house)
    house.slack.rooms[HIRE].members |= {GUEST}
    house.now = DEBRIEF
    house.settle()


asks("audience.came", "decided", "into a debrief's channel", None, TEAM, HIRE, "Ev1")
asks("audience.came", "decided", "into the workspace", None, TEAM, None, "Ev1")
asks("audience.came", "decided", "into a channel without debriefs", None, TEAM, PUBLIC, "Ev1")


@plays("audience.came", "decided", "the same news sent again")
def _(house: House) -> Iterator[None]:
    house.use("audience.came", None, TEAM, HIRE, "Ev1")
    yield
    house.use("audience.came", None, TEAM, HIRE, "Ev1")


@plays("audience.look", "decided", "each hour while a debrief stands there")
def _(house: House) -> Iterator[None]:
    an_hour_later(house)
    yield
    house.run_due("audience")


@plays("audience.look", "decided", "the candidate has come in, and each message becomes a line")
def _(house: House) -> Iterator[None]:
    an_hour_later(house, ADA)
    yield
    house.run_due("audience")


@plays("audience.look", "debriefed", "the candidate has come in before a decision")
def _(house: House) -> Iterator[None]:
    house.settle()
    an_hour_later(house, ADA)
    yield
    house.run_due("audience")


@plays("audience.look", "decided", "somebody from another company has come in")
def _(house: House) -> Iterator[None]:
    an_hour_later(house, STRANGER)
    yield
    house.run_due("audience")


@plays("audience.look", "decided", "somebody from another company, once the opening is closed")
def _(house: House) -> Iterator[None]:
    house.use("openings.close", LEAD, 1)
    an_hour_later(house, STRANGER)
    yield
    house.run_due("audience")


@plays("audience.look", "decided", "a guest has come in, and the lead is asked")
def _(house: House) -> Iterator[None]:
    an_hour_later(house, GUEST)
    yield
    house.run_due("audience")


@plays("audience.look", "decided", "the channel has become public")
def _(house: House) -> Iterator[None]:
    an_hour_later(house)
    house.slack.rooms[HIRE].private = False
    yield
    house.run_due("audience")


@plays("audience.look", "decided", "what is hidden is hidden once")
def _(house: House) -> Iterator[None]:
    hidden(house)
    house.now += timedelta(hours=1)
    yield
    house.run_due("audience")


@plays("audience.before_reply", "decided", "nobody has come in")
def _(house: House) -> Iterator[None]:
    with_others(house)
    yield
    house.use("audience.before_reply", None, TEAM, LOOP)


@plays("audience.before_reply", "decided", "somebody has come in of whom nobody has heard")
def _(house: House) -> Iterator[None]:
    an_hour_later(house, STRANGER)
    yield
    house.use("audience.before_reply", None, TEAM, LOOP)


@plays("audience.show_again", "decided", "once nobody else reads it")
def _(house: House) -> Iterator[None]:
    hidden(house)
    house.slack.rooms[HIRE].members -= {ADA}
    yield
    house.use("audience.show_again", LEAD, LOOP)


@plays("audience.show_again", "decided", "not while the candidate is in the channel")
def _(house: House) -> Iterator[None]:
    hidden(house)
    yield
    house.use("audience.show_again", LEAD, LOOP)


@plays("audience.show_again", "decided", "not by a panelist")
def _(house: House) -> Iterator[None]:
    hidden(house)
    house.slack.rooms[HIRE].members -= {ADA}
    yield
    house.use("audience.show_again", PRIYA, LOOP)


asks("audience.show_again", "decided", "what isn't hidden", LEAD, LOOP)


@plays("audience.guests", "quorum", "a debrief that waited for it is posted")
def _(house: House) -> Iterator[None]:
    waits_for_a_yes(house)
    yield
    house.use("audience.guests", LEAD, LOOP, HIRE, [GUEST])


@plays("audience.guests", "quorum", "not by a panelist")
def _(house: House) -> Iterator[None]:
    waits_for_a_yes(house)
    yield
    house.use("audience.guests", PRIYA, LOOP, HIRE, [GUEST])


asks("audience.guests", "running", "before the debrief", LEAD, LOOP, HIRE, [GUEST])
asks("audience.guests", "running", "not of a channel that it isn't for", LEAD, LOOP, OTHER, [GUEST])
