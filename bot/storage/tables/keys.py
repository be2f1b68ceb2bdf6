"""Data keys, wrapped by a master key, and canaries by which a wrong master key is noticed."""

from datetime import datetime

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import Base, OfTeam

CURRENT = text("retired_at IS NULL")


class DataKeyRow(Base, OfTeam):
    """The key of a workspace's text (`subject` is ""), or of all text about one candidate (their row key).

    `wrapped` is the key under a master key, or NULL where it was destroyed: what it sealed is gone with it, in
    this database and in every copy whose keys are replaced by these. A retired key opens and seals no more.
    """

    __tablename__ = "data_keys"
    __table_args__ = (
        Index(
            "ix_data_keys_current",
            "team_id",
            "subject",
            unique=True,
            postgresql_where=CURRENT,
            sqlite_where=CURRENT,
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    subject: Mapped[str] = mapped_column(String(40))
    wrapped: Mapped[str | None] = mapped_column(Text)
    retired_at: Mapped[datetime | None]


class Canary(Base):
    """A known text under one key that text or hashes of this database are under; `key` is the kind and its id."""

    __tablename__ = "canaries"

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[str] = mapped_column(String(255))
