"""What the leads are told about the question files: once that they are broken, and once that they are mended."""

from collections.abc import Sequence

from bot.acting.access import may
from bot.acting.context import Actor, Context, Transaction
from bot.domain.access import Action
from bot.domain.letters import BANK_MENDED, bank_broken_keys
from bot.domain.questions import Fault
from bot.domain.questions.news import FilesFoundBroken, FilesFoundMended
from bot.storage import outbox, people


def tell_broken(context: Context, version: str, faults: Sequence[Fault]) -> None:
    """Tell every lead what to mend, once for each version of the files, however many processes see it."""
    for lead in _leads(context):
        with context.transaction(lead) as tx:
            if may(tx, Action.BROWSE_QUESTIONS):
                tx.happened(FilesFoundBroken(lead.user_id, _repairs(tx), version, tuple(faults)))


def tell_mended(context: Context) -> None:
    """Tell those who were told that the files are broken that they are in use again."""
    for lead in _leads(context):
        with context.transaction(lead) as tx:
            # Counted once: between two counts another process may have told of this very repair.
            repairs = _repairs(tx)
            if _was_told(tx, repairs):
                tx.happened(FilesFoundMended(lead.user_id, repairs))


def _leads(context: Context) -> list[Actor]:
    """The leads of all workspaces: they share the bank."""
    return [Actor(team_id, user_id) for team_id, user_id in people.leads_everywhere(context.database)]


def _repairs(tx: Transaction) -> int:
    """How many repairs this lead was told of."""
    return outbox.number_told(tx, BANK_MENDED, tx.actor.user_id)


def _was_told(tx: Transaction, repairs: int) -> bool:
    return outbox.any_begins_with(tx, bank_broken_keys(tx.actor.user_id, repairs))
