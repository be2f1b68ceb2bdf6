"""Loops and seats put together by hand, and what happened to them by name."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.loops.loop import Loop
from bot.domain.loops.seat import Ask, Seat
from bot.domain.loops.states import LoopState, Role

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 6, 9, 8, tzinfo=BERLIN)
DEBRIEF = NOW + timedelta(days=1)


def at(text: str) -> datetime:
    """A time of 9 June in Berlin, as "9:45", or of another day, as "06-10 9:45"."""
    day, _, hour = text.rpartition(" ")
    return datetime.strptime(f"2026-{day or '06-09'} {hour} +0200", "%Y-%m-%d %H:%M %z").astimezone(BERLIN)


def loop(*seats: Seat, state: LoopState = LoopState.RUNNING, **more: Any) -> Loop:
    """A loop of today, with its debrief tomorrow at eight."""
    return Loop(
        1, 1, "Lead", "A. K.", state, "senior", "C1", NOW, 45, DEBRIEF, NOW, id=1, seats=list(seats), **more
    )


def seat(id: int = 1, role: Role = Role.PANELIST, **more: Any) -> Seat:
    """A seat of 45 minutes, `id` hours from now; a panelist asks the question "q<id>"."""
    given: dict[str, Any] = {"start_at": NOW + timedelta(hours=id), "minutes": 45, "id": id, "position": id}
    asks = [ask(f"q{id}")] if role is Role.PANELIST else []
    return Seat(f"U{id}", role, **({"asks": asks} | given | more))


def ask(question_id: str, **more: Any) -> Ask:
    """A question on data, for a quarter of an hour."""
    return Ask(question_id, "v1", "data", 1, 15, "", **more)


def happened(of: Loop) -> list[str]:
    """What happened, by the events' names."""
    return [type(event).__name__ for event in of.events]


def last(of: Loop) -> Any:
    """What happened last."""
    return of.events[-1]
