"""What every service is given: the database, the calendar, the directory, the questions."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from bot.domain.events import Event
from bot.domain.questions import Bank
from bot.ground.calendar import real_now
from bot.slack.directory import Directory
from bot.slack.ladder import Ladder
from bot.storage import due, record
from bot.storage.database import Database
from bot.storage.unit import Unit


@dataclass(frozen=True)
class Actor:
    """Who asks: a person of a workspace, or Fairloop itself (`user_id` "fairloop")."""

    team_id: str
    user_id: str

    @property
    def is_system(self) -> bool:
        """Whether this is Fairloop's own clock and not a person."""
        return self.user_id == SYSTEM


SYSTEM = "fairloop"


def system(team_id: str) -> Actor:
    """Fairloop itself, acting on a due row."""
    return Actor(team_id, SYSTEM)


class Transaction(Unit):
    """One use case's changes, what happened in it, and what follows from that: all of them, or none."""

    def __init__(self, session: Session, actor: Actor, now: datetime, *, writing: bool = True) -> None:
        super().__init__(session, actor.team_id, now, writing=writing)
        self.actor = actor
        self.events: list[Event] = []
        self.shown: list[tuple[str, str]] = []

    def happened(self, *events: Event) -> None:
        """Hand on what was decided, once it is saved; what follows from it is done before the commit."""
        self.events += events

    def finish(self, due_id: int) -> None:
        """Mark the due row that this is about done. Raises Overtaken, which undoes everything, where it isn't ours."""
        due.finish(self.session, due_id)

    def waits(self, kind: str, thing_id: int) -> bool:
        """Whether work of this kind is still to come for this thing."""
        return due.waits(self, kind, thing_id)

    def shows(self, what: str, thing: str) -> None:
        """Take note that the actor is shown this; it is recorded before they see it."""
        self.shown.append((what, thing))

    def record_shown(self, shown: Sequence[tuple[str, str]] | None = None) -> None:
        """Record what the actor was shown here, or in a reading whose changes are thrown away."""
        for what, thing in dict.fromkeys(self.shown if shown is None else shown):
            self.audit(what, thing)

    def audit(self, action: str, thing: str, detail: str | None = None) -> None:
        """Record what the actor did, in this transaction."""
        record.write(self, self.actor.user_id, action, thing, detail)


Follow = Callable[["Transaction", Event], None]
"""Does what follows from an event: letters, due rows, the record, what is shown anew."""


@dataclass(frozen=True)
class Context:
    """Wired once by bootstrap. `now` is calendar time; `wake` tells the sender that there is work.

    `ladder` knows which workspaces refuse the blocks of 2026. `public_url` is the address at which people reach
    Fairloop's own pages, None where there is none.
    """

    database: Database
    now: Callable[[], datetime]
    directory: Directory
    bank: Callable[[], Bank]
    wake: Callable[[], None]
    follow: Follow
    ladder: Ladder = field(default_factory=lambda: Ladder(real_now))
    public_url: str | None = None

    @contextmanager
    def transaction(self, actor: Actor) -> Iterator[Transaction]:
        """Commit at the end, with what follows from the events, or roll back where anything was raised."""
        now = self.now()
        with self.database.transaction() as session:
            tx = Transaction(session, actor, now)
            yield tx
            self.follow_all(tx)
            tx.record_shown()
        self.wake()

    def follow_all(self, tx: Transaction) -> None:
        """Do what follows from everything that happened in a transaction, before it is committed."""
        for event in tx.events:
            self.follow(tx, event)

    @contextmanager
    def reading(self, actor: Actor) -> Iterator[Transaction]:
        """The same view of things, changing nothing; what a person was shown is on record before they see it."""
        now = self.now()
        with self.database.reading() as session:
            tx = Transaction(session, actor, now, writing=False)
            yield tx
        if tx.shown and not actor.is_system:
            with self.database.transaction() as session:
                Transaction(session, actor, now).record_shown(tx.shown)
            self.wake()
