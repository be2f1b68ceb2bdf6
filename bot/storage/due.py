"""Due rows: what is to happen at a calendar time, once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Update,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from bot.storage.tables import Due
from bot.storage.types import UtcDateTime
from bot.storage.unit import AnyWorkspace, Scope, Unit
from bot.storage.upsert import insert_once

WAITS = Due.state == literal_column("'waiting'")
"""The state stands in the statement itself, so that a plan made once for all values may use an index of what waits."""


@dataclass(frozen=True)
class DueItem:
    """A claimed due row: `kind` is to happen to the thing. `lease_until` is protocol time."""

    id: int
    team_id: str
    kind: str
    thing_id: int
    occurrence: str
    due_at: datetime
    attempts: int
    lease_until: datetime


class Overtaken(Exception):
    """The row was dropped, moved or done by another while its handler ran, whose changes are undone."""


def schedule(unit: Unit, kind: str, thing_id: int, occurrence: str, at: datetime) -> None:
    """Let `kind` happen to the thing at `at`; the same occurrence, where it is not done yet, is moved instead.

    One that was dropped or given up comes to life again.
    A handler that is at work on it at that moment is overtaken: its changes are rolled back.
    """
    values = {
        "team_id": unit.team_id,
        "kind": kind,
        "thing_id": thing_id,
        "occurrence": occurrence,
        "due_at": at,
        "state": "waiting",
        "attempts": 0,
    }
    if insert_once(unit.session, Due, values, ["team_id", "occurrence"]):
        return
    unit.session.execute(
        update(Due)
        .where(unit.own(Due), Due.occurrence == occurrence, Due.state != "done")
        .values(**_anew(at))
    )


def revive(unit: Unit, kind: str, thing_id: int, at: datetime) -> bool:
    """Let what was given up of this kind for this thing be tried again; False where nothing was."""
    of_thing = (Due.kind == kind, Due.thing_id == thing_id)
    revived = unit.session.execute(
        update(Due).where(unit.own(Due), *of_thing, Due.state == "failed").values(**_anew(at))
    )
    return bool(revived.rowcount)  # type: ignore[attr-defined]


def _anew(at: datetime) -> dict[str, Any]:
    return {
        "due_at": at,
        "state": "waiting",
        "lease_until": None,
        "retry_at": None,
        "attempts": 0,
        "error": None,
    }


def drop(unit: Unit, kind: str, thing_id: int) -> None:
    """Let what still waits of this kind for this thing not happen; what was given up is not revived either."""
    drop_all(unit, [kind], thing_id)


def drop_all(unit: Unit, kinds: Collection[str], thing_id: int) -> None:
    """The same for several kinds."""
    unit.ask(_DROP, kinds=list(kinds), of_thing=thing_id)


def waits(unit: Unit, kind: str, thing_id: int) -> bool:
    """Whether one of this kind is still to come for this thing; one that is being done is waited for."""
    row = (
        select(Due.id)
        .where(unit.own(Due), Due.kind == kind, Due.thing_id == thing_id, Due.state == "waiting")
        .limit(1)
        .with_for_update()
    )
    return unit.session.scalar(row) is not None


def time_of(unit: Unit, kind: str, thing_id: int) -> datetime | None:
    """When this is to happen for this thing next, if it is."""
    wanted = select(Due.due_at).where(
        unit.own(Due), Due.kind == kind, Due.thing_id == thing_id, Due.state == "waiting"
    )
    return unit.session.scalar(wanted.order_by(Due.due_at).limit(1))


def is_done(unit: Unit, occurrence: str) -> bool:
    """Whether this has happened, so that it can't be scheduled again."""
    row = select(Due.id).where(unit.own(Due), Due.occurrence == occurrence, Due.state == "done")
    return unit.session.scalar(row) is not None


def claim(
    session: Session, kinds: Collection[str], calendar: datetime, now: datetime, lease_until: datetime
) -> DueItem | None:
    """Take the row of these kinds that has been due longest at this calendar time.

    Leases and retries are protocol time. Kinds that this process has no handler for are left to others.
    """
    given = {"kinds": list(kinds), "calendar": calendar, "now": now}
    row = session.execute(_CLAIM, given | {"until": lease_until}).first()
    if row is None:
        return None
    return DueItem(
        id=row.id,
        team_id=row.team_id,
        kind=row.kind,
        thing_id=row.thing_id,
        occurrence=row.occurrence,
        due_at=row.due_at,
        attempts=row.attempts,
        lease_until=lease_until,
    )


def any_to_claim(session: Session, kinds: Collection[str], calendar: datetime, now: datetime) -> bool:
    """Whether `claim` may find a row: a look that keeps nobody from writing."""
    return session.scalar(_FREE, {"kinds": list(kinds), "calendar": calendar, "now": now}) is not None


