"""What a lead sees of a loop: never what anybody scored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.agreed import AgreedRule, Bar
from bot.domain.loops.overfull import Overfull
from bot.domain.loops.states import GONE, CardState, LoopState, Missed, Role, SeatState


@dataclass(frozen=True)
class AskView:
    """A question in a seat's plan. `minutes` is its time box; `reason` says why it is this panelist's."""

    question_id: str
    competency: str
    short: str
    minutes: int
    reason: str


@dataclass(frozen=True)
class SeatView:
    """One interview as the lead sees it."""

    interview_id: int
    user_id: str
    role: Role
    start: datetime | None
    minutes: int
    state: SeatState
    card: CardState
    asks: tuple[AskView, ...] = ()
    host_id: int | None = None
    reverse: bool = False
    with_id: int | None = None
    may_undo: bool = False
    excused: bool = False
    missed: Missed | None = None

    @property
    def end(self) -> datetime | None:
        """When it is over."""
        return None if self.start is None else self.start + timedelta(minutes=self.minutes)

    @property
    def counts(self) -> bool:
        """Whether this seat's scorecard goes into the debrief."""
        return self.role is Role.PANELIST and self.state not in GONE

    @property
    def competencies(self) -> tuple[str, ...]:
        """The competencies that this seat asks about, in the order asked."""
        return tuple(dict.fromkeys(ask.competency for ask in self.asks))


@dataclass(frozen=True)
class Unmet:
    """What a plan could not meet, in words, and the change that mends it (if one does).

    `mend` is that change as a button says it; `newcomer` is whether the lead has to say who joins. `text` is what it
    `lacks` and the `advice`, and `competency` its name: "" where a plan was kept without them.
    """

    text: str
    mend: str | None = None
    mend_key: str | None = None
    newcomer: bool = False
    lacks: str = ""
    advice: str = ""
    competency: str = ""


@dataclass(frozen=True)
class OnTheBench:
    """Somebody who isn't in a loop and knows a competency that its plan serves too little: strength 2 or 3 of 3."""

    user_id: str
    competency: str
    strength: int


@dataclass(frozen=True)
class LeadsWish:
    """A pin (or else a ban) of a question; without a user it is for the whole loop. `short` is the question."""

    user_id: str
    question_id: str
    short: str
    pin: bool


@dataclass(frozen=True)
class LoopView:
    """One loop as its lead sees it. Nothing here says what anybody scored.

    `wanted` is how many scorecards its debrief waits for, `waits` is whether it waits for the lead to open it, and
    `opens_at` is when it opens where that is before its time. `debrief_lost` is whether it has opened and couldn't be
    posted. `overfull` says that the panel can't hold what is wanted. `competencies` are the opening's, names by key,
    and `left_out` the keys of those that this loop doesn't ask about; who is on the `bench` knows one that too few ask
    about. `bars` are those that were agreed on, by name of competency, and `rule` says by whom and when.
    """

    id: int
    label: str
    name: str
    opening: str
    state: LoopState
    lead_id: str
    channel_id: str
    debrief_at: datetime
    seats: tuple[SeatView, ...]
    unmet: tuple[Unmet, ...] = ()
    planned: bool = True
    problem: str | None = None
    practice: bool = False
    warnings: tuple[str, ...] = ()
    wishes: tuple[LeadsWish, ...] = ()
    debrief_lost: bool = False
    wanted: int = 0
    waits: bool = False
    opens_at: datetime | None = None
    overfull: Overfull | None = None
    left_out: tuple[str, ...] = ()
    competencies: Mapping[str, str] = field(default_factory=dict)
    bench: tuple[OnTheBench, ...] = ()
    rule: AgreedRule | None = None
    bars: Mapping[str, Bar] = field(default_factory=dict)

    @property
    def panel(self) -> tuple[SeatView, ...]:
        """The seats whose scorecards count, in order."""
        return tuple(seat for seat in self.seats if seat.counts)

    @property
    def stand_ins(self) -> tuple[SeatView, ...]:
        """Stand-ins who have not taken a seat."""
        return tuple(seat for seat in self.seats if seat.role is Role.STAND_IN and seat.state not in GONE)

    @property
    def shadows(self) -> tuple[SeatView, ...]:
        """People who listen and learn."""
        return tuple(seat for seat in self.seats if seat.role is Role.SHADOW and seat.state not in GONE)

    @property
    def missing(self) -> tuple[SeatView, ...]:
        """The seats whose scorecards would count and aren't in, in order."""
        return tuple(seat for seat in self.panel if seat.card is not CardState.IN)

    @property
    def cards_in(self) -> int:
        """How many scorecards that count are in."""
        return sum(seat.card is CardState.IN for seat in self.panel)
