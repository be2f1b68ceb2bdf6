"""Home: what one person has to do next, as lead and as panelist."""

from datetime import timedelta

from sqlalchemy import select

from bot.domain.access import Action
from bot.domain.home import Draft, Home, ToDo, Upcoming, Waiting
from bot.domain.kits import SCORECARD_OPENS_BEFORE, sent_at
from bot.domain.loops import GONE, CardState, LoopState, Role, SeatState
from bot.services.access import is_candidate, led_by_actor, may
from bot.services.calibration import own_severity
from bot.services.context import Actor, Context, Transaction
from bot.services.loops import read_view
from bot.services.openings import competency_names, opening_of
from bot.services.panels import assignments_of, card_state
from bot.services.people import leads, may_name_leads
from bot.storage.tables import Interview, Loop, Person

SHOWN = 8


def get(context: Context, actor: Actor) -> Home:
    """What this person sees on their Home."""
    admin = may_name_leads(context, actor)
    any_leads = bool(leads(context, actor))
    with context.reading(actor) as tx:
        if is_candidate(tx):
            return Home(actor.user_id, tx.now, False, False, any_leads, candidate=True)
        plans = may(tx, Action.PLAN_LOOP)
        led = _led(tx) if plans else []
        running = [loop for loop in led if loop.state == LoopState.RUNNING]
        waiting = [loop for loop in led if loop.state == LoopState.DEBRIEFED]
        return Home(
            user_id=actor.user_id,
            now=tx.now,
            leads=plans,
            may_name_leads=admin,
            any_leads=any_leads,
            running=tuple(read_view(tx, context.bank(), loop) for loop in running[:SHOWN]),
            more_running=len(running[SHOWN:]),
            drafts=_drafts(tx, led),
            waiting=_waiting(tx, waiting[:SHOWN]),
            more_waiting=len(waiting[SHOWN:]),
            closed=sum(loop.state == LoopState.DECIDED for loop in led),
            upcoming=_upcoming(tx, context),
            to_do=_to_do(tx),
            severity=own_severity(tx, actor.user_id),
            panelist=tx.session.get(Person, (tx.team_id, actor.user_id)) is not None,
        )


def _led(tx: Transaction) -> list[Loop]:
    return list(
        tx.session.scalars(
            select(Loop)
            .where(
                Loop.team_id == tx.team_id,
                Loop.practice.is_(False),
                led_by_actor(tx),
            )
            .order_by(Loop.first_at)
        )
    )


def _waiting(tx: Transaction, loops: list[Loop]) -> tuple[Waiting, ...]:
    return tuple(
        Waiting(loop.id, loop.label, opening_of(tx, loop.opening_id).title, loop.debriefed_at)
        for loop in loops
        if loop.debriefed_at is not None
    )


def _drafts(tx: Transaction, led: list[Loop]) -> tuple[Draft, ...]:
    """Plans that can still be sent: one whose first interview should have begun is forgotten."""
    return tuple(
        Draft(loop.id, loop.label, opening_of(tx, loop.opening_id).title, loop.first_at)
        for loop in led
        if loop.state == LoopState.DRAFT and loop.first_at > tx.now
    )[:SHOWN]


def _mine(tx: Transaction) -> list[tuple[Interview, Loop]]:
    rows = tx.session.execute(
        select(Interview, Loop)
        .join(Loop, Loop.id == Interview.loop_id)
        .where(
            Interview.team_id == tx.team_id,
            Interview.user_id == tx.actor.user_id,
            Interview.start_at.is_not(None),
            Interview.state.not_in(GONE),
            Loop.state == LoopState.RUNNING,
        )
        .order_by(Interview.start_at)
    )
    return [(interview, loop) for interview, loop in rows]


def _upcoming(tx: Transaction, context: Context) -> tuple[Upcoming, ...]:
    names = competency_names(context.bank())
    found = []
    for row, loop in _mine(tx):
        assert row.start_at is not None
        if row.start_at + timedelta(minutes=row.minutes) <= tx.now:
            continue
        asked = assignments_of(tx, row.host_id or row.id)
        found.append(
            Upcoming(
                row.id,
                loop.label,
                row.start_at,
                tuple(dict.fromkeys(names.get(item.competency, item.competency) for item in asked)),
                SeatState(row.state),
                sent_at(row.start_at, loop.created_at),
                Role(row.role),
            )
        )
    return tuple(found)[:SHOWN]


def _to_do(tx: Transaction) -> tuple[ToDo, ...]:
    found = []
    for row, loop in _mine(tx):
        assert row.start_at is not None
        state = card_state(tx, row.id)
        if state == CardState.IN or tx.now < row.start_at - SCORECARD_OPENS_BEFORE:
            continue
        late = tx.now - (row.start_at + timedelta(minutes=row.minutes))
        found.append(ToDo(row.id, loop.label, late, loop.debrief_at, state == CardState.DRAFT))
    return tuple(sorted(found, key=lambda item: -item.late))[:SHOWN]
