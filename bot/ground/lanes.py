"""Threads that take jobs until there are none, and wait to be woken."""

import logging
import random
import threading
from collections.abc import Callable

from bot.ground.logs import wordless

log = logging.getLogger(__name__)

LONGEST_REST = 8
"""Seconds after which a lane that could not look for work looks again, at most; a quarter longer, by chance."""
Job = Callable[[], None]
Take = Callable[[], Job | None]


class Bell:
    """Rung where work is made, heard where it is done; neither knows the other."""

    def __init__(self) -> None:
        self._hearers: list[Callable[[], None]] = []

    def heard_by(self, hearer: Callable[[], None]) -> None:
        """Call this at each ring."""
        self._hearers.append(hearer)

    def ring(self) -> None:
        """Say that there may be work."""
        for hearer in self._hearers:
            hearer()


class Lane:
    """A few threads over one `take`: one looks for work or waits for it while the others are at work.

    `soon` says in how many seconds there may be work without anybody calling `wake`; None: only then.
    """

    def __init__(
        self, name: str, take: Take, threads: int = 1, soon: Callable[[], float | None] = lambda: None
    ) -> None:
        self.name = name
        self._take = take
        self._soon = soon
        self._turn = threading.Lock()
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._work, name=f"{name}-{n}", daemon=True) for n in range(threads)
        ]

    def start(self) -> None:
        """Begin to work."""
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Say that there may be work."""
        self._woken.set()

    def stop(self, within: float) -> bool:
        """Let the jobs at work end, for so many seconds a thread; False where one did not."""
        self._stopping.set()
        self._woken.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(within)
        return not any(thread.is_alive() for thread in self._threads)

    def step(self) -> bool:
        """Take one job and do it in this thread; False where there is none."""
        job = self._take()
        if job is None:
            return False
        self._do(job)
        return True

    def _work(self) -> None:
        while not self._stopping.is_set():
            with self._turn:
                job = self._next()
            if job is not None:
                self._do(job)
                self._woken.set()

    def _next(self) -> Job | None:
        failed = 0
        while not self._stopping.is_set():
            self._woken.clear()
            if self._stopping.is_set():
                break
            try:
                job = self._take()
            except Exception as error:  # noqa: BLE001 (the database may be away for a while: look again later)
                failed += 1
                seconds = min(LONGEST_REST, 2 ** min(failed - 1, 5)) * (1 + random.random() / 4)
                told = wordless(error) | {"seconds": round(seconds, 1)}
                log.error("%s can't look for work, and looks again later", self.name, extra=told)
                self._stopping.wait(seconds)
                continue
            failed = 0
            if job is not None:
                return job
            self._woken.wait(self._soon())
        return None

    def _do(self, job: Job) -> None:
        try:
            job()
        except Exception as error:  # noqa: BLE001 (the row's lease runs out, and it is taken up again)
            log.error("a job of %s failed", self.name, extra=wordless(error))
