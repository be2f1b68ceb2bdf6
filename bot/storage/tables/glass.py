"""Who read a loop's scorecards before its debrief."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import Base, Row, Sealed
from bot.storage.types import SealedText


class BrokenGlass(Base, Row, Sealed):
    """Somebody broke the glass of a loop, why, and until when they may read. From `read_at` on they aren't blind."""

    __tablename__ = "broken_glass"

    loop_id: Mapped[int] = mapped_column(ForeignKey("loops.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[str] = mapped_column(String(32))
    broken_at: Mapped[datetime]
    until: Mapped[datetime]
    read_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(SealedText)
