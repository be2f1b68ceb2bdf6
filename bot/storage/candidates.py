"""Candidates, under all the records that are recognisably theirs, and their labels."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import or_, select

from bot.domain.loops import LoopState
from bot.storage.tables import Candidate, Loop
from bot.storage.unit import Unit

SENT_OUT = (LoopState.RUNNING, LoopState.DEBRIEFED, LoopState.DECIDED)


def candidate(unit: Unit, candidate_id: int) -> Candidate:
    """The candidate that a loop is about. Raises LookupError where there is none."""
    return unit.one(Candidate, candidate_id)


class Described(Protocol):
    """What is said of a candidate; "" for what isn't known."""

    @property
    def name(self) -> str:
        """Their name."""

    @property
    def label(self) -> str:
        """What they are called where their name would be too much."""

    @property
    def email(self) -> str:
        """Their address."""

    @property
    def ats_id(self) -> str:
        """Their id in the system that applications come from."""

    @property
    def slack_user(self) -> str | None:
        """Their user id, where they are in this workspace."""

    @property
    def links(self) -> str:
        """Addresses."""

    @property
    def notes(self) -> str:
        """What a lead wrote."""


def write(unit: Unit, row: Candidate, said: Described) -> Candidate:
    """Keep what is said of a candidate, with the keyed hashes by which they are found again."""
    name = said.name.strip()
    row.name, row.name_key, row.label = name, unit.vault.fingerprint("name", name), said.label
    row.email, row.email_key = said.email or None, _key(unit, "email", said.email)
    row.ats_id, row.ats_key = said.ats_id or None, _key(unit, "ats", said.ats_id)
    row.slack_user, row.links, row.notes = said.slack_user or None, said.links or None, said.notes or None
    return unit.add(row)


def _key(unit: Unit, purpose: str, text: str) -> str | None:
    return unit.vault.fingerprint(purpose, text) if text else None


@dataclass(frozen=True)
class Known:
    """By what all candidates of a workspace are known again."""

    keys: frozenset[str]
    users: frozenset[str]

    def has(self, unit: Unit, email: str, ats_id: str, slack_user: str) -> bool:
        """Whether one of them has this email, ATS id or Slack user; "" is nobody's."""
        keys = [
            key
            for purpose, text in (("email", email), ("ats", ats_id))
            if text
            for key in unit.vault.fingerprints(purpose, text)
        ]
        return slack_user in self.users or not self.keys.isdisjoint(keys)


def known(unit: Unit) -> Known:
    """All of it, in one statement."""
    found = unit.session.execute(
        select(Candidate.email_key, Candidate.ats_key, Candidate.slack_user).where(unit.own(Candidate))
    ).all()
    keys = {key for row in found for key in (row.email_key, row.ats_key) if key}
    return Known(frozenset(keys), frozenset(row.slack_user for row in found if row.slack_user))


def everybody(unit: Unit) -> list[Candidate]:
    """Every candidate, the one who is known longest first."""
    return list(unit.session.scalars(unit.rows(Candidate).order_by(Candidate.id)))


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
