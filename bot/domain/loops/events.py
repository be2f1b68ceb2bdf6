"""What happens to a loop. Each says what changed and whom it touches; what follows is in `bot/consequences`."""

from dataclasses import dataclass
from datetime import datetime

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
class CandidateKnown:
    """The panelist knows the candidate."""

    loop: Loop
    seat: Seat


@dataclass(frozen=True)
class PanelistExcused:
    """The debrief goes on without this panelist's scorecard, they say or (`by_lead`) the lead."""

    loop: Loop
    seat: Seat
    by_lead: bool = False


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


@dataclass(frozen=True)
class DebriefRescheduled:
    """The debrief has another time; `waiting` are the panelists whose scorecard isn't in."""

    loop: Loop
    waiting: tuple[Seat, ...]


@dataclass(frozen=True)
class DebriefHurried:
    """The lead doesn't want to wait for the debrief's time."""

    loop: Loop


@dataclass(frozen=True)
class DebriefPutBack:
    """The debrief was to open early, but somebody's scorecard is waited for again: it opens at its time."""

    loop: Loop


@dataclass(frozen=True)
class QuorumMissed:
    """The debrief's time has come with too few scorecards, or the lead was asked and said nothing: it waits."""

    loop: Loop


@dataclass(frozen=True)
class DebriefOpened:
    """The scorecards are closed and the figures kept.

    `competencies` are the keys of those with a part of the thread; `unfit` is why the channel can't have it.
    """

    loop: Loop
    competencies: tuple[str, ...]
    unfit: str | None


@dataclass(frozen=True)
class DebriefMovedOn:
    """A debrief that couldn't be posted goes to the loop's new channel."""

    loop: Loop
    competencies: tuple[str, ...]


@dataclass(frozen=True)
class DecisionRecorded:
    """The lead decided. The words are in the record's own row."""

    loop: Loop
    decision_id: int
    outcome: str


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
class ScorecardOpens:
    """Ten minutes to go: the kit has the scorecard's button."""

    loop: Loop
    seat: Seat


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
    | WishTakenBack
    | PlanMended
    | SeatChanged
    | PanelistAdded
    | ShadowMoved
    | LoopSent
    | LoopCancelled
    | PracticeEntered
)
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
    | InterviewMoved
    | InterviewShared
    | QuestionTakenOut
    | QuestionsChanged
)
CardEvent = (
    CardBegun | CardChanged | CardHandedIn | PanelistExcused | NudgeDue | NudgeSnoozed | ScorecardOpens
)
DebriefEvent = (
    DebriefRescheduled
    | DebriefHurried
    | DebriefPutBack
    | QuorumMissed
    | DebriefOpened
    | DebriefMovedOn
    | DecisionRecorded
)
LoopEvent = PlanEvent | SeatEvent | CardEvent | DebriefEvent
