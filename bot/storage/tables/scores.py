"""Scorecards field by field, debriefs as they were shown, and decisions."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, true
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.loops.states import Outcome
from bot.domain.scorecards import RATINGS
from bot.storage.tables.base import Base, OfTeam, Row, Sealed, one_of
from bot.storage.types import SealedText


class Scorecard(Base, Row):
    """One panelist's view of one candidate. `render` grows each time a page is filled from storage.

    It is not `blind` where its author could read the others before it was in.
    """

    __tablename__ = "scorecards"

    interview_id: Mapped[int] = mapped_column(ForeignKey("interviews.id", ondelete="CASCADE"), unique=True)
    loop_id: Mapped[int] = mapped_column(ForeignKey("loops.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[str] = mapped_column(String(32), index=True)
    submitted_at: Mapped[datetime | None]
    edited_at: Mapped[datetime | None]
    render: Mapped[int] = mapped_column(default=0)
    blind: Mapped[bool] = mapped_column(default=True, server_default=true())


class Revision(Base, OfTeam, Sealed):
    """What a panelist said after the talk, beside the recommendation of their sealed card.

    `recommendation` is the one that they hold now; the `reason` is empty where it is the same.
    """

    __tablename__ = "revisions"

    scorecard_id: Mapped[int] = mapped_column(
        ForeignKey("scorecards.id", ondelete="CASCADE"), primary_key=True
    )
    recommendation: Mapped[str] = mapped_column(SealedText)
    reason: Mapped[str] = mapped_column(SealedText)
    said_at: Mapped[datetime]


class Rating(Base, OfTeam):
    """1 to 4 for one dimension of one question; no value means "not assessed" was chosen.

    `acted_at` is Slack's action_ts of the change and `written_in` the view that it was made in, so that two
    devices at once lose nothing.
    """

    __tablename__ = "ratings"
    __table_args__ = (CheckConstraint(f"value BETWEEN {RATINGS[0]} AND {RATINGS[-1]}", name="value"),)

    scorecard_id: Mapped[int] = mapped_column(
        ForeignKey("scorecards.id", ondelete="CASCADE"), primary_key=True
    )
    question_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    dimension: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[int | None]
    acted_at: Mapped[str] = mapped_column(String(32))
    written_in: Mapped[str] = mapped_column(String(64))


class ScorecardNote(Base, OfTeam, Sealed):
    """Everything else on a scorecard, one row a field, JSON inside. `question_id` is "" for the last page."""

    __tablename__ = "scorecard_notes"

    scorecard_id: Mapped[int] = mapped_column(
        ForeignKey("scorecards.id", ondelete="CASCADE"), primary_key=True
    )
    question_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    field: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[str] = mapped_column(SealedText)
    acted_at: Mapped[str] = mapped_column(String(32))
    written_in: Mapped[str] = mapped_column(String(64))


class ScorecardDraft(Base, OfTeam, Sealed):
    """A field of a scorecard that is in, as it was changed since: JSON inside, and what was handed in stays as it is.

    `field` is that of a note, "rating:" with a dimension, or "state" for what became of the question.
    """

    __tablename__ = "scorecard_drafts"

    scorecard_id: Mapped[int] = mapped_column(
        ForeignKey("scorecards.id", ondelete="CASCADE"), primary_key=True
    )
    question_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    field: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(SealedText)
    acted_at: Mapped[str] = mapped_column(String(32))
    written_in: Mapped[str] = mapped_column(String(64))


class DebriefRecord(Base, Row, Sealed):
    """A debrief's numbers, kept as they were shown (JSON), and the fit that they came from.

    `hidden` is why what stands of it in its channel is a line at the moment; NULL where it is shown.
    """

    __tablename__ = "debriefs"

    loop_id: Mapped[int] = mapped_column(ForeignKey("loops.id", ondelete="CASCADE"), unique=True)
    numbers: Mapped[str] = mapped_column(SealedText)
    fit: Mapped[str | None] = mapped_column(SealedText)
    hidden: Mapped[str | None] = mapped_column(String(32))


class KeptFit(Base, OfTeam):
    """A workspace's fit of the joint model, as `calibration.joint.to_bytes` makes it: ids and figures, no text.

    `version` is that of the model and its format; `loops` the ids of those that it was made from (JSON). `watched` is
    what was last found of panelists over the months (JSON, `calibration.watched`).
    """

    __tablename__ = "fits"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    version: Mapped[int]
    kept: Mapped[bytes] = mapped_column(LargeBinary)
    loops: Mapped[str] = mapped_column(Text)
    watched: Mapped[str | None] = mapped_column(Text)


class Decision(Base, Row, Sealed):
    """What the lead decided, and why; the newest counts. `rule_read` is what the agreed rule read, where it has one."""

    __tablename__ = "decisions"
    __table_args__ = (one_of("outcome", Outcome),)

    loop_id: Mapped[int] = mapped_column(ForeignKey("loops.id", ondelete="CASCADE"), index=True)
    decided_by: Mapped[str] = mapped_column(String(32))
    decided_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(SealedText)
    rule_read: Mapped[str | None] = mapped_column(String(16))
