"""Prep: who gets a question a day, what they got, and what the leak guard must never forget."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import Base, OfTeam, Row, Sealed
from bot.storage.types import SealedText


class PrepSubscription(Base, Row):
    """Somebody, or a channel, that gets a question a day. `target` is the user or channel id.

    `role` is a question set's key; `topics` is a JSON list of competencies, none meaning all of the role's;
    `weekdays` are digits from 0 (Monday). Dates are local; `interview_on` is that of their interview.
    `email_key` is a keyed hash, so that a candidate is recognised whose Slack user isn't known.
    """

    __tablename__ = "prep_subscriptions"
    __table_args__ = (UniqueConstraint("team_id", "target"),)

    target: Mapped[str] = mapped_column(String(32))
    is_channel: Mapped[bool] = mapped_column(default=False)
    email_key: Mapped[str | None]
    role: Mapped[str] = mapped_column(String(64))
    level: Mapped[str] = mapped_column(String(16))
    topics: Mapped[str] = mapped_column(Text)
    hour: Mapped[int]
    zone: Mapped[str] = mapped_column(String(64))
    weekdays: Mapped[str] = mapped_column(String(7))
    paused: Mapped[bool] = mapped_column(default=False)
    started: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date | None] = mapped_column(Date)
    last_summary: Mapped[date | None] = mapped_column(Date)
    interview_on: Mapped[date | None] = mapped_column(Date)
    created_by: Mapped[str] = mapped_column(String(32))


class PrepSend(Base, Row):
    """A question that was sent. `number` is 0 for the question of the day, one a subscription and local date, and
    counts from 1 those that they asked for on that date. `step`: asked, followed, shown, graded.

    `before` is the card as it was before the rating (JSON), so that a rating can be changed.
    """

    __tablename__ = "prep_sends"
    __table_args__ = (
        UniqueConstraint("subscription_id", "day", "number"),
        Index("ix_prep_sends_question", "subscription_id", "question_id"),
    )

    subscription_id: Mapped[int] = mapped_column(ForeignKey("prep_subscriptions.id", ondelete="CASCADE"))
    day: Mapped[date] = mapped_column(Date)
    number: Mapped[int] = mapped_column(default=0)
    question_id: Mapped[str] = mapped_column(String(100))
    version: Mapped[str] = mapped_column(String(32))
    why: Mapped[str] = mapped_column(String(8))
    probe: Mapped[int]
    step: Mapped[str] = mapped_column(String(16))
    rating: Mapped[int | None]
    before: Mapped[str | None] = mapped_column(Text)
    sent_at: Mapped[datetime]
    graded_at: Mapped[datetime | None]


class PrepCard(Base, OfTeam):
    """What somebody remembers of a question, in FSRS's terms."""

    __tablename__ = "prep_cards"

    subscription_id: Mapped[int] = mapped_column(
        ForeignKey("prep_subscriptions.id", ondelete="CASCADE"), primary_key=True
    )
    question_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    stability: Mapped[float]
    difficulty: Mapped[float]
    reviewed: Mapped[date] = mapped_column(Date)
    due: Mapped[date] = mapped_column(Date)
    reviews: Mapped[int]


class PrepAnswer(Base, OfTeam, Sealed):
    """An answer that somebody wrote down, for themselves alone."""

    __tablename__ = "prep_answers"

    send_id: Mapped[int] = mapped_column(ForeignKey("prep_sends.id", ondelete="CASCADE"), primary_key=True)
    text: Mapped[str] = mapped_column(SealedText)


class PrepMark(Base, OfTeam):
    """A keyed hash of a person and a question that they got as prep. It stays when they stop."""

    __tablename__ = "prep_marks"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    mark: Mapped[str] = mapped_column(String(80), primary_key=True)
