"""Loading a loop to change it, and handing on what happened once it is saved."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.acting.access import authorise
from bot.acting.context import Actor, Context, Transaction
from bot.domain.access import Action
from bot.domain.loops.loop import Loop
from bot.domain.loops.seat import Seat
from bot.storage import loops as stored


@contextmanager
def changing(context: Context, actor: Actor, loop_id: int) -> Iterator[tuple[Transaction, Loop]]:
    """The loop, held until the end, when it is saved and what happened is handed on. Raises NotFound."""
    with context.transaction(actor) as tx:
        loop = stored.get(tx, loop_id)
        yield tx, loop
        hand_on(tx, loop)


@contextmanager
def changing_seat(
    context: Context, actor: Actor, interview_id: int
) -> Iterator[tuple[Transaction, Loop, Seat]]:
    """The same, of the loop that this seat belongs to."""
    with context.transaction(actor) as tx:
        loop, seat = stored.of_seat(tx, interview_id)
        yield tx, loop, seat
        hand_on(tx, loop)


def hand_on(tx: Transaction, loop: Loop) -> None:
    """Save a loop and hand on what happened to it; one to which nothing happened is as it was."""
    if loop.events:
        stored.save(tx, loop)
        tx.happened(*loop.events)
        loop.events = []


def know_panel(context: Context, actor: Actor, loop_id: int, *more: str) -> None:
    """Let everybody's time zone in a loop be known here. Asks the directory, so call it outside a transaction."""
    with context.reading(actor) as tx:
        people = stored.people_of(tx, loop_id)
    for user_id in (*people, *more):
        context.directory.person(actor.team_id, user_id)


def know_panel_of(context: Context, actor: Actor, interview_id: int) -> None:
    """The same for the loop of a seat. Raises NotFound."""
    with context.reading(actor) as tx:
        loop_id = stored.id_of_seat(tx, interview_id)
    know_panel(context, actor, loop_id)


def authorise_for(tx: Transaction, loop: Loop, seat: Seat) -> bool:
    """Let its holder answer for a seat, or who leads the loop; returns whether it is the lead. Raises NotAllowed."""
    by_lead = seat.user_id != tx.actor.user_id
    authorise(tx, Action.CHANGE_LOOP if by_lead else Action.ANSWER_KIT, loop=loop, seat=seat)
    return by_lead
