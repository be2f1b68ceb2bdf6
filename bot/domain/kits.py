"""Kits: what one panelist gets before the interview."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.loops import GONE, CardState, Missed, Role, SeatState
from bot.domain.questions import Question
from bot.domain.scorecards import Asked
from bot.domain.working import WorkingCalendar

OPENING_MINUTES = 5
SCORECARD_OPENS_BEFORE = timedelta(minutes=10)


@dataclass(frozen=True)
class KitQuestion:
    """A question as planned: its words, its competency's name, and its time box in minutes."""

    question: Question
    competency: str
    minutes: int
    state: str


@dataclass(frozen=True)
class Kit:
    """One panelist's kit. `name`, `links` and `notes` are for the kit's modal alone.

    `host_id` is who a shadow sits in with, `asker_id` the shadow who asks while the host listens and scores.
    Two who hold an interview together each ask their own questions: `partner_minutes` are the other's.
    """

    interview_id: int
    loop_id: int
    user_id: str
    role: Role
    label: str
    name: str
    opening: str
    links: str
    notes: str
    start: datetime
    minutes: int
    state: SeatState
    card: CardState
    debrief_at: datetime
    questions: tuple[KitQuestion, ...]
    opening_words: str
    closing_words: str
    host_id: str | None = None
    closed: bool = False
    asker_id: str | None = None
    partner_id: str | None = None
    partner_minutes: int = 0
    revised: bool = False
    may_undo: bool = False
    changed: bool = False
    """Whether its scorecard is in and was changed since."""
    missed: Missed | None = None
    """What its panelist or the lead said had happened; `may_take_back` is whether they can still take that back."""
    may_take_back: bool = False
    red_flags: tuple[str, ...] = ()
    """Those of any answer, as the opening's question set has them."""
    early: bool = False
    """Whether the debrief opens 30 minutes after the last scorecard, where that is before `debrief_at`."""

    meeting_link: str = ""
    """Where the interview is held, on the web."""
    late: bool = False
    """Whether the debrief has opened, so that its scorecard, where it isn't in, would not be blind."""

    @property
    def end(self) -> datetime:
        """When the interview is over."""
        return self.start + timedelta(minutes=self.minutes)

    @property
    def competencies(self) -> tuple[str, ...]:
        """Names of the competencies, in the order asked."""
        return tuple(dict.fromkeys(item.competency for item in self.questions))

    @property
    def question_minutes(self) -> int:
        """Minutes for the questions that are to be asked or were."""
        return sum(item.minutes for item in self.questions if item.state != Asked.NOT_REACHED)

    @property
    def closing_minutes(self) -> int:
        """Minutes left for the candidate's own questions."""
        return max(0, self.minutes - OPENING_MINUTES - self.question_minutes - self.partner_minutes)

    def may_give_up(self, now: datetime) -> bool:
        """Whether its holder can still say that they can't come: before the end, and while nothing is scored."""
        begun = self.card is not CardState.NONE
        return not self.closed and not begun and self.state not in GONE and now < self.end

    def scorecard_open(self, now: datetime) -> bool:
        """From ten minutes before, until it is sealed: one that isn't in by the debrief is taken late."""
        open_still = not self.closed or self.waits_late
        return open_still and now >= self.start - SCORECARD_OPENS_BEFORE

    @property
    def waits_late(self) -> bool:
        """Whether its scorecard isn't in though the debrief has opened; a shadow's isn't waited for."""
        held = self.role is Role.PANELIST and self.state not in GONE
        return self.late and held and self.card is not CardState.IN


def sent_at(start: datetime, now: datetime, calendar: WorkingCalendar) -> datetime:
    """When a kit goes out: at the last hour of its holder's working day before, or at once where that has passed."""
    return max(now, calendar.last_hour_before(start))
