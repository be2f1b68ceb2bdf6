"""How long a workspace keeps what is about candidates, and workspaces that have left."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import Base, OfTeam


class Retention(Base, OfTeam):
    """For how many days a workspace keeps what is about a candidate, where that isn't the usual."""

    __tablename__ = "retention"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    days: Mapped[int]


class Purge(Base, OfTeam):
    """A workspace that uninstalled Fairloop: everything of it is deleted at `due_at` unless it is back by then.

    `done_at` is when that was done. Only while it is set the database lets the workspace's record be deleted.
    """

    __tablename__ = "purges"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
