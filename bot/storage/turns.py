"""Whose turn it is to write, where a database lets one write at a time."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """A lock that goes to whoever asked first.

    SQLite's own lock is waited for by asking again after up to 100 ms, and whoever happens to ask first gets it: so
    threads of one process queue here before they ask the file.
    https://www.sqlite.org/c3ref/busy_timeout.html
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._taken = False
        self._queue: deque[threading.Lock] = deque()

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        with self._guard:
            return len(self._queue)

    @contextmanager
    def turn(self, within: float) -> Iterator[bool]:
        """Wait for the turn, and give it on at the end; False where it didn't come `within` so many seconds."""
        mine = self._take(within)
        try:
            yield mine
        finally:
            if mine:
                self._give_on()

    def _take(self, within: float) -> bool:
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            called = threading.Lock()
            called.acquire()
            self._queue.append(called)
        if called.acquire(timeout=within):
            return True
        with self._guard:
            if called in self._queue:
                self._queue.remove(called)
                return False
        return True

    def _give_on(self) -> None:
        with self._guard:
            if self._queue:
                self._queue.popleft().release()
            else:
                self._taken = False
