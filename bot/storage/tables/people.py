"""The people of a workspace, and what is recorded about who did what."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKeyConstraint, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import Base, OfTeam, Row, Sealed
from bot.storage.types import Id, SealedText


class Person(Base, OfTeam):
    """Somebody with a role in hiring, or who has been on a panel. Slack's facts are in SlackUser.

    `working_days` are ISO weekdays ("12345"). `country` (ISO 3166) is whose public holidays they keep: NULL where
    Slack's locale says, empty for none. They are away until `away_until`, the day on which they are back.
    """

    __tablename__ = "people"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    is_lead: Mapped[bool] = mapped_column(default=False)
    seniority: Mapped[str] = mapped_column(default="mid")
    weekly_limit: Mapped[int | None]
    hours_from: Mapped[int] = mapped_column(default=9)
    hours_to: Mapped[int] = mapped_column(default=18)
    working_days: Mapped[str] = mapped_column(String(7), default="12345", server_default="12345")
    country: Mapped[str | None] = mapped_column(String(2))
    away_until: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime]


class Strength(Base, OfTeam):
    """How well a panelist interviews for a competency: 0 never, 1 can, 2 well, 3 best."""

    __tablename__ = "strengths"
    __table_args__ = (
        ForeignKeyConstraint(
            ["team_id", "user_id"], ["people.team_id", "people.user_id"], ondelete="CASCADE"
        ),
    )

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    competency: Mapped[str] = mapped_column(String(64), primary_key=True)
    strength: Mapped[int]


class SlackUser(Base, OfTeam, Sealed):
    """What Slack said about a person, and when: the directory's cache."""

    __tablename__ = "slack_users"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(SealedText)
    email: Mapped[str | None] = mapped_column(SealedText)
    zone: Mapped[str]
    locale: Mapped[str | None] = mapped_column(String(16))
    is_admin: Mapped[bool]
    is_bot: Mapped[bool]
    is_guest: Mapped[bool]
    is_stranger: Mapped[bool] = mapped_column(default=False, server_default=false())
    deleted: Mapped[bool]
    fetched_at: Mapped[datetime]


class ConfirmedGuest(Base, OfTeam):
    """A guest of whom a lead said that they may read debriefs in this channel: those of loops that this lead leads."""

    __tablename__ = "confirmed_guests"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    lead_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    confirmed_at: Mapped[datetime]


class Audit(Base, Row, Sealed):
    """Who did what to which thing, or opened it, written in the transaction of what it records.

    The database refuses to change or delete a row. `mac` is over all of it but its number (see storage/record.py).
    """

    __tablename__ = "audit"

    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    thing: Mapped[str]
    detail: Mapped[str | None] = mapped_column(SealedText)
    mac: Mapped[str] = mapped_column(String(64), server_default=text("''"))


class AuditLink(Base, OfTeam):
    """A row's place in its workspace's chain: `link` is over the row and the link before it. Never changed, either."""

    __tablename__ = "audit_links"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    position: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    audit_id: Mapped[int] = mapped_column(Id, unique=True)
    link: Mapped[str] = mapped_column(String(64))
