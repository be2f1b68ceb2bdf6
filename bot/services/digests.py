"""A lead's week, summed up once; and what the months say of panelists, looked at as often."""

from datetime import datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from bot.acting.context import Actor, Context, Transaction, system
from bot.domain import digests
from bot.domain.calibration import watched
from bot.domain.calibration.watched import Watched
from bot.domain.digests import WEEK, Week, WeekOver
from bot.domain.insights import Health
from bot.domain.loops import LoopState
from bot.domain.loops.states import Outcome
from bot.services import calibration
from bot.services import insights as past
from bot.storage import fits, lists, past_loops, people
from bot.storage.tables import Loop

DUE = "digest"


def sum_up(context: Context, team_id: str, due_id: int, _thing_id: int) -> None:
    """A week is over: look at the panelists, let every lead read what happened in their loops, and go on next week.

    Where nobody has anything to read, it goes on with the next debrief.
    """
    actor = system(team_id)
    found = _looked_at(context, actor)
    with context.transaction(actor) as tx:
        tx.finish(due_id)
        if found is not None:
            fits.keep_watched(tx, watched.to_json(found))
        leads = tuple(one for one in people.leads(tx) if not _of_loops(tx, one, tx.now).empty)
        again = digests.next_monday(tx.now + timedelta(days=1), _zone(tx, leads[0])) if leads else None
        tx.happened(WeekOver(tx.now, leads, again))


def read(context: Context, actor: Actor, until: datetime) -> Week | None:
    """The week before a moment as this lead reads it; None where there is nothing, or they lead no more."""
    with context.reading(actor) as tx:
        if actor.user_id not in people.leads(tx):
            return None
        week = _of_loops(tx, actor.user_id, until)
        return None if week.empty else _with_workspace(tx, context, week)


def _with_workspace(tx: Transaction, context: Context, week: Week) -> Week:
    told = past.read(tx, context.bank()).insights
    kept = watched.from_json(fits.watched(tx))
    return Week(
        week.opened,
        week.decided,
        week.undecided,
        week.cards,
        week.median_hours,
        week.missing,
        sum(one.health in (Health.REWRITE, Health.RETIRE) for one in told.questions),
        kept.told_to_leads(tx.now.date()),
        bool(kept.sees_strong),
    )


def _of_loops(tx: Transaction, user_id: str, until: datetime) -> Week:
    """What happened in the loops that somebody leads."""
    led = lists.led_loops(tx, user_id)
    opened = {loop.id for loop in led if _within(loop.debriefed_at, until)}
    decided = {
        one.loop_id
        for one in past_loops.decisions(tx)
        if one.outcome != Outcome.WAIT and _within(one.at, until)
    }
    seats = [seat for seat in past_loops.seats(tx, until - WEEK) if seat.loop_id in opened]
    hours = [one for seat in seats if (one := seat.hours_to_scorecard) is not None]
    return Week(
        opened=len(opened),
        decided=sum(loop.id in decided for loop in led),
        undecided=sum(_undecided(loop, until) for loop in led),
        cards=len(hours),
        median_hours=max(0.0, median(hours)) if hours else None,
        missing=len(seats) - len(hours),
    )


def _within(at: datetime | None, until: datetime) -> bool:
    return at is not None and until - WEEK <= at < until


def _undecided(loop: Loop, until: datetime) -> bool:
    return loop.state == LoopState.DEBRIEFED and loop.debriefed_at is not None and loop.debriefed_at < until


def _looked_at(context: Context, actor: Actor) -> Watched | None:
    """What the months say of panelists; None where no fit is kept, or it has loops that count no more."""
    with context.reading(actor) as tx:
        fit = calibration.kept_fit(tx)
        months = calibration.months_of(tx)
        before = watched.from_json(fits.watched(tx))
        today = tx.now.date()
    if fit is None or not months.keys() >= set(fit.data.candidates):
        return None
    return watched.watch(fit, months, before, today)


def _zone(tx: Transaction, user_id: str) -> ZoneInfo:
    known = people.in_slack(tx, user_id)
    return ZoneInfo(known.zone if known else "UTC")
