"""What was sent and planned about loops that are deleted, set apart."""

from collections.abc import Collection

from bot.acting.context import Transaction
from bot.consequences import times
from bot.letters import letter
from bot.letters.letter import Thing
from bot.storage import apart

OF_LOOP = (*times.LOOP_WORK, "fit", "retention", "practice")


def of_nothing(
    tx: Transaction,
    mark: str,
    candidates: Collection[int],
    loops: Collection[int],
    seats: Collection[int],
) -> None:
    """Let letters and work about these be of nothing any more; keys begin with `mark`."""
    things = dict.fromkeys((*OF_LOOP, *_kinds(Thing.LOOP)), loops)
    things |= dict.fromkeys((*times.SEAT_WORK, *_kinds(Thing.SEAT)), seats)
    apart.set_apart(tx, mark, candidates, things)


def _kinds(thing: Thing) -> list[str]:
    return [kind for kind, one in letter.KINDS.items() if one.thing is thing]
