"""Interviews across loops: when somebody has one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.domain.loops import GONE, LoopState
from bot.storage.tables import Interview, Loop
from bot.storage.unit import Unit

HELD = (LoopState.RUNNING, LoopState.DEBRIEFED, LoopState.DECIDED)


@dataclass(frozen=True)
class Held:
    """Somebody's interview at a time."""

    id: int
    start: datetime
    minutes: int

    @property
    def end(self) -> datetime:
        """When it is over."""
        return self.start + timedelta(minutes=self.minutes)


def of_person(
    unit: Unit, user_id: str, begin: datetime, end: datetime, also_loop: int | None = None
) -> list[Held]:
    """Somebody's interviews that begin in a time, of loops that run or ran, and of `also_loop` even while a draft."""
    rows = unit.session.execute(
        select(Interview.id, Interview.start_at, Interview.minutes)
        .join(Loop, Loop.id == Interview.loop_id)
        .where(
            unit.own(Interview),
            Interview.user_id == user_id,
            Interview.state.not_in(GONE),
            Interview.start_at >= begin,
            Interview.start_at < end,
            Loop.practice.is_(False),
            Loop.state.in_(HELD) | (Loop.id == (also_loop or 0)),
        )
    )
    return [Held(id, start, minutes) for id, start, minutes in rows if start is not None]
