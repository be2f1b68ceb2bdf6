"""Who asks what: a draft is planned by a worker, shown, and sent out once the lead says so."""

import json
import secrets
from dataclasses import asdict

from sqlalchemy import select

from bot.delivery.outbox import URGENT, Note, refresh
from bot.domain import planning
from bot.domain.access import Action
from bot.domain.errors import TooLate
from bot.domain.loops import GONE, LoopState, Role, Unmet, distinct_label
from bot.domain.questions import Bank
from bot.domain.scorecards import Asked
from bot.services import questions
from bot.services.access import authorise, loop_of
from bot.services.context import Actor, Context, Transaction, system
from bot.services.labels import labels_taken
from bot.services.panels import (
    kits_anew,
    kits_planned,
    last_end,
    planned_ids,
    refresh_home,
    refresh_status,
    schedule_seat,
    seats_of,
)
from bot.services.plan_problem import Situation, situation
from bot.services.plan_questions import loops_that_leak, met_meanwhile, trained_meanwhile
from bot.storage.due import finish, schedule, waits
from bot.storage.tables import Assignment, Interview, Loop


def solve(context: Context, team_id: str, due_id: int, loop_id: int) -> None:
    """Plan a loop (or plan it again around what is out) and show it to whoever waits for it.

    The solver runs outside any transaction; where the loop changed meanwhile, it is planned once more.
    """
    actor = system(team_id)
    bank = context.bank()
    with context.reading(actor) as tx:
        loop = loop_of(tx, loop_id)
        revision = loop.revision
        now = situation(tx, bank, loop)
    plan, trouble = _solved(now.solvable)
    with context.transaction(actor) as tx:
        loop = loop_of(tx, loop_id, lock=True)
        finish(tx.session, due_id)
        if loop.state not in (LoopState.DRAFT, LoopState.RUNNING):
            return
        if loop.revision != revision:
            if not waits(tx.session, tx.team_id, "plan", loop.id):
                ask_again(tx, loop)
            return
        begun = situation(tx, bank, loop).held != now.held
        if begun or (plan and trained_meanwhile(tx, bank, loop, plan)):
            ask_again(tx, loop)
            return
        changed = _store(tx, bank, loop, plan, now) if plan else set()
        loop.plan = json.dumps({"trouble": trouble, "unmet": [asdict(item) for item in _unmet(plan)]})
        if loop.state == LoopState.DRAFT:
            show_plan(tx, loop)
        else:
            kits_anew(tx, loop, changed)
            kits_planned(tx, loop)
            refresh_status(tx, loop)


def plan_again_where_trained(tx: Transaction, bank: Bank, candidate_id: int, but_loop: int) -> None:
    """Plan this person's other loops anew where they hold what was sent as prep."""
    for loop in loops_that_leak(tx, bank, candidate_id, but_loop):
        ask_again(tx, loop)


def show_plan(tx: Transaction, loop: Loop) -> None:
    """Fill the modal that waits for this loop's plan."""
    if loop.plan_view:
        key, args = f"plan:{loop.id}:{loop.revision}", {"external": True}
        note = Note(key, "plan", loop.id, loop.plan_view, op="view", args=args, priority=URGENT)
        refresh(tx.session, tx.team_id, note, tx.now)


def ask_again(tx: Transaction, loop: Loop) -> None:
    """Let a worker plan this loop anew."""
    loop.revision += 1
    schedule(tx.session, tx.team_id, "plan", loop.id, f"plan:{loop.id}:{loop.revision}", tx.now)


def plan_anew(tx: Transaction, loop: Loop) -> None:
    """Plan a loop again after a change: a draft's modal says so meanwhile, a running loop keeps what is out."""
    loop.trial = None
    if loop.state == LoopState.DRAFT:
        loop.plan = None
        show_plan(tx, loop)
    ask_again(tx, loop)


def reopen(context: Context, actor: Actor, loop_id: int) -> str:
    """A draft is looked at again; returns the external id of the modal that shows it from now on."""
    with context.transaction(actor) as tx:
        loop = loop_of(tx, loop_id, lock=True)
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        if loop.state != LoopState.DRAFT:
            raise TooLate("This plan isn't a draft any more. Look at its status message.")
        loop.plan_view = f"plan-{loop.id}-{secrets.token_hex(6)}"
        return loop.plan_view


