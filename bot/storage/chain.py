"""The chain through a workspace's record, by which a row that was changed, added or taken away is found.

Rows are linked once they are committed, so that nobody who records waits for anybody. A link is an HMAC over the link
before it, its position, and its row's number and MAC.
"""

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.storage.record import MAC, SEALED, mac_of
from bot.storage.sealing import current_key
from bot.storage.tables import Audit, AuditLink, DataKeyRow
from bot.storage.unit import Unit
from bot.storage.upsert import insert_once
from bot.storage.vault import CannotOpen, DataKey

AT_ONCE = 500
"""Rows linked in one transaction."""
WINDOW = 10_000
"""A row whose number is that much smaller than the newest linked one's was committed long ago."""
NO_LINK = ""


@dataclass(frozen=True)
class Anchor:
    """The end of a chain: how many rows it has, and its newest link. Kept elsewhere, it shows where an end is cut."""

    count: int
    head: str

    def __str__(self) -> str:
        return f"{self.count}:{self.head}"

    @classmethod
    def read(cls, text: str) -> "Anchor":
        """From the form that it is printed in. Raises ValueError."""
        count, _, head = text.strip().partition(":")
        if not count.isdecimal() or len(head) != hashlib.sha256().digest_size * 2:
            raise ValueError("an anchor is a number, a colon, and 64 hexadecimal digits")
        return cls(int(count), head)


@dataclass(frozen=True)
class _Waiting:
    id: int
    team_id: str
    mac: str


@dataclass
class Verdict:
    """What a look at a whole record found; `faults` is empty where nothing was changed."""

    linked: int = 0
    waiting: int = 0
    oldest_waiting: datetime | None = None
    missing: int = 0
    faults: list[str] = field(default_factory=list)


def waits(session: Session) -> bool:
    """Whether a committed row of any workspace is not linked yet."""
    return bool(_unlinked(session, 1))


def link_next(session: Session) -> int:
    """Link the oldest rows that wait; returns how many. A workspace that another process is at is left to it."""
    return _insert(session, _unlinked(session, AT_ONCE))


def _insert(session: Session, rows: Sequence[_Waiting]) -> int:
    ends: dict[str, Anchor] = {}
    elsewhere: set[str] = set()
    for row in rows:
        if row.team_id in elsewhere:
            continue
        key = current_key(session, row.team_id, MAC)
        end = ends.get(row.team_id) or _end(session, row.team_id)
        made = Anchor(end.count + 1, _link(key, end, row.id, row.mac))
        values = {"team_id": row.team_id, "position": made.count, "audit_id": row.id, "link": made.head}
        if insert_once(session, AuditLink, values, ["team_id", "position"]):
            ends[row.team_id] = made
        else:
            elsewhere.add(row.team_id)
    return sum(row.team_id not in elsewhere for row in rows)


def anchor(unit: Unit) -> Anchor:
    """The end of this workspace's chain."""
    return _end(unit.session, unit.team_id)


def verify(unit: Unit, known: Anchor | None = None) -> Verdict:
    """Look at every row and every link, and at an anchor that was kept elsewhere."""
    found = Verdict()
    key = _mac_key(unit, found)
    if key is None:
        return found
    macs = _check_rows(unit, key, found)
    linked = set(_check_links(unit, key, macs, known, found))
    late = [id for id in macs if id not in linked]
    found.waiting = len(late)
    if late:
        oldest = select(func.min(Audit.at)).where(unit.own(Audit), Audit.id.in_(late[:AT_ONCE]))
        found.oldest_waiting = unit.session.scalar(oldest)
    return found


def _mac_key(unit: Unit, found: Verdict) -> DataKey | None:
    """The key, or None where nothing was recorded; what was, without a key, is a fault."""
    row = unit.session.scalar(unit.rows(DataKeyRow).where(DataKeyRow.subject == MAC))
    try:
        if row is not None and row.wrapped is not None:
            return unit.vault.unwrap(row.id, row.wrapped)
        if (
            unit.session.scalar(select(Audit.id).where(unit.own(Audit)).limit(1)) is not None
            or anchor(unit).count
        ):
            found.faults.append(
                "The key that the record is signed with is gone: nothing in it can be checked."
            )
    except CannotOpen:
        found.faults.append(
            "The key that the record is signed with was changed: nothing in it can be checked."
        )
    return None


def _check_rows(unit: Unit, key: DataKey, found: Verdict) -> dict[int, str]:
    """Each row's MAC, by its number."""
    table = Audit.__table__.c
    columns = [table[name] for name in ("id", "row_key", "key_id", "at", "actor", "action", "thing", "mac")]
    rows = select(Audit.team_id, *columns, SEALED).where(unit.own(Audit)).order_by(Audit.id)
    macs: dict[int, str] = {}
    keys: set[str] = set()
    for row in unit.session.execute(rows.execution_options(yield_per=AT_ONCE)):
        if not hmac.compare_digest(row.mac, mac_of(key, dict(row._mapping))):
            found.faults.append(f"Row {row.id} was changed, or was not written by Fairloop.")
        elif row.row_key in keys:
            found.faults.append(f"Row {row.id} is a copy of another row.")
        keys.add(row.row_key)
        macs[row.id] = row.mac
    return macs


def _check_links(
    unit: Unit, key: DataKey, macs: dict[int, str], known: Anchor | None, found: Verdict
) -> Iterator[int]:
    """The numbers of the rows that are linked."""
    end = Anchor(0, NO_LINK)
    fits = known is None or known.count == 0
    for link in unit.session.scalars(unit.rows(AuditLink).order_by(AuditLink.position)):
        if link.position != end.count + 1:
            found.faults.append(f"The chain lacks what stood between {end.count} and {link.position}.")
        elif link.audit_id not in macs:
            found.missing += 1
            found.faults.append(f"Row {link.audit_id} is missing: it stood at {link.position} in the chain.")
        elif link.link != _link(key, end, link.audit_id, macs[link.audit_id]):
            found.faults.append(
                f"The chain was changed at {link.position}, where row {link.audit_id} stands."
            )
        else:
            found.linked += 1
        end = Anchor(link.position, link.link)
        fits = fits or end == known
        yield link.audit_id
    if known is not None and not fits:
        cut = f"there are {end.count} rows" if end.count < known.count else "another row stands there"
        found.faults.append(f"The anchor says that the chain had {known.count} rows with a known end; {cut}.")


def _link(key: DataKey, before: Anchor, audit_id: int, mac: str) -> str:
    said = f"{before.head}|{before.count + 1}|{audit_id}|{mac}"
    return hmac.new(key.secret, said.encode(), hashlib.sha256).hexdigest()


def _end(session: Session, team_id: str) -> Anchor:
    newest = select(AuditLink.position, AuditLink.link).where(AuditLink.team_id == team_id)
    row = session.execute(newest.order_by(AuditLink.position.desc()).limit(1)).first()
    return Anchor(0, NO_LINK) if row is None else Anchor(row.position, row.link)


def _unlinked(session: Session, limit: int) -> list[_Waiting]:
    """The oldest first, so that none falls out of the window behind the newest."""
    newest = select(func.coalesce(func.max(AuditLink.audit_id), 0)).scalar_subquery()
    linked = select(AuditLink.audit_id).where(AuditLink.audit_id == Audit.id).exists()
    rows = select(Audit.id, Audit.team_id, Audit.mac).where(Audit.id > newest - WINDOW, ~linked)
    return [_Waiting(*row) for row in session.execute(rows.order_by(Audit.id).limit(limit))]
