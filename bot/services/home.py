"""Home: what one person has to do next, as lead and as panelist."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.acting.access import authorise, is_admin, standing
from bot.acting.context import Actor, Context, Transaction
from bot.domain.access import Action, allowed
from bot.domain.bidi import isolated
from bot.domain.home import Closed, Draft, Home, Running, ToDo, Upcoming, Waiting
from bot.domain.kits import SCORECARD_OPENS_BEFORE, sent_at
from bot.domain.loops import GONE, CardState, LoopState, Role, SeatState, SeatView
from bot.services import leading
from bot.services.debriefs.reading import OUTCOMES
from bot.services.debriefs.records import own_severity
from bot.storage import card_drafts, debriefs, lists, openings, people
from bot.storage.loops import card_states
from bot.storage.tables import Interview, Loop, Person

SHOWN = 8
DECIDED_SHOWN = 20


def opened(context: Context, actor: Actor) -> Home:
    """Home for somebody who opens it; that they did is recorded, where it shows anything."""
    found = get(context, actor)
    if not found.empty:
        with context.transaction(actor) as tx:
            tx.shows("open home", actor.user_id)
    return found


def get(context: Context, actor: Actor) -> Home:
    """What this person sees on their Home."""
    admin = is_admin(context, actor.team_id, actor.user_id)
    with context.reading(actor) as tx:
        stands, known = standing(tx, admin=admin), people.person(tx, actor.user_id)
        any_leads = bool(people.leads(tx))
        plans = allowed(stands, Action.PLAN_LOOP)
        led = _in_states(lists.led_loops(tx, actor.user_id) if plans else [])
        drafts = [loop for loop in led[LoopState.DRAFT] if loop.first_at > tx.now]
        running = sorted(led[LoopState.RUNNING], key=lambda loop: not loop.debrief_asked)
        waiting = led[LoopState.DEBRIEFED]
        shown = _read(tx, drafts[:SHOWN], running[:SHOWN], waiting[:SHOWN])
        return Home(
            user_id=actor.user_id,
            now=tx.now,
            leads=plans,
            may_name_leads=allowed(stands, Action.NAME_LEADS),
            any_leads=any_leads,
            running=tuple(_running(shown, loop) for loop in running[:SHOWN]),
            more_running=len(running[SHOWN:]),
            drafts=tuple(
                Draft(loop.id, isolated(loop.label), shown.titles[loop.opening_id], loop.first_at)
                for loop in drafts[:SHOWN]
            ),
            waiting=_waiting(shown, waiting[:SHOWN]),
            more_waiting=len(waiting[SHOWN:]),
            closed=len(led[LoopState.DECIDED]),
            upcoming=_upcoming(tx, shown, known, context.bank().competency_names),
            to_do=_to_do(tx, shown),
            severity=own_severity(tx, actor.user_id),
            panelist=known is not None,
            no_openings=plans and not (drafts or running or waiting) and not openings.number_open(tx),
            without_lead=leading.waiting(tx, SHOWN) if allowed(stands, Action.SEE_LEADS) else (),
        )


def decided(context: Context, actor: Actor, number: int) -> tuple[tuple[Closed, ...], int]:
    """One page of the decided loops that somebody leads, the newest first, and how many pages there are."""
    with context.reading(actor) as tx:
        authorise(tx, Action.PLAN_LOOP)
        made = _in_states(lists.led_loops(tx, actor.user_id))[LoopState.DECIDED]
        decisions = debriefs.decisions_on(tx, [loop.id for loop in made])
        titles = openings.titles(tx, {loop.opening_id for loop in made})
        found = [
            Closed(
                loop.id,
                isolated(loop.label),
                titles[loop.opening_id],
                OUTCOMES[decisions[loop.id].outcome],
                decisions[loop.id].decided_at,
            )
            for loop in made
            if loop.id in decisions
        ]
        found.sort(key=lambda one: one.decided_at, reverse=True)
        pages = max(1, -(-len(found) // DECIDED_SHOWN))
        begin = DECIDED_SHOWN * (min(max(number, 1), pages) - 1)
        shown = tuple(found[begin : begin + DECIDED_SHOWN])
        if shown:
            tx.shows("open decided loops", actor.user_id)
        return shown, pages


@dataclass(frozen=True)
class _Rows:
    """What the lists are drawn from: read at once, for all loops that are shown.

    `held` are the person's own interviews, `panels` the counted ones of the running loops by loop, `cards` where
    the scorecards of both stand, `titles` what the openings are called.
    """

    held: Sequence[tuple[Interview, Loop]]
    panels: Mapping[int, Sequence[Interview]]
    cards: Mapping[int, CardState]
    titles: Mapping[int, str]

    def card_of(self, row: Interview) -> CardState:
        return self.cards.get(row.id, CardState.NONE)


def _read(tx: Transaction, drafts: Sequence[Loop], running: Sequence[Loop], waiting: Sequence[Loop]) -> _Rows:
    held = lists.held_interviews(tx, tx.actor.user_id)
    panels = {
        loop_id: [row for row in rows if row.role == Role.PANELIST and row.state not in GONE]
        for loop_id, rows in lists.interviews_of(tx, [loop.id for loop in running]).items()
    }
    seats = {row.id for row, _ in held} | {row.id for rows in panels.values() for row in rows}
    shown = {loop.opening_id for loop in (*drafts, *running, *waiting)}
    return _Rows(held, panels, card_states(tx, seats), openings.titles(tx, shown))


def _in_states(loops: Sequence[Loop]) -> dict[LoopState, list[Loop]]:
    return {state: [loop for loop in loops if loop.state == state] for state in LoopState}


def _running(shown: _Rows, loop: Loop) -> Running:
    return Running(
        loop.id,
        isolated(loop.label),
        shown.titles[loop.opening_id],
        loop.debrief_at,
        tuple(_seat(row, shown.card_of(row)) for row in shown.panels.get(loop.id, ())),
        problem=json.loads(loop.plan)["trouble"] if loop.plan else None,
        waits=loop.debrief_asked > 0,
    )


def _seat(row: Interview, card: CardState) -> SeatView:
    return SeatView(
        row.id, row.user_id, Role(row.role), row.start_at, row.minutes, SeatState(row.state), card
    )


def _waiting(shown: _Rows, loops: Sequence[Loop]) -> tuple[Waiting, ...]:
    return tuple(
        Waiting(loop.id, isolated(loop.label), shown.titles[loop.opening_id], loop.debriefed_at)
        for loop in loops
        if loop.debriefed_at is not None
    )


def _upcoming(
    tx: Transaction, shown: _Rows, known: Person | None, names: Mapping[str, str]
) -> tuple[Upcoming, ...]:
    coming = [(row, loop) for row, loop in shown.held if _over_for(tx, row) < timedelta()][:SHOWN]
    asked = lists.assignments_of(tx, {row.host_id or row.id for row, _ in coming})
    calendar = people.calendar(known, people.in_slack(tx, tx.actor.user_id) if coming else None)
    found = []
    for row, loop in coming:
        assert row.start_at is not None
        asks = (item.competency for item in asked.get(row.host_id or row.id, ()))
        found.append(
            Upcoming(
                row.id,
                isolated(loop.label),
                row.start_at,
                tuple(dict.fromkeys(names.get(key, key) for key in asks)),
                SeatState(row.state),
                sent_at(row.start_at, loop.created_at, calendar),
                Role(row.role),
                loop.meeting_link or "",
            )
        )
    return tuple(found)


def _to_do(tx: Transaction, shown: _Rows) -> tuple[ToDo, ...]:
    found = []
    changed = card_drafts.changed_seats(
        tx, [row.id for row, _ in shown.held if shown.card_of(row) is CardState.IN]
    )
    for row, loop in shown.held:
        card, late = shown.card_of(row), _over_for(tx, row)
        opens = SCORECARD_OPENS_BEFORE + timedelta(minutes=row.minutes)
        if card != CardState.IN and late >= -opens:
            found.append(ToDo(row.id, isolated(loop.label), late, loop.debrief_at, card == CardState.DRAFT))
        elif row.id in changed:
            found.append(
                ToDo(row.id, isolated(loop.label), late, loop.debrief_at, started=True, changed=True)
            )
    return tuple(sorted(found, key=lambda item: -item.late))[:SHOWN]


def _over_for(tx: Transaction, row: Interview) -> timedelta:
    """How long an interview has been over; negative where it isn't."""
    assert row.start_at is not None
    return tx.now - (row.start_at + timedelta(minutes=row.minutes))
