"""Interviews' times: none overlaps another, and people can change places."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.loops import moved_on


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
