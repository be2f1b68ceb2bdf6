"""The decided loops that somebody leads, to be found again."""

from bot.acting.access import authorise
from bot.acting.context import Actor, Context
from bot.domain.access import Action
from bot.domain.home import DecidedLoop
from bot.domain.loops import LoopState
from bot.services.debriefs.reading import OUTCOMES
from bot.storage import debriefs, lists, openings

PAGE = 15


def page(context: Context, actor: Actor, number: int) -> tuple[tuple[DecidedLoop, ...], int]:
    """One page of the decided loops that the actor leads, the newest decision first, and how many pages there are."""
    with context.reading(actor) as tx:
        authorise(tx, Action.PLAN_LOOP)
        loops = {
            loop.id: loop for loop in lists.led_loops(tx, actor.user_id) if loop.state == LoopState.DECIDED
        }
        made = sorted(
            debriefs.newest_decisions(tx, loops).items(), key=lambda item: item[1].decided_at, reverse=True
        )
        pages = max(1, -(-len(made) // PAGE))
        begin = PAGE * (min(max(number, 1), pages) - 1)
        titles = openings.titles(tx, {loop.opening_id for loop in loops.values()})
        shown = made[begin : begin + PAGE]
        for loop_id, _ in shown:
            tx.shows("open decided loops", f"loop:{loop_id}")
        return tuple(
            DecidedLoop(
                loop_id,
                loops[loop_id].label,
                titles[loops[loop_id].opening_id],
                OUTCOMES[one.outcome],
                one.decided_at,
            )
            for loop_id, one in shown
        ), pages
