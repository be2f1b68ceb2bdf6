"""How the actor stands to a thing, read from the rows; every service asks here before it acts."""

from sqlalchemy import select

from bot.domain.access import REFUSALS, Action, Standing, allowed
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.loops import GONE, LoopState, Role
from bot.services.context import Context, Transaction
from bot.storage.tables import Candidate, Interview, Loop, OpeningLead, Person

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
        coordinator=person is not None and person.is_coordinator,
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
    """Whether the actor leads this loop or its opening."""
    lead = select(OpeningLead.user_id).where(
        OpeningLead.team_id == tx.team_id,
        OpeningLead.opening_id == loop.opening_id,
        OpeningLead.user_id == tx.actor.user_id,
    )
    return loop.lead_id == tx.actor.user_id or tx.session.scalar(lead) is not None


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
