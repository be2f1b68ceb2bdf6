"""What happens to a loop as a whole, and to its plan."""

from dataclasses import dataclass

from bot.domain.loops.loop import Loop
from bot.domain.loops.seat import Seat


@dataclass(frozen=True)
class LoopDrafted:
    """A lead filled the form."""

    loop: Loop


@dataclass(frozen=True)
class PlanAsked:
    """Something changed that the plan depends on: it is to be made anew. `shown` is whether a draft's page says so."""

    loop: Loop
    shown: bool = True


@dataclass(frozen=True)
class PlanMade:
    """The plan is there. `changed` are the seats whose questions are not what they were."""

    loop: Loop
    changed: tuple[Seat, ...]


@dataclass(frozen=True)
class PlanGivenUp:
    """The plan couldn't be worked out, and nobody tries any more unless the lead asks."""

    loop: Loop


@dataclass(frozen=True)
class TriedAgain:
    """Work of this kind (plan, kit, debrief) that was given up is tried once more."""

    loop: Loop
    kind: str


@dataclass(frozen=True)
class TrialAsked:
    """The lead wants to know what a wish for the plan costs; the answer is shown in `view`."""

    loop: Loop
    view: str


@dataclass(frozen=True)
class TrialWeighed:
    """What the wish costs is known."""

    loop: Loop
    view: str


@dataclass(frozen=True)
class WishGranted:
    """A wish of this kind for the plan was granted."""

    loop: Loop
    kind: str


@dataclass(frozen=True)
class CompetenciesChosen:
    """A lead said what a draft asks about; `loop.left_out` are the others."""

    loop: Loop


@dataclass(frozen=True)
class WishTakenBack:
    """A wish for the plan was taken back."""

    loop: Loop


@dataclass(frozen=True)
class PlanMended:
    """A change that the plan's page offered was made; `mend` is it, as the page kept it."""

    loop: Loop
    mend: str


@dataclass(frozen=True)
class SeatChanged:
    """A draft's seat has another person, turn, time or length."""

    loop: Loop
    seat: Seat


@dataclass(frozen=True)
class PanelistAdded:
    """One panelist more."""

    loop: Loop
    seat: Seat


@dataclass(frozen=True)
class ShadowMoved:
    """A shadow sits in with somebody else, or asks where they listened. `hosts` are the old and the new one."""

    loop: Loop
    seat: Seat
    hosts: tuple[Seat, ...]


@dataclass(frozen=True)
class LoopSent:
    """The lead confirmed the plan: the loop runs."""

    loop: Loop


@dataclass(frozen=True)
class LoopCancelled:
    """The loop was called off. `told` are the panelists who knew of it."""

    loop: Loop
    told: tuple[Seat, ...]
    was_running: bool


@dataclass(frozen=True)
class PracticeEntered:
    """A past loop that never was is there, decided."""

    loop: Loop


PlanEvent = (
    LoopDrafted
    | PlanAsked
    | PlanMade
    | PlanGivenUp
    | TriedAgain
    | TrialAsked
    | TrialWeighed
    | WishGranted
    | CompetenciesChosen
    | WishTakenBack
    | PlanMended
    | SeatChanged
    | PanelistAdded
    | ShadowMoved
    | LoopSent
    | LoopCancelled
    | PracticeEntered
)
