"""Whatever somebody does, their rights over another's loop don't grow, and the other's don't shrink, but by a grant.

Random sequences of what people do, asked of the services as clicks and forged ids would ask them. Run one again with
the seed that a failure prints.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.acting.access import standing
from bot.acting.context import Actor
from bot.domain import leading
from bot.domain.access import OF_LOOP, RULES, Action, Standing, allowed
from bot.domain.agreed import BARS, Bar
from bot.domain.errors import FairloopError
from bot.domain.leading import Leads, Led, Wish
from bot.domain.loops import Missed
from bot.services import leading as leading_service
from bot.storage import access
from bot.storage import loops as stored
from bot.storage.access import Facts
from bot.storage.tables import Candidate
from bot.storage.unit import Unit
from tests import chance
from tests.net import door
from tests.net.door import TEAM, House
from tests.net.town import (
    ADA,
    ADMIN,
    FIRST,
    INES,
    JO,
    LEAD,
    LENA,
    MARC,
    OMAR,
    OTHER,
    PRIYA,
    SAM,
    SEAT_OF,
    SECOND,
    Town,
    loop_form,
    opening_form,
    prep_form,
)

THIRD = OMAR
"""A hiring lead who leads none of what is there."""
SITUATIONS = ("second loop", "running", "debriefed")
THERE = 1
"""The loop and the opening that are there, of LEAD and SECOND."""
NAMED = (LEAD, SECOND, THIRD)
EVERYBODY = (LEAD, SECOND, THIRD, ADMIN, PRIYA, MARC, LENA, ADA, JO)
EMAILS = {one: f"{one.lower()}@example.com" for one in EVERYBODY}
BY_LEADING = frozenset({Action.SEE_LOOP, Action.CHANGE_LOOP, Action.EXPLAIN_DEBRIEF, Action.DECIDE})
"""What is a lead's alone: a seat that somebody gives up gives these to nobody."""
LENGTH = 12
LATER = FIRST + timedelta(days=7)
Rights = frozenset[str]


@dataclass
class Play:
    """One actor's sequence in a house, what they did, whether they granted as an administrator, and what they made."""

    house: House
    actor: str
    dice: Random
    done: list[str] = field(default_factory=list)
    granted: bool = False
    made: dict[Led, list[int]] = field(default_factory=lambda: {Led.LOOP: [], Led.OPENING: []})

    def chance(self, likely: float) -> bool:
        """Whether it is so this time."""
        return self.dice.random() < likely

    def somebody(self) -> str:
        """Anybody, the actor and the candidate among them."""
        return self.actor if self.chance(0.2) else self.dice.choice(EVERYBODY)

    def some(self, most: int = 3, among: tuple[str, ...] = EVERYBODY) -> tuple[str, ...]:
        """Up to so many people."""
        return tuple(self.dice.sample(among, self.dice.randint(0, min(most, len(among)))))

    def leads(self) -> tuple[str, ...]:
        """One hiring lead or more, mostly; the actor often among them, and now and then anybody."""
        found = self.some(2, NAMED) if self.chance(0.9) else self.some()
        return tuple(dict.fromkeys((*found, self.actor if self.chance(0.4) else self.dice.choice(NAMED))))

    def one(self, what: Led) -> int:
        """What the actor made, or what was there; seldom one that isn't."""
        known = self.made[what]
        if known and self.chance(0.75):
            return self.dice.choice(known)
        return 9 if self.chance(0.05) else THERE

    def loop(self) -> int:
        """A loop's number."""
        return self.one(Led.LOOP)

    def seat(self) -> int:
        """A seat's number: the actor's own, mostly, where they have one."""
        own = SEAT_OF.get(self.actor)
        if own is not None and self.chance(0.6):
            return own
        return 99 if self.chance(0.05) else self.dice.choice([*SEAT_OF.values()])

    def opening(self) -> int:
        """An opening's number."""
        return self.one(Led.OPENING)

    def mine(self) -> int:
        """An opening that the actor made, where there is one."""
        return self.dice.choice(self.made[Led.OPENING] or [THERE])


