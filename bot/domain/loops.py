"""Loops: their states, timetable, candidates' labels, and what a lead sees of one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LABEL_LENGTH = 13
NAME_LENGTH = 120
TEXT_LENGTH = 1_500
ID_LENGTH = 120
EMAIL_LENGTH = 254
"""RFC 5321: an address fits a path of 256 characters with its brackets."""
MOST_PANELISTS = 8


class LoopState(StrEnum):
    """Where a loop stands."""

    DRAFT = "draft"
    RUNNING = "running"
    DEBRIEFED = "debriefed"
    DECIDED = "decided"
    CANCELLED = "cancelled"


class Role(StrEnum):
    """What somebody does in a loop."""

    PANELIST = "panelist"
    STAND_IN = "stand_in"
    SHADOW = "shadow"


class SeatState(StrEnum):
    """Where an interview stands. `waiting`: its kit has not gone out."""

    WAITING = "waiting"
    SENT = "sent"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    MISSED = "missed"


GONE = (SeatState.DECLINED, SeatState.MISSED)


class CardState(StrEnum):
    """Where a scorecard stands; never what is on it."""

    NONE = "none"
    DRAFT = "draft"
    IN = "in"


@dataclass(frozen=True)
class Ask:
    """A question in a seat's plan. `minutes` is its time box; `reason` says why it is this panelist's."""

    question_id: str
    competency: str
    short: str
    minutes: int
    reason: str


@dataclass(frozen=True)
class Seat:
    """One interview as the lead sees it."""

    interview_id: int
    user_id: str
    role: Role
    start: datetime | None
    minutes: int
    state: SeatState
    card: CardState
    asks: tuple[Ask, ...] = ()
    host_id: int | None = None
    reverse: bool = False
    with_id: int | None = None
    may_undo: bool = False

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

    `mend` is that change as a button says it; `newcomer` is whether the lead has to say who joins.
    """

    text: str
    mend: str | None = None
    mend_key: str | None = None
    newcomer: bool = False


@dataclass(frozen=True)
class LeadsWish:
    """A pin (or else a ban) of a question; without a user it is for the whole loop. `short` is the question."""

    user_id: str
    question_id: str
    short: str
    pin: bool


@dataclass(frozen=True)
class LoopView:
    """One loop as its lead sees it. Nothing here says what anybody scored."""

    id: int
    label: str
    name: str
    opening: str
    state: LoopState
    lead_id: str
    channel_id: str
    debrief_at: datetime
    seats: tuple[Seat, ...]
    unmet: tuple[Unmet, ...] = ()
    planned: bool = True
    problem: str | None = None
    practice: bool = False
    warnings: tuple[str, ...] = ()
    wishes: tuple[LeadsWish, ...] = ()

    @property
    def panel(self) -> tuple[Seat, ...]:
        """The seats whose scorecards count, in order."""
        return tuple(seat for seat in self.seats if seat.counts)

    @property
    def stand_ins(self) -> tuple[Seat, ...]:
        """Stand-ins who have not taken a seat."""
        return tuple(seat for seat in self.seats if seat.role is Role.STAND_IN and seat.state not in GONE)

    @property
    def shadows(self) -> tuple[Seat, ...]:
        """People who listen and learn."""
        return tuple(seat for seat in self.seats if seat.role is Role.SHADOW and seat.state not in GONE)

    @property
    def cards_in(self) -> int:
        """How many scorecards that count are in."""
        return sum(seat.card is CardState.IN for seat in self.panel)


@dataclass(frozen=True)
class LoopForm:
    """What a lead filled in to plan a loop. Times are aware."""

    name: str
    label: str
    opening_id: int | None
    panelists: tuple[str, ...]
    stand_ins: tuple[str, ...]
    shadows: tuple[str, ...]
    first_at: datetime | None
    minutes: int
    debrief_at: datetime | None
    channel_id: str | None
    email: str = ""
    ats_id: str = ""
    slack_user: str | None = None
    links: str = ""
    notes: str = ""


def initials(name: str) -> str:
    """A label from a name: "Ada Kowalski" gives "A. K.", at most three letters."""
    letters = [word[0].upper() for word in name.split() if word[0].isalnum()][:3]
    return " ".join(f"{letter}." for letter in letters) or "Candidate"


