"""The first day: the welcome, and what somebody can do here now."""

from bot.acting.access import authorise
from bot.acting.context import Actor, Context
from bot.domain.access import Action
from bot.domain.first_day import FairloopInstalled, Here
from bot.domain.home import Home
from bot.services import home
from bot.storage import openings, people


def installed(context: Context, team_id: str, user_id: str) -> None:
    """Somebody installed Fairloop: who they are is known before they are welcomed."""
    context.directory.person_now(team_id, user_id)
    with context.transaction(Actor(team_id, user_id)) as tx:
        tx.happened(FairloopInstalled(user_id))


def here(context: Context, actor: Actor) -> Here:
    """What the actor can do here, for anybody who asks."""
    found = home.opened(context, actor)
    with context.reading(actor) as tx:
        return Here(found, people.leads(tx), openings.number_open(tx) if found.leads else 0)


def led(context: Context, actor: Actor) -> Home:
    """How it stands with the loops that the actor leads. Raises NotAllowed where they lead nothing."""
    with context.reading(actor) as tx:
        authorise(tx, Action.PLAN_LOOP)
    return home.opened(context, actor)
