"""Who asks what: a draft is planned by a worker, shown, and sent out once the lead says so."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.delivery.outbox import URGENT, Note, refresh
from bot.domain import planning
from bot.domain.access import Action
from bot.domain.errors import NotFound, TooLate
from bot.domain.kits import OPENING_MINUTES, sent_at
from bot.domain.loops import GONE, LoopState, Role, Unmet, distinct_label, following, moved_on
from bot.domain.questions import Bank
from bot.domain.scorecards import Asked
from bot.services import people, questions
from bot.services.access import authorise, interview_of, loop_of
from bot.services.context import Actor, Context, Transaction, system
from bot.services.labels import labels_taken
from bot.services.openings import competencies_of, competency_names
from bot.services.panels import (
    assignments_of,
    card_state,
    refresh_home,
    refresh_status,
    schedule_seat,
    seats_of,
)
from bot.services.plan_questions import askable, eligible, loops_that_leak, trained_meanwhile
from bot.storage.due import finish, schedule
from bot.storage.tables import Assignment, Interview, Loop, Wish

RESERVE_MINUTES = 2 * OPENING_MINUTES


def solve(context: Context, team_id: str, due_id: int, loop_id: int) -> None:
    """Plan a loop (or plan it again around what is out) and show it to whoever waits for it.

    The solver runs outside any transaction; where the loop changed meanwhile, its own due row plans it.
    """
    actor = system(team_id)
    bank = context.bank()
    with context.reading(actor) as tx:
        loop = loop_of(tx, loop_id)
        revision = loop.revision
        problem = _problem(tx, bank, loop)
    plan, trouble = _solved(problem)
    with context.transaction(actor) as tx:
        finish(tx.session, due_id)
        loop = loop_of(tx, loop_id)
        if loop.revision != revision or loop.state == LoopState.CANCELLED:
            return
        if plan and trained_meanwhile(tx, bank, loop, plan):
            ask_again(tx, loop)
            return
        changed = _store(tx, bank, loop, plan) if plan else set()
        loop.plan = json.dumps({"trouble": trouble, "unmet": [asdict(item) for item in _unmet(plan)]})
        if loop.state == LoopState.DRAFT:
            show_plan(tx, loop)
        else:
            _send_anew(tx, loop, changed)
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


def send_kits(context: Context, actor: Actor, loop_id: int) -> None:
    """The lead confirms: kits, reminders and the debrief get their times; a second click changes nothing."""
    with context.reading(actor) as tx:
        panel = [seat.user_id for seat in seats_of(tx, loop_id)]
    zones = {user_id: context.directory.person(actor.team_id, user_id).zone for user_id in panel}
    with context.transaction(actor) as tx:
        loop = loop_of(tx, loop_id)
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        if loop.state != LoopState.DRAFT:
            return
        if loop.plan is None or json.loads(loop.plan)["trouble"]:
            raise TooLate("The plan isn't ready yet. It takes a few seconds; try again.")
        if loop.first_at <= tx.now:
            raise TooLate("The first interview should have begun by now. Go back and pick another time.")
        if _last_end(tx, loop) > loop.debrief_at:
            raise TooLate(
                "The last interview would not be over by the debrief. Go back and pick a later debrief."
            )
        loop.state, loop.label = LoopState.RUNNING, distinct_label(loop.label, labels_taken(tx, loop))
        for seat in seats_of(tx, loop.id):
            if seat.role != Role.STAND_IN:
                schedule_seat(tx, loop, seat, zones)
        schedule(tx.session, tx.team_id, "debrief", loop.id, f"debrief:{loop.id}", loop.debrief_at)
        tx.tell(Note(f"status:{loop.id}", "status", loop.id, loop.lead_id, about=loop.candidate_id))
        refresh_home(tx, loop.lead_id)
        tx.audit("send kits", f"loop:{loop.id}")


def _last_end(tx: Transaction, loop: Loop) -> datetime:
    seats = [seat for seat in seats_of(tx, loop.id) if seat.start_at is not None]
    return max((row.start_at or tx.now) + timedelta(minutes=row.minutes) for row in seats)


def mend(context: Context, actor: Actor, loop_id: int, number: int) -> None:
    """Apply the change that mends the plan's `number`th unmet wish, and plan again."""
    zone = context.directory.person(actor.team_id, actor.user_id).zone
    with context.transaction(actor) as tx:
        loop = loop_of(tx, loop_id)
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        if loop.state != LoopState.DRAFT:
            raise TooLate("The kits are out. Use Change the plan on the loop's status message.")
        unmet = json.loads(loop.plan)["unmet"] if loop.plan else []
        if number >= len(unmet) or not unmet[number]["mend_key"]:
            raise NotFound("That is mended already. The plan is being made again.")
        _apply(tx, loop, planning.Mend(**json.loads(unmet[number]["mend_key"])), zone)
        _move_on(tx, loop, zone)
        loop.plan = None
        ask_again(tx, loop)
        tx.audit("mend plan", f"loop:{loop.id}", unmet[number]["mend_key"])


