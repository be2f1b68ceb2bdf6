"""Whatever somebody does, their rights over another's loop don't grow, and the other's don't shrink, but by a grant.

Random sequences of what people do, asked of the services as clicks and forged ids would ask them. Run one again with
the seed that a failure prints.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random

import pytest

from bot.acting.access import standing
from bot.acting.context import Actor
from bot.domain.access import OF_LOOP, Action, allowed
from bot.domain.agreed import BARS, Bar
from bot.domain.errors import FairloopError
from bot.domain.leading import Led
from bot.domain.loops import Missed
from bot.storage import loops as stored
from tests import chance
from tests.net import door
from tests.net.door import TEAM, House
from tests.net.town import (
    ADA,
    ADMIN,
    FIRST,
    HIRE,
    INES,
    JO,
    LEAD,
    LENA,
    MARC,
    OMAR,
    OTHER,
    PRIYA,
    SECOND,
    Town,
    loop_form,
    opening_form,
    prep_form,
)

THIRD = OMAR
"""A hiring lead who leads none of what is there."""
SITUATIONS = ("second loop", "running", "debriefed")
EVERYBODY = (LEAD, SECOND, THIRD, ADMIN, PRIYA, MARC, LENA, ADA, JO)
EMAILS = {one: f"{one.lower()}@example.com" for one in EVERYBODY}
BY_LEADING = frozenset({Action.SEE_LOOP, Action.CHANGE_LOOP, Action.EXPLAIN_DEBRIEF, Action.DECIDE})
"""What is a lead's alone: a seat that somebody gives up gives these to nobody."""
LENGTH = 12
LATER = FIRST + timedelta(days=7)
Rights = frozenset[str]


@dataclass
class Play:
    """One actor's sequence in a house, what they did, and whether they granted as an administrator."""

    house: House
    actor: str
    dice: Random
    done: list[str] = field(default_factory=list)
    granted: bool = False

    def somebody(self) -> str:
        """Anybody, the actor and the candidate among them."""
        return self.dice.choice(EVERYBODY)

    def some(self, most: int = 3) -> tuple[str, ...]:
        """Up to so many people."""
        return tuple(self.dice.sample(EVERYBODY, self.dice.randint(0, most)))

    def loop(self) -> int:
        """A loop's number, that of one which isn't there among them."""
        return self.dice.randint(1, 4)

    def seat(self) -> int:
        """A seat's number, likewise."""
        return self.dice.randint(1, 9)

    def opening(self) -> int:
        """An opening's number, likewise."""
        return self.dice.randint(1, 3)


def _draft(play: Play) -> tuple[object, ...]:
    dice = play.dice
    who = {"slack_user": play.somebody() if dice.random() < 0.5 else None}
    panel = {"panelists": play.some() or (INES,), "stand_ins": (), "shadows": ()}
    form = loop_form(
        name="Somebody",
        email=dice.choice(["", EMAILS[play.somebody()]]),
        opening_id=play.opening(),
        first_at=LATER,
        debrief_at=LATER + timedelta(days=2),
        channel_id=dice.choice([HIRE, OTHER]),
        **panel,
        **who,
    )
    return form, dice.choice(["V1", "V2", "VA", "VB"])


def _leading(play: Play) -> tuple[object, ...]:
    what = play.dice.choice(list(Led))
    id = play.loop() if what is Led.LOOP else play.opening()
    return what, id, play.some(), play.dice.choice(["", "They are on leave."])


def _opening(play: Play) -> tuple[object, ...]:
    title = f"Another {play.dice.random()}"
    return (opening_form(title=title, channel_id=OTHER, leads=play.some(2)),)


ACTIONS: dict[str, Callable[[Play], tuple[object, ...]]] = {
    "loops.draft": _draft,
    "plans.send_kits": lambda play: (play.loop(),),
    "loops.cancel": lambda play: (play.loop(),),
    "openings.create": _opening,
    "openings.change": lambda play: (play.opening(), opening_form(title="Changed", leads=play.some(2))),
    "openings.close": lambda play: (play.opening(),),
    "openings.reopen": lambda play: (play.opening(),),
    "plans.choose": lambda play: (play.loop(), ["data"]),
    "rules.agree": lambda play: (play.opening(), {"data": Bar(play.dice.choice(BARS))}),
    "leading.change": _leading,
    "leads.name": lambda play: (play.some(5),),
    "people.own_hours": lambda _: (3, (9, 17)),
    "seats.change": lambda play: (play.seat(), door.forms.seat(play.somebody(), FIRST, 45)),
    "seats.decline": lambda play: (play.seat(),),
    "seats.undo": lambda play: (play.seat(),),
    "seats.confirm": lambda play: (play.seat(),),
    "seats.knows": lambda play: (play.seat(),),
    "seats.missed": lambda play: (play.seat(), play.dice.choice(list(Missed))),
    "seats.replace": lambda play: (play.loop(), play.somebody()),
    "reminders.excuse": lambda play: (play.seat(),),
    "debriefs.now": lambda play: (play.loop(),),
    "debriefs.decide": lambda play: (play.loop(), "move_on", "Because."),
    "debriefs.move_channel": lambda play: (play.loop(), OTHER),
    "prep.save": lambda _: (prep_form(),),
    "prep.stop": lambda play: (play.somebody(),),
}
"""What the actor may ask for, with arguments from chance."""
OFTEN = ("loops.draft", "leading.change", "openings.create", "plans.send_kits")


