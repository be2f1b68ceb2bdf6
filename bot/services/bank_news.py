"""What the leads are told about the question files: once that they are broken, and once that they are mended."""

from collections.abc import Sequence

from bot.delivery.outbox import LATER, Note
from bot.domain.access import Action
from bot.domain.questions import Fault
from bot.services.access import may
from bot.services.context import Actor, Context, Transaction
from bot.storage import outbox, people

BROKEN = "bank_broken"
MENDED = "bank_mended"
SHOWN = 5
"""So many faults stand in a message; `fairloop questions check` shows all."""


def tell_broken(context: Context, version: str, faults: Sequence[Fault]) -> None:
    """Tell every lead what to mend, once for each version of the files, however many processes see it."""
    shown = [[fault.file, fault.line, fault.message, fault.mend] for fault in faults[:SHOWN]]
    args = {"faults": shown, "more": len(faults) - len(shown)}
    for lead in _leads(context):
        with context.transaction(lead) as tx:
            if may(tx, Action.BROWSE_QUESTIONS):
                key = f"{_broken_key(lead, _repairs(tx))}{version}"
                tx.tell(Note(key, BROKEN, 0, lead.user_id, args=args, priority=LATER))


def tell_mended(context: Context) -> None:
    """Tell those who were told that the files are broken that they are in use again."""
    for lead in _leads(context):
        with context.transaction(lead) as tx:
            # Counted once: between two counts another process may have told of this very repair.
            repairs = _repairs(tx)
            if _was_told(tx, repairs):
                tx.tell(Note(f"{MENDED}:{lead.user_id}:{repairs}", MENDED, 0, lead.user_id, priority=LATER))


def _leads(context: Context) -> list[Actor]:
    """The leads of all workspaces: they share the bank."""
    return [Actor(team_id, user_id) for team_id, user_id in people.leads_everywhere(context.database)]


def _broken_key(lead: Actor, repairs: int) -> str:
    """Up to the version. After a repair the same version broken again is news again."""
    return f"{BROKEN}:{lead.user_id}:{repairs}:"


def _repairs(tx: Transaction) -> int:
    """How many repairs this lead was told of."""
    return outbox.number_told(tx, MENDED, tx.actor.user_id)


def _was_told(tx: Transaction, repairs: int) -> bool:
    return outbox.any_begins_with(tx, _broken_key(tx.actor, repairs))
