"""A subscription: begun, changed, paused and stopped by people, and each day and week as they come."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain.prep.events import (
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
        """Other settings hold from the next question on; a pause stays one."""
        self.settings = settings
        return (SettingsChanged(self.who), *(() if self.paused else self._planned(now)))

    def pause(self) -> Events:
        """Send nothing until they resume."""
        if self.paused:
            return (NothingChanged(self.who),)
        self.paused = True
        return (Paused(self.who),)

    def resume(self, now: datetime) -> Events:
        """Go on with the next hour that they chose, or the one under way."""
        if not self.paused:
            return (NothingChanged(self.who),)
        self.paused = False
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
        return not self.paused and new and timely(planned, now)

    def got(self, day: date, send_id: int, now: datetime) -> Events:
        """The question of this date was chosen; the next is planned."""
        self.last_day = day
        return (QuestionSent(self.who, day, send_id), self._next_question(now))

    def go_without(self, day: date, now: datetime) -> Events:
        """There is no question that may be sent on this date; the next day it is looked again."""
        self.last_day = day
        return (NoQuestionLeft(self.who, day), self._next_question(now))

    def skip(self, now: datetime) -> Events:
        """Let a date go that nothing is owed for."""
        return () if self.paused else (self._next_question(now),)

    def sum_up(self, day: date, planned: datetime, now: datetime, sent: Sequence[Sent]) -> Events:
        """The week that ends on this date is over; it is told where there was something in it and it isn't late."""
        if self.paused:
            return ()
        self.last_summary = day
        recent = any(timedelta() <= day - one.day < _WEEK for one in sent)
        told = (WeekSummedUp(self.who, day),) if recent and timely(planned, now) else ()
        return (*told, self._next_week(now))

    def overview(self, sent: Sequence[Sent], now: datetime) -> Overview:
        """As it is shown, with what was sent so far."""
        return Overview(
            target=self.who.target,
            settings=self.settings,
            paused=self.paused,
            next_at=None if self.paused else max(now, self._following(now).at),
            streak=streak(sent, now.astimezone(self.settings.zone).date()),
            rated=sum(one.graded for one in sent),
            started=self.started,
            is_channel=self.who.is_channel,
        )

    def _planned(self, now: datetime) -> Events:
        question = self._next_question(now)
        return (question,) if self.who.is_channel else (question, self._next_week(now))

    def _next_question(self, now: datetime) -> QuestionPlanned:
        return QuestionPlanned(self.who, self._following(now), self.settings.zone)

    def _next_week(self, now: datetime) -> SummaryPlanned:
        return SummaryPlanned(self.who, next_summary(self.settings, now, self.last_summary))

    def _following(self, now: datetime) -> Occurrence:
        """The next sending; in an hour that has begun and brought none, that one."""
        return next_send(self.settings, now - LONGEST_SPREAD, self.last_day)
