"""How the actor stands to a thing, read from the rows; every service asks here before it acts."""

from sqlalchemy import ColumnElement, Select, and_, literal, not_, or_, select

from bot.domain.access import REFUSALS, Action, Standing, allowed
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.loops import GONE, LoopState, Role
from bot.services.context import Context, Transaction
from bot.storage.tables import Candidate, Interview, Loop, OpeningLead, Person, SlackUser

HIDES_HIRING = (LoopState.RUNNING, LoopState.DEBRIEFED)


def authorise(
    tx: Transaction,
    action: Action,
    *,
    loop: Loop | None = None,
    interview: Interview | None = None,
    admin: bool = False,
) -> None:
    """Raise NotAllowed, with words for the person, where the table says no."""
    if not may(tx, action, loop=loop, interview=interview, admin=admin):
        raise NotAllowed(REFUSALS[action])


def may(
    tx: Transaction,
    action: Action,
    *,
    loop: Loop | None = None,
    interview: Interview | None = None,
    admin: bool = False,
) -> bool:
    """Whether the table says yes."""
    return allowed(standing(tx, loop=loop, interview=interview, admin=admin), action)


def standing(
    tx: Transaction, *, loop: Loop | None = None, interview: Interview | None = None, admin: bool = False
) -> Standing:
    """How the actor stands to this loop and interview."""
    person = tx.session.get(Person, (tx.team_id, tx.actor.user_id))
    return Standing(
        admin=admin,
        lead=person is not None and person.is_lead,
        owner=loop is not None and leads(tx, loop),
        seated=interview is not None and interview.user_id == tx.actor.user_id,
        on_panel=loop is not None and _on_panel(tx, loop.id),
        debrief_open=loop is not None and loop.debriefed_at is not None,
        candidate=is_candidate(tx) or (loop is not None and _is_about_actor(tx, loop)),
        system=tx.actor.is_system,
    )


def is_admin(context: Context, team_id: str, user_id: str) -> bool:
    """Whether Slack calls this person an administrator. Asks the directory, so call it outside a transaction."""
    return context.directory.person(team_id, user_id).is_admin


def leads(tx: Transaction, loop: Loop) -> bool:
    """Whether the actor leads this loop."""
    return tx.session.scalar(select(Loop.id).where(Loop.id == loop.id, led_by_actor(tx))) is not None


def led_by_actor(tx: Transaction) -> ColumnElement[bool]:
    """The loops that the actor leads: who planned it, who leads its opening, as long as they are named leads.

    A loop that none of those leads any more is every named lead's, so that no loop is nobody's.
    """
    named = _named_leads(tx)
    of_opening = select(OpeningLead.user_id).where(OpeningLead.opening_id == Loop.opening_id)
    actor = tx.actor.user_id
    return and_(
        literal(actor).in_(named),
        or_(
            Loop.lead_id == actor,
            literal(actor).in_(of_opening),
            and_(
                Loop.lead_id.not_in(named),
                not_(of_opening.where(OpeningLead.user_id.in_(named)).exists()),
            ),
        ),
    )


def leaders_of(tx: Transaction, loop: Loop) -> tuple[str, ...]:
    """Who leads this loop: its own lead first, then its opening's, or else every named lead."""
    named = tuple(tx.session.scalars(_named_leads(tx).order_by(Person.created_at, Person.user_id)))
    of_opening = tx.session.scalars(
        select(OpeningLead.user_id).where(
            OpeningLead.team_id == tx.team_id, OpeningLead.opening_id == loop.opening_id
        )
    )
    own = dict.fromkeys((loop.lead_id, *sorted(of_opening)))
    return tuple(user_id for user_id in own if user_id in named) or named or (loop.lead_id,)


def _named_leads(tx: Transaction) -> Select[str]:
    """Named leads who are here, and not the candidate of a running loop themselves."""
    gone = select(SlackUser.user_id).where(SlackUser.team_id == tx.team_id, SlackUser.deleted.is_(True))
    candidates = (
        select(Candidate.slack_user)
        .join(Loop, Loop.candidate_id == Candidate.id)
        .where(Loop.team_id == tx.team_id, Loop.state.in_(HIDES_HIRING), Candidate.slack_user.is_not(None))
        .correlate(None)
    )
    return select(Person.user_id).where(
        Person.team_id == tx.team_id,
        Person.is_lead.is_(True),
        Person.user_id.not_in(gone),
        Person.user_id.not_in(candidates),
    )


def is_candidate(tx: Transaction, user_id: str | None = None) -> bool:
    """Whether the actor, or the person named, is the candidate of a loop that is not over."""
    running = (
        select(Loop.id)
        .join(Candidate, Candidate.id == Loop.candidate_id)
        .where(
            Loop.team_id == tx.team_id,
            Candidate.slack_user == (user_id or tx.actor.user_id),
            Loop.state.in_(HIDES_HIRING),
        )
    )
    return tx.session.scalar(running.limit(1)) is not None


def _is_about_actor(tx: Transaction, loop: Loop) -> bool:
    """Whether the actor is this loop's candidate. A loop stays closed to them, also as a colleague or a lead."""
    candidate = tx.session.get_one(Candidate, loop.candidate_id)
    return candidate.slack_user is not None and candidate.slack_user == tx.actor.user_id


def loop_of(tx: Transaction, loop_id: int, *, lock: bool = False) -> Loop:
    """The loop's row in this workspace; NotFound otherwise. With `lock`, changes of one loop take turns."""
    wanted = select(Loop).where(Loop.team_id == tx.team_id, Loop.id == loop_id)
    if lock:
        wanted = wanted.with_for_update(key_share=True).execution_options(populate_existing=True)
    row = tx.session.scalar(wanted)
    if row is None:
        raise NotFound("This loop isn't there any more.")
    return row


def interview_of(tx: Transaction, interview_id: int) -> Interview:
    """The interview's row in this workspace; NotFound otherwise.

    Whoever may write locks its loop first, so that the row says what the one before them left.
    """
    wanted = select(Interview).where(Interview.team_id == tx.team_id, Interview.id == interview_id)
    if tx.writing:
        loop_id = tx.session.scalar(wanted.with_only_columns(Interview.loop_id))
        if loop_id is not None:
            loop_of(tx, loop_id, lock=True)
        wanted = wanted.execution_options(populate_existing=True)
    row = tx.session.scalar(wanted)
    if row is None:
        raise NotFound("This interview isn't there any more.")
    return row


def _on_panel(tx: Transaction, loop_id: int) -> bool:
    seat = select(Interview.id).where(
        Interview.team_id == tx.team_id,
        Interview.loop_id == loop_id,
        Interview.user_id == tx.actor.user_id,
        Interview.role == Role.PANELIST,
        Interview.state.not_in(GONE),
    )
    return tx.session.scalar(seat.limit(1)) is not None
