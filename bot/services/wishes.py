"""What a lead wishes of a draft's plan: keep, never, swap, not in this loop; its cost is said before it is applied."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import delete

from bot.delivery.outbox import URGENT, Note, refresh
from bot.domain import planning
from bot.domain.access import Action
from bot.domain.errors import NotFound, TooLate
from bot.domain.loops import LoopState
from bot.domain.planning import Ban, Pair, Pin, Swap
from bot.domain.planning.tiers import tiers
from bot.domain.planning.wants import shortfalls
from bot.domain.questions import Bank
from bot.services.access import authorise, interview_of, loop_of
from bot.services.context import Actor, Context, Transaction, system
from bot.services.panels import assignments_of, seats_of
from bot.services.plan_problem import EVERYBODY, situation
from bot.services.plans import plan_anew
from bot.storage.due import finish, schedule
from bot.storage.tables import Interview, Loop, Wish

SECONDS = 5.0
PIN, BAN, SWAP, OUT = "pin", "ban", "swap", "out"
STALE = "The plan has changed meanwhile. Go back and look at it again."
OUTDATED = "Some of its questions can't be asked any more. Go back to the form, and look at a new plan."


@dataclass(frozen=True)
class Trial:
    """A wish whose cost is looked at. `words` is None while it is worked out; `fault` says why it can't be.

    `into` is whom a question goes to, and `other` what they give in return, if anything.
    """

    view: str
    interview_id: int
    kind: str
    user_id: str
    question_id: str
    short: str
    into: str | None = None
    other: str | None = None
    other_short: str | None = None
    words: str | None = None
    fault: str | None = None


def new_view() -> str:
    """The external id of a modal that will show what a wish costs."""
    return f"trial-{secrets.token_hex(8)}"


def try_out(
    context: Context,
    actor: Actor,
    interview_id: int,
    question_id: str,
    kind: str,
    view: str,
    into: tuple[int, str | None] | None = None,
) -> None:
    """Let a worker say what a wish would cost, in the modal that waits as `view`; nothing is changed yet.

    `into`, for a swap: another seat, and the question that it gives in return.
    """
    with context.transaction(actor) as tx:
        loop, seat = _draft(tx, interview_id)
        known = {question.id: question.short for question in context.bank().all_questions}
        if loop.plan is None or question_id not in {item.question_id for item in assignments_of(tx, seat.id)}:
            raise TooLate(STALE)
        trial = Trial(
            view=view,
            interview_id=seat.id,
            kind=kind,
            user_id=seat.user_id,
            question_id=question_id,
            short=known.get(question_id, question_id),
        )
        if into is not None:
            trial = _with_other(tx, loop, trial, into, known)
        loop.trial = json.dumps(trial.__dict__)
        schedule(tx.session, tx.team_id, "trial", loop.id, trial.view, tx.now)


def weigh(context: Context, team_id: str, due_id: int, loop_id: int) -> None:
    """Work out what the loop's trial would cost, and show it where it was asked."""
    actor = system(team_id)
    with context.reading(actor) as tx:
        loop = loop_of(tx, loop_id)
        trial, revision = trial_of(loop), loop.revision
        if trial is not None and loop.state == LoopState.DRAFT:
            trial = _weighed(tx, context.bank(), loop, trial)
    with context.transaction(actor) as tx:
        loop = loop_of(tx, loop_id, lock=True)
        finish(tx.session, due_id)
        now = trial_of(loop)
        if trial is None or now is None or now.view != trial.view or loop.revision != revision:
            return
        loop.trial = json.dumps(trial.__dict__)
        note = Note(
            f"trial:{loop.id}",
            "trial",
            loop.id,
            trial.view,
            op="view",
            args={"external": True},
            priority=URGENT,
        )
        refresh(tx.session, tx.team_id, note, tx.now)


def apply(context: Context, actor: Actor, loop_id: int, view: str) -> None:
    """Grant the wish whose cost was shown in this view, and plan again."""
    with context.transaction(actor) as tx:
        loop = loop_of(tx, loop_id, lock=True)
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        _check_draft(loop)
        trial = trial_of(loop)
        if trial is None or trial.view != view or trial.words is None:
            raise TooLate(STALE)
        for wish, pairs in _granted(trial).items():
            for pair in pairs:
                tx.session.merge(
                    Wish(
                        loop_id=loop.id,
                        user_id=pair.panelist,
                        question_id=pair.question,
                        team_id=tx.team_id,
                        wish=wish,
                    )
                )
        plan_anew(tx, loop)
        tx.audit("wish for plan", f"loop:{loop.id}", trial.kind)


