"""When to look for due work, and doing it. The work itself is in the database's rows."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.orm import Session

from bot.delivery.timing import Clocks, Timing
from bot.delivery.verdicts import will_pass
from bot.ground.lanes import Job
from bot.ground.logs import wordless
from bot.storage import due
from bot.storage.database import Database
from bot.storage.due import DueItem, Overtaken

log = logging.getLogger(__name__)

Handler = Callable[[DueItem], None]
"""Does what is due in a transaction of its own, and calls `bot.storage.due.finish` inside it."""

OnGivenUp = Callable[[Session, DueItem, datetime], None]
"""Tells whoever must know that a row is given up, in that transaction; the time is the calendar's."""

TICK_SECONDS = 1


def _nobody(_session: Session, _item: DueItem, _now: datetime) -> None:
    """Nobody must know."""


class Clock:
    """Calls `tick` every second. APScheduler holds no work: a tick that is missed is simply the next one."""

    def __init__(self, tick: Callable[[], None]) -> None:
        self._scheduler = BackgroundScheduler(timezone="UTC")
        self._scheduler.add_job(
            tick, "interval", seconds=TICK_SECONDS, coalesce=True, max_instances=1, misfire_grace_time=1
        )

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.start()

    def stop(self) -> None:
        """Stop, after the tick that is under way."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)


class DueRunner:
    """`take` claims one due row that there is a handler for and returns the job that handles it.

    Many workers may run: a claim has one holder, and `finish` lets only one handler's changes stand.
    After downtime the rows that are overdue are handled one after the other, the oldest first. A row that
    failed too often is given up, and `on_given_up` tells.
    """

    def __init__(
        self,
        database: Database,
        handlers: Mapping[str, Handler],
        clocks: Clocks,
        timing: Timing,
        on_given_up: OnGivenUp = _nobody,
    ) -> None:
        self._database = database
        self._handlers = dict(handlers)
        self._clocks = clocks
        self._timing = timing
        self._on_given_up = on_given_up

    def take(self) -> Job | None:
        """A job for the row that has been due longest, or None."""
        calendar, now = self._clocks.calendar(), self._clocks.protocol()
        lease_until = self._timing.lease_until(now)
        kinds = self._handlers.keys()
        with self._database.reading() as session:
            if not due.any_to_claim(session, kinds, calendar, now):
                return None
        with self._database.transaction() as session:
            item = due.claim(session, kinds, calendar, now, lease_until)
        return None if item is None else partial(self._handle, item)

    def _handle(self, item: DueItem) -> None:
        try:
            self._handlers[item.kind](item)
        except Overtaken:
            log.info("overtaken", extra=_about(item))
            self._give_back(item, "overtaken")
        except Exception as error:  # noqa: BLE001 (whatever it was, the row is tried again)
            log.warning("due work failed", extra=_about(item) | wordless(error))
            self._give_back(item, type(error).__name__, counted=not will_pass(error))
        else:
            if self._give_back(item, "its handler did not finish it"):
                log.error("the handler of %s did not finish its row", item.kind, extra=_about(item))

    def _give_back(self, item: DueItem, error: str, *, counted: bool = True) -> bool:
        """Where the row is still ours and not done: to be tried again later, or given up."""
        give_up = counted and item.attempts >= self._timing.tries
        retry_at = None if give_up else self._timing.retry_at(self._clocks.protocol(), item.attempts)
        calendar = self._clocks.calendar() if give_up else item.due_at
        with self._database.transaction() as session:
            ours = due.fail(session, item, error, retry_at, counted=counted)
            if ours and give_up:
                self._on_given_up(session, item, calendar)
        if ours and give_up:
            log.error("due work given up", extra=_about(item))
        return ours


def _about(item: DueItem) -> dict[str, object]:
    return {"due": item.id, "team": item.team_id, "kind": item.kind, "tries": item.attempts}
