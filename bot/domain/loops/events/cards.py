"""What happens to scorecards, and to the reminders of them."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.loops.loop import Loop
from bot.domain.loops.seat import Seat


@dataclass(frozen=True)
class PanelistExcused:
    """The debrief goes on without this panelist's scorecard, they say or (`by_lead`) the lead."""

    loop: Loop
    seat: Seat
    by_lead: bool = False


@dataclass(frozen=True)
class CardBegun:
    """The first words or rating are on a scorecard."""

    loop: Loop
    seat: Seat


@dataclass(frozen=True)
class CardChanged:
    """A scorecard that is in has changes that aren't, or has none any more."""

    loop: Loop
    seat: Seat


@dataclass(frozen=True)
class CardHandedIn:
    """A scorecard is in; `first` is whether it wasn't before."""

    loop: Loop
    seat: Seat
    first: bool


@dataclass(frozen=True)
class NudgeDue:
    """A panelist is asked for a scorecard that isn't in."""

    loop: Loop
    seat: Seat


@dataclass(frozen=True)
class NudgeSnoozed:
    """They want to be asked at that time, and not before."""

    loop: Loop
    seat: Seat
    until: datetime


@dataclass(frozen=True)
class NudgePutOff:
    """It would come outside its panelist's working hours: it comes at that time."""

    loop: Loop
    seat: Seat
    until: datetime


@dataclass(frozen=True)
class CardStillMissing:
    """A scorecard isn't in, and isn't asked for any more before the debrief."""

    loop: Loop
    seat: Seat


@dataclass(frozen=True)
class ScorecardOpens:
    """Ten minutes to go: the kit has the scorecard's button."""

    loop: Loop
    seat: Seat


CardEvent = (
    CardBegun
    | CardChanged
    | CardHandedIn
    | CardStillMissing
    | PanelistExcused
    | NudgeDue
    | NudgePutOff
    | NudgeSnoozed
    | ScorecardOpens
)