def _apply(tx: Transaction, loop: Loop, change: planning.Mend, zone: ZoneInfo) -> None:
    seats = {seat.user_id: seat for seat in seats_of(tx, loop.id) if seat.role != Role.SHADOW}
    if change.panelist is None or change.panelist not in seats:
        raise NotFound("Go back and add another panelist; Fairloop can't pick one for you.")
    seat = seats[change.panelist]
    if change.change == "minutes":
        seat.minutes += change.by
    elif change.change == "competencies":
        seat.most_competencies += change.by
    else:
        panel = [row for row in seats.values() if row.start_at is not None]
        last = max(panel, key=lambda row: row.start_at or tx.now)
        assert last.start_at is not None
        seat.role, seat.minutes, seat.position = Role.PANELIST, change.by, len(panel)
        seat.start_at = following(last.start_at, last.minutes, seat.minutes, zone)


def _move_on(tx: Transaction, loop: Loop, zone: ZoneInfo) -> None:
    """Where an interview became longer, those after it begin later, and shadows sit in as long as their host."""
    seats = seats_of(tx, loop.id)
    panel = [
        (seat, seat.start_at) for seat in seats if seat.role == Role.PANELIST and seat.start_at is not None
    ]
    for (seat, _), start in zip(panel, moved_on([(at, s.minutes) for s, at in panel], zone), strict=True):
        seat.start_at = start
        for shadow in seats:
            if shadow.host_id == seat.id:
                shadow.start_at, shadow.minutes = start, seat.minutes


def _solved(problem: planning.Problem) -> tuple[planning.Plan | None, str | None]:
    if not problem.panelists:
        return None, "Nobody is left on the panel. Cancel the loop, or plan it anew."
    try:
        return planning.solve(problem), None
    except planning.Conflict as conflict:
        return None, str(conflict)


def _problem(tx: Transaction, bank: Bank, loop: Loop) -> planning.Problem:
    """The loop as the planner sees it: people by user id, competencies by their name for people."""
    seats = [seat for seat in seats_of(tx, loop.id) if seat.role != Role.SHADOW and seat.state not in GONE]
    strengths = people.strengths_of(tx, [seat.user_id for seat in seats])
    names = competency_names(bank)
    wanted = competencies_of(tx, loop.opening_id)
    keep, asked = _settled(tx, loop, seats)
    fit = askable(tx, bank, loop, {pair.question for pair in keep})
    keep = tuple(pair for pair in keep if pair.question in fit)
    held, done = {pair.question for pair in keep}, {pair.question for pair in asked}
    usable = eligible(tx, bank, loop, fit, held, done)
    known = {one.id for one in usable}
    wishes = list(tx.session.scalars(select(Wish).where(Wish.team_id == tx.team_id, Wish.loop_id == loop.id)))
    panel = [seat for seat in seats if seat.role == Role.PANELIST]
    present = {seat.user_id for seat in panel}
    return planning.Problem(
        panelists=tuple(_panelist(seat, strengths, names) for seat in panel),
        stand_ins=tuple(_panelist(seat, strengths, names) for seat in seats if seat.role == Role.STAND_IN),
        competencies=tuple(
            planning.Competency(
                names.get(row.competency, row.competency), row.panelists, row.lowest, row.highest, row.weight
            )
            for row in wanted
        ),
        questions=usable,
        keep=keep,
        asked=asked,
        pin=tuple(
            planning.Pair(w.user_id, w.question_id)
            for w in wishes
            if w.wish == "pin" and w.user_id in present and w.question_id in known
        ),
        ban=tuple(
            planning.Pair(w.user_id, w.question_id)
            for w in wishes
            if w.wish == "ban" and w.user_id in present
        ),
        reserve_minutes=RESERVE_MINUTES,
        seed=loop.id,
    )


