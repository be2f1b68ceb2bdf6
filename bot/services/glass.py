"""Breaking the glass: a lead, or an administrator where a loop has none, reads its scorecards before the debrief."""

from bot.acting.access import authorise, is_admin, leaders_of
from bot.acting.context import Actor, Context, Transaction
from bot.acting.loops import changing
from bot.domain import glass
from bot.domain.access import Action
from bot.domain.debriefs import Panel
from bot.domain.errors import TooLate
from bot.domain.glass import GlassBroken
from bot.domain.loops.loop import Loop
from bot.services.debriefs.panel import read_panel
from bot.storage import glass as rows
from bot.storage import loops as stored
from bot.storage.tables import BrokenGlass

NOT_BROKEN = (
    "Scorecards can be read before the debrief for two hours, once you said why. Begin with Who leads it, on the "
    "loop's status message."
)
NOT_YET = "The panel and the other leads are being told first. Try again in a moment."


def check_may_break(context: Context, actor: Actor, loop_id: int) -> str:
    """The loop's label, for who may break its glass. Raises NotAllowed, NotFound."""
    admin = is_admin(context, actor.team_id, actor.user_id)
    with context.reading(actor) as tx:
        loop = stored.look(tx, loop_id)
        _authorise(tx, loop, admin=admin)
        return loop.label


def break_it(context: Context, actor: Actor, loop_id: int, reason: str) -> None:
    """Let the actor read this loop's scorecards for two hours, once panel and other leads have been told.

    Raises Invalid at the fields, TooLate once the debrief is open, NotAllowed, NotFound.
    """
    admin = is_admin(context, actor.team_id, actor.user_id)
    with changing(context, actor, loop_id) as (tx, loop):
        _authorise(tx, loop, admin=admin)
        glass.check(loop, reason)
        row = rows.keep(
            tx,
            BrokenGlass(
                team_id=tx.team_id,
                loop_id=loop.id,
                user_id=actor.user_id,
                broken_at=tx.now,
                until=glass.ends(tx.now),
                reason=reason.strip(),
            ),
        )
        told = glass.told(loop, leaders_of(tx, loop), actor.user_id)
        tx.happened(GlassBroken(loop, row.id, actor.user_id, told, row.reason))


def read(context: Context, actor: Actor, loop_id: int) -> Panel:
    """What has been handed in by now. Whoever reads it isn't blind in this loop from then on, and the record has it.

    Raises TooLate without broken glass, after its two hours, and while somebody is still to be told; NotAllowed.
    """
    admin = is_admin(context, actor.team_id, actor.user_id)
    with context.transaction(actor) as tx:
        loop = stored.look(tx, loop_id)
        _authorise(tx, loop, admin=admin)
        row = rows.open_one(tx, loop_id, actor.user_id)
        if row is None:
            raise TooLate(NOT_BROKEN)
        if not rows.all_told(tx, row.id):
            raise TooLate(NOT_YET)
        row.read_at = row.read_at or tx.now
        tx.shows("read behind glass", f"loop:{loop_id}")
        return read_panel(tx, context.bank(), loop)


def _authorise(tx: Transaction, loop: Loop, *, admin: bool) -> None:
    authorise(tx, Action.BREAK_GLASS, loop=loop, admin=admin, unled=not leaders_of(tx, loop))
