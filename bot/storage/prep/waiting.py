"""What waits for a subscription, and what was said to it: due rows, outbox, and where its messages stand."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from bot.domain.prep import Subscriber
from bot.storage import due
from bot.storage.tables import Due, Outbox, Posted
from bot.storage.unit import Unit


def finish(unit: Unit, due_id: int) -> None:
    """Mark a claimed due row done. Raises Overtaken, which undoes everything, where it is no longer ours."""
    due.finish(unit.session, due_id)


def crowd(unit: Unit, kind: str, at: datetime, span: timedelta) -> int:
    """How many due rows of this kind wait for the time from `at` on."""
    waiting = select(func.count()).where(
        Due.state == "waiting", Due.due_at >= at, Due.due_at < at + span, unit.own(Due), Due.kind == kind
    )
    return unit.session.scalar(waiting) or 0


def remove_due(unit: Unit, who: Subscriber, kinds: Collection[str]) -> None:
    """Delete a subscription's due rows of these kinds, also those that are done."""
    unit.session.execute(delete(Due).where(unit.own(Due), Due.thing_id == who.id, Due.kind.in_(kinds)))


def remove_letters(unit: Unit, keys: Collection[str]) -> None:
    """Delete from the outbox, and from what we know of Slack, whatever's key begins with one of these."""
    for begin in keys:
        for table in (Outbox, Posted):
            mine = table.dedupe_key.startswith(begin, autoescape=True)
            unit.session.execute(delete(table).where(unit.own(table), mine))


def channel_of(unit: Unit, key: str) -> str | None:
    """The channel (a DM's, too) that the letter with this key went to; None where it hasn't gone out."""
    went = select(Outbox.channel).where(unit.own(Outbox), Outbox.dedupe_key == key, Outbox.state == "sent")
    return unit.session.scalar(went)