def distinct_label(wanted: str, taken: Collection[str]) -> str:
    """The label itself, or with a number where it is taken this week; never longer than the limit."""
    label = wanted[:LABEL_LENGTH]
    number = 2
    while label in taken:
        suffix = f" {number}"
        label = wanted[: LABEL_LENGTH - len(suffix)] + suffix
        number += 1
    return label


def timetable(first: datetime, minutes: int, count: int, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Starts for `count` interviews, each on a half hour after the one before, within 9:00-18:00 local.

    What does not fit before 18:00 goes on at 10:00 on the next working day.
    """
    starts = [first]
    while len(starts) < count:
        starts.append(following(starts[-1], minutes, minutes, zone))
    return tuple(starts[:count])


def following(start: datetime, minutes: int, next_minutes: int, zone: ZoneInfo) -> datetime:
    """When an interview of `next_minutes` can begin after one of `minutes` from `start`; as in `timetable`."""
    at = start + timedelta(minutes=-(-(minutes + 5) // 30) * 30)
    local_end = (at + timedelta(minutes=next_minutes)).astimezone(zone)
    if local_end.date() != start.astimezone(zone).date() or local_end.time() > time(18):
        return next_working_day(start, zone, time(10))
    return at


def moved_on(interviews: Sequence[tuple[datetime, int]], zone: ZoneInfo) -> tuple[datetime, ...]:
    """Starts for interviews of so many minutes, in order; one that would begin before the last is over moves on."""
    starts: list[datetime] = []
    for number, (start, minutes) in enumerate(interviews):
        at = start
        if number:
            before, length = starts[-1], interviews[number - 1][1]
            if at < before + timedelta(minutes=length):
                at = following(before, length, minutes, zone)
        starts.append(at)
    return tuple(starts)


def next_working_day(after: datetime, zone: ZoneInfo, at: time) -> datetime:
    """The next Monday-to-Friday day after that moment's local day, at a local time."""
    day = after.astimezone(zone).date() + timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return datetime.combine(day, at, tzinfo=zone)


def faults(form: LoopForm, now: datetime, last_end: datetime | None) -> dict[str, str]:
    """What is wrong with a form, field by field, in words that say how to mend it.

    `last_end` is when the last interview would be over, where that can be said.
    """
    found: dict[str, str] = {}
    found |= _text_faults(form)
    found |= _people_faults(form)
    if form.opening_id is None:
        found["opening"] = "Pick an opening, or make one with New opening."
    if form.first_at is None or form.first_at <= now:
        found["first_at"] = "Pick a time that is still to come."
    if form.debrief_at is None or form.debrief_at <= now:
        found["debrief_at"] = "Pick a time that is still to come."
    elif last_end is not None and form.debrief_at < last_end:
        found["debrief_at"] = "The last interview is not over by then. Pick a later time."
    if form.channel_id is None:
        found["channel"] = "Pick the private channel that the debrief is for."
    return found


def _text_faults(form: LoopForm) -> dict[str, str]:
    found: dict[str, str] = {}
    if not form.name.strip():
        found["name"] = "Write the candidate's name."
    if len(form.name) > NAME_LENGTH:
        found["name"] = f"That is {len(form.name):,} characters. Keep the name to {NAME_LENGTH}."
    if len(form.label) > LABEL_LENGTH:
        found["label"] = f"Keep it to {LABEL_LENGTH} characters: initials are enough."
    limits = {"links": TEXT_LENGTH, "notes": TEXT_LENGTH, "email": EMAIL_LENGTH, "ats_id": ID_LENGTH}
    for field, longest in limits.items():
        length = len(getattr(form, field))
        if length > longest:
            found[field] = f"That is {length:,} characters. Keep it to {longest:,}."
    return found


def _people_faults(form: LoopForm) -> dict[str, str]:
    found: dict[str, str] = {}
    if not form.panelists:
        found["panelists"] = "Pick at least one panelist."
    elif len(form.panelists) > MOST_PANELISTS:
        found["panelists"] = f"A loop has at most {MOST_PANELISTS} panelists."
    groups: Mapping[str, Sequence[str]] = {
        "panelists": form.panelists,
        "stand_ins": form.stand_ins,
        "shadows": form.shadows,
    }
    seen: dict[str, str] = {}
    for field, people in groups.items():
        for person in people:
            if person == form.slack_user:
                found[field] = "That is the candidate. Leave them out of the panel."
            elif seen.setdefault(person, field) != field:
                found[field] = f"Somebody here is already among the {seen[person].replace('_', '-')}."
    return found
