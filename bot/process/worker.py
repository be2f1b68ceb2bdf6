"""One worker process: due work, the sender and the reconciler, woken every second or sooner."""

import logging
import os
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.delivery.pace import Pace
from bot.delivery.reconciler import Reconciler
from bot.delivery.sender import Sender
from bot.delivery.timing import Clocks
from bot.ground.lanes import Lane
from bot.process.clock import Clock, DueRunner
from bot.storage import due, heartbeats, paces, sending
from bot.storage.database import Database

log = logging.getLogger(__name__)

BEAT = timedelta(seconds=10)
FORGOTTEN = timedelta(minutes=3)
"""How long the pace remembers: longer than anything counts."""
SHORTEST, LONGEST = 0.005, 0.25


class NotIdle(Exception):
    """Work was left at the deadline; `stuck` says what, one line each."""

    def __init__(self, stuck: list[str]) -> None:
        super().__init__("still to be done: " + "; ".join(stuck))
        self.stuck = stuck


@dataclass(frozen=True)
class Threads:
    """How many rows are worked on side by side."""

    senders: int = 4
    runners: int = 2


class Worker:
    """Runs in the background between `start` and `stop`, or in the caller's thread by `run_until_idle`.

    `lanes` are worked on beside due work and sending.
    """

    def __init__(
        self,
        database: Database,
        clocks: Clocks,
        parts: tuple[DueRunner, Sender, Reconciler],
        pace: Pace,
        threads: Threads,
        lanes: Sequence[Lane] = (),
    ) -> None:
        runner, sender, reconciler = parts
        self._database = database
        self._clocks = clocks
        self._pace = pace
        self._beaten: datetime | None = None
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self._news = threading.Event()
        self._lanes = (
            Lane("due", runner.take, threads.runners),
            Lane("send", sender.take, threads.senders, self._seconds_held),
            Lane("reconcile", reconciler.take),
            *lanes,
        )
        self._clock = Clock(self.tick)

    def start(self) -> None:
        """Begin to work in the background."""
        for lane in self._lanes:
            lane.start()
        self._clock.start()
        self.wake()

    def wake(self) -> None:
        """Say that there is work: called after each transaction that may have made some."""
        self._news.set()
        for lane in self._lanes:
            lane.wake()

    def tick(self) -> None:
        """Look for work, and every ten seconds leave a sign of life."""
        self.wake()
        now = self._clocks.protocol()
        if self._beaten is None or now - self._beaten >= BEAT:
            with self._database.transaction() as session:
                heartbeats.beat(session, self._name, now)
                paces.forget(session, now - FORGOTTEN)
            self._beaten = now

    def stop(self, within: float = 30.0) -> None:
        """Stop gracefully: what is being sent is sent and recorded, for at most so many seconds a thread."""
        self._clock.stop()
        for lane in self._lanes:
            if not lane.stop(within):
                log.warning("%s did not stop in time: its rows are taken up when their lease ends", lane.name)

    def run_until_idle(self, within: float = 30.0) -> None:
        """Do all that is due at the calendar's time and send all that follows, waiting out short holds.

        Raises NotIdle where something is left after `within` seconds. May be called beside background
        threads: it waits for their rows too.
        """
        deadline = time.monotonic() + within
        while True:
            self._news.clear()
            while any(lane.step() for lane in self._lanes):
                if time.monotonic() > deadline:
                    break
            stuck = self._left()
            if not stuck:
                return
            if time.monotonic() > deadline:
                raise NotIdle(stuck)
            self._news.wait(self._seconds_to_wait())

    def _left(self) -> list[str]:
        calendar = self._clocks.calendar()
        with self._database.reading() as session:
            return due.overdue(session, calendar) + sending.waiting(session)

    def _seconds_to_wait(self) -> float:
        calendar = self._clocks.calendar()
        with self._database.reading() as session:
            moments = [due.next_moment(session, calendar), sending.next_moment(session)]
        moments.append(self._pace.next_moment())
        now = self._clocks.protocol()
        seconds = [(moment - now).total_seconds() for moment in moments if moment is not None]
        return max(SHORTEST, min([*seconds, LONGEST]))

    def _seconds_held(self) -> float | None:
        moment = self._pace.next_moment()
        if moment is None:
            return None
        return max(SHORTEST, (moment - self._clocks.protocol()).total_seconds())