def forget(context: Context, actor: Actor, interview_id: int, user_id: str, question_id: str) -> None:
    """Take a pin or ban back, and plan again; one that is gone already is left so."""
    with context.transaction(actor) as tx:
        loop, _ = _draft(tx, interview_id)
        gone = tx.session.execute(
            delete(Wish).where(
                Wish.team_id == tx.team_id,
                Wish.loop_id == loop.id,
                Wish.user_id == user_id,
                Wish.question_id == question_id,
            )
        )
        if gone.rowcount:  # type: ignore[attr-defined]
            plan_anew(tx, loop)
            tx.audit("take back wish for plan", f"loop:{loop.id}")


def trial_of(loop: Loop) -> Trial | None:
    """The wish whose cost is being looked at."""
    return Trial(**json.loads(loop.trial)) if loop.trial else None


def _draft(tx: Transaction, interview_id: int) -> tuple[Loop, Interview]:
    loop = loop_of(tx, interview_of(tx, interview_id).loop_id, lock=True)
    authorise(tx, Action.CHANGE_LOOP, loop=loop)
    _check_draft(loop)
    return loop, interview_of(tx, interview_id)


def _check_draft(loop: Loop) -> None:
    if loop.state != LoopState.DRAFT:
        raise TooLate("The kits are out. Use Change the plan on the loop's status message.")


def _with_other(
    tx: Transaction, loop: Loop, trial: Trial, into: tuple[int, str | None], known: Mapping[str, str]
) -> Trial:
    other_id, other = into
    seat = next((row for row in seats_of(tx, loop.id) if row.id == other_id), None)
    if seat is None:
        raise NotFound("That seat isn't there any more. Go back and look at the plan again.")
    if other is not None and other not in {item.question_id for item in assignments_of(tx, seat.id)}:
        raise TooLate(STALE)
    return replace(trial, into=seat.user_id, other=other, other_short=known.get(other) if other else None)


def _weighed(tx: Transaction, bank: Bank, loop: Loop, trial: Trial) -> Trial:
    problem = situation(tx, bank, loop).problem
    people = {seat.id: seat.user_id for seat in seats_of(tx, loop.id)}
    pairs = [
        Pair(user_id, item.question_id) for id, user_id in people.items() for item in assignments_of(tx, id)
    ]
    if any(pair.question not in problem.question_by_id for pair in pairs):
        return replace(trial, fault=OUTDATED)
    plan = _plan(problem, pairs)
    own = Pair(trial.user_id, trial.question_id)
    change: planning.Change = Ban(own)
    if trial.kind == PIN:
        change = Pin(own)
    elif trial.kind == SWAP and trial.into is not None:
        change = Swap(own, Pair(trial.into, trial.other or trial.question_id))
    elif trial.kind == OUT:
        others = (Pair(one.id, own.question) for one in problem.panelists if one.id != own.panelist)
        problem = replace(problem, ban=tuple({*problem.ban, *others}))
    try:
        return replace(trial, words=planning.cost_of(problem, plan, change, SECONDS).words)
    except planning.Conflict as conflict:
        return replace(trial, fault=str(conflict))


def _plan(problem: planning.Problem, pairs: list[Pair]) -> planning.Plan:
    """The plan that is shown, as what a change is compared with."""
    unmet = tuple(
        planning.Unmet(it.want.what, it.want.competency, it.want.question, it.wanted, it.got, None, "")
        for it in shortfalls(problem, pairs)
    )
    return planning.Plan("feasible", (), tiers(problem, pairs), (), unmet, 0.0)


def _granted(trial: Trial) -> dict[str, list[Pair]]:
    """The pins and bans that a wish leaves."""
    own = Pair(trial.user_id, trial.question_id)
    if trial.kind == PIN:
        return {PIN: [own]}
    if trial.kind == OUT:
        return {BAN: [Pair(EVERYBODY, own.question)]}
    if trial.kind == SWAP and trial.into is not None:
        if trial.other is None:
            return {PIN: [Pair(trial.into, own.question)], BAN: [own]}
        crossed = [Pair(own.panelist, trial.other), Pair(trial.into, own.question)]
        return {PIN: crossed, BAN: [own, Pair(trial.into, trial.other)]}
    return {BAN: [own]}
