"""A seat of a loop: who sits in which interview, and what is asked there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.loops.states import GONE, CardState, Missed, Role, SeatState
from bot.domain.scorecards import Asked

UTC = ZoneInfo("UTC")


@dataclass(eq=False)
class Ask:
    """A question that one seat asks. `minutes` is its time box, `reason` why it is this panelist's."""

    question_id: str
    version: str
    competency: str
    position: int
    minutes: int
    reason: str
    state: Asked = Asked.PLANNED
    id: int = 0

    @property
    def open(self) -> bool:
        """Whether it is to be asked or was, here or as something else; what was not reached isn't."""
        return self.state is not Asked.NOT_REACHED


@dataclass
class Leaving:
    """How a seat stood when it was given up, so that it can be had back.

    `kit` is whether its kit was still to come, `asks` who was to ask what in the whole loop.
    """

    state: SeatState
    partner_id: int | None
    kit: bool
    asks: tuple[Mapping[str, object], ...]


@dataclass(eq=False)
class Seat:
    """One seat. A stand-in has no start until they take a seat over.

    `replaces_id` is the seat that a stand-in took over, `host_id` the one that a shadow sits in on; a shadow
    that is `reverse` asks while the host listens. `with_id` is the other half of an interview that two hold
    together. `card` is where its scorecard stands, `kit_waits` whether a kit is still to go out for it, `zone`
    its holder's time zone, `missed` what happened where it wasn't held as planned. A new seat's `id` is 0 until
    it is saved.
    """

    user_id: str
    role: Role
    position: int
    start_at: datetime | None
    minutes: int
    state: SeatState = SeatState.WAITING
    id: int = 0
    most_competencies: int = 3
    kit_revision: int = 0
    replaces_id: int | None = None
    host_id: int | None = None
    reverse: bool = False
    with_id: int | None = None
    before_leaving: Leaving | None = None
    excused: bool = False
    knows_candidate: bool = False
    missed: Missed | None = None
    card: CardState = CardState.NONE
    kit_waits: bool = False
    zone: ZoneInfo = UTC
    asks: list[Ask] = field(default_factory=list)

    @property
    def gone(self) -> bool:
        """Whether the seat was given up, or its interview didn't happen."""
        return self.state in GONE

    @property
    def counts(self) -> bool:
        """Whether its scorecard goes into the debrief."""
        return self.role is Role.PANELIST and not self.gone

    @property
    def end(self) -> datetime | None:
        """When the interview is over."""
        return None if self.start_at is None else self.start_at + timedelta(minutes=self.minutes)

    @property
    def in_turn(self) -> list[Ask]:
        """What it asks, in order."""
        return sorted(self.asks, key=lambda ask: (ask.position, ask.id))

    @property
    def question_ids(self) -> frozenset[str]:
        """The questions that it is to ask or has asked."""
        return frozenset(ask.question_id for ask in self.asks if ask.open)

    @property
    def left(self) -> frozenset[str]:
        """The questions that it didn't get to: they never come back to it unless its holder says so."""
        return frozenset(ask.question_id for ask in self.asks if not ask.open) - self.question_ids

    def sit(self, start_at: datetime | None, minutes: int) -> None:
        """Another time; whoever had a kit is asked anew whether they can make it."""
        self.start_at, self.minutes = start_at, minutes
        self.missed, self.before_leaving = None, None
        self.state = SeatState.SENT if self.kit_revision else SeatState.WAITING
