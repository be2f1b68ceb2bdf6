"""A subscription: begun, changed, paused and stopped by people, and each day and week as they come."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain.prep.countdown import countdown, end_of, eve_of, is_over
from bot.domain.prep.events import (
    EveCame,
    InterviewOver,
    InterviewPlanned,
    Left,
    Lost,
    NoQuestionLeft,
    NothingChanged,
    Paused,
    PrepEvent,
    QuestionPlanned,
    QuestionSent,
    Resumed,
    SettingsChanged,
    Stopped,
    Subscribed,
    Subscriber,
    SummaryPlanned,
    WeekSummedUp,
)
from bot.domain.prep.history import Sent
from bot.domain.prep.progress import streak
from bot.domain.prep.settings import Settings
from bot.domain.prep.states import Overview
from bot.domain.prep.times import LONGEST_SPREAD, Occurrence, next_send, next_summary, timely

Events = tuple[PrepEvent, ...]
_WEEK = timedelta(days=7)


@dataclass
class Subscription:
    """Somebody's (or a channel's) prep. Its methods check the rules, change it, and say what happened.

    `started`, `last_day` and `last_summary` are local dates: of the beginning, of the newest question (or of
    finding that there is none), of the newest week. `email_key` is the keyed hash of a person's email.
    """

    who: Subscriber
    settings: Settings
    started: date
    set_up_by: str
    email_key: str | None = None
    paused: bool = False
    last_day: date | None = None
    last_summary: date | None = None

    @classmethod
    def new(
        cls, target: str, settings: Settings, by: str, now: datetime, *, is_channel: bool
    ) -> "Subscription":
        """One that is not stored yet, so that it has no number; `begin` it once it has."""
        today = now.astimezone(settings.zone).date()
        return cls(Subscriber(0, target, is_channel), settings, today, by)

    def stored_as(self, id: int) -> "Subscription":
        """The same with its number."""
        return replace(self, who=replace(self.who, id=id))

    def recognise_by(self, email_key: str | None) -> None:
        """Let the leak guard know this person by their email, too. A channel has none."""
        if email_key and not self.who.is_channel:
            self.email_key = email_key

    def begin(self, now: datetime) -> Events:
        """The first question comes at the hour that they chose, or in the one under way."""
        return (Subscribed(self.who), *self._planned(now))

    def change(self, settings: Settings, now: datetime) -> Events:
        """Other settings hold from the next question on.

        A pause stays one, but for that after an interview, which ends with the date of another.
        """
        before, self.settings = self.settings, settings
        if is_over(before.interview, self._today(now)) and settings.interview is not None:
            self.paused = False
        return (SettingsChanged(self.who), *(() if self.paused else self._planned(now)))

    def expect_interview(self, day: date | None, now: datetime) -> Events:
        """Their interview is on this local date, or on none that they know."""
        return self.change(replace(self.settings, interview=day), now)

    def pause(self) -> Events:
        """Send nothing until they resume."""
        if self.paused:
            return (NothingChanged(self.who),)
        self.paused = True
        return (Paused(self.who),)

    def resume(self, now: datetime) -> Events:
        """Go on with the next hour that they chose, or the one under way. An interview that is over is forgotten."""
        if not self.paused:
            return (NothingChanged(self.who),)
        self.paused = False
        if is_over(self.settings.interview, self._today(now)):
            self.settings = replace(self.settings, interview=None)
        return (Resumed(self.who), *self._planned(now))

    def lose(self) -> Events:
        """Pause, because nothing can be delivered there."""
        if self.paused:
            return ()
        self.paused = True
        return (Lost(self.who, self.set_up_by),)

    def stop(self) -> Events:
        """End it at their wish."""
        return (Stopped(self.who),)

    def leave(self) -> Events:
        """End it because they are no longer in the workspace."""
        return (Left(self.who),)

    def is_owed(self, day: date, planned: datetime, now: datetime) -> bool:
        """Whether the question of this local date, planned for that moment, is still to be sent: once a date."""
        new = self.last_day is None or self.last_day < day
        return not self.paused and new and self._may_ask_on(day) and timely(planned, now)

    def got(self, day: date, send_id: int, now: datetime) -> Events:
        """The question of this date was chosen; the next is planned."""
        self.last_day = day
        return (QuestionSent(self.who, day, send_id), *self._next_question(now))

    def got_more(self, day: date, send_id: int, extra: int) -> Events:
        """A further question of this date was chosen, as they asked; nothing that is planned changes."""
        return (QuestionSent(self.who, day, send_id, extra),)

    def go_without(self, day: date, now: datetime) -> Events:
        """There is no question that may be sent on this date; the next day it is looked again."""
        self.last_day = day
        return (NoQuestionLeft(self.who, day), *self._next_question(now))

    def skip(self, now: datetime) -> Events:
        """Let a date go that nothing is owed for."""
        return () if self.paused else self._next_question(now)

    def sum_up(self, day: date, planned: datetime, now: datetime, sent: Sequence[Sent]) -> Events:
        """The week that ends on this date is over; it is told where there was something in it and it isn't late.

        On the eve of an interview, and from then on, there is other news, or none.
        """
        if self.paused:
            return ()
        self.last_summary = day
        recent = any(timedelta() <= day - one.day < _WEEK for one in sent)
        told = (WeekSummedUp(self.who, day),)
        wanted = recent and self._may_ask_on(day) and timely(planned, now)
        return (*(told if wanted else ()), self._next_week(now))

    def eve_comes(self, day: date, planned: datetime, now: datetime) -> Events:
        """Tell them on the day before their interview, where it still is that day before, and not late."""
        found = countdown(self.settings.interview, day)
        if self.paused or found is None or found.eve != day or not timely(planned, now):
            return ()
        return (EveCame(self.who, day),)

    def interview_over(self, day: date) -> Events:
        """Pause on the day after their interview, however late."""
        if self.paused or not is_over(self.settings.interview, day):
            return ()
        self.paused = True
        return (InterviewOver(self.who, day),)

    def overview(self, sent: Sequence[Sent], now: datetime) -> Overview:
        """As it is shown, with what was sent so far."""
        return Overview(
            target=self.who.target,
            settings=self.settings,
            paused=self.paused,
            next_at=self._next_at(now),
            streak=streak(sent, self._today(now)),
            rated=sum(one.graded for one in sent),
            started=self.started,
            is_channel=self.who.is_channel,
        )

    def _planned(self, now: datetime) -> Events:
        question = self._next_question(now)
        return question if self.who.is_channel else (*question, self._next_week(now), *self._interview(now))

    def _interview(self, now: datetime) -> Events:
        end = end_of(self.settings, now)
        return (InterviewPlanned(self.who, eve_of(self.settings, now), end),) if end else ()

    def _next_question(self, now: datetime) -> Events:
        """None where the interview comes first."""
        coming = self._following(now)
        return (
            (QuestionPlanned(self.who, coming, self.settings.zone),) if self._may_ask_on(coming.day) else ()
        )

    def _next_at(self, now: datetime) -> datetime | None:
        coming = self._following(now)
        return None if self.paused or not self._may_ask_on(coming.day) else max(now, coming.at)

    def _may_ask_on(self, day: date) -> bool:
        """Whether a question may come on this date: not from the eve of an interview on."""
        interview = self.settings.interview
        return interview is None or day < interview - timedelta(days=1)

    def _today(self, now: datetime) -> date:
        return now.astimezone(self.settings.zone).date()

    def _next_week(self, now: datetime) -> SummaryPlanned:
        return SummaryPlanned(self.who, next_summary(self.settings, now, self.last_summary))

    def _following(self, now: datetime) -> Occurrence:
        """The next sending; in an hour that has begun and brought none, that one."""
        return next_send(self.settings, now - LONGEST_SPREAD, self.last_day)
