"""Candidates, under all the records that are recognisably theirs, and their labels."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select

from bot.domain.loops import LoopState
from bot.storage.tables import Candidate, Loop
from bot.storage.unit import Unit

SENT_OUT = (LoopState.RUNNING, LoopState.DEBRIEFED, LoopState.DECIDED)


def candidate(unit: Unit, candidate_id: int) -> Candidate:
    """The candidate that a loop is about. Raises LookupError where there is none."""
    return unit.one(Candidate, candidate_id)


def same_person(unit: Unit, row: Candidate) -> list[int]:
    """Ids of the records that share an email, an ATS id or a Slack user with this one, itself included."""
    same = [Candidate.id == row.id]
    if row.email:
        same.append(Candidate.email_key.in_(unit.vault.fingerprints("email", row.email)))
    if row.ats_id:
        same.append(Candidate.ats_key.in_(unit.vault.fingerprints("ats", row.ats_id)))
    if row.slack_user:
        same.append(Candidate.slack_user == row.slack_user)
    return list(unit.session.scalars(select(Candidate.id).where(unit.own(Candidate), or_(*same))))


def open_loops(unit: Unit, candidate_ids: Collection[int], but_loop: int) -> list[int]:
    """Drafts and running loops of these records, by id, one loop left out."""
    loops = select(Loop.id).where(
        unit.own(Loop),
        Loop.id != but_loop,
        Loop.candidate_id.in_(candidate_ids),
        Loop.state.in_((LoopState.DRAFT, LoopState.RUNNING)),
    )
    return list(unit.session.scalars(loops.order_by(Loop.id)))


def labels_since(unit: Unit, begin: datetime, but_loop: int | None) -> set[str]:
    """Labels of loops that were sent out and began after `begin`, one loop left out; drafts have none to others."""
    rows = unit.session.execute(
        select(Loop.id, Loop.label).where(
            unit.own(Loop), Loop.practice.is_(False), Loop.state.in_(SENT_OUT), Loop.first_at > begin
        )
    )
    return {row.label for row in rows if row.id != but_loop}
