"""A question of the day and what its subscriber does with it: the steps, the rating, a written answer."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.errors import NotFound, TooLate
from bot.domain.prep.choice import Why
from bot.domain.prep.countdown import comes_back
from bot.domain.prep.events import (
    AnswerDeleted,
    AnswerWritten,
    ClickUnanswered,
    PrepEvent,
    Rated,
    RatingTakenBack,
    StepTaken,
    Subscriber,
)
from bot.domain.prep.memory import Card, Rating, review
from bot.domain.prep.settings import Settings
from bot.domain.prep.states import LONGEST_ANSWER, Step
from bot.domain.questions import Question

GONE = "This question is from before you stopped, and what was here is deleted. Write /prep to begin anew."
FOR_EVERYBODY = "A question for everybody isn't rated. For one of your own each day, write /prep."

Events = tuple[PrepEvent, ...]


@dataclass
class Sending:
    """One question of one local date. Its methods check the rules, change it, and say what happened.

    `number` is 0 for the question of the day, and counts from 1 those that they asked for on the same date.
    `probe` numbers the follow-up that is asked this time. `card` is what is remembered of the question, None
    before it was ever rated; `before` is that card as it was before this time's rating.
    """

    id: int
    who: Subscriber
    settings: Settings
    day: date
    question_id: str
    version: str
    why: Why
    probe: int
    step: Step = Step.ASKED
    rating: Rating | None = None
    graded_at: datetime | None = None
    card: Card | None = None
    before: Card | None = None
    answer: str = ""
    number: int = 0

    def check_seen_by(self, user_id: str) -> None:
        """It is for whom it was sent to; a channel's is for everybody. Raises NotFound for anybody else."""
        if not self.who.is_channel and self.who.target != user_id:
            raise NotFound(GONE)

    def check_worked_by(self, user_id: str) -> None:
        """Only who got it alone goes through its steps. Raises NotFound for anybody else."""
        self.check_seen_by(user_id)
        if self.who.is_channel:
            raise NotFound(FOR_EVERYBODY)

    def advance(self, to: Step) -> Events:
        """Go on to the follow-up or the strong answer. Going back, or twice, changes nothing."""
        if not self.step.number < to.number <= Step.SHOWN.number:
            return ()
        self.step = to
        return (StepTaken(self.id, to),)

    def rate(self, rating: Rating, now: datetime) -> Events:
        """Say how it went; the question's next day follows. A second time changes nothing."""
        if self.step is Step.GRADED:
            return ()
        today = now.astimezone(self.settings.zone).date()
        self.before, self.card = self.card, review(self.question_id, self.card, rating, today)
        self.step, self.rating, self.graded_at = Step.GRADED, rating, now
        return (Rated(self.id, rating),)

    def take_back(self, *, rated_since: bool) -> Events:
        """Let them rate anew. Raises TooLate where the question came back and was rated since."""
        if self.step is not Step.GRADED:
            return ()
        if rated_since:
            raise TooLate("You have rated this question again since. Change that rating instead.")
        self.card, self.before = self.before, None
        self.step, self.rating, self.graded_at = Step.SHOWN, None, None
        return (RatingTakenBack(self.id),)

    def write(self, text: str) -> Events:
        """Keep their answer, the first 3,000 characters of it; nothing written deletes it."""
        if text.strip():
            self.answer = text[:LONGEST_ANSWER]
            return (AnswerWritten(self.id),)
        had, self.answer = self.answer, ""
        return (AnswerDeleted(self.id),) if had else ()

    def miss_click(self) -> Events:
        """Its message couldn't be changed by the click on it."""
        return (ClickUnanswered(self.who, self.day, self.id, self.number),)

    def back_on(self) -> date | None:
        """The first date on which the question can come back; None before it is rated, and not before the interview."""
        if self.rating is None or self.card is None:
            return None
        return comes_back(self.card, self.rating, self.settings)

    def back_in(self) -> int | None:
        """Days from the rating until the question can come back; None where it can't."""
        day = self.back_on()
        if day is None or self.graded_at is None:
            return None
        return max(1, (day - self.graded_at.astimezone(self.settings.zone).date()).days)


def next_probe(question: Question, times_before: int) -> int:
    """Each time that a question comes back, the next of its follow-ups is asked."""
    return times_before % len(question.probes)
