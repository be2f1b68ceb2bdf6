"""What follows when others lead a loop or an opening."""

from bot.acting.context import Transaction
from bot.consequences import showing
from bot.domain.leading import LeadingEvent, LeadsChanged, Led
from bot.domain.loops.loop import Loop
from bot.domain.loops.states import LoopState, Role
from bot.letters.leading import LoopLeadsTold, OpeningLeadsTold
from bot.storage import loops as stored


def follow(tx: Transaction, event: LeadingEvent) -> None:
    """The record has it with its reason, and everybody whom it touches is told."""
    tx.audit("change leads", f"{event.what}:{event.id}", _detail(event))
    for user_id in dict.fromkeys((*_leads(event), event.by)):
        showing.home(tx, user_id)
    if event.what is Led.OPENING:
        for user_id in _leads(event):
            if user_id != event.by:
                OpeningLeadsTold(event, user_id).put(tx)
        return
    loop = stored.look(tx, event.id)
    for user_id in dict.fromkeys((*_leads(event), *_panel(loop))):
        if user_id != event.by:
            LoopLeadsTold(event, user_id, loop.candidate_id).put(tx)
    showing.taken_over(tx, loop, event.before)


def _leads(event: LeadsChanged) -> tuple[str, ...]:
    """Who led it, and who leads it now."""
    return tuple(dict.fromkeys((*event.after, *event.before)))


def _panel(loop: Loop) -> list[str]:
    """Who interviews or sits in; who stands in knows nothing of the loop yet."""
    if loop.state not in (LoopState.RUNNING, LoopState.DEBRIEFED):
        return []
    return [seat.user_id for seat in loop.in_order() if not seat.gone and seat.role is not Role.STAND_IN]


def _detail(event: LeadsChanged) -> str:
    new = [f"+{one}" for one in event.after if one not in event.before]
    gone = [f"-{one}" for one in event.before if one not in event.after]
    return " ".join([*new, *gone]) + (f": {event.reason}" if event.reason else "")
