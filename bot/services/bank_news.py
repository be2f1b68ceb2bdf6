"""What the leads are told about the question files: once that they are broken, and once that they are mended."""

from collections.abc import Sequence

from sqlalchemy import func, select

from bot.domain.access import Action
from bot.domain.letters import BANK_MENDED, bank_broken_keys
from bot.domain.questions import Fault
from bot.domain.questions.news import FilesFoundBroken, FilesFoundMended
from bot.services.access import may
from bot.services.context import Actor, Context, Transaction
from bot.storage.tables import Outbox, Person


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
    with context.database.reading() as session:
        rows = session.execute(
            select(Person.team_id, Person.user_id)
            .where(Person.is_lead.is_(True))
            .order_by(Person.team_id, Person.user_id)
        )
        return [Actor(row.team_id, row.user_id) for row in rows]


def _repairs(tx: Transaction) -> int:
    """How many repairs this lead was told of."""
    told = select(func.count()).where(
        Outbox.team_id == tx.team_id, Outbox.kind == BANK_MENDED, Outbox.target == tx.actor.user_id
    )
    return tx.session.scalar(told) or 0


def _was_told(tx: Transaction, repairs: int) -> bool:
    key = bank_broken_keys(tx.actor.user_id, repairs)
    told = select(Outbox.id).where(
        Outbox.team_id == tx.team_id, Outbox.dedupe_key.startswith(key, autoescape=True)
    )
    return tx.session.scalar(told.limit(1)) is not None