def _draft(play: Play) -> tuple[object, ...]:
    """A form that can be drafted where the actor is a hiring lead; about whom is anybody, by user or by email."""
    dice = play.dice
    who = play.somebody()
    about = {"slack_user": who, "email": ""} if dice.random() < 0.5 else {"email": EMAILS[who]}
    form = loop_form(
        name=f"Somebody {dice.random()}",
        opening_id=play.mine() if play.chance(0.8) else play.opening(),
        first_at=LATER,
        debrief_at=LATER + timedelta(days=2),
        channel_id=OTHER,
        panelists=tuple(one for one in (INES, SAM) if one != who),
        stand_ins=(),
        shadows=(),
        **about,
    )
    return form, f"V{dice.random()}"


def _leading(play: Play) -> tuple[object, ...]:
    what = play.dice.choice(list(Led))
    reason = "They are on leave." if play.actor == ADMIN or play.chance(0.2) else ""
    return what, play.one(what), play.leads(), reason


def _opening(play: Play) -> tuple[object, ...]:
    title = f"Another {play.dice.random()}"
    leads = play.some(1, NAMED) if play.chance(0.8) else play.some(2)
    return (opening_form(title=title, channel_id=OTHER, leads=leads),)


def _named(play: Play) -> tuple[object, ...]:
    """Who leads hiring from now on: those of before, mostly, with or without one."""
    if play.chance(0.3):
        return (play.some(5),)
    return (tuple(dict.fromkeys((*play.some(4, NAMED), play.somebody()))),)


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
    "leads.name": _named,
    "people.own_hours": lambda _: (3, (9, 17)),
    "seats.change": lambda play: (play.seat(), door.forms.seat(play.somebody(), FIRST, 45)),
    "seats.decline": lambda play: (play.seat(),),
    "seats.undo": lambda play: (play.seat(),),
    "seats.confirm": lambda play: (play.seat(),),
    "seats.knows": lambda play: (play.seat(),),
    "seats.missed": lambda play: (play.seat(), play.dice.choice(list(Missed))),
    "seats.replace": lambda play: (play.loop(), play.dice.choice([*SEAT_OF])),
    "reminders.excuse": lambda play: (play.seat(),),
    "debriefs.now": lambda play: (play.loop(),),
    "debriefs.decide": lambda play: (play.loop(), "move_on", "Because."),
    "debriefs.move_channel": lambda play: (play.loop(), OTHER),
    "prep.save": lambda _: (prep_form(),),
    "prep.stop": lambda play: (play.somebody(),),
}
"""What the actor may ask for, with arguments from chance."""
OWN = ("people.own_hours", "prep.save")
AS_LEAD = (
    *("openings.create",) * 2,
    *("loops.draft",) * 3,
    *("leading.change",) * 2,
    "plans.send_kits",
    "loops.cancel",
    "rules.agree",
    "openings.close",
    *OWN,
)
IN_SEAT = ("seats.confirm", "seats.decline", "seats.undo", "seats.knows", "reminders.excuse", *OWN)
WITHIN_REACH: dict[str, tuple[str, ...]] = {
    THIRD: AS_LEAD,
    ADMIN: ("leads.name", *("leading.change",) * 3, *OWN),
    PRIYA: IN_SEAT,
    LENA: IN_SEAT,
}
"""What the actor may mostly do as they are, the more often the more may come of it; the others have their own alone."""
FORGED = 0.3
"""How often they ask for anything at all instead, in their reach or not."""


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


def _within_reach(play: Play) -> str:
    """What the actor may mostly do; a hiring lead makes an opening and a loop before they change any."""
    name = play.dice.choice(WITHIN_REACH.get(play.actor, OWN))
    if play.actor == THIRD and name not in ("openings.create", *OWN):
        if not play.made[Led.OPENING]:
            return "openings.create"
        if not play.made[Led.LOOP]:
            return "loops.draft"
    return name


def step(play: Play) -> None:
    """One thing that the actor does, allowed or not."""
    if play.dice.random() < 0.1:
        take_an_email(play)
        play.done.append("takes an email")
        return
    name = play.dice.choice([*ACTIONS]) if play.chance(FORGED) else _within_reach(play)
    given = ACTIONS[name](play)
    play.done.append(f"{name}{given}")
    try:
        made = play.house.use(name, play.actor, *given)
    except FairloopError as error:
        play.done[-1] += f" refused: {error.text}"
        return
    play.granted |= play.actor == ADMIN and name in ("leads.name", "leading.change")
    if name == "openings.create":
        play.made[Led.OPENING].append(made)
    if name == "loops.draft":
        play.made[Led.LOOP].append(made.loop_id)
        play.house.run_due("plan")


