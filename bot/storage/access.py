"""What is asked before anybody may act: the thing's row in this workspace, and how somebody stands to it.

Who leads is read from lists of grants. Being a loop's candidate takes that loop away, and nothing else.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, and_, bindparam, literal, or_, select

from bot.domain.loops import GONE, LoopState, Role
from bot.storage.tables import Candidate, Interview, Loop, LoopLead, Opening, OpeningLead, Person, SlackUser
from bot.storage.types import Id
from bot.storage.unit import AnyWorkspace, Scope, Unit

USER = bindparam("user_id", type_=String)
"""Whoever asks, in a statement that is built once."""


@dataclass(frozen=True)
class Facts:
    """How somebody stands to the workspace and to a loop or an opening; what is of neither is False without one.

    `owner` is whether they lead it, `about_them` whether they are this very loop's candidate.
    """

    lead: bool
    owner: bool = False
    on_panel: bool = False
    about_them: bool = False


def facts(unit: Unit, user_id: str, loop_id: int | None = None, opening_id: int | None = None) -> Facts:
    """All of it, in one statement."""
    if loop_id is None:
        row = unit.ask(_OF_OPENING, user_id=user_id, opening_id=opening_id).one()
        return Facts(bool(row.lead), owner=bool(row.lead and row.owner))
    found = unit.ask(_OF_LOOP, user_id=user_id, loop_id=loop_id).first()
    return facts(unit, user_id) if found is None else facts_in(unit, user_id, found)


def facts_in(unit: Unit, user_id: str, row: Row[Any]) -> Facts:
    """How somebody stands to a loop, from a row of `standing`."""
    email = row.email if row.email_key else None
    about = user_id == row.slack_user or (
        email is not None and row.email_key in unit.vault.fingerprints("email", email)
    )
    owner = bool(row.lead and row.listed and not about)
    return Facts(bool(row.lead), owner, bool(row.on_panel), about)


def standing(unit: Scope) -> Select[*tuple[Any, ...]]:
    """What `facts_in` reads of the person `user_id` and each loop, to be narrowed down to one."""
    return (
        select(
            _leads(unit),
            _listed(unit).correlate(Loop).exists().label("listed"),
            _counted_seat(unit).correlate(Loop).exists().label("on_panel"),
            Candidate.slack_user,
            Candidate.email_key,
            SlackUser.email,
        )
        .select_from(Loop)
        .join(Candidate, Candidate.id == Loop.candidate_id)
        .outerjoin(SlackUser, and_(unit.own(SlackUser), SlackUser.user_id == USER))
        .where(unit.own(Loop))
    )


def is_about(unit: Unit, loop_id: int, user_id: str) -> bool:
    """Whether they are the loop's candidate, by Slack user or by email."""
    about = _loops_about(unit, user_id).where(Loop.id == loop_id)
    return unit.session.scalar(about.limit(1)) is not None


def same_person(
    unit: Unit, slack_user: str | None, email: str | None, among: Collection[str]
) -> frozenset[str]:
    """Those among these users who are this person: by Slack user, or by the email that Slack knows of them."""
    wanted = unit.vault.fingerprints("email", email)[:1] if email else ()
    emails = _emails(unit, among)
    return frozenset(
        one for one in among if one == slack_user or set(wanted).intersection(emails.get(one, ()))
    )


def led_by(unit: Unit, user_id: str) -> ColumnElement[bool]:
    """The loops that they lead: those whose list has them, as long as they are named leads who are here.

    Never one that is about themselves.
    """
    listed = select(LoopLead.loop_id).where(
        unit.own(LoopLead), LoopLead.user_id == user_id, LoopLead.ended_at.is_(None)
    )
    return and_(
        literal(user_id).in_(_present_leads(unit)),
        Loop.id.in_(listed),
        not_about(unit, user_id),
    )


def not_about(unit: Unit, user_id: str) -> ColumnElement[bool]:
    """The loops whose candidate this person is not."""
    return Loop.candidate_id.not_in(_records_of(unit, user_id))


def led_nowhere(unit: Unit, lead: type[LoopLead] | type[OpeningLead]) -> ColumnElement[bool]:
    """The loops, or the openings, that wait for an administrator's grant: nobody on their list is a named lead here."""
    led = select(lead.user_id).where(
        unit.own(lead), lead.ended_at.is_(None), lead.user_id.in_(_present_leads(unit))
    )
    if lead is LoopLead:
        return ~led.where(LoopLead.loop_id == Loop.id).exists()
    return ~led.where(OpeningLead.opening_id == Opening.id).exists()


