"""Home: what one person has to do next, as lead and as panelist."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.leading import LedThing
from bot.domain.loops import CardState, Role, SeatState, SeatView


@dataclass(frozen=True)
class Upcoming:
    """An interview to come."""

    interview_id: int
    label: str
    start: datetime
    competencies: tuple[str, ...]
    state: SeatState
    kit_at: datetime
    role: Role
    meeting_link: str = ""


@dataclass(frozen=True)
class ToDo:
    """A scorecard that isn't in, or (`changed`) is in with changes that aren't.

    `late` is how long its interview has been over; `started` questions are saved.
    """

    interview_id: int
    label: str
    late: timedelta
    debrief_at: datetime
    started: bool
    changed: bool = False


@dataclass(frozen=True)
class Running:
    """A running loop in a list: the seats whose scorecards count, in order, without what they ask.

    `problem` is what is wrong with its plan, in words; `waits` is whether its debrief waits for the lead.
    """

    id: int
    label: str
    opening: str
    debrief_at: datetime
    panel: tuple[SeatView, ...]
    problem: str | None = None
    waits: bool = False

    @property
    def cards_in(self) -> int:
        """How many scorecards that count are in."""
        return sum(seat.card is CardState.IN for seat in self.panel)


@dataclass(frozen=True)
class Waiting:
    """A debrief without a decision."""

    loop_id: int
    label: str
    opening: str
    debriefed_at: datetime


@dataclass(frozen=True)
class Closed:
    """A loop that is decided on, as its lead finds it again."""

    loop_id: int
    label: str
    opening: str
    outcome: str
    decided_at: datetime


@dataclass(frozen=True)
class Draft:
    """A loop that is planned and not sent out."""

    loop_id: int
    label: str
    opening: str
    first_at: datetime


@dataclass(frozen=True)
class Severity:
    """How a person usually scores against colleagues who saw the same candidates; score points, 80% range.

    `samples` counts the made-up loops that it was learned from.
    """

    leniency: float
    low: float
    high: float
    scorecards: int
    samples: int = 0


@dataclass(frozen=True)
class Home:
    """One person's Home. A loop that is about them is nowhere in it.

    `without_lead` is what waits for an administrator's grant, for administrators. Lists are cut; `more_running`
    and `more_waiting` say how many loops are left out. `no_openings` is whether a lead of no loop has nothing to plan
    one for, either.
    """

    user_id: str
    now: datetime
    leads: bool
    may_name_leads: bool
    any_leads: bool
    running: tuple[Running, ...] = ()
    more_running: int = 0
    drafts: tuple[Draft, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    more_waiting: int = 0
    closed: int = 0
    upcoming: tuple[Upcoming, ...] = ()
    to_do: tuple[ToDo, ...] = ()
    severity: Severity | None = None
    panelist: bool = False
    without_lead: tuple[LedThing, ...] = ()
    no_openings: bool = False

    @property
    def empty_for_lead(self) -> bool:
        """Whether this person leads nothing at the moment."""
        return not (self.running or self.drafts or self.waiting)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show or do."""
        return not (
            self.running or self.drafts or self.waiting or self.upcoming or self.to_do or self.without_lead
        )
