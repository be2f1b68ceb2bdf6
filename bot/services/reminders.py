"""Reminders: a late panelist is asked, told what it means, and left alone once they say so."""

from datetime import datetime

from sqlalchemy import func, select, update

from bot.delivery.outbox import Note, take_back
from bot.domain.access import Action
from bot.domain.errors import TooLate
from bot.domain.loops import GONE, CardState, LoopState
from bot.domain.reminders import is_last, tomorrow_at_nine
from bot.services.access import authorise, interview_of, loop_of
from bot.services.context import Actor, Context, Transaction, system
from bot.services.panels import EXCUSED, card_state, refresh_home, refresh_status, tell_lead
from bot.storage.due import drop, finish, schedule
from bot.storage.tables import Due, Interview, Loop, Outbox

NUDGE = "nudge"


def nudge(context: Context, team_id: str, due_id: int, interview_id: int) -> None:
    """Ask for a scorecard that isn't in; an earlier nudge shrinks to a line."""
    with context.transaction(system(team_id)) as tx:
        seat = interview_of(tx, interview_id)
        loop = loop_of(tx, seat.loop_id)
        finish(tx.session, due_id)
        if loop.state != LoopState.RUNNING or seat.state in GONE or card_state(tx, seat.id) == CardState.IN:
            return
        shrink(tx, seat)
        number = _made(tx, seat.id) + 1
        last = is_last(tx.now, loop.debrief_at)
        tx.tell(
            Note(
                f"{NUDGE}:{seat.id}:{number}",
                NUDGE,
                seat.id,
                seat.user_id,
                args={"last": last},
                about=loop.candidate_id,
            )
        )
        refresh_home(tx, seat.user_id)
        refresh_status(tx, loop)


def snooze(context: Context, actor: Actor, interview_id: int) -> str:
    """Ask again tomorrow at 9:00 of the panelist's day and not before; returns that time in words for them."""
    zone = context.directory.person(actor.team_id, actor.user_id).zone
    with context.transaction(actor) as tx:
        seat = interview_of(tx, interview_id)
        authorise(tx, Action.ANSWER_KIT, interview=seat)
        loop = loop_of(tx, seat.loop_id)
        at = tomorrow_at_nine(tx.now, zone)
        _check_expected(tx, loop, seat)
        if at >= loop.debrief_at:
            raise TooLate("The debrief comes before that. Ratings alone take a minute; evidence can follow.")
        _drop_until(tx, seat.id, at)
        schedule(tx.session, tx.team_id, NUDGE, seat.id, f"nudge:{seat.id}:snooze:{at.date()}", at)
        shrink(tx, seat)
        return f"{at:%a} at {at:%H:%M}"


def excuse(context: Context, actor: Actor, interview_id: int) -> None:
    """The debrief goes on without this panelist; what they saved stays, and no reminders come, moved or not."""
    with context.transaction(actor) as tx:
        seat = interview_of(tx, interview_id)
        authorise(tx, Action.ANSWER_KIT, interview=seat)
        loop = loop_of(tx, seat.loop_id)
        _check_expected(tx, loop, seat)
        drop(tx.session, tx.team_id, NUDGE, seat.id)
        shrink(tx, seat)
        seat.excused = True
        tell_lead(tx, loop, seat, "excused")
        tx.audit(EXCUSED, f"interview:{seat.id}")
        refresh_status(tx, loop)


def _check_expected(tx: Transaction, loop: Loop, seat: Interview) -> None:
    """Raise TooLate where no scorecard is waited for."""
    if loop.state == LoopState.CANCELLED:
        raise TooLate("This loop was called off. There is nothing to do.")
    if loop.state != LoopState.RUNNING:
        raise TooLate("The debrief has been posted, so there is nothing left to remind you of.")
    if card_state(tx, seat.id) == CardState.IN:
        raise TooLate("Your scorecard is in already. Thank you.")
    if seat.state in GONE:
        raise TooLate("Nothing is expected from you for this interview.")


def shrink(tx: Transaction, seat: Interview) -> None:
    """Make the newest nudge a line, and take back one that hasn't gone out."""
    take_back(tx.session, tx.team_id, f"{NUDGE}:{seat.id}:")
    for key in _sent(tx, seat.id)[-1:]:
        tx.tell(Note(f"shrunk:{key}", "nudge_line", seat.id, seat.user_id, op="update", edits=key))


def _made(tx: Transaction, interview_id: int) -> int:
    """How many nudges there ever were, taken back ones too: their keys are used up."""
    rows = select(func.count()).where(
        Outbox.team_id == tx.team_id, Outbox.kind == NUDGE, Outbox.thing_id == interview_id
    )
    return tx.session.scalar(rows) or 0


def _sent(tx: Transaction, interview_id: int) -> list[str]:
    """Keys of the nudges that went out or are going out, oldest first."""
    return list(
        tx.session.scalars(
            select(Outbox.dedupe_key)
            .where(
                Outbox.team_id == tx.team_id,
                Outbox.kind == NUDGE,
                Outbox.thing_id == interview_id,
                Outbox.state.not_in(("dropped", "dead")),
            )
            .order_by(Outbox.id)
        )
    )


def _drop_until(tx: Transaction, interview_id: int, at: datetime) -> None:
    """Let no reminder come up to a time; later ones stay."""
    tx.session.execute(
        update(Due)
        .where(
            Due.team_id == tx.team_id,
            Due.kind == NUDGE,
            Due.thing_id == interview_id,
            Due.state == "waiting",
            Due.due_at <= at,
        )
        .values(state="dropped")
    )