def prepared(town: Town, dice: Random) -> House:
    """A house with a third lead, and an email for everybody; the loops about Ada are LEAD's and SECOND's."""
    house = town.house(dice.choice(SITUATIONS))
    for user_id, email in EMAILS.items():
        house.slack.members[user_id].email = house.slack.members[user_id].email or email
    house.know_everybody()
    house.use("leads.name", ADMIN, [LEAD, SECOND, THIRD])
    return house


ACTORS = (THIRD, THIRD, THIRD, ADMIN, ADMIN, PRIYA, LENA, LENA, ADA, JO)


@dataclass(frozen=True)
class Played:
    """A sequence: what was done, and how a right moved that mustn't; None where none did."""

    done: tuple[str, ...]
    moved: str | None

    @property
    def refused(self) -> int:
        """How many acts were refused."""
        return sum(" refused: " in one for one in self.done)


def played(town: Town, number: int) -> Played:
    """One sequence from chance, to where a right moved."""
    dice = chance.dice(f"rights {number}")
    house = prepared(town, dice)
    play = Play(house, dice.choice(ACTORS), dice)
    loops = others_loops(house, play.actor)
    own = {id: rights(house, play.actor, id) for id in loops}
    theirs = {(one, id): led(house, one, id) for one in EVERYBODY if one != play.actor for id in loops}
    assert any(theirs.values()), "somebody has rights that could be taken"
    for _ in range(dice.randint(3, LENGTH)):
        step(play)
        for id in loops:
            if grown := rights(house, play.actor, id) - own[id]:
                return Played(tuple(play.done), f"{play.actor} may of loop {id} by now: {sorted(grown)}")
    after = {key: led(house, *key) for key in theirs}
    if after != theirs and not play.granted:
        moved = [key for key in theirs if after[key] != theirs[key]]
        return Played(tuple(play.done), f"{play.actor} moved the rights of {moved}")
    return Played(tuple(play.done), None)


@pytest.mark.large
def test_no_sequence_of_what_somebody_does_moves_a_right_over_anothers_loop(town: Town) -> None:
    acts = refused = 0
    for number in range(chance.count(60, 2_000)):
        found = played(town, number)
        assert found.moved is None, (chance.SEED, number, found.moved, found.done)
        acts, refused = acts + len(found.done), refused + found.refused
    assert refused < acts / 2, (
        f"{refused} of {acts} acts were refused: most have to be within somebody's reach"
    )


def _anybody(_: Standing) -> bool:
    return True


def _lets_admins_name_themselves(
    leads: Leads, wish: Wish, able: Collection[str], names: Mapping[str, str]
) -> dict[str, str]:
    return {} if wish.as_admin else FAULTS(leads, wish, able, names)


def _strips_whoever_is_a_candidate_anywhere(unit: Unit, user_id: str, *of: Any) -> Facts:
    found = FACTS(unit, user_id, *of)
    known = select(Candidate.id).where(Candidate.slack_user == user_id)
    return replace(found, owner=False) if unit.session.scalar(known) is not None else found


FAULTS, FACTS = leading._faults, access.facts
RULES_TAKEN_OUT: dict[str, tuple[Any, ...]] = {
    "an administrator never names themselves": ((leading, "_faults", _lets_admins_name_themselves),),
    "a list is changed by its leads or an administrator": (
        (leading_service, "_authorised", lambda *_, **__: False),
    ),
    "administrators alone name hiring leads": ((RULES, Action.NAME_LEADS, _anybody),),
    "being a candidate takes that loop alone": ((access, "facts", _strips_whoever_is_a_candidate_anywhere),),
}
"""What is put in a rule's place."""


def moves_a_right(town: Town, number: int) -> bool:
    """Whether one sequence does; without a rule the database may be the first to refuse what isn't there."""
    try:
        return played(town, number).moved is not None
    except IntegrityError:
        return False


@pytest.mark.large
@pytest.mark.parametrize("rule", RULES_TAKEN_OUT)
def test_a_rule_that_is_taken_out_is_missed(town: Town, rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for where, what, instead in RULES_TAKEN_OUT[rule]:
        if isinstance(where, dict):
            monkeypatch.setitem(where, what, instead)
        else:
            monkeypatch.setattr(where, what, instead)
    assert any(moves_a_right(town, number) for number in range(400)), chance.SEED


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