def _panelist(
    seat: Interview, strengths: Mapping[str, Mapping[str, int]], names: Mapping[str, str]
) -> planning.Panelist:
    own = {names.get(key, key): strength for key, strength in strengths.get(seat.user_id, {}).items()}
    return planning.Panelist(seat.user_id, seat.minutes, own, seat.most_competencies)


def _settled(
    tx: Transaction, loop: Loop, seats: list[Interview]
) -> tuple[tuple[planning.Pair, ...], tuple[planning.Pair, ...]]:
    """Pairs whose kits are out, and pairs that were asked already."""
    keep, asked = [], []
    for seat in seats:
        for item in assignments_of(tx, seat.id):
            pair = planning.Pair(seat.user_id, item.question_id)
            if item.state == Asked.ASKED or card_state(tx, seat.id) == "in":
                asked.append(pair)
            elif loop.state == LoopState.RUNNING:
                keep.append(pair)
    return tuple(keep), tuple(asked)


def _store(tx: Transaction, bank: Bank, loop: Loop, plan: planning.Plan) -> set[int]:
    """Write the plan's pairs; returns the interviews whose questions are not what they were."""
    seats = {
        seat.user_id: seat
        for seat in seats_of(tx, loop.id)
        if seat.role == Role.PANELIST and seat.state not in GONE
    }
    before = {seat.id: {item.question_id for item in assignments_of(tx, seat.id)} for seat in seats.values()}
    planned = {pair.question: pair for pair in plan.pairs}
    rows = tx.session.scalars(select(Assignment).where(Assignment.loop_id == loop.id))
    held = {row.question_id: row for row in rows}
    for question_id, row in held.items():
        if question_id not in planned and row.state == Asked.PLANNED:
            tx.session.delete(row)
    tx.session.flush()
    for position, pair in enumerate(plan.pairs):
        seat = seats[pair.panelist]
        known = held.get(pair.question)
        if known is None:
            tx.session.add(_assignment(tx, bank, loop, seat, pair, position))
        else:
            known.interview_id, known.position, known.reason = seat.id, position, pair.reason
    tx.session.flush()
    after = {seat.id: {item.question_id for item in assignments_of(tx, seat.id)} for seat in seats.values()}
    return {seat_id for seat_id, asked in after.items() if asked != before[seat_id]}


def _assignment(
    tx: Transaction, bank: Bank, loop: Loop, seat: Interview, pair: planning.PlannedPair, position: int
) -> Assignment:
    question = bank.question(pair.question)
    return Assignment(
        team_id=tx.team_id,
        loop_id=loop.id,
        interview_id=seat.id,
        question_id=question.id,
        version=questions.keep_version(tx, question),
        competency=question.competency,
        position=position,
        minutes=question.minutes,
        reason=pair.reason,
        state=Asked.PLANNED,
    )


def _send_anew(tx: Transaction, loop: Loop, changed: set[int]) -> None:
    """A plan that changed after kits went out: who has other questions now gets their kit again."""
    for interview_id in changed:
        seat = interview_of(tx, interview_id)
        if seat.start_at is not None and (seat.kit_revision or seat.replaces_id):
            at = sent_at(seat.start_at, tx.now)
            schedule(tx.session, tx.team_id, "kit", seat.id, f"kit:{seat.id}:{loop.revision}", at)


def _unmet(plan: planning.Plan | None) -> list[Unmet]:
    return [
        Unmet(item.why, _mend_text(item.mend), json.dumps(asdict(item.mend)) if item.mend else None)
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
        "panelist": None,
    }[change.change]
