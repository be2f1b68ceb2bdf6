"""Messages that Slack refuses for good: the lead is told, with a way out."""

from bot.delivery.dead_letters import DeadLetter
from bot.delivery.outbox import URGENT, Note
from bot.services import prep
from bot.services.access import interview_of, loop_of
from bot.services.context import Context, Transaction, system
from bot.storage.tables import Loop

ABOUT_SEATS = ("kit", "nudge", "cancelled")
ABOUT_LOOPS = ("debrief", "decision")


def tell_lead(context: Context, letter: DeadLetter, error: str) -> None:
    """Tell the lead once that a kit, a nudge or a debrief can't be delivered, and what they can do."""
    if letter.kind in prep.MESSAGES:
        if letter.op == "post":
            prep.undeliverable(context, letter.team_id, letter.key)
        return
    with context.transaction(system(letter.team_id)) as tx:
        loop = _loop(tx, letter)
        if loop is None or letter.target == loop.lead_id:
            return
        tx.tell(
            Note(
                f"undelivered:{letter.key}",
                "undelivered",
                loop.id,
                loop.lead_id,
                args={"kind": letter.kind, "target": letter.target, "error": error},
                about=loop.candidate_id,
                priority=URGENT,
            )
        )


def _loop(tx: Transaction, letter: DeadLetter) -> Loop | None:
    if letter.op != "post":
        return None
    if letter.kind in ABOUT_SEATS:
        return loop_of(tx, interview_of(tx, letter.thing_id).loop_id)
    return loop_of(tx, letter.thing_id) if letter.kind in ABOUT_LOOPS else None
