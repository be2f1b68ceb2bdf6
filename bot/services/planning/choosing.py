"""What one loop asks about: all that its opening looks for, or what its lead chooses of it."""

from collections.abc import Collection

from bot.acting.access import authorise
from bot.acting.context import Actor, Context, Transaction
from bot.acting.loops import changing
from bot.domain.access import Action
from bot.domain.errors import Invalid
from bot.domain.loops import OnTheBench, planned
from bot.domain.loops.events import CompetenciesChosen
from bot.domain.loops.loop import Loop
from bot.domain.questions import Bank
from bot.storage import access, openings, people

KNOWS_IT = 2
"""From this strength on somebody is offered who isn't on the panel."""
MOST_OFFERED = 3


def choose(context: Context, actor: Actor, loop_id: int, keys: Collection[str]) -> None:
    """Let a draft ask about these competencies of its opening alone, and plan again. Raises Invalid without any."""
    with changing(context, actor, loop_id) as (tx, loop):
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        loop.check_draft()
        every = [row.competency for row in openings.competencies(tx, loop.opening_id)]
        left_out = tuple(key for key in every if key not in keys)
        if len(left_out) == len(every):
            raise Invalid({"competencies": "Pick at least one competency."})
        if left_out == loop.left_out:
            return
        loop.left_out = left_out
        planned.ask_anew(loop)
        loop.happened(CompetenciesChosen(loop))


def bench(tx: Transaction, bank: Bank, loop: Loop) -> tuple[OnTheBench, ...]:
    """Who isn't in the loop and knows what too few of its panel ask about, the opening's stand-ins first.

    One a competency, for whoever is allowed to see the loop.
    """
    plan = loop.plan
    if plan is None or plan.overfull is not None:
        return ()
    names = bank.competency_names
    lacking = {one.competency for one in plan.unmet if one.competency}
    keys = [row.competency for row in openings.competencies(tx, loop.opening_id)]
    known = people.knowing(tx, [key for key in keys if names.get(key, key) in lacking], KNOWS_IT)
    inside = {seat.user_id for seat in loop.seats}
    first = openings.stand_ins_of(tx, [loop.opening_id]).get(loop.opening_id, ())
    offered: dict[str, OnTheBench] = {}
    for user_id, key, strength in sorted(known, key=lambda one: (one[0] not in first, -one[2], one[0])):
        name = names.get(key, key)
        if user_id not in inside and name not in offered and not access.is_about(tx, loop.id, user_id):
            offered[name] = OnTheBench(user_id, name, strength)
    return tuple(offered.values())[:MOST_OFFERED]
