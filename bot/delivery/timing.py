"""What time it is, how long things may take, and how long to wait before the next try."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

DAY = timedelta(days=1)
LONGER = 0.25
"""By at most which part of itself a wait is longer."""
STEPS = 3
"""urllib's timeout counts for each wait on the socket alone: connecting, sending, the answer."""


@dataclass(frozen=True)
class Clocks:
    """Calendar time, which a workspace may set, and protocol time, which is always real. Both aware, in UTC."""

    calendar: Callable[[], datetime]
    protocol: Callable[[], datetime]


@dataclass(frozen=True)
class Timing:
    """Seconds of protocol time.

    `call` is a client's patience for each of the three steps of a call: connecting, sending, reading. So a call
    may take three times that, and a `lease` must be longer: its holder may be at work so long.
    `settle` is how long a request that we lost sight of may still be on its way to Slack: nobody looks
    for its message before that. Waits double from `first_wait` up to `longest_wait`; our own faults are
    given up after `tries` (12 take 23 minutes), a Slack that is away only after `give_up_after`.
    """

    lease: float = 90.0
    call: float = 15.0
    settle: float = 10.0
    first_wait: float = 2.0
    longest_wait: float = 300.0
    give_up_after: timedelta = DAY
    tries: int = 12

    def __post_init__(self) -> None:
        """Refuse a lease that a single call could outlive."""
        if self.lease <= STEPS * self.call:
            raise ValueError(f"a lease of {self.lease} s can end during a call of {STEPS} x {self.call} s")

    def lease_until(self, now: datetime) -> datetime:
        """When a row claimed now may be taken from its holder."""
        return now + timedelta(seconds=self.lease)

    def retry_at(self, now: datetime, attempts: int) -> datetime:
        """When to try again after so many attempts."""
        return now + timedelta(seconds=self.wait(attempts))

    def wait(self, attempts: int) -> float:
        """Seconds to wait after so many attempts: 2, 4, 8 ... 300, each up to a quarter longer, by chance.

        What failed at the same time so isn't tried again at the same time.
        https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
        """
        wait = min(self.longest_wait, self.first_wait * 2 ** min(max(attempts - 1, 0), 16))
        return float(wait * (1 + LONGER * random.random()))

    def has_time_to_send(self, now: datetime, lease_until: datetime) -> bool:
        """Whether one call can still end before somebody else may take the row."""
        return now + timedelta(seconds=STEPS * self.call) < lease_until
