"""The prep page without Slack: a room of its own. No row here points to a person, or to anything of hiring."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import Base, OfTeam, Row


class PrepLink(Base, Row):
    """A link to begin with. Nothing says whether it was used; `made_by` may withdraw it, as long as it is there."""

    __tablename__ = "prep_links"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_by: Mapped[str] = mapped_column(String(32))
    zone: Mapped[str] = mapped_column(String(64))
    ends: Mapped[date] = mapped_column(Date)


class PrepPage(Base, Row):
    """A page that somebody began. Its address and its feed's are there as hashes alone."""

    __tablename__ = "prep_pages"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    feed_hash: Mapped[str] = mapped_column(String(64), unique=True)
    feed: Mapped[int]
    role: Mapped[str] = mapped_column(String(64))
    level: Mapped[str] = mapped_column(String(16))
    hour: Mapped[int]
    zone: Mapped[str] = mapped_column(String(64))
    interview_on: Mapped[date | None] = mapped_column(Date)
    started: Mapped[date] = mapped_column(Date)
    ends: Mapped[date] = mapped_column(Date)


class PrepPageSend(Base, Row):
    """A question that somebody went into on their page, as `PrepSend` is in Slack.

    `sealed_answer` is what they wrote, sealed under a key that only the page's address gives.
    """

    __tablename__ = "prep_page_sends"
    __table_args__ = (UniqueConstraint("page_id", "day", "number"),)

    page_id: Mapped[int] = mapped_column(ForeignKey("prep_pages.id", ondelete="CASCADE"))
    day: Mapped[date] = mapped_column(Date)
    number: Mapped[int]
    question_id: Mapped[str] = mapped_column(String(100))
    why: Mapped[str] = mapped_column(String(8))
    probe: Mapped[int]
    step: Mapped[str] = mapped_column(String(16))
    rating: Mapped[int | None]
    before: Mapped[str | None] = mapped_column(Text)
    graded_at: Mapped[datetime | None]
    sealed_answer: Mapped[str | None] = mapped_column(Text)


class PrepPageCard(Base, OfTeam):
    """What somebody remembers of a question, in FSRS's terms."""

    __tablename__ = "prep_page_cards"

    page_id: Mapped[int] = mapped_column(ForeignKey("prep_pages.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    stability: Mapped[float]
    difficulty: Mapped[float]
    reviewed: Mapped[date] = mapped_column(Date)
    due: Mapped[date] = mapped_column(Date)
    reviews: Mapped[int]
