"""The loop that decides: its seats, its plan and its debrief, with what happened to them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.errors import NotFound, TooLate
from bot.domain.loops.overfull import Overfull
from bot.domain.loops.seat import Seat
from bot.domain.loops.states import CardState, LoopState, Role, SeatState
from bot.domain.loops.views import Unmet

if TYPE_CHECKING:
    from bot.domain.loops.events import LoopEvent


@dataclass(frozen=True)
class Plan:
    """What a draft's page shows above its seats: what could not be met, or why there is no plan.

    `overfull` says that the panel can't hold what is wanted; then no gap has a change of its own that mends it.
    """

    trouble: str | None = None
    unmet: tuple[Unmet, ...] = ()
    overfull: Overfull | None = None


@dataclass(eq=False)
class Loop:
    """One candidate's set of interviews. Times are aware; `practice` loops are made up, `sample` ones as a past.

    Whatever changes it says so in `events`. `trial` is a wish for the plan whose cost the lead is looking at
    (JSON), `left_out` are keys of competencies that it doesn't ask about. `revision` grows with every change that is
    planned anew, `debrief_tries` with every place that the debrief is moved to. `goes_on_with` are the scorecards that
    its lead is content with, where that was asked; `debrief_asked` is how often that was asked since the debrief's
    time, 0 while it doesn't wait. What changed after the talk stands in the debrief since `talk_shown_at`;
    `meeting_link` is where its interviews are held. A new loop's `id` is 0 until it is saved.
    """

    opening_id: int
    candidate_id: int
    lead_id: str
    label: str
    state: LoopState
    level: str
    channel_id: str
    first_at: datetime
    minutes: int
    debrief_at: datetime
    created_at: datetime
    id: int = 0
    debriefed_at: datetime | None = None
    cancelled_at: datetime | None = None
    debrief_tries: int = 0
    practice: bool = False
    sample: bool = False
    revision: int = 0
    plan: Plan | None = None
    trial: str | None = None
    left_out: tuple[str, ...] = ()
    goes_on_with: int | None = None
    debrief_asked: int = 0
    talk_shown_at: datetime | None = None
    meeting_link: str | None = None
    view_id: str | None = None
    plan_view: str | None = None
    seats: list[Seat] = field(default_factory=list)
    events: "list[LoopEvent]" = field(default_factory=list)

    def happened(self, event: "LoopEvent") -> None:
        """Remember what was decided; it is handed on once the loop is saved."""
        self.events.append(event)

    @property
    def panel(self) -> list[Seat]:
        """The seats whose scorecards count, in order of time."""
        return [seat for seat in self.in_order() if seat.counts]

    def in_order(self) -> list[Seat]:
        """All seats in order of time, then as listed; those without a time last."""
        late = self.created_at
        return sorted(
            self.seats, key=lambda it: (it.start_at is None, it.start_at or late, it.position, it.id)
        )

    def seat(self, id: int) -> Seat:
        """The seat with this id. Raises NotFound."""
        for one in self.seats:
            if one.id == id:
                return one
        raise NotFound("This interview isn't there any more.")

    def shadows_of(self, hosts: Iterable[Seat]) -> list[Seat]:
        """Who sits in with any of these."""
        ids = {host.id for host in hosts}
        return [seat for seat in self.seats if seat.host_id in ids]

    def partner_of(self, seat: Seat) -> Seat | None:
        """Who holds the same interview with them."""
        return self.seat(seat.with_id) if seat.with_id is not None else None

    def stand_in_for(self, seat: Seat) -> Seat | None:
        """Who holds the seat instead."""
        return next((one for one in self.seats if one.replaces_id == seat.id), None)

    def last_end(self) -> datetime:
        """When the last interview of the panel is over."""
        ends = [seat.end for seat in self.panel if seat.end is not None]
        return max(ends, default=self.first_at)

    def set_first(self) -> None:
        """The loop begins with its first interview."""
        starts = [seat.start_at for seat in self.panel if seat.start_at is not None]
        self.first_at = min(starts, default=self.first_at)

    def has_met(self, seat: Seat, now: datetime) -> bool:
        """Whether this panelist's interview has begun: what they ask is settled."""
        begun = self.state is LoopState.RUNNING and seat.start_at is not None and seat.start_at <= now
        return begun or seat.card is not CardState.NONE

    def may_be_had_back(self, seat: Seat, now: datetime) -> bool:
        """Whether a seat that was given up can be had back: nothing was asked in it, and its time is to come."""
        if seat.state is not SeatState.DECLINED or seat.before_leaving is None:
            return False
        if seat.start_at is None or seat.start_at <= now:
            return False
        stand_in = self.stand_in_for(seat)
        return stand_in is None or stand_in.card is CardState.NONE

    def check_running(self, seat: Seat | None = None) -> None:
        """Raise TooLate where the loop can't change any more, or nothing is asked of a stand-in."""
        if seat is not None and seat.role is Role.STAND_IN:
            raise TooLate("You stand in. Nothing is asked of you unless a seat becomes free.")
        check_running(self.state)

    def check_draft(self) -> None:
        """Raise TooLate where the kits are out."""
        if self.state is not LoopState.DRAFT:
            raise TooLate("The kits are out. Use Change the plan on the loop's status message.")


def check_running(state: LoopState) -> None:
    """Raise TooLate where a loop isn't running."""
    if state is LoopState.CANCELLED:
        raise TooLate("This loop was called off. There is nothing to do.")
    if state is LoopState.DRAFT:
        raise TooLate("The kits are not out yet. Change the plan on its page.")
    if state is not LoopState.RUNNING:
        raise TooLate("The debrief has been posted, so this can't change any more.")
