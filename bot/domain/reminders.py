"""When somebody is asked for their scorecard, and no more often than helps."""

from datetime import datetime, timedelta

from bot.domain.working import WorkingCalendar

LATER = timedelta(hours=4)
LAST_BEFORE = 2
"""Working hours before the debrief at which the last reminder says that it comes without theirs."""
APART = timedelta(hours=3)


def nudges(end: datetime, debrief_at: datetime, calendar: WorkingCalendar) -> tuple[datetime, ...]:
    """Times to ask for a scorecard after an interview that is over at `end`: three at most.

    At its end, which belongs to the interview and keeps no hours; four hours later; the next working morning. Where
    the debrief is near by then, the last comes two working hours before it instead. What falls outside somebody's
    working hours moves to when they next begin; of the later two, if they are less than three hours apart then, the
    last one stays. Never at the debrief or after it, and never in an absence.
    """
    later = calendar.in_hours(end + LATER)
    morning = calendar.next_morning(later)
    last = max(end, calendar.hours_before(debrief_at, LAST_BEFORE))
    third = last if last <= calendar.ends_after(morning) else morning
    both = (later, third) if third - later >= APART else (third,)
    wanted = [end, *(at for at in both if calendar.in_hours(at) == at)]
    return tuple(dict.fromkeys(at for at in wanted if end <= at < debrief_at))


def lead_told(
    end: datetime, debrief_at: datetime, theirs: WorkingCalendar, leads: WorkingCalendar
) -> datetime | None:
    """When the lead hears that a scorecard still isn't in, after its panelist's last reminder; None where the debrief,
    which asks them itself, comes first.
    """
    asked = nudges(end, debrief_at, theirs)
    if not asked or is_last(asked[-1], debrief_at, theirs):
        return None
    at = leads.in_hours(asked[-1] + LATER)
    return at if at < debrief_at else None


def is_last(at: datetime, debrief_at: datetime, calendar: WorkingCalendar) -> bool:
    """Whether a nudge at that time says what a missing scorecard means, because the debrief comes soon."""
    return at >= calendar.hours_before(debrief_at, LAST_BEFORE)
