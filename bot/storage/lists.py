"""Reads for lists: each is one statement, for however many loops."""

from collections.abc import Collection, Iterable
from typing import TypeVar

from sqlalchemy import select

from bot.domain.loops import GONE, LoopState
from bot.storage.access import led_by, not_about
from bot.storage.tables import Assignment, Interview, Loop
from bot.storage.unit import Unit

Key = TypeVar("Key")
Value = TypeVar("Value")


def led_loops(unit: Unit, user_id: str) -> list[Loop]:
    """The loops that somebody leads, in order of their first interview; without practice."""
    led = unit.rows(Loop).where(Loop.practice.is_(False), led_by(unit, user_id))
    return list(unit.session.scalars(led.order_by(Loop.first_at)))


def held_interviews(unit: Unit, user_id: str) -> list[tuple[Interview, Loop]]:
    """Somebody's interviews in running loops that have a time and were not given up, in order of it.

    None of a loop that is about themselves, or that is practice.
    """
    rows = unit.session.execute(
        select(Interview, Loop)
        .join(Loop, Loop.id == Interview.loop_id)
        .where(
            unit.own(Interview),
            Interview.user_id == user_id,
            Interview.start_at.is_not(None),
            Interview.state.not_in(GONE),
            Loop.state == LoopState.RUNNING,
            Loop.practice.is_(False),
            not_about(unit, user_id),
        )
        .order_by(Interview.start_at)
    )
    return [(interview, loop) for interview, loop in rows]


def interviews_of(unit: Unit, loop_ids: Collection[int]) -> dict[int, list[Interview]]:
    """The interviews of many loops, by loop: those with a time first, in order of it, then as listed."""
    rows = unit.session.scalars(
        unit.rows(Interview)
        .where(Interview.loop_id.in_(loop_ids))
        .order_by(
            Interview.loop_id,
            Interview.start_at.is_(None),
            Interview.start_at,
            Interview.position,
            Interview.id,
        )
    )
    return _grouped((row.loop_id, row) for row in rows)


def assignments_of(unit: Unit, interview_ids: Collection[int]) -> dict[int, list[Assignment]]:
    """What many interviews ask, by interview, in order."""
    rows = unit.session.scalars(
        unit.rows(Assignment)
        .where(Assignment.interview_id.in_(interview_ids))
        .order_by(Assignment.interview_id, Assignment.position, Assignment.id)
    )
    return _grouped((row.interview_id, row) for row in rows)


def _grouped(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, list[Value]]:
    found: dict[Key, list[Value]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
