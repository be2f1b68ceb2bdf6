"""What is shown anew where something changed: kits, a loop's status, Homes."""

from collections.abc import Iterable

from bot.acting.access import leaders_of
from bot.acting.context import Transaction
from bot.domain.loops.loop import Loop
from bot.domain.loops.seat import Seat
from bot.letters.home import HomeShownAnew
from bot.letters.kits import KitShownAnew
from bot.letters.loops import StatusShownAnew


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
    """The lead's status message and Home; one who leads it no longer is told no more of it."""
    if loop.practice or loop.lead_id not in leaders_of(tx, loop):
        return
    StatusShownAnew(loop.id, loop.lead_id).put(tx)
    home(tx, loop.lead_id)
