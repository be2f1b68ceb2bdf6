"""Reminders: a late panelist is asked, told what it means, and left alone once they say so."""

from datetime import datetime

from bot.acting.access import authorise
from bot.acting.context import Actor, Context, system
from bot.acting.loops import changing_seat
from bot.domain.access import Action
from bot.domain.loops import scoring
from bot.storage import people


def nudge(context: Context, team_id: str, due_id: int, interview_id: int) -> None:
    """Ask for a scorecard that isn't in; an earlier nudge shrinks to a line."""
    with changing_seat(context, system(team_id), interview_id) as (tx, loop, seat):
        tx.finish(due_id)
        scoring.nudge(loop, seat, tx.now, people.calendar_of(tx, seat.user_id))


def tell_lead(context: Context, team_id: str, due_id: int, interview_id: int) -> None:
    """Tell the lead, once, that a scorecard isn't in though its panelist was asked for it."""
    with changing_seat(context, system(team_id), interview_id) as (tx, loop, seat):
        tx.finish(due_id)
        scoring.tell_lead(loop, seat)


def snooze(context: Context, actor: Actor, interview_id: int) -> datetime:
    """Ask again on the panelist's next working morning and not before; returns when that is."""
    with changing_seat(context, actor, interview_id) as (tx, loop, seat):
        authorise(tx, Action.ANSWER_KIT, loop=loop, seat=seat)
        at = people.calendar_of(tx, seat.user_id).next_morning(tx.now)
        scoring.snooze(loop, seat, at)
        return at


def excuse(context: Context, actor: Actor, interview_id: int) -> None:
    """The debrief goes on without this panelist; what they saved stays, and no reminders come, moved or not."""
    with changing_seat(context, actor, interview_id) as (tx, loop, seat):
        authorise(tx, Action.ANSWER_KIT, loop=loop, seat=seat)
        scoring.excuse(loop, seat)
