"""What a subscriber is shown: where a question of the day stands, their settings, and the form's faults."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.prep.choice import Why
from bot.domain.prep.memory import Rating
from bot.domain.prep.settings import Settings
from bot.domain.prep.standing import Standing
from bot.domain.questions import FollowUp, Question, Structure

LONGEST_ANSWER = 3000
"""Characters of a written answer; Slack's inputs take as many."""


class Step(StrEnum):
    """How far somebody got with a question of the day; only forward, but for changing a rating."""

    ASKED = "asked"
    FOLLOWED = "followed"
    SHOWN = "shown"
    GRADED = "graded"

    @property
    def number(self) -> int:
        """0 to 3."""
        return list(Step).index(self)


@dataclass(frozen=True)
class Day:
    """A question of the day as it stands. `back_in` is in days, None before it is rated.

    With an interview to come `back_on` is the local date of that, None where it isn't before the interview, and
    `days_left` are those until then, 0 on the day. `seen` and `weak` count topics. `first` is their very first
    question; `learned` is the topic that this rating has them learn.

    `follow_up` is what they would be asked next, `heard` what an interviewer listens for in the answer;
    `three_questions` come with every concept. `in_channel` is posted for everybody and can't be rated.
    """

    send_id: int
    question: Question
    competency: str
    settings: Settings
    why: Why
    step: Step
    follow_up: str
    heard: str
    three_questions: tuple[FollowUp, ...] = ()
    structure: Structure | None = None
    rating: Rating | None = None
    back_in: int | None = None
    streak: int = 0
    answer: str = ""
    in_channel: bool = False
    back_on: date | None = None
    days_left: int | None = None
    seen: int = 0
    weak: int = 0
    first: bool = False
    learned: str = ""


@dataclass(frozen=True)
class Overview:
    """Somebody's (or a channel's) prep as it is shown. `next_at` is None while it is paused."""

    target: str
    settings: Settings
    paused: bool
    next_at: datetime | None
    streak: int
    rated: int
    started: date
    is_channel: bool = False


@dataclass(frozen=True)
class NothingLeft:
    """A day without a question: how many they have had, how they stand, and from when one comes again.

    `had` is 0 where none suits the settings past the leak guard; `next` is None where it isn't known.
    """

    settings: Settings
    had: int
    known: Standing
    next: date | None
    is_channel: bool
