"""Messages that Slack refuses for good: the lead is told, with a way out."""

from bot.delivery.dead_letters import DeadLetter
from bot.delivery.outbox import URGENT, Note
from bot.services import prep
from bot.services.access import interview_of, leaders_of, loop_of
from bot.services.context import Context, Transaction, system
from bot.storage.tables import Loop

TO_SEATS = ("kit", "nudge", "cancelled", "seat_told")
TO_CHANNELS = ("debrief", "debrief_part", "decision")
TO_LEADS = ("seat_news", "undelivered", "given_up")
ABOUT_SEATS = (*TO_SEATS, "seat_news")


def tell_lead(context: Context, letter: DeadLetter, error: str) -> None:
    """Tell the lead once that something can't be delivered, and what they can do; their own news goes to the next."""
    if letter.op != "post":
        return
    if letter.kind in prep.MESSAGES:
        prep.undeliverable(context, letter.team_id, letter.key)
        return
    if letter.kind not in (*TO_SEATS, *TO_CHANNELS, *TO_LEADS):
        return
    with context.transaction(system(letter.team_id)) as tx:
        loop = _loop(tx, letter)
        if letter.kind in TO_LEADS:
            _pass_on(tx, loop, letter)
        else:
            _tell(tx, loop, letter, error)


def _loop(tx: Transaction, letter: DeadLetter) -> Loop:
    if letter.kind in ABOUT_SEATS:
        return loop_of(tx, interview_of(tx, letter.thing_id).loop_id)
    return loop_of(tx, letter.thing_id)


def _tell(tx: Transaction, loop: Loop, letter: DeadLetter, error: str) -> None:
    lead = next((one for one in leaders_of(tx, loop) if one != letter.target), None)
    if lead is None:
        return
    thread = letter.reply_to if letter.kind == "debrief_part" else None
    tx.tell(
        Note(
            f"undelivered:{f'part of {thread}' if thread else letter.key}",
            "undelivered",
            loop.id,
            lead,
            args={"kind": letter.kind, "target": letter.target, "error": error},
            about=loop.candidate_id,
            priority=URGENT,
        )
    )


def _pass_on(tx: Transaction, loop: Loop, letter: DeadLetter) -> None:
    """The same to whoever leads the loop next; nobody is asked twice."""
    leaders = leaders_of(tx, loop)
    rest = leaders[leaders.index(letter.target) + 1 :] if letter.target in leaders else leaders
    if not rest:
        return
    key = f"{letter.key}>{rest[0]}"
    tx.tell(
        Note(
            key,
            letter.kind,
            letter.thing_id,
            rest[0],
            args=letter.args,
            about=letter.about,
            priority=URGENT,
        )
    )
