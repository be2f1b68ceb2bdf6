"""What is asked before anybody may act: the thing's row in this workspace, and how somebody stands to it."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, literal, not_, or_, select

from bot.domain.loops import GONE, LoopState, Role
from bot.storage import openings
from bot.storage.tables import Candidate, Interview, Loop, OpeningLead, Person, SlackUser
from bot.storage.unit import Unit

HIDES_HIRING = (LoopState.RUNNING, LoopState.DEBRIEFED)


@dataclass(frozen=True)
class Facts:
    """How somebody stands to the workspace and to a loop; what is of no loop is False without one.

    `candidate` is whether they are the candidate of a loop that is not over, `about_them` of this very one.
    """

    lead: bool
    candidate: bool
    owner: bool = False
    on_panel: bool = False
    about_them: bool = False


def facts(unit: Unit, user_id: str, loop_id: int | None = None) -> Facts:
    """All of it, in one statement."""
    everywhere = select(
        _is_lead(unit, user_id).exists().label("lead"),
        _loops_about(unit, user_id).where(Loop.state.in_(HIDES_HIRING)).exists().label("candidate"),
    )
    if loop_id is None:
        row = unit.session.execute(everywhere).one()
        return Facts(bool(row.lead), bool(row.candidate))
    row = unit.session.execute(
        everywhere.add_columns(
            _led(unit, user_id, loop_id).exists().label("owner"),
            _counted_seat(unit, user_id, loop_id).exists().label("on_panel"),
            _loops_about(unit, user_id).where(Loop.id == loop_id).exists().label("about_them"),
        )
    ).one()
    return Facts(
        bool(row.lead), bool(row.candidate), bool(row.owner), bool(row.on_panel), bool(row.about_them)
    )


def leads(unit: Unit, user_id: str, loop_id: int) -> bool:
    """Whether they lead this loop."""
    return unit.session.scalar(_led(unit, user_id, loop_id)) is not None


def is_candidate(unit: Unit, user_id: str) -> bool:
    """Whether they are the candidate of a loop that is not over."""
    running = _loops_about(unit, user_id).where(Loop.state.in_(HIDES_HIRING))
    return unit.session.scalar(running.limit(1)) is not None


def led_by(unit: Unit, user_id: str) -> ColumnElement[bool]:
    """The loops that they lead: who planned it, who leads its opening, as long as they are named leads.

    A loop that none of those leads any more is every named lead's, so that no loop is nobody's.
    """
    named = _named_leads(unit)
    of_opening = select(OpeningLead.user_id).where(
        unit.own(OpeningLead), OpeningLead.opening_id == Loop.opening_id
    )
    return and_(
        literal(user_id).in_(named),
        or_(
            Loop.lead_id == user_id,
            literal(user_id).in_(of_opening),
            and_(
                Loop.lead_id.not_in(named),
                not_(of_opening.where(OpeningLead.user_id.in_(named)).exists()),
            ),
        ),
    )


def leaders_of(unit: Unit, lead_id: str, opening_id: int) -> tuple[str, ...]:
    """Who leads a loop: its own lead first, then its opening's, or else every named lead."""
    named = tuple(unit.session.scalars(_named_leads(unit).order_by(Person.created_at, Person.user_id)))
    own = dict.fromkeys((lead_id, *openings.leads(unit, opening_id)))
    return tuple(user_id for user_id in own if user_id in named) or named or (lead_id,)


def loop(unit: Unit, loop_id: int, *, lock: bool = False) -> Loop | None:
    """The loop's row. With `lock`, changes of one loop take turns, and the row says what the last one left."""
    wanted = unit.rows(Loop).where(Loop.id == loop_id)
    if lock:
        wanted = wanted.with_for_update(key_share=True).execution_options(populate_existing=True)
    return unit.session.scalar(wanted)


def interview(unit: Unit, interview_id: int, *, fresh: bool = False) -> Interview | None:
    """The interview's row; `fresh` reads it anew where this transaction has read it before."""
    wanted = unit.rows(Interview).where(Interview.id == interview_id)
    return unit.session.scalar(wanted.execution_options(populate_existing=fresh))


def loop_id_of(unit: Unit, interview_id: int) -> int | None:
    """The loop that an interview belongs to."""
    return unit.session.scalar(
        select(Interview.loop_id).where(unit.own(Interview), Interview.id == interview_id)
    )


def _is_lead(unit: Unit, user_id: str) -> Select[str]:
    return select(Person.user_id).where(unit.own(Person), Person.user_id == user_id, Person.is_lead.is_(True))


def _led(unit: Unit, user_id: str, loop_id: int) -> Select[int]:
    return select(Loop.id).where(unit.own(Loop), Loop.id == loop_id, led_by(unit, user_id))


def _loops_about(unit: Unit, user_id: str) -> Select[int]:
    """Loops whose candidate this person is."""
    return (
        select(Loop.id)
        .join(Candidate, Candidate.id == Loop.candidate_id)
        .where(unit.own(Loop), Candidate.slack_user == user_id)
    )


def _counted_seat(unit: Unit, user_id: str, loop_id: int) -> Select[int]:
    return select(Interview.id).where(
        unit.own(Interview),
        Interview.loop_id == loop_id,
        Interview.user_id == user_id,
        Interview.role == Role.PANELIST,
        Interview.state.not_in(GONE),
    )


def _named_leads(unit: Unit) -> Select[str]:
    """Named leads who are here, and not the candidate of a running loop themselves."""
    gone = select(SlackUser.user_id).where(unit.own(SlackUser), SlackUser.deleted.is_(True))
    candidates = (
        select(Candidate.slack_user)
        .join(Loop, Loop.candidate_id == Candidate.id)
        .where(unit.own(Loop), Loop.state.in_(HIDES_HIRING), Candidate.slack_user.is_not(None))
        .correlate(None)
    )
    return select(Person.user_id).where(
        unit.own(Person),
        Person.is_lead.is_(True),
        Person.user_id.not_in(gone),
        Person.user_id.not_in(candidates),
    )
