"""How long what is about a candidate is kept, and what happens when it is erased."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.errors import Invalid

USUAL, SHORTEST, LONGEST = 365, 180, 1_827
"""Days. The floors below are why it isn't shorter by itself; five years and a leap day are more than any of them."""
FLOORS = (
    (
        180,
        "Germany: claims under the AGG come within two months, suits within three more (AGG s. 15, ArbGG s. 61b)",
    ),
    (365, "United States: one year after the record or the decision (29 CFR 1602.14)"),
    (731, "United States, federal contractors of 150 or more: two years (41 CFR 60-300.80, 60-741.80)"),
    (1_461, "California: four years (Government Code 12946)"),
)
"""Named legal floors in days, as in docs/COMPLIANCE.md. Which of them holds is the employer's to know."""


@dataclass(frozen=True)
class Kept:
    """A loop as far as retention asks: when it was decided, and when its last interview ended or was to."""

    decided_at: datetime | None
    last_end: datetime


def ends(loops: Iterable[Kept], days: int) -> datetime:
    """When what is about somebody with these loops is erased: so many days after the latest decision or interview."""
    return max(one.decided_at or one.last_end for one in loops) + timedelta(days=days)


def checked(days: int) -> int:
    """The days. Raises Invalid outside of what is taken."""
    if not SHORTEST <= days <= LONGEST:
        raise Invalid({"days": f"Keep it between {SHORTEST} and {LONGEST} days."})
    return days


def above(days: int) -> tuple[str, ...]:
    """The named floors that so many days don't reach."""
    return tuple(words for floor, words in FLOORS if days < floor)


@dataclass(frozen=True)
class RetentionSet:
    """A workspace keeps what is about candidates for so many days."""

    days: int


@dataclass(frozen=True)
class RetentionEnds:
    """What is about a loop's candidate is to be looked at again then, and is erased where it is over."""

    loop_id: int
    at: datetime


@dataclass(frozen=True)
class HoldChanged:
    """What is about a candidate is kept for a legal reason, or no longer. `ids` are the records that are theirs."""

    ids: tuple[int, ...]
    held: bool
    reason: str


@dataclass(frozen=True)
class Message:
    """A message that stands in Slack or is on its way. `with_file` is whether a file of ours hangs on it."""

    key: str
    target: str
    with_file: bool


@dataclass(frozen=True)
class CandidateErased:
    """All rows about somebody are gone, and their messages are to go, and the keys of their records.

    `token` names the erasing, `row_keys` are random ids, `told` are those whose Home showed something of it. `ids`,
    `loops` and `seats` are the numbers that the rows had.
    """

    token: str
    row_keys: tuple[str, ...]
    messages: tuple[Message, ...]
    told: tuple[str, ...]
    why: str
    ids: tuple[int, ...] = ()
    loops: tuple[int, ...] = ()
    seats: tuple[int, ...] = ()


RetentionEvent = CandidateErased | HoldChanged | RetentionEnds | RetentionSet
