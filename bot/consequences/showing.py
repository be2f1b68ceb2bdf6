"""What is shown anew where something changed: kits, a loop's status, Homes."""

from collections.abc import Collection, Iterable

from bot.acting.access import leaders_of
from bot.acting.context import Transaction
from bot.domain.letters import status_key
from bot.domain.loops.loop import Loop
from bot.domain.loops.seat import Seat
from bot.domain.loops.states import LoopState
from bot.letters.home import HomeShownAnew
from bot.letters.kits import KitShownAnew
from bot.letters.loops import Status, StatusShownAnew
from bot.storage import outbox


def home(tx: Transaction, user_id: str) -> None:
    """A person's Home, once, however many things changed."""
    HomeShownAnew(user_id).put(tx)


def kits(tx: Transaction, seats: Iterable[Seat]) -> None:
    """Each seat's newest kit, where one went out, and its holder's Home."""
    for seat in seats:
        if seat.kit_revision:
            KitShownAnew(seat.id, seat.kit_revision, seat.user_id).put(tx)
        home(tx, seat.user_id)


def status(tx: Transaction, loop: Loop) -> None:
    """The status message and Home of the first of its leads; one who leads it no longer is told no more of it."""
    first = next(iter(leaders_of(tx, loop)), None)
    if loop.sample or first is None:
        return
    taken_over = first != loop.lead_id
    if not (taken_over and Status(loop.id, first, loop.candidate_id, taken_over).put(tx)):
        StatusShownAnew(loop.id, first, taken_over).put(tx)
    home(tx, first)


def taken_over(tx: Transaction, loop: Loop, before: Collection[str]) -> None:
    """The status where others lead the loop than `before`: who leads it no longer sees that, and nothing else."""
    if loop.state is LoopState.DRAFT:
        return
    after = leaders_of(tx, loop)
    for lead in before:
        key = status_key(loop.id, lead if lead != loop.lead_id else None)
        if lead not in after and outbox.state_of(tx, key) is not None:
            StatusShownAnew(loop.id, lead, lead != loop.lead_id).put(tx)
    status(tx, loop)
