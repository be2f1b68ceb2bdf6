"""Due work that was given up: told to whoever leads, and tried again where they say so."""

from dataclasses import dataclass

from bot.acting.access import authorise
from bot.acting.context import Actor, Context, Transaction
from bot.acting.loops import hand_on
from bot.domain.access import Action
from bot.domain.errors import NotFound, TooLate
from bot.domain.loops import LoopState, planned
from bot.domain.loops.loop import Loop
from bot.domain.loops.seat import Seat
from bot.storage import due
from bot.storage import loops as stored

NO_PLAN = "Fairloop couldn't work this plan out, and has sent you a message with a button to try again."
PLAN, DEBRIEF, KIT = "plan", "debrief", "kit"


@dataclass(frozen=True)
class Work:
    """What was to be done: about a loop, or about one seat of it."""

    loop: Loop
    seat: Seat | None

    @property
    def wanted(self) -> bool:
        """Whether anybody still waits for it."""
        running = self.loop.state in (LoopState.DRAFT, LoopState.RUNNING)
        return running and (self.seat is None or not self.seat.gone)


def work_of(tx: Transaction, kind: str, thing_id: int) -> Work | None:
    """The loop and seat that due work is about; None for work of another kind. Raises NotFound."""
    if kind in (PLAN, DEBRIEF):
        return Work(stored.get(tx, thing_id), None)
    if kind == KIT:
        return Work(*stored.of_seat(tx, thing_id))
    return None


def missed(tx: Transaction, kind: str, thing_id: int) -> Work | None:
    """What somebody waits for, now that it was given up; None where nobody does, or it is to be tried anyway.

    A plan that can't be worked out says so where it is waited for.
    """
    try:
        work = work_of(tx, kind, thing_id)
    except NotFound:
        return None
    if work is None or not work.wanted or tx.waits(kind, thing_id):
        return None
    if kind == PLAN:
        planned.give_up(work.loop, NO_PLAN)
        hand_on(tx, work.loop)
    return work


def try_again(context: Context, actor: Actor, kind: str, thing_id: int) -> bool:
    """Let what was given up be tried once more; returns whether it is the plan of a draft.

    Raises TooLate where there is nothing to try any more.
    """
    with context.transaction(actor) as tx:
        work = work_of(tx, kind, thing_id)
        if work is None:
            raise NotFound("There is nothing to try again.")
        authorise(tx, Action.CHANGE_LOOP, loop=work.loop)
        if not work.wanted or not due.revive(tx, kind, thing_id, tx.now):
            raise TooLate("That is done by now, or nobody waits for it any more.")
        planned.try_again(work.loop, kind)
        hand_on(tx, work.loop)
        return work.loop.state is LoopState.DRAFT
