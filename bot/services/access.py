"""How the actor stands to a thing, read from the rows; every service asks here before it acts."""

from bot.domain.access import REFUSALS, Action, Standing, allowed
from bot.domain.errors import NotAllowed, NotFound
from bot.services.context import Context, Transaction
from bot.storage import access as rows
from bot.storage.tables import Interview, Loop


def authorise(
    tx: Transaction,
    action: Action,
    *,
    loop: Loop | None = None,
    interview: Interview | None = None,
    admin: bool = False,
) -> None:
    """Raise NotAllowed, with words for the person, where the table says no."""
    if not may(tx, action, loop=loop, interview=interview, admin=admin):
        raise NotAllowed(REFUSALS[action])


def may(
    tx: Transaction,
    action: Action,
    *,
    loop: Loop | None = None,
    interview: Interview | None = None,
    admin: bool = False,
) -> bool:
    """Whether the table says yes."""
    return allowed(standing(tx, loop=loop, interview=interview, admin=admin), action)


def standing(
    tx: Transaction, *, loop: Loop | None = None, interview: Interview | None = None, admin: bool = False
) -> Standing:
    """How the actor stands to this loop and interview."""
    known = rows.facts(tx, tx.actor.user_id, loop.id if loop else None)
    return Standing(
        admin=admin,
        lead=known.lead,
        owner=known.owner,
        seated=interview is not None and interview.user_id == tx.actor.user_id,
        on_panel=known.on_panel,
        debrief_open=loop is not None and loop.debriefed_at is not None,
        candidate=known.candidate or known.about_them,
        system=tx.actor.is_system,
    )


def is_admin(context: Context, team_id: str, user_id: str) -> bool:
    """Whether Slack calls this person an administrator. Asks the directory, so call it outside a transaction."""
    return context.directory.person(team_id, user_id).is_admin


def leads(tx: Transaction, loop: Loop) -> bool:
    """Whether the actor leads this loop."""
    return rows.leads(tx, tx.actor.user_id, loop.id)


def leaders_of(tx: Transaction, loop: Loop) -> tuple[str, ...]:
    """Who leads this loop: its own lead first, then its opening's, or else every named lead."""
    return rows.leaders_of(tx, loop.lead_id, loop.opening_id)


def is_candidate(tx: Transaction, user_id: str | None = None) -> bool:
    """Whether the actor, or the person named, is the candidate of a loop that is not over."""
    return rows.is_candidate(tx, user_id or tx.actor.user_id)


def loop_of(tx: Transaction, loop_id: int, *, lock: bool = False) -> Loop:
    """The loop's row in this workspace; NotFound otherwise. With `lock`, changes of one loop take turns."""
    row = rows.loop(tx, loop_id, lock=lock)
    if row is None:
        raise NotFound("This loop isn't there any more.")
    return row


def interview_of(tx: Transaction, interview_id: int) -> Interview:
    """The interview's row in this workspace; NotFound otherwise.

    Whoever may write locks its loop first, so that the row says what the one before them left.
    """
    if tx.writing:
        loop_id = rows.loop_id_of(tx, interview_id)
        if loop_id is not None:
            loop_of(tx, loop_id, lock=True)
    row = rows.interview(tx, interview_id, fresh=tx.writing)
    if row is None:
        raise NotFound("This interview isn't there any more.")
    return row
