"""Reminders: a late panelist is asked, told what it means, and left alone once they say so."""

from bot.acting.access import authorise
from bot.acting.context import Actor, Context, system
from bot.acting.loops import changing_seat
from bot.domain.access import Action
from bot.domain.loops import scoring
from bot.domain.reminders import tomorrow_at_nine


def nudge(context: Context, team_id: str, due_id: int, interview_id: int) -> None:
    """Ask for a scorecard that isn't in; an earlier nudge shrinks to a line."""
    with changing_seat(context, system(team_id), interview_id) as (tx, loop, seat):
        tx.finish(due_id)
        scoring.nudge(loop, seat)


def snooze(context: Context, actor: Actor, interview_id: int) -> str:
    """Ask again tomorrow at 9:00 of the panelist's day and not before; returns that time in words for them."""
    zone = context.directory.person(actor.team_id, actor.user_id).zone
    with changing_seat(context, actor, interview_id) as (tx, loop, seat):
        authorise(tx, Action.ANSWER_KIT, loop=loop, seat=seat)
        at = tomorrow_at_nine(tx.now, zone)
        scoring.snooze(loop, seat, at)
        return f"{at:%a} at {at:%H:%M}"


def excuse(context: Context, actor: Actor, interview_id: int) -> None:
    """The debrief goes on without this panelist; what they saved stays, and no reminders come, moved or not."""
    with changing_seat(context, actor, interview_id) as (tx, loop, seat):
        authorise(tx, Action.ANSWER_KIT, loop=loop, seat=seat)
        scoring.excuse(loop, seat)
