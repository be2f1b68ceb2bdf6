"""Messages that Slack refuses for good, or that must not be sent.

They are filed in the transaction that gives them up, and told by the clock.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.delivery.outbox import Note, put
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.due import DueItem, finish, schedule
from bot.storage.sending import Item
from bot.storage.unit import Unit

KIND = "dead_letter"


@dataclass(frozen=True)
class DeadLetter:
    """A message that will not arrive: what it was to tell whom about which thing."""

    team_id: str
    key: str
    op: str
    kind: str
    thing_id: int
    target: str
    about: int | None
    args: Mapping[str, object]
    reply_to: str | None


OnDead = Callable[[DeadLetter, str], None]
"""Tells the lead, given Slack's error; may come twice for one letter after a crash: use its key."""


def file(session: Session, item: Item) -> None:
    """Let the lead be told soon, whatever happens to this process."""
    _file(Unit(session, item.team_id, item.created_at), item.id)


def withhold(unit: Unit, note: Note, why: str) -> None:
    """Let a note not be sent, and the lead be told as if Slack had refused it, with this word."""
    if put(unit, note):
        _file(unit, outbox.give_up(unit, note.key, why))


def _file(unit: Unit, id: int) -> None:
    schedule(unit, KIND, id, f"dead:{id}", unit.now)


def teller(database: Database, on_dead: OnDead) -> Callable[[DueItem], None]:
    """The clock's handler for filed letters."""

    def tell(due: DueItem) -> None:
        with database.reading() as session:
            row = outbox.given_up(session, due.team_id, due.thing_id)
        if row is not None:
            letter = DeadLetter(
                team_id=row.team_id,
                key=row.dedupe_key,
                op=row.op,
                kind=row.kind,
                thing_id=row.thing_id,
                target=row.target,
                about=row.about,
                args=json.loads(row.args),
                reply_to=row.reply_to,
            )
            on_dead(letter, row.error or "refused")
        with database.transaction() as session:
            finish(session, due.id)

    return tell
