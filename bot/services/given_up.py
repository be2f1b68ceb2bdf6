"""Due work that failed too often: the lead is told in the same transaction, and can have it tried again."""

import json

from bot.delivery.outbox import URGENT, Note
from bot.domain.access import Action
from bot.domain.errors import NotFound, TooLate
from bot.domain.loops import GONE, LoopState
from bot.services.access import authorise, interview_of, leaders_of, loop_of
from bot.services.context import Actor, Context, Transaction
from bot.services.panels import refresh_status
from bot.services.plans import show_plan
from bot.storage.due import DueItem, revive, waits
from bot.storage.tables import Interview, Loop

NO_PLAN = "Fairloop couldn't work this plan out, and has sent you a message with a button to try again."


def tell_lead(tx: Transaction, item: DueItem) -> None:
    """Tell the lead that a plan, a kit or a debrief was given up. Other work can be missed without harm."""
    try:
        found = _thing(tx, item.kind, item.thing_id)
    except NotFound:
        return
    if found is None:
        return
    loop, seat = found
    if not _wanted(loop, seat) or waits(tx.session, tx.team_id, item.kind, item.thing_id):
        return
    if item.kind == "plan":
        _show_no_plan(tx, loop)
    tx.tell(
        Note(
            f"given_up:{item.id}:{item.lease_until.timestamp()}",
            "given_up",
            loop.id,
            leaders_of(tx, loop)[0],
            args={
                "kind": item.kind,
                "user": seat.user_id if seat else None,
                "value": f"{item.kind}:{item.thing_id}",
            },
            about=loop.candidate_id,
            priority=URGENT,
        )
    )


def try_again(context: Context, actor: Actor, kind: str, thing_id: int) -> bool:
    """Let what was given up be tried once more; returns whether it is the plan of a draft.

    Raises TooLate where there is nothing to try any more.
    """
    with context.transaction(actor) as tx:
        found = _thing(tx, kind, thing_id)
        if found is None:
            raise NotFound("There is nothing to try again.")
        loop, seat = found
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        if not _wanted(loop, seat) or not revive(tx.session, tx.team_id, kind, thing_id, tx.now):
            raise TooLate("That is done by now, or nobody waits for it any more.")
        tx.audit(f"try again: {kind}", f"loop:{loop.id}")
        draft = loop.state == LoopState.DRAFT
        if draft:
            loop.plan = None
        return draft


def _thing(tx: Transaction, kind: str, thing_id: int) -> tuple[Loop, Interview | None] | None:
    """The loop that the work is about, and the seat where it is about one; None for work of another kind."""
    if kind in ("plan", "debrief"):
        return loop_of(tx, thing_id), None
    if kind == "kit":
        seat = interview_of(tx, thing_id)
        return loop_of(tx, seat.loop_id), seat
    return None


def _wanted(loop: Loop, seat: Interview | None) -> bool:
    return loop.state in (LoopState.DRAFT, LoopState.RUNNING) and (seat is None or seat.state not in GONE)


def _show_no_plan(tx: Transaction, loop: Loop) -> None:
    """Instead of "Planning…", where somebody waits for it."""
    loop.plan = json.dumps({"trouble": NO_PLAN, "unmet": []})
    if loop.state == LoopState.DRAFT:
        show_plan(tx, loop)
    elif loop.state == LoopState.RUNNING:
        refresh_status(tx, loop)
