"""Which candidates' labels are in use, so that two alike in one week can be told apart."""

from datetime import timedelta

from sqlalchemy import select

from bot.domain.loops import LoopState
from bot.services.context import Transaction
from bot.storage.tables import Loop

LABEL_WINDOW = timedelta(days=7)


def labels_taken(tx: Transaction, own: Loop | None) -> set[str]:
    """Labels of other loops that were sent out and are about this week; drafts may never be."""
    rows = tx.session.scalars(
        select(Loop).where(
            Loop.team_id == tx.team_id,
            Loop.practice.is_(False),
            Loop.state.in_((LoopState.RUNNING, LoopState.DEBRIEFED, LoopState.DECIDED)),
            Loop.first_at > tx.now - LABEL_WINDOW,
        )
    )
    return {row.label for row in rows if own is None or row.id != own.id}
