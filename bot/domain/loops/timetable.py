"""Interviews' times: when the next can begin, none overlaps another, and people can change places."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


def timetable(first: datetime, minutes: int, count: int, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Starts for `count` interviews, each on a half hour after the one before, within 9:00-18:00 local.

    What does not fit before 18:00 goes on at 10:00 on the next working day.
    """
    starts = [first]
    while len(starts) < count:
        starts.append(following(starts[-1], minutes, minutes, zone))
    return tuple(starts[:count])


def following(start: datetime, minutes: int, next_minutes: int, zone: ZoneInfo) -> datetime:
    """When an interview of `next_minutes` can begin after one of `minutes` from `start`; as in `timetable`."""
    at = start + timedelta(minutes=-(-(minutes + 5) // 30) * 30)
    local_end = (at + timedelta(minutes=next_minutes)).astimezone(zone)
    if local_end.date() != start.astimezone(zone).date() or local_end.time() > time(18):
        return next_working_day(start, zone, time(10))
    return at


def moved_on(interviews: Sequence[tuple[datetime, int]], zone: ZoneInfo) -> tuple[datetime, ...]:
    """Starts for interviews of so many minutes, in order; one that would begin before the last is over moves on."""
    starts: list[datetime] = []
    for number, (start, minutes) in enumerate(interviews):
        at = start
        if number:
            before, length = starts[-1], interviews[number - 1][1]
            if at < before + timedelta(minutes=length):
                at = following(before, length, minutes, zone)
        starts.append(at)
    return tuple(starts)


def next_working_day(after: datetime, zone: ZoneInfo, at: time) -> datetime:
    """The next Monday-to-Friday day after that moment's local day, at a local time."""
    day = after.astimezone(zone).date() + timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return datetime.combine(day, at, tzinfo=zone)


@dataclass(frozen=True)
class Slot:
    """An interview's time. `minutes` is its length."""

    id: int
    start: datetime
    minutes: int

    @property
    def end(self) -> datetime:
        """When it is over."""
        return self.start + timedelta(minutes=self.minutes)


def overlapping(slots: Sequence[Slot], one: Slot) -> Slot | None:
    """The first other slot that shares time with this one."""
    for other in sorted(slots, key=lambda slot: slot.start):
        if other.id != one.id and other.start < one.end and one.start < other.end:
            return other
    return None


def without_overlaps(slots: Sequence[Slot], zone: ZoneInfo) -> tuple[Slot, ...]:
    """The slots in order, each that would begin before the one before is over moved on (see `moved_on`)."""
    ordered = sorted(slots, key=lambda one: one.start)
    starts = moved_on([(slot.start, slot.minutes) for slot in ordered], zone)
    return tuple(replace(slot, start=start) for slot, start in zip(ordered, starts, strict=True))


def at_place(slots: Sequence[Slot], id: int, place: int, zone: ZoneInfo) -> tuple[Slot, ...]:
    """The slot `id` as the `place`th (from 0): the times stay as they are, people move up or down."""
    ordered = sorted(slots, key=lambda one: one.start)
    starts = [slot.start for slot in ordered]
    moving = next(slot for slot in ordered if slot.id == id)
    others = [slot for slot in ordered if slot.id != id]
    others.insert(place, moving)
    return without_overlaps(
        [replace(slot, start=start) for slot, start in zip(others, starts, strict=True)], zone
    )
