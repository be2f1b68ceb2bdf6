"""When somebody is asked for their scorecard, and no more often than helps."""

from datetime import datetime, timedelta

from bot.domain.working import WorkingCalendar

LATER = timedelta(hours=4)
LAST_BEFORE = 2
"""Working hours before the debrief at which the last reminder says that it comes without theirs."""
APART = timedelta(hours=3)


def nudges(end: datetime, debrief_at: datetime, calendar: WorkingCalendar) -> tuple[datetime, ...]:
    """Times to ask for a scorecard after an interview that is over at `end`: four at most.

    At its end, which belongs to the interview and keeps no hours; four hours later; the next working morning; and two
    working hours before the debrief, in place of the morning where that is the same day. What falls outside somebody's
    working hours moves to when they next begin; of two that are less than three hours apart then, the later one stays.
    Never at the debrief or after it, and never in an absence.
    """
    later = calendar.in_hours(end + LATER)
    last = _last(end, debrief_at, calendar)
    third = last if _is_near(end, debrief_at, calendar) else calendar.next_morning(later)
    both = (later, third) if third - later >= APART else (third,)
    wanted = [end, *(at for at in (*both, last) if calendar.in_hours(at) == at)]
    return tuple(dict.fromkeys(at for at in wanted if end <= at < debrief_at))


def lead_told(
    end: datetime, debrief_at: datetime, theirs: WorkingCalendar, leads: WorkingCalendar
) -> datetime | None:
    """When the lead hears that a scorecard still isn't in: once its panelist was asked the next working morning.

    None where the debrief, which asks the lead itself, is near by then.
    """
    if _is_near(end, debrief_at, theirs):
        return None
    morning = theirs.next_morning(theirs.in_hours(end + LATER))
    at = leads.in_hours(morning + LATER)
    return at if at < _last(end, debrief_at, theirs) else None


def _last(end: datetime, debrief_at: datetime, calendar: WorkingCalendar) -> datetime:
    return max(end, calendar.hours_before(debrief_at, LAST_BEFORE))


def _is_near(end: datetime, debrief_at: datetime, calendar: WorkingCalendar) -> bool:
    """Whether the last reminder comes on the morning's day, or before."""
    morning = calendar.next_morning(calendar.in_hours(end + LATER))
    return _last(end, debrief_at, calendar) <= calendar.ends_after(morning)


def is_last(at: datetime, debrief_at: datetime, calendar: WorkingCalendar) -> bool:
    """Whether a nudge at that time says what a missing scorecard means, because the debrief comes soon."""
    return at >= calendar.hours_before(debrief_at, LAST_BEFORE)
