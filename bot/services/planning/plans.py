"""Who asks what: planned by a worker, shown to whoever waits for it, and planned again around what is out."""

import json
import secrets
from dataclasses import asdict

from bot.acting.access import authorise
from bot.acting.context import Actor, Context, Transaction, system
from bot.acting.loops import changing, hand_on
from bot.domain import planning
from bot.domain.access import Action
from bot.domain.errors import TooLate
from bot.domain.loops import LoopState, Unmet, planned
from bot.domain.loops.loop import Loop, Plan
from bot.domain.loops.overfull import Overfull, overfull
from bot.domain.loops.planned import Planned
from bot.domain.loops.seat import Ask
from bot.domain.questions import Bank
from bot.services import questions
from bot.services.planning.problem import Situation, situation
from bot.services.planning.questions import loops_that_leak, trained_meanwhile
from bot.storage import loops as stored

OPEN = (LoopState.DRAFT, LoopState.RUNNING)


def solve(context: Context, team_id: str, due_id: int, loop_id: int) -> None:
    """Plan a loop (or plan it again around what is out) and show it to whoever waits for it.

    The solver runs outside any transaction; where the loop changed meanwhile, it is planned once more.
    """
    actor = system(team_id)
    bank = context.bank()
    with context.reading(actor) as tx:
        loop = stored.get(tx, loop_id)
        revision = loop.revision
        before = situation(tx, bank, loop)
    too_much = overfull(before.problem)
    plan, trouble = _solved(before.solvable, mends=too_much is None)
    with changing(context, actor, loop_id) as (tx, loop):
        tx.finish(due_id)
        if loop.state not in OPEN:
            return
        if loop.revision != revision:
            if not tx.waits("plan", loop.id):
                planned.ask_anew(loop, shown=False)
            return
        begun = situation(tx, bank, loop).held != before.held
        if begun or (plan and trained_meanwhile(tx, bank, loop, plan)):
            planned.ask_anew(loop, shown=False)
        elif plan is None:
            planned.no_plan(loop, trouble or "")
        else:
            _store(tx, bank, loop, plan, before, too_much)


def plan_again_where_trained(tx: Transaction, bank: Bank, candidate_id: int, but_loop: int) -> None:
    """Plan this person's other loops anew where they hold what was sent as prep."""
    for loop in loops_that_leak(tx, bank, candidate_id, but_loop):
        planned.ask_anew(loop, shown=False)
        hand_on(tx, loop)


def reopen(context: Context, actor: Actor, loop_id: int) -> str:
    """A draft is looked at again; returns the external id of the modal that shows it from now on."""
    with context.transaction(actor) as tx:
        loop = stored.get(tx, loop_id)
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        if loop.state is not LoopState.DRAFT:
            raise TooLate("This plan isn't a draft any more. Look at its status message.")
        loop.plan_view = f"plan-{loop.id}-{secrets.token_hex(6)}"
        stored.save(tx, loop)
        return loop.plan_view


def _solved(problem: planning.Problem, *, mends: bool) -> tuple[planning.Plan | None, str | None]:
    if not problem.panelists:
        return None, "Nobody is left on the panel. Cancel the loop, or plan it anew."
    try:
        return planning.solve(problem, mends=mends), None
    except planning.Conflict as conflict:
        return None, str(conflict)


def _store(
    tx: Transaction,
    bank: Bank,
    loop: Loop,
    plan: planning.Plan,
    before: Situation,
    too_much: Overfull | None,
) -> None:
    seats = {seat.user_id: seat for seat in loop.panel}
    facts = {pair.question for pair in before.problem.asked}
    asks = [
        Planned(seats[pair.panelist], pair.question, position, before.reason(plan, pair))
        for position, pair in enumerate(plan.pairs)
        if pair.question not in facts
    ]
    known = planned.held(loop)
    new = {
        pair.question: _ask(tx, bank, pair) for pair in plan.pairs if pair.question not in {*known, *facts}
    }
    planned.store(loop, as_kept(plan, too_much), asks, new, facts)


def _ask(tx: Transaction, bank: Bank, pair: planning.PlannedPair) -> Ask:
    question = bank.question(pair.question)
    version = questions.keep_version(tx, question)
    return Ask(question.id, version, question.competency, 0, question.minutes, "")


def as_kept(plan: planning.Plan, too_much: Overfull | None) -> Plan:
    """What a plan lacks, in words; where the panel is overfull, all of it has that one advice."""
    return Plan(None, tuple(_unmet(item, too_much) for item in plan.unmet), too_much if plan.unmet else None)


def _unmet(item: planning.Unmet, too_much: Overfull | None) -> Unmet:
    return Unmet(
        item.why if too_much is None else f"{item.lacks}. {too_much.words}",
        _mend_text(item.mend),
        json.dumps(asdict(item.mend)) if item.mend else None,
        newcomer=item.mend is not None and item.mend.change == "panelist",
        lacks=item.lacks,
        advice=item.advice if too_much is None else too_much.words,
        competency=item.competency,
    )


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
