"""What a lead wishes of a draft's plan: keep, never, swap, not in this loop; its cost is said before it is applied."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.acting.access import authorise
from bot.acting.context import Actor, Context, Transaction, system
from bot.acting.loops import changing, changing_seat
from bot.domain import planning
from bot.domain.access import Action
from bot.domain.errors import NotFound, TooLate
from bot.domain.loops import LoopState, planned
from bot.domain.loops.events import TrialAsked, TrialWeighed, WishGranted, WishTakenBack
from bot.domain.loops.loop import Loop
from bot.domain.planning import Ban, Pair, Pin, Swap
from bot.domain.planning.tiers import tiers
from bot.domain.planning.wants import shortfalls
from bot.domain.questions import Bank
from bot.services.planning.problem import situation
from bot.storage import loops as stored
from bot.storage import wishes
from bot.storage.wishes import BAN, EVERYBODY, PIN

SECONDS = 5.0
SWAP, OUT = "swap", "out"
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
    with changing_seat(context, actor, interview_id) as (tx, loop, seat):
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        loop.check_draft()
        known = {question.id: question.short for question in context.bank().all_questions}
        if loop.plan is None or question_id not in {ask.question_id for ask in seat.asks}:
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
            trial = _with_other(loop, trial, into, known)
        loop.trial = json.dumps(trial.__dict__)
        loop.happened(TrialAsked(loop, view))


def weigh(context: Context, team_id: str, due_id: int, loop_id: int) -> None:
    """Work out what the loop's trial would cost, and show it where it was asked."""
    actor = system(team_id)
    with context.reading(actor) as tx:
        loop = stored.get(tx, loop_id)
        trial, revision = trial_of(loop), loop.revision
        if trial is not None and loop.state is LoopState.DRAFT:
            trial = _weighed(tx, context.bank(), loop, trial)
    with changing(context, actor, loop_id) as (tx, loop):
        tx.finish(due_id)
        now = trial_of(loop)
        if trial is None or now is None or now.view != trial.view or loop.revision != revision:
            return
        loop.trial = json.dumps(trial.__dict__)
        loop.happened(TrialWeighed(loop, trial.view))


def apply(context: Context, actor: Actor, loop_id: int, view: str) -> None:
    """Grant the wish whose cost was shown in this view, and plan again."""
    with changing(context, actor, loop_id) as (tx, loop):
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        loop.check_draft()
        trial = trial_of(loop)
        if trial is None or trial.view != view or trial.words is None:
            raise TooLate(STALE)
        for wish, pairs in _granted(trial).items():
            for pair in pairs:
                wishes.grant(tx, loop.id, pair.panelist, pair.question, wish)
        planned.ask_anew(loop)
        loop.happened(WishGranted(loop, trial.kind))


def forget(context: Context, actor: Actor, interview_id: int, user_id: str, question_id: str) -> None:
    """Take a pin or ban back, and plan again; one that is gone already is left so."""
    with changing_seat(context, actor, interview_id) as (tx, loop, _):
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        loop.check_draft()
        if wishes.take_back(tx, loop.id, user_id, question_id):
            planned.ask_anew(loop)
            loop.happened(WishTakenBack(loop))


def trial_of(loop: Loop) -> Trial | None:
    """The wish whose cost is being looked at."""
    return Trial(**json.loads(loop.trial)) if loop.trial else None


def _with_other(loop: Loop, trial: Trial, into: tuple[int, str | None], known: Mapping[str, str]) -> Trial:
    other_id, other = into
    seat = next((one for one in loop.seats if one.id == other_id), None)
    if seat is None:
        raise NotFound("That seat isn't there any more. Go back and look at the plan again.")
    if other is not None and other not in {ask.question_id for ask in seat.asks}:
        raise TooLate(STALE)
    return replace(trial, into=seat.user_id, other=other, other_short=known.get(other) if other else None)


def _weighed(tx: Transaction, bank: Bank, loop: Loop, trial: Trial) -> Trial:
    problem = situation(tx, bank, loop).problem
    pairs = [Pair(seat.user_id, ask.question_id) for seat in loop.in_order() for ask in seat.in_turn]
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
