"""Work that waits: due rows, the outbox, the ledger of what was posted, and signs of life."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text, TextClause, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import Base, Row

# What waits is little and is asked for all the time, what is done is much and is hardly ever asked for: so these
# indexes hold what waits alone, or what was given up. A statement finds them only where it has the same condition,
# word for word.
OUTBOX_WAITS = text("state IN ('queued', 'sending', 'unknown')")
DUE_WAITS = text("state = 'waiting'")
OUTBOX_DEAD = text("state = 'dead'")
DUE_FAILED = text("state = 'failed'")


def _where(condition: TextClause) -> dict[str, Any]:
    return {"postgresql_where": condition, "sqlite_where": condition}


class Due(Base, Row):
    """Something to do at a calendar time. `occurrence` is unique: it happens once.

    `state`: waiting, done, dropped, failed. `lease_until` and `retry_at` are protocol (real) time.
    """

    __tablename__ = "due"
    __table_args__ = (
        UniqueConstraint("team_id", "occurrence"),
        Index("ix_due_waiting", "due_at", "id", **_where(DUE_WAITS)),
        Index("ix_due_failed", "id", **_where(DUE_FAILED)),
        Index("ix_due_thing", "team_id", "thing_id", "kind"),
    )

    team_id: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(32))
    thing_id: Mapped[int]
    occurrence: Mapped[str]
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    lease_until: Mapped[datetime | None]
    retry_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)


class Outbox(Base, Row):
    """What to tell whom about which thing. It is rendered when it goes out, from the rows as they are then.

    `stream` orders messages to one place, `sequence` those of them that wait. `dedupe_key` is unique, and
    stands in the message's metadata. `op`: post, update, delete, home, view, ephemeral. `state`: queued,
    sending, unknown, sent, dropped, dead. `target` is a user or channel id; `reply_to` and `edits` name
    another row's dedupe key. Leases, retries and `attempted_at` (the first try) are protocol (real) time,
    `created_at` and `sent_at` the calendar's.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("team_id", "dedupe_key"),
        Index("ix_outbox_waiting", "state", "priority", "id", **_where(OUTBOX_WAITS)),
        Index("ix_outbox_dead", "id", **_where(OUTBOX_DEAD)),
        Index("ix_outbox_stream", "team_id", "stream", "sequence", "id", **_where(OUTBOX_WAITS)),
        Index("ix_outbox_thing", "team_id", "kind", "thing_id", "target", "id"),
    )

    team_id: Mapped[str] = mapped_column(String(32))
    stream: Mapped[str]
    sequence: Mapped[int]
    dedupe_key: Mapped[str]
    priority: Mapped[int] = mapped_column(default=5)
    op: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(32))
    thing_id: Mapped[int]
    args: Mapped[str] = mapped_column(Text, default="{}")
    target: Mapped[str] = mapped_column(String(64))
    reply_to: Mapped[str | None]
    edits: Mapped[str | None]
    about: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(16), default="queued")
    lease_until: Mapped[datetime | None]
    retry_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    attempted_at: Mapped[datetime | None]
    channel: Mapped[str | None] = mapped_column(String(64))
    ts: Mapped[str | None] = mapped_column(String(32))
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class Posted(Base, Row):
    """The ledger: every message that stands in Slack, where, and about which candidate."""

    __tablename__ = "ledger"
    __table_args__ = (UniqueConstraint("team_id", "channel", "ts"),)

    dedupe_key: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(64))
    ts: Mapped[str] = mapped_column(String(32))
    about: Mapped[int | None] = mapped_column(index=True)
    posted_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]


class Dm(Base, Row):
    """The DM channel of a person with us: Slack never changes it, and asking for it is limited."""

    __tablename__ = "dms"
    __table_args__ = (UniqueConstraint("team_id", "user_id"),)

    user_id: Mapped[str] = mapped_column(String(32))
    channel_id: Mapped[str] = mapped_column(String(32))


class Pace(Base):
    """How fast a workspace is written to: `what` is an op, a method that an op needs, or one target of posts.

    Nothing of it is done before `free_at`; `lately` counts what was done in each second of the last minute (JSON).
    Protocol time.
    """

    __tablename__ = "paces"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    what: Mapped[str] = mapped_column(String(96), primary_key=True)
    free_at: Mapped[datetime] = mapped_column(index=True)
    lately: Mapped[str] = mapped_column(Text)


class Heartbeat(Base):
    """The last tick of each worker process (`worker` is host and process id), in protocol time."""

    __tablename__ = "heartbeats"

    worker: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


class Backup(Base):
    """A copy that was taken of the database, and when this database was made from it. Protocol time."""

    __tablename__ = "backups"

    id: Mapped[int] = mapped_column(primary_key=True)
    taken_at: Mapped[datetime]
    restored_at: Mapped[datetime | None]


class SeenRequest(Base):
    """The signature of a request that was answered already: a second one is a replay."""

    __tablename__ = "seen_requests"

    signature: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)
