"""An opened debrief taken out of Slack, to be printed or kept: a read with a reason, which is recorded."""

from dataclasses import dataclass
from datetime import datetime

from bot.acting.context import Transaction
from bot.domain.debriefs import Again
from bot.domain.errors import Invalid, NotAllowed, NotFound
from bot.domain.questions import Bank
from bot.services.debriefs.again import again
from bot.services.debriefs.reading import Debrief, read_debrief
from bot.storage import debriefs as kept
from bot.storage import loops as stored
from bot.storage import people

SEALED = "The debrief of this loop has not opened. Until then its scorecards are sealed here, too."
ERASED = "What was said in this debrief was erased with its candidate."


@dataclass(frozen=True)
class TakenOut:
    """A debrief, when it opened, what came of making it again, and what whoever decided is called."""

    debrief: Debrief
    opened_at: datetime
    again: Again
    decided_by: str


def take_out(tx: Transaction, bank: Bank, loop_id: int, reason: str) -> TakenOut:
    """The debrief as it was shown, and whether it can be made again. That it was read, and why, is on record.

    Raises NotFound, NotAllowed before the debrief opens (the blind rule holds at the command line, too), Invalid
    without a reason.
    """
    if not reason.strip():
        raise Invalid({"reason": "Say why. It is kept with the record of who opened what."})
    loop = stored.look(tx, loop_id)
    if loop.debriefed_at is None:
        raise NotAllowed(SEALED)
    record = kept.record(tx, loop_id)
    if record is None or not record.numbers:
        raise NotFound(ERASED)
    found = read_debrief(tx, bank, loop)
    by = found.decision.by if found.decision else ""
    name = people.names(tx, [by]).get(by, by) if by else ""
    tx.audit("open debrief", f"loop:{loop_id}", f"taken out: {reason.strip()}")
    return TakenOut(found, loop.debriefed_at, again(tx, found.panel, loop), name)
