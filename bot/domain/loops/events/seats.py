"""What happens to seats: kits, who sits there and when, what they ask."""

from dataclasses import dataclass

from bot.domain.loops.loop import Loop
from bot.domain.loops.seat import Seat


@dataclass(frozen=True)
class KitSent:
    """A kit goes out; `replaces` is the revision of an earlier one."""

    loop: Loop
    seat: Seat
    replaces: int | None


@dataclass(frozen=True)
class KitPutOff:
    """A kit that is due (`due_id`) waits for the plan that is being made."""

    loop: Loop
    seat: Seat
    due_id: int


@dataclass(frozen=True)
class KitHeldBack:
    """A kit isn't sent, because its panelist can't interview at the moment."""

    loop: Loop
    seat: Seat


@dataclass(frozen=True)
class SeatConfirmed:
    """The panelist will be there."""

    loop: Loop
    seat: Seat


@dataclass(frozen=True)
class SeatGivenUp:
    """A seat was given up by its holder or (`by_lead`) freed.

    `taken_by` is the stand-in who has it now, `partner` who held the interview with them, `shadows` those who
    sit in with the stand-in.
    """

    loop: Loop
    seat: Seat
    by_lead: bool
    taken_by: Seat | None
    partner: Seat | None
    shadows: tuple[Seat, ...] = ()


@dataclass(frozen=True)
class ShadowSitsOut:
    """A shadow stays away; `host` is whom they would have sat in with."""

    loop: Loop
    seat: Seat
    by_lead: bool
    host: Seat | None


@dataclass(frozen=True)
class SeatHadBack:
    """Who gave a seat up has it again; `stood_down` is the stand-in who had it, `left` who sat there with them.

    `changed` are other seats whose questions changed by it; `kit_due` is whether their kit is still to come or to
    come anew.
    """

    loop: Loop
    seat: Seat
    stood_down: Seat | None
    touched: tuple[Seat, ...]
    changed: tuple[Seat, ...]
    kit_due: bool


@dataclass(frozen=True)
class InterviewMissed:
    """An interview didn't happen, its panelist says, or (`by_lead`) the lead."""

    loop: Loop
    seat: Seat
    by_lead: bool


@dataclass(frozen=True)
class InterviewCutShort:
    """Only part of an interview was held, its panelist says or (`by_lead`) the lead."""

    loop: Loop
    seat: Seat
    by_lead: bool


@dataclass(frozen=True)
class MissTakenBack:
    """An interview was held after all. `changed` had its questions meanwhile."""

    loop: Loop
    seat: Seat
    changed: tuple[Seat, ...]


@dataclass(frozen=True)
class HolderLeft:
    """Whoever holds this seat, whose time is to come, isn't in Slack any more."""

    loop: Loop
    seat: Seat


@dataclass(frozen=True)
class CandidateKnown:
    """The panelist knows the candidate."""

    loop: Loop
    seat: Seat


@dataclass(frozen=True)
class InterviewMoved:
    """An interview has another time or length. `room` is everybody in it, `parted` who held it with them before."""

    loop: Loop
    seat: Seat
    room: tuple[Seat, ...]
    parted: Seat | None


@dataclass(frozen=True)
class InterviewShared:
    """Two panelists hold one interview together. `room` is everybody in it."""

    loop: Loop
    seat: Seat
    host: Seat
    room: tuple[Seat, ...]


@dataclass(frozen=True)
class QuestionTakenOut:
    """A question is not asked in this loop, because somebody used it already."""

    loop: Loop
    seat: Seat
    question_id: str


@dataclass(frozen=True)
class QuestionsChanged:
    """The questions of these seats are not what they were."""

    loop: Loop
    seats: tuple[Seat, ...]


SeatEvent = (
    KitSent
    | KitPutOff
    | KitHeldBack
    | SeatConfirmed
    | SeatGivenUp
    | ShadowSitsOut
    | SeatHadBack
    | InterviewMissed
    | InterviewCutShort
    | MissTakenBack
    | CandidateKnown
    | HolderLeft
    | InterviewMoved
    | InterviewShared
    | QuestionTakenOut
    | QuestionsChanged
)