def leaders_of(unit: Unit, loop_id: int) -> tuple[str, ...]:
    """Who leads a loop and can be told of it: who planned it first. Nobody, where it waits for a grant."""
    row = unit.session.execute(
        select(Loop.lead_id, Candidate.slack_user, Candidate.email_key)
        .join(Candidate, Candidate.id == Loop.candidate_id)
        .where(unit.own(Loop), Loop.id == loop_id)
    ).one()
    listed = unit.session.scalars(
        select(LoopLead.user_id)
        .where(
            unit.own(LoopLead),
            LoopLead.loop_id == loop_id,
            LoopLead.ended_at.is_(None),
            LoopLead.user_id.in_(_present_leads(unit)),
        )
        .order_by(LoopLead.user_id)
    )
    leads = [one for one in listed if one != row.slack_user]
    emails = _emails(unit, leads) if row.email_key else {}
    others = [one for one in leads if row.email_key not in emails.get(one, ())]
    return tuple(sorted(others, key=lambda one: one != row.lead_id))


def seated_for(unit: Unit, opening_id: int) -> frozenset[str]:
    """Everybody who holds a seat in a running loop of this opening."""
    held = (
        select(Interview.user_id)
        .join(Loop, Loop.id == Interview.loop_id)
        .where(
            unit.own(Interview),
            Loop.opening_id == opening_id,
            Loop.state == LoopState.RUNNING,
            Interview.state.not_in(GONE),
        )
    )
    return frozenset(unit.session.scalars(held))


def present_leads(unit: Unit) -> frozenset[str]:
    """Named leads who are here."""
    return frozenset(unit.session.scalars(_present_leads(unit)))


def _everywhere(unit: Scope) -> Select[*tuple[Any, ...]]:
    return select(_leads(unit), _of_opening(unit).exists().label("owner"))


def _leads(unit: Scope) -> ColumnElement[bool]:
    return _present_leads(unit).where(Person.user_id == USER).exists().label("lead")


def _listed(unit: Scope) -> Select[str]:
    return select(LoopLead.user_id).where(
        unit.own(LoopLead),
        LoopLead.loop_id == Loop.id,
        LoopLead.user_id == USER,
        LoopLead.ended_at.is_(None),
    )


def _of_opening(unit: Scope) -> Select[str]:
    return select(OpeningLead.user_id).where(
        unit.own(OpeningLead),
        OpeningLead.opening_id == bindparam("opening_id", type_=Id),
        OpeningLead.user_id == USER,
        OpeningLead.ended_at.is_(None),
    )


def _records_of(unit: Unit, user_id: str) -> Select[int]:
    """The candidates' records that are this person's, by Slack user or by the email that Slack knows of them."""
    known = unit.session.get(SlackUser, (unit.team_id, user_id))
    keys = unit.vault.fingerprints("email", known.email) if known is not None and known.email else ()
    return select(Candidate.id).where(
        unit.own(Candidate), or_(Candidate.slack_user == user_id, Candidate.email_key.in_(keys))
    )


def _emails(unit: Unit, user_ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    """What the keyed hash of each one's email may be, for those whose email Slack told."""
    known = unit.session.scalars(unit.rows(SlackUser).where(SlackUser.user_id.in_(user_ids)))
    return {one.user_id: unit.vault.fingerprints("email", one.email) for one in known if one.email}


def _loops_about(unit: Unit, user_id: str) -> Select[int]:
    """Loops whose candidate this person is."""
    return select(Loop.id).where(unit.own(Loop), Loop.candidate_id.in_(_records_of(unit, user_id)))


def _counted_seat(unit: Scope) -> Select[int]:
    return select(Interview.id).where(
        unit.own(Interview),
        Interview.loop_id == Loop.id,
        Interview.user_id == USER,
        Interview.role == Role.PANELIST,
        Interview.state.not_in(GONE),
    )


def _present_leads(unit: Scope) -> Select[str]:
    gone = select(SlackUser.user_id).where(unit.own(SlackUser), SlackUser.deleted.is_(True))
    return select(Person.user_id).where(
        unit.own(Person), Person.is_lead.is_(True), Person.user_id.not_in(gone)
    )


_OF_OPENING = _everywhere(AnyWorkspace())
_OF_LOOP = standing(AnyWorkspace()).where(Loop.id == bindparam("loop_id"))