def send_kits(context: Context, actor: Actor, loop_id: int) -> None:
    """The lead confirms: kits, reminders and the debrief get their times; a second click changes nothing."""
    with context.reading(actor) as tx:
        panel = [seat.user_id for seat in seats_of(tx, loop_id)]
    zones = {user_id: context.directory.person(actor.team_id, user_id).zone for user_id in panel}
    with context.transaction(actor) as tx:
        loop = loop_of(tx, loop_id, lock=True)
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        if loop.state != LoopState.DRAFT:
            return
        if loop.plan is None or json.loads(loop.plan)["trouble"]:
            raise TooLate("The plan isn't ready yet. It takes a few seconds; try again.")
        if loop.first_at <= tx.now:
            raise TooLate("The first interview should have begun by now. Go back and pick another time.")
        if last_end(tx, loop) > loop.debrief_at:
            raise TooLate(
                "The last interview would not be over by the debrief. Go back and pick a later debrief."
            )
        if met_meanwhile(tx, loop):
            raise TooLate(
                "This person is asked some of these questions in another loop by now. Go back and plan it again."
            )
        loop.state, loop.label = LoopState.RUNNING, distinct_label(loop.label, labels_taken(tx, loop))
        for seat in seats_of(tx, loop.id):
            if seat.role != Role.STAND_IN:
                schedule_seat(tx, loop, seat, zones)
        schedule(tx.session, tx.team_id, "debrief", loop.id, f"debrief:{loop.id}", loop.debrief_at)
        tx.tell(Note(f"status:{loop.id}", "status", loop.id, loop.lead_id, about=loop.candidate_id))
        refresh_home(tx, loop.lead_id)
        tx.audit("send kits", f"loop:{loop.id}")


def _solved(problem: planning.Problem) -> tuple[planning.Plan | None, str | None]:
    if not problem.panelists:
        return None, "Nobody is left on the panel. Cancel the loop, or plan it anew."
    try:
        return planning.solve(problem), None
    except planning.Conflict as conflict:
        return None, str(conflict)


def _store(tx: Transaction, bank: Bank, loop: Loop, plan: planning.Plan, now: Situation) -> set[int]:
    """Write the plan's pairs; returns the interviews whose questions are not what they were.

    What was asked stays as it was written, and what was not reached stays on the scorecard that says so.
    """
    seats = {
        seat.user_id: seat
        for seat in seats_of(tx, loop.id)
        if seat.role == Role.PANELIST and seat.state not in GONE
    }
    before = {seat.id: planned_ids(tx, seat.id) for seat in seats.values()}
    facts = {pair.question for pair in now.problem.asked}
    planned = {pair.question for pair in plan.pairs}
    rows = tx.session.scalars(
        select(Assignment).where(Assignment.loop_id == loop.id, Assignment.state != Asked.NOT_REACHED)
    )
    known = {row.question_id: row for row in rows}
    for question_id, row in known.items():
        if question_id not in planned and row.state == Asked.PLANNED:
            tx.session.delete(row)
    tx.session.flush()
    for position, pair in enumerate(plan.pairs):
        if pair.question in facts:
            continue
        seat, reason = seats[pair.panelist], now.reason(plan, pair)
        row = known.get(pair.question) or _assignment(tx, bank, loop, seat, pair)
        row.interview_id, row.position, row.reason, row.state = seat.id, position, reason, Asked.PLANNED
        tx.session.add(row)
    tx.session.flush()
    return {seat_id for seat_id, held in before.items() if planned_ids(tx, seat_id) != held}


def _assignment(
    tx: Transaction, bank: Bank, loop: Loop, seat: Interview, pair: planning.PlannedPair
) -> Assignment:
    question = bank.question(pair.question)
    return Assignment(
        team_id=tx.team_id,
        loop_id=loop.id,
        interview_id=seat.id,
        question_id=question.id,
        version=questions.keep_version(tx, question),
        competency=question.competency,
        minutes=question.minutes,
    )


def _unmet(plan: planning.Plan | None) -> list[Unmet]:
    return [
        Unmet(
            item.why,
            _mend_text(item.mend),
            json.dumps(asdict(item.mend)) if item.mend else None,
            newcomer=item.mend is not None and item.mend.change == "panelist",
        )
        for item in (plan.unmet if plan else ())
    ]


def _mend_text(change: planning.Mend | None) -> str | None:
    """The mend as a button's text, at most 30 characters."""
    if change is None:
        return None
    return {
        "minutes": f"Add {change.by} minutes",
        "competencies": "Give them one topic more",
        "stand_in": "Ask the stand-in too",
        "panelist": "Pick another panelist",
    }[change.change]