def take_an_email(play: Play) -> None:
    """The actor's profile in Slack has another email by now, and Fairloop looks."""
    play.house.slack.members[play.actor].email = play.dice.choice(list(EMAILS.values()))
    play.house.use("people.joined", None, TEAM, play.actor)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    made = Town(tmp_path_factory.mktemp("town"))
    yield made
    made.close()


def rights(house: House, user_id: str, loop_id: int) -> Rights:
    """All that this person may do with a loop and its seats, as nobody's administrator."""
    with house.context.reading(Actor(TEAM, user_id)) as tx:
        loop = stored.look(tx, loop_id)
        here = standing(tx, loop=loop)
        found = {str(action) for action in OF_LOOP if allowed(here, action)}
        seated = replace(here, seated=True)
        held = [seat.id for seat in loop.seats if seat.user_id == user_id]
    found |= {f"{action}: {id}" for id in held for action in OF_LOOP if allowed(seated, action)}
    return frozenset(found)


def led(house: House, user_id: str, loop_id: int) -> Rights:
    """What of it is a lead's."""
    return rights(house, user_id, loop_id) & {str(action) for action in BY_LEADING}


def others_loops(house: House, actor: str) -> list[int]:
    """The loops that the actor doesn't lead."""
    ids = sorted(row["id"] for row in house.rows("loops"))
    return [id for id in ids if not led(house, actor, id)]


def step(play: Play) -> None:
    """One thing that the actor does, allowed or not."""
    if play.dice.random() < 0.1:
        take_an_email(play)
        play.done.append("takes an email")
        return
    name = play.dice.choice([*ACTIONS, *OFTEN, *OFTEN])
    given = ACTIONS[name](play)
    play.done.append(f"{name}{given}")
    try:
        play.house.use(name, play.actor, *given)
    except FairloopError as error:
        play.done[-1] += f" refused: {error.text}"
        return
    play.granted |= play.actor == ADMIN and name in ("leads.name", "leading.change")


def prepared(town: Town, dice: Random) -> House:
    """A house with a third lead, and an email for everybody; the loops about Ada are LEAD's and SECOND's."""
    house = town.house(dice.choice(SITUATIONS))
    for user_id, email in EMAILS.items():
        house.slack.members[user_id].email = house.slack.members[user_id].email or email
    house.know_everybody()
    house.use("leads.name", ADMIN, [LEAD, SECOND, THIRD])
    return house


@pytest.mark.large
def test_no_sequence_of_what_somebody_does_moves_a_right_over_anothers_loop(town: Town) -> None:
    for number in range(chance.count(60, 2_000)):
        dice = chance.dice(f"rights {number}")
        house = prepared(town, dice)
        play = Play(house, dice.choice((THIRD, THIRD, ADMIN, PRIYA, LENA, ADA, JO)), dice)
        loops = others_loops(house, play.actor)
        own = {id: rights(house, play.actor, id) for id in loops}
        theirs = {(one, id): led(house, one, id) for one in EVERYBODY if one != play.actor for id in loops}
        assert any(theirs.values()), "somebody has rights that could be taken"
        for _ in range(dice.randint(3, LENGTH)):
            step(play)
            for id in loops:
                grown = rights(house, play.actor, id) - own[id]
                assert not grown, (chance.SEED, number, play.actor, id, grown, play.done)
        if not play.granted:
            after = {key: led(house, *key) for key in theirs}
            assert after == theirs, (chance.SEED, number, play.actor, play.done)


@pytest.mark.large
def test_the_candidate_of_a_loop_loses_that_loop_and_no_other(town: Town) -> None:
    for number in range(chance.count(20, 500)):
        dice = chance.dice(f"candidates {number}")
        house = prepared(town, dice)
        victim = dice.choice((LEAD, SECOND, PRIYA, JO))
        before = {id: rights(house, victim, id) for id in (1,)}
        opening_id = house.use("openings.create", THIRD, opening_form(title="Other", leads=()))
        by = {"slack_user": victim} if dice.random() < 0.5 else {"email": EMAILS[victim]}
        form = loop_form(
            first_at=LATER,
            debrief_at=LATER + timedelta(days=2),
            **({"email": ""} | by),
            opening_id=opening_id,
            panelists=(INES,),
            stand_ins=(),
            shadows=(),
        )
        drafted = house.use("loops.draft", THIRD, form, "VX")
        assert rights(house, victim, drafted.loop_id) == frozenset()
        assert {id: rights(house, victim, id) for id in before} == before, (chance.SEED, number)