def finish(session: Session, due_id: int) -> None:
    """Mark a claimed row done, in the transaction of what its handler changed: so it happens once.

    Raises Overtaken, which rolls that transaction back, where the row is no longer ours to do.
    """
    claimed = (Due.id == due_id, Due.state == "waiting", Due.lease_until.is_not(None))
    done = session.execute(
        update(Due).where(*claimed).values(state="done", lease_until=None, retry_at=None, error=None)
    )
    if not done.rowcount:  # type: ignore[attr-defined]
        raise Overtaken(f"due row {due_id} was dropped, moved or done by another")


def fail(
    session: Session, item: DueItem, error: str, retry_at: datetime | None, *, counted: bool = True
) -> bool:
    """Give a row back whose handler failed, to be tried again at `retry_at`; None gives it up.

    A try that the surroundings failed is not counted against the row.
    Returns False where the row is finished or somebody else's by now.
    """
    mine = (Due.id == item.id, Due.state == "waiting", Due.lease_until == item.lease_until)
    state = "waiting" if retry_at is not None else "failed"
    given = session.execute(
        update(Due)
        .where(*mine)
        .values(
            state=state,
            lease_until=None,
            retry_at=retry_at,
            error=error,
            attempts=item.attempts if counted else item.attempts - 1,
        )
    )
    return bool(given.rowcount)  # type: ignore[attr-defined]


def next_moment(session: Session, calendar: datetime) -> datetime | None:
    """The earliest protocol time at which a row that is due now can be tried again."""
    moment = func.min(func.coalesce(Due.lease_until, Due.retry_at))
    return session.scalar(select(moment).where(_ready(calendar)))


def overdue(session: Session, calendar: datetime) -> list[str]:
    """What should have happened by now and has not, one line each, without text about people."""
    rows: Any = session.scalars(select(Due).where(_ready(calendar)).order_by(Due.due_at, Due.id))
    return [f"{r.kind} {r.occurrence}: {r.attempts} tries, {r.error or 'no error'}" for r in rows]


def _ready(calendar: datetime) -> ColumnElement[bool]:
    return and_(WAITS, Due.due_at <= calendar)


def lateness(session: Session, calendar: datetime) -> float:
    """By how many seconds the row is late that has been due longest; 0 where none is."""
    first = session.scalar(select(func.min(Due.due_at)).where(_ready(calendar)))
    return (calendar - first).total_seconds() if first is not None else 0.0


def upcoming(session: Session, limit: int) -> list[tuple[datetime, str]]:
    """What is due next, and when: its kind, never about whom."""
    rows = session.execute(
        select(Due.due_at, Due.kind).where(WAITS).order_by(Due.due_at, Due.id).limit(limit)
    )
    return [(row.due_at, row.kind) for row in rows]


def waiting_for(unit: Unit, thing_id: int, begins: str) -> list[str]:
    """The occurrences that wait for a thing and begin so."""
    wanted = select(Due.occurrence).where(
        unit.own(Due),
        Due.thing_id == thing_id,
        Due.state == "waiting",
        Due.occurrence.startswith(begins, autoescape=True),
    )
    return list(unit.session.scalars(wanted))


def drop_until(unit: Unit, kind: str, thing_id: int, until: datetime) -> None:
    """Let what waits of this kind for a thing not happen up to a time; later ones stay."""
    unit.session.execute(
        update(Due)
        .where(
            unit.own(Due),
            Due.kind == kind,
            Due.thing_id == thing_id,
            Due.state == "waiting",
            Due.due_at <= until,
        )
        .values(state="dropped")
    )


def _dropping(unit: Scope) -> Update:
    kinds: BindParameter[str] = bindparam("kinds", expanding=True)
    named = (
        Due.thing_id == bindparam("of_thing"),
        Due.kind.in_(kinds),
        Due.state.in_(("waiting", "failed")),
    )
    return update(Due).where(unit.own(Due), *named).values(state="dropped")


def _free() -> Select[int]:
    """The row that has been due longest and that nobody is at work on."""
    now = bindparam("now", type_=UtcDateTime())
    return (
        select(Due.id)
        .where(
            WAITS,
            Due.due_at <= bindparam("calendar", type_=UtcDateTime()),
            Due.kind.in_(bindparam("kinds", expanding=True)),
            or_(Due.retry_at.is_(None), Due.retry_at <= now),
            or_(Due.lease_until.is_(None), Due.lease_until <= now),
        )
        .order_by(Due.due_at, Due.id)
        .limit(1)
    )


def _taking() -> Update:
    chosen = _free().with_for_update(skip_locked=True).scalar_subquery()
    return (
        update(Due)
        .where(Due.id == chosen)
        .values(lease_until=bindparam("until", type_=UtcDateTime()), attempts=Due.attempts + 1)
        .returning(Due.id, Due.team_id, Due.kind, Due.thing_id, Due.occurrence, Due.due_at, Due.attempts)
        .execution_options(synchronize_session=False)
    )


_FREE = _free()
_CLAIM = _taking()
_DROP = _dropping(AnyWorkspace())
