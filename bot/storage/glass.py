"""Broken glass: who may read a loop's scorecards early, who has, and whether those concerned were told."""

from sqlalchemy import select

from bot.domain.letters import glass_keys
from bot.storage.tables import BrokenGlass, Outbox
from bot.storage.unit import Unit

TOLD = "sent", "dropped", "dead"
"""What became of a letter that nobody waits for any more; of one that Slack refuses the reader hears nothing."""


def keep(unit: Unit, row: BrokenGlass) -> BrokenGlass:
    """Write it, with its number."""
    return unit.add(row)


def of_id(unit: Unit, glass_id: int) -> BrokenGlass | None:
    """One of them."""
    return unit.get(BrokenGlass, glass_id)


def open_one(unit: Unit, loop_id: int, user_id: str) -> BrokenGlass | None:
    """The newest that lets somebody read this loop now."""
    row = unit.rows(BrokenGlass).where(
        BrokenGlass.loop_id == loop_id, BrokenGlass.user_id == user_id, BrokenGlass.until > unit.now
    )
    return unit.session.scalar(row.order_by(BrokenGlass.id.desc()).limit(1))


def all_told(unit: Unit, glass_id: int) -> bool:
    """Whether everybody whom it concerns has been told, or can't be."""
    begins = Outbox.dedupe_key.startswith(glass_keys(glass_id), autoescape=True)
    waiting = select(Outbox.id).where(unit.own(Outbox), begins, Outbox.state.not_in(TOLD))
    return unit.session.scalar(waiting.limit(1)) is None


def has_read(unit: Unit, loop_id: int, user_id: str) -> bool:
    """Whether somebody has read scorecards of this loop before its debrief."""
    read = select(BrokenGlass.id).where(
        unit.own(BrokenGlass),
        BrokenGlass.loop_id == loop_id,
        BrokenGlass.user_id == user_id,
        BrokenGlass.read_at.is_not(None),
    )
    return unit.session.scalar(read.limit(1)) is not None
