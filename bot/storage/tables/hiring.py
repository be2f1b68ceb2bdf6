"""Openings, candidates, loops and their interviews, with the questions as they were asked."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, false, text, true
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.loops import LoopState, Missed, Role, SeatState
from bot.domain.scorecards import Asked
from bot.storage.tables.base import Base, OfTeam, Row, Sealed, one_of
from bot.storage.types import SealedText


class Opening(Base, Row):
    """A role being hired for. Where `early`, its debriefs open soon after the last scorecard came in.

    `panelists` is how many people are to interview in a loop, `slack` the minutes of each interview that are kept
    free, `core` whether every candidate is asked the same core questions. `rule_by` agreed on its competencies' bars
    last, at `rule_at`.
    """

    __tablename__ = "openings"

    title: Mapped[str]
    question_set: Mapped[str]
    level: Mapped[str]
    quorum: Mapped[int]
    minutes: Mapped[int]
    channel_id: Mapped[str]
    early: Mapped[bool] = mapped_column(default=False, server_default=false())
    panelists: Mapped[int | None]
    slack: Mapped[int] = mapped_column(default=0, server_default="0")
    core: Mapped[bool] = mapped_column(default=True, server_default=true())
    rule_by: Mapped[str | None] = mapped_column(String(32))
    rule_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class OpeningCompetency(Base, OfTeam):
    """A competency that an opening looks for: its weight, and how much of a loop it gets.

    `more` is whether its leads want more asked about it than the question set does, `bar` the score that they agreed
    on, and `must_have` whether the agreed rule asks for it.
    """

    __tablename__ = "opening_competencies"

    opening_id: Mapped[int] = mapped_column(ForeignKey("openings.id", ondelete="CASCADE"), primary_key=True)
    competency: Mapped[str] = mapped_column(String(64), primary_key=True)
    position: Mapped[int]
    weight: Mapped[int]
    panelists: Mapped[int]
    lowest: Mapped[int]
    highest: Mapped[int]
    more: Mapped[bool] = mapped_column(default=False, server_default=false())
    bar: Mapped[float | None]
    must_have: Mapped[bool] = mapped_column(default=False, server_default=false())


class OpeningStandIn(Base, OfTeam):
    """Somebody whom an opening's loops ask first where a panelist drops out, in order."""

    __tablename__ = "opening_stand_ins"

    opening_id: Mapped[int] = mapped_column(ForeignKey("openings.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    position: Mapped[int]


class OpeningLead(Base, OfTeam):
    """Somebody who leads the hiring for an opening, or did until `ended_at`."""

    __tablename__ = "opening_leads"

    opening_id: Mapped[int] = mapped_column(ForeignKey("openings.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    ended_at: Mapped[datetime | None]


class LoopLead(Base, OfTeam):
    """Somebody who leads a loop, or did until `ended_at`: granted when it was planned, or later by who may."""

    __tablename__ = "loop_leads"

    loop_id: Mapped[int] = mapped_column(ForeignKey("loops.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    ended_at: Mapped[datetime | None]


class Candidate(Base, Row, Sealed):
    """A person who applies. The `_key` columns are keyed hashes by which one is found again.

    From `held_at` on nothing about them is erased: somebody said why, and the record has it.
    """

    __tablename__ = "candidates"

    label: Mapped[str] = mapped_column(SealedText)
    name: Mapped[str] = mapped_column(SealedText)
    name_key: Mapped[str] = mapped_column(index=True)
    email: Mapped[str | None] = mapped_column(SealedText)
    email_key: Mapped[str | None] = mapped_column(index=True)
    ats_id: Mapped[str | None] = mapped_column(SealedText)
    ats_key: Mapped[str | None] = mapped_column(index=True)
    slack_user: Mapped[str | None] = mapped_column(String(32), index=True)
    links: Mapped[str | None] = mapped_column(SealedText)
    notes: Mapped[str | None] = mapped_column(SealedText)
    held_at: Mapped[datetime | None]


class Loop(Base, Row, Sealed):
    """One candidate's set of interviews. Times are UTC; `practice` loops are made up.

    `sample` ones among them are a demo's past, which calibration learns from as from real ones.
    `trial` is a wish for the plan whose cost the lead is looking at (JSON), `left_out` are keys of competencies that
    this loop doesn't ask about, with commas between. `debrief_tries` counts up where the
    debrief was moved, so that its head has a key of its own each time it is posted. `goes_on_with` are the scorecards
    that its lead is content with, `debrief_asked` how often that was asked since the debrief's time. What changed after
    the talk stands in the debrief since `talk_shown_at`. `meeting_link` is where its interviews are held.
    """

    __tablename__ = "loops"
    __table_args__ = (one_of("state", LoopState),)

    opening_id: Mapped[int] = mapped_column(ForeignKey("openings.id"), index=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"), index=True)
    lead_id: Mapped[str] = mapped_column(String(32))
    label: Mapped[str] = mapped_column(SealedText)
    state: Mapped[str] = mapped_column(String(16), index=True)
    level: Mapped[str]
    channel_id: Mapped[str]
    first_at: Mapped[datetime]
    minutes: Mapped[int]
    debrief_at: Mapped[datetime]
    debriefed_at: Mapped[datetime | None]
    debrief_tries: Mapped[int] = mapped_column(default=0, server_default="0")
    goes_on_with: Mapped[int | None]
    debrief_asked: Mapped[int] = mapped_column(default=0, server_default="0")
    talk_shown_at: Mapped[datetime | None]
    meeting_link: Mapped[str | None] = mapped_column(SealedText)
    cancelled_at: Mapped[datetime | None]
    practice: Mapped[bool] = mapped_column(default=False)
    sample: Mapped[bool] = mapped_column(default=False, server_default=false())
    revision: Mapped[int] = mapped_column(default=0)
    plan: Mapped[str | None] = mapped_column(Text)
    trial: Mapped[str | None] = mapped_column(Text)
    left_out: Mapped[str | None] = mapped_column(Text)
    view_id: Mapped[str | None]
    plan_view: Mapped[str | None]
    created_at: Mapped[datetime]


class Interview(Base, Row):
    """One panelist with the candidate. A stand-in has no start until they take a seat over.

    `replaces_id` is the interview that a stand-in took over, `host_id` the one that a shadow sits in on; a
    shadow that is `reverse` asks while the host listens. `with_id` is the other half of an interview that two
    panelists hold together. `before_leaving` is who asked what when this seat was given up (JSON), for the
    undo, `missed` what happened where it wasn't held as planned.
    Its panelist is `excused` where the debrief goes on without their scorecard, `knows_candidate` where they said so.
    """

    __tablename__ = "interviews"
    __table_args__ = (one_of("role", Role), one_of("state", SeatState), one_of("missed", Missed))

    loop_id: Mapped[int] = mapped_column(ForeignKey("loops.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[str] = mapped_column(String(32), index=True)
    role: Mapped[str] = mapped_column(String(16))
    position: Mapped[int]
    start_at: Mapped[datetime | None]
    minutes: Mapped[int]
    most_competencies: Mapped[int] = mapped_column(default=3)
    state: Mapped[str] = mapped_column(String(16))
    kit_revision: Mapped[int] = mapped_column(default=0)
    excused: Mapped[bool] = mapped_column(default=False, server_default=false())
    knows_candidate: Mapped[bool] = mapped_column(default=False, server_default=false())
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("interviews.id"))
    host_id: Mapped[int | None] = mapped_column(ForeignKey("interviews.id"))
    reverse: Mapped[bool] = mapped_column(default=False)
    with_id: Mapped[int | None] = mapped_column(ForeignKey("interviews.id", ondelete="SET NULL"))
    before_leaving: Mapped[str | None] = mapped_column(Text)
    missed: Mapped[str | None] = mapped_column(String(16))


class QuestionVersion(Base, OfTeam):
    """A question's words as they were when a loop was planned with them. `content` is JSON."""

    __tablename__ = "question_versions"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    version: Mapped[str] = mapped_column(String(32), primary_key=True)
    content: Mapped[str] = mapped_column(Text)


class Assignment(Base, Row):
    """A question that one interview asks. `state`: planned, asked, not_reached, other.

    In a loop it is asked once: one that was not reached may be planned again for a later interview.
    """

    __tablename__ = "assignments"
    __table_args__ = (
        Index(
            "ix_assignments_once",
            "loop_id",
            "question_id",
            unique=True,
            sqlite_where=text("state != 'not_reached'"),
            postgresql_where=text("state != 'not_reached'"),
        ),
        Index("ix_assignments_interview", "interview_id", "position"),
        one_of("state", Asked),
    )

    loop_id: Mapped[int] = mapped_column(ForeignKey("loops.id", ondelete="CASCADE"))
    interview_id: Mapped[int] = mapped_column(ForeignKey("interviews.id", ondelete="CASCADE"))
    question_id: Mapped[str] = mapped_column(String(100), index=True)
    version: Mapped[str] = mapped_column(String(32))
    competency: Mapped[str] = mapped_column(String(64))
    position: Mapped[int]
    minutes: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))


class Wish(Base, OfTeam):
    """A lead's wish for a loop's plan: this person asks this question (`pin`) or never does (`ban`).

    A ban with an empty `user_id` is for everybody: the question is not asked in this loop.
    """

    __tablename__ = "wishes"

    loop_id: Mapped[int] = mapped_column(ForeignKey("loops.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    wish: Mapped[str] = mapped_column(String(8))


class Replacement(Base, Row):
    """A question taken out of a running loop, because somebody had used it already, and whose it was till then."""

    __tablename__ = "replacements"

    loop_id: Mapped[int] = mapped_column(ForeignKey("loops.id", ondelete="CASCADE"), index=True)
    interview_id: Mapped[int] = mapped_column(ForeignKey("interviews.id", ondelete="CASCADE"))
    question_id: Mapped[str] = mapped_column(String(100))
