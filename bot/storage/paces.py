"""How fast each workspace is written to, over all workers: what was done lately, and until when nothing may be."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import Executable, bindparam, case, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.storage.tables import Pace
from bot.storage.types import UtcDateTime

WINDOW = 62
"""Seconds that something counts for: a minute, one for the second that it is noted in, one to get to Slack."""
NOTHING = "{}"


@dataclass(frozen=True)
class Rest:
    """What rests in a workspace, and until when (protocol time)."""

    team_id: str
    what: str
    until: datetime


def resting(session: Session, now: datetime) -> list[Rest]:
    """Everything that rests now, in all workspaces."""
    return [Rest(*row) for row in session.connection().execute(_RESTING, {"now": now})]


def take_turn(session: Session, team_id: str, what: str, now: datetime, until: datetime) -> bool:
    """Let this rest from now on, where it doesn't already: then another worker was faster, and it is False."""
    given = {"team_id": team_id, "what": what, "free_at": until, "lately": NOTHING}
    statement = _turn(session.get_bind().dialect.name)
    return session.connection().execute(statement, given | {"now": now}).first() is not None


def take_one(session: Session, team_id: str, what: str, now: datetime, a_minute: int) -> datetime | None:
    """Count one more of so many a minute, over all workers. Where they are used up: from when on there is one again.

    Other workers wait for this transaction before they count.
    """
    free_at, lately = _hold(session, team_id, what, now)
    used = sum(lately.values())
    if free_at > now or used >= a_minute:
        until = max(free_at, _next(lately)) if used >= a_minute else free_at
        _keep(session, team_id, what, until, lately)
        return until
    second = int(now.timestamp())
    lately[second] = lately.get(second, 0) + 1
    _keep(session, team_id, what, _next(lately) if used + 1 >= a_minute else now, lately)
    return None


def give_back(session: Session, team_id: str, what: str, now: datetime) -> None:
    """Count one less: what was counted wasn't done after all. A rest that Slack asked for stays."""
    free_at, lately = _hold(session, team_id, what, now)
    if not lately:
        return
    full, newest = _next(lately), max(lately)
    lately[newest] -= 1
    left = {second: times for second, times in lately.items() if times}
    _keep(session, team_id, what, now if free_at == full else free_at, left)


def _hold(session: Session, team_id: str, what: str, now: datetime) -> tuple[datetime, dict[int, int]]:
    """From when on it is free, and how often it was done in each second that counts; others wait."""
    given = {"team_id": team_id, "what": what, "free_at": now, "lately": NOTHING}
    row = session.connection().execute(_held(session.get_bind().dialect.name), given).one()
    known: dict[str, int] = json.loads(row.lately)
    begin = int(now.timestamp()) - WINDOW
    return row.free_at, {int(one): times for one, times in known.items() if int(one) > begin}


def _keep(session: Session, team_id: str, what: str, free_at: datetime, lately: dict[int, int]) -> None:
    kept = {"of_team": team_id, "of_what": what, "free_at": free_at, "lately": json.dumps(lately)}
    session.connection().execute(_COUNTED, kept)


def _next(lately: dict[int, int]) -> datetime:
    """When the oldest second no longer counts."""
    return datetime.fromtimestamp(min(lately) + WINDOW, UTC)


def rest(session: Session, team_id: str, what: str, until: datetime) -> None:
    """Let this rest at least so long."""
    given = {"team_id": team_id, "what": what, "free_at": until, "lately": NOTHING}
    session.connection().execute(_longer(session.get_bind().dialect.name), given)


def number_resting(session: Session, team_id: str, begins: str, now: datetime) -> int:
    """How many things rest now that are named so at the beginning."""
    named = Pace.what.startswith(begins, autoescape=True)
    wanted = select(func.count()).select_from(Pace).where(Pace.team_id == team_id, named, Pace.free_at > now)
    return session.scalar(wanted) or 0


def forget(session: Session, before: datetime) -> None:
    """Forget what no longer counts."""
    session.execute(delete(Pace).where(Pace.free_at < before))


def _insert(dialect: str) -> Any:
    return postgresql.insert(Pace) if dialect == "postgresql" else sqlite.insert(Pace)


@cache
def _turn(dialect: str) -> Executable:
    row = _insert(dialect)
    taken = row.on_conflict_do_update(
        index_elements=["team_id", "what"],
        set_={"free_at": row.excluded.free_at},
        where=Pace.free_at <= bindparam("now", type_=UtcDateTime()),
    )
    found: Executable = taken.returning(Pace.free_at)
    return found


@cache
def _held(dialect: str) -> Executable:
    """The row, made where there is none, and in any case ours until the end."""
    row = _insert(dialect).on_conflict_do_update(
        index_elements=["team_id", "what"], set_={"lately": Pace.lately}
    )
    found: Executable = row.returning(Pace.free_at, Pace.lately)
    return found


@cache
def _longer(dialect: str) -> Executable:
    row = _insert(dialect)
    later = case((row.excluded.free_at > Pace.free_at, row.excluded.free_at), else_=Pace.free_at)
    found: Executable = row.on_conflict_do_update(index_elements=["team_id", "what"], set_={"free_at": later})
    return found


_RESTING = select(Pace.team_id, Pace.what, Pace.free_at).where(
    Pace.free_at > bindparam("now", type_=UtcDateTime())
)
_COUNTED = update(Pace).where(Pace.team_id == bindparam("of_team"), Pace.what == bindparam("of_what"))
