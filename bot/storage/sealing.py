"""Text about people on its way into the database: bound to its row, under the key of whom it is about."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, event, inspect, literal, select
from sqlalchemy.orm import DeclarativeBase, Mapper, Session, object_session
from sqlalchemy.orm.attributes import flag_modified

from bot.storage.tables import Candidate, DataKeyRow, Interview, Loop, Scorecard
from bot.storage.tables.base import Sealed
from bot.storage.types import Placed, SealedText, place, place_columns, vault_of
from bot.storage.upsert import insert_all_once
from bot.storage.vault import CannotOpen, DataKey, new_id

WORKSPACE = ""
"""The subject of the key that a workspace's own text is under: what is about no candidate."""
RECORD = "record:"
"""Before the subject of a key that details of the record are under: rows there are never sealed anew."""
_KEYS = "fairloop_data_keys"


def sealed_columns(table: Table) -> list[str]:
    """The names of a table's columns whose text is sealed."""
    return [column.name for column in table.columns if isinstance(column.type, SealedText)]


def placed(
    session: Session, of: type[DeclarativeBase] | Table, rows: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """These rows as an INSERT takes them: each with a row key, a data key, and its text bound to both."""
    table = of if isinstance(of, Table) else _table(of)
    return [_placed(session, table, row) for row in rows]


def opened(table: Table, row: Mapping[Any, Any], key: DataKey) -> dict[str, str]:
    """The text of a row as it stands in the database, by column. Raises CannotOpen."""
    sealed = {name: row[name] for name in sealed_columns(table) if row[name] is not None}
    return {name: key.open(text, place(table.c[name], row)) for name, text in sealed.items()}


def current_key(session: Session, team_id: str, subject: str) -> DataKey:
    """The key that text about this subject is sealed under now, made where there is none.

    It is held until the end of the transaction, so that it isn't retired under what is written. Raises
    CannotOpen where it was destroyed.
    """
    known: dict[tuple[str, str], DataKey] = session.info.setdefault(_KEYS, {})
    if (team_id, subject) not in known:
        known[team_id, subject] = _current(session, team_id, literal(subject)) or _made(
            session, team_id, subject
        )
    return known[team_id, subject]


def know_key(
    session: Session, of: Sequence[type[DeclarativeBase]], owner: object, id: str, wrapped: str
) -> None:
    """Seal text of these tables that has this owner under this key, which the caller has read as current and holds."""
    known: dict[Any, DataKey] = session.info.setdefault(_KEYS, {})
    key = vault_of(session.get_bind().dialect).unwrap(id, wrapped)
    known |= {(_table(one).name, owner): key for one in of}


def _placed(session: Session, table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    row = {**values, "row_key": values.get("row_key") or new_id(), "key_id": None}
    texts = {name: row[name] for name in sealed_columns(table) if row.get(name) is not None}
    if texts:
        key = _key_of(session, table, row)
        row["key_id"] = key.id
        row |= {name: Placed(text, key, place(table.c[name], row)) for name, text in texts.items()}
    return row


def _key_of(session: Session, table: Table, row: Mapping[str, Any]) -> DataKey:
    team_id = row.get("team_id") or row.get("enterprise_id") or ""
    if table.name == "candidates":
        return current_key(session, team_id, str(row["row_key"]))
    known: dict[Any, DataKey] = session.info.setdefault(_KEYS, {})
    whose = (table.name, row.get(_OWNER.get(table.name, "team_id")))
    if whose not in known:
        about = _candidate_of(table, row, team_id)
        subject = None if about is None else session.connection().scalar(_row_key(team_id, about))
        kept = RECORD if table.name == "audit" else ""
        known[whose] = current_key(session, team_id, f"{kept}{subject or WORKSPACE}")
    return known[whose]


_OWNER = {
    "loops": "candidate_id",
    "debriefs": "loop_id",
    "decisions": "loop_id",
    "broken_glass": "loop_id",
    "scorecard_notes": "scorecard_id",
    "scorecard_drafts": "scorecard_id",
    "revisions": "scorecard_id",
    "audit": "thing",
}
"""Tables with text about candidates, and the column that says of whom."""


def _candidate_of(table: Table, row: Mapping[str, Any], team_id: str) -> ColumnElement[bool] | None:
    """The candidate that a row is about, as a condition; None for what is about none."""
    owner = row.get(_OWNER.get(table.name, ""))
    match table.name, str(owner).partition(":"):
        case "loops", _:
            return Candidate.id == owner
        case (("debriefs" | "decisions" | "broken_glass"), _):
            return Loop.id == owner
        case (("scorecard_notes" | "scorecard_drafts" | "revisions"), _):
            card = Scorecard.id == owner
            return Loop.id.in_(select(Scorecard.loop_id).where(Scorecard.team_id == team_id, card))
        case "audit", ("loop", _, number) if number.isdecimal():
            return Loop.id == int(number)
        case "audit", ("interview", _, number) if number.isdecimal():
            seat = Interview.id == int(number)
            return Loop.id.in_(select(Interview.loop_id).where(Interview.team_id == team_id, seat))
    return None


def _row_key(team_id: str, about: ColumnElement[bool]) -> Select[str]:
    of = select(Candidate.row_key).where(Candidate.team_id == team_id, about)
    return of.outerjoin(Loop, Loop.candidate_id == Candidate.id).limit(1)


def _current(session: Session, team_id: str, subject: ColumnElement[str]) -> DataKey | None:
    found = session.connection().execute(
        select(DataKeyRow.id, DataKeyRow.wrapped)
        .where(DataKeyRow.team_id == team_id, DataKeyRow.subject == subject, DataKeyRow.retired_at.is_(None))
        .with_for_update(read=True)
    )
    row = found.first()
    if row is None:
        return None
    if row.wrapped is None:
        raise CannotOpen("the key of what is about this person was destroyed")
    return vault_of(session.get_bind().dialect).unwrap(row.id, row.wrapped)


def _made(session: Session, team_id: str, subject: str) -> DataKey:
    """A new key; where another process made one at the same time, that one."""
    key = DataKey.random()
    wrapped = vault_of(session.get_bind().dialect).wrap(key)
    insert_all_once(
        session,
        DataKeyRow,
        [{"id": key.id, "team_id": team_id, "subject": subject, "wrapped": wrapped}],
    )
    made = _current(session, team_id, literal(subject))
    if made is None:
        raise LookupError("a data key that was just made isn't there")
    return made


def _table(of: type[DeclarativeBase]) -> Table:
    table = of.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{of.__name__} has no table of its own")
    return table


@event.listens_for(Sealed, "before_insert", propagate=True)
def _inserting(_mapper: Mapper[Any], _connection: Connection, row: Any) -> None:
    _seal(row)


@event.listens_for(Sealed, "before_update", propagate=True)
def _updating(_mapper: Mapper[Any], _connection: Connection, row: Any) -> None:
    table = _table(type(row))
    bound = {*sealed_columns(table), *(column.name for column in place_columns(table))}
    state = inspect(row)
    if any(state.attrs[name].history.has_changes() for name in bound):
        _seal(row)


def _seal(row: Any) -> None:
    """Bind all of a row's text anew: its columns are under one key, and say one place."""
    session = object_session(row)
    if session is None:
        raise RuntimeError("a row is written without a session")
    table = _table(type(row))
    values = {column.name: getattr(row, column.name) for column in table.columns}
    changed = _placed(session, table, values)
    for name in ("row_key", "key_id", *sealed_columns(table)):
        setattr(row, name, changed[name])
        flag_modified(row, name)
