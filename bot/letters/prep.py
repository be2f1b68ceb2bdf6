"""Letters of prep: the question of the day, the week, and what is said around them.

`address` is where one goes: the channel, or the DM that the welcome opened.
"""

from dataclasses import dataclass
from datetime import date, datetime

from bot.acting.context import Context, system
from bot.delivery.outbox import LATER, NORMAL, Note
from bot.delivery.rendered import Rendered
from bot.domain.letters import (
    PREP_DAILY,
    PREP_EMPTY,
    PREP_EVE,
    PREP_LOST,
    PREP_OVER,
    PREP_WEEK,
    PREP_WELCOME,
    prep_daily_key,
    prep_keys,
)
from bot.domain.prep import is_over
from bot.letters.letter import Letter, PrepPaused, Thing, message
from bot.services.prep import days, interview, steps, subscribing, week
from bot.storage.sending import Item
from bot.views import prep as views
from bot.views import prep_interview
from bot.views import prep_settings as setting_views
from bot.views.prep_week import nothing_left, week_message


class AnyDaily(Letter):
    """The question as it stands. It doesn't go out where it was planned for this person meanwhile."""

    kind = PREP_DAILY
    thing = Thing.PREP_SEND
    lost = PrepPaused()

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """The question with the step that they are at."""
        bank = context.bank()
        read = days.to_send if item.op == "post" else steps.shown
        with context.reading(system(item.team_id)) as tx:
            day = read(tx, bank, item.thing_id)
        return message(views.message(day)) if day else None


@dataclass(frozen=True)
class Daily(AnyDaily):
    """The question of one local date, or a further one that they asked for on it."""

    subscription_id: int
    day: date
    send_id: int
    address: str
    extra: int = 0

    def note(self) -> Note:
        """A message, after everything that can't wait; one that they wait for goes before those."""
        key = prep_daily_key(self.subscription_id, self.day, self.extra)
        return Note(key, self.kind, self.send_id, self.address, priority=NORMAL if self.extra else LATER)


@dataclass(frozen=True)
class DailyShownAnew(AnyDaily):
    """A question of the day where it couldn't be redrawn with the click itself; `user_id` is whose it is."""

    shows_anew = True
    subscription_id: int
    day: date
    send_id: int
    user_id: str
    extra: int = 0

    def note(self) -> Note:
        """An edit of the question's message."""
        key = prep_daily_key(self.subscription_id, self.day, self.extra)
        return Note(f"{key}:again", self.kind, self.send_id, self.user_id, op="update", edits=key)


@dataclass(frozen=True)
class Week(Letter):
    """What the week up to `last` brought, with a tip."""

    kind = PREP_WEEK
    thing = Thing.SUBSCRIPTION
    lost = PrepPaused()
    subscription_id: int
    last: date
    address: str

    def note(self) -> Note:
        """A message, once a week."""
        return _of_a_day(self.kind, self.subscription_id, self.last, self.address)

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """The week in words and in a chart; nothing where prep is paused by now."""
        bank, last = context.bank(), date.fromisoformat(str(item.args["day"]))
        with context.reading(system(item.team_id)) as tx:
            found = week.week_of(tx, bank, item.thing_id, last)
        if found is None:
            return None
        return message(week_message(*found))


def _of_a_day(kind: str, subscription_id: int, day: date, address: str) -> Note:
    """Told once of a local date, which travels along."""
    key, args = f"{prep_keys(kind, subscription_id)}{day}", {"day": day.isoformat()}
    return Note(key, kind, subscription_id, address, args=args, priority=LATER)


@dataclass(frozen=True)
class Empty(Letter):
    """There is no question for `day`; told once a week, so that nobody waits for nothing."""

    kind = PREP_EMPTY
    thing = Thing.SUBSCRIPTION
    lost = PrepPaused()
    subscription_id: int
    day: date
    address: str

    def note(self) -> Note:
        """A message, once an ISO week."""
        year, number, _ = self.day.isocalendar()
        key = f"{prep_keys(self.kind, self.subscription_id)}{year}-{number}"
        return Note(key, self.kind, self.subscription_id, self.address, priority=LATER)

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """What they have had, and what brings more; nothing where prep is paused by now."""
        bank = context.bank()
        with context.reading(system(item.team_id)) as tx:
            found = week.nothing_left(tx, bank, item.thing_id)
        return None if found is None else message(nothing_left(found))


@dataclass(frozen=True)
class Eve(Letter):
    """The interview is tomorrow; `day` is today's local date."""

    kind = PREP_EVE
    thing = Thing.SUBSCRIPTION
    lost = PrepPaused()
    subscription_id: int
    day: date
    address: str

    def note(self) -> Note:
        """A message, once a date."""
        return _of_a_day(self.kind, self.subscription_id, self.day, self.address)

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """What to rely on; nothing where the interview isn't tomorrow any more."""
        bank, day = context.bank(), date.fromisoformat(str(item.args["day"]))
        with context.reading(system(item.team_id)) as tx:
            found = interview.eve_of(tx, bank, item.thing_id, day)
        return None if found is None else message(prep_interview.eve(found.known, found.has_answers))


@dataclass(frozen=True)
class Over(Letter):
    """The interview is over, so prep is paused; `day` is the local date of that."""

    kind = PREP_OVER
    thing = Thing.SUBSCRIPTION
    lost = PrepPaused()
    subscription_id: int
    day: date
    address: str

    def note(self) -> Note:
        """A message, once a date."""
        return _of_a_day(self.kind, self.subscription_id, self.day, self.address)

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """That nothing more comes, and the ways on; nothing where they went on already."""
        day = date.fromisoformat(str(item.args["day"]))
        with context.reading(system(item.team_id)) as tx:
            known = subscribing.shown(tx, item.thing_id)
        if known is None or not known.paused or not is_over(known.settings.interview, day):
            return None
        return message(prep_interview.over(known.settings.interview, day))


@dataclass(frozen=True)
class Welcome(Letter):
    """Prep begins: for `target`, a person or a channel."""

    kind = PREP_WELCOME
    thing = Thing.SUBSCRIPTION
    lost = PrepPaused()
    subscription_id: int
    target: str

    def note(self) -> Note:
        """A message, once a subscription. It opens the DM that the others go to."""
        key = prep_keys(self.kind, self.subscription_id)
        return Note(key, self.kind, self.subscription_id, self.target, priority=LATER)

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """When the first question comes, and how to change that."""
        with context.reading(system(item.team_id)) as tx:
            known = subscribing.shown(tx, item.thing_id)
            return None if known is None else message(setting_views.welcome(known, tx.now))


@dataclass(frozen=True)
class Lost(Letter):
    """A channel takes no more messages: to who set prep up there, `at` that time."""

    kind = PREP_LOST
    thing = Thing.SUBSCRIPTION
    lost = PrepPaused()
    subscription_id: int
    at: datetime
    user_id: str

    def note(self) -> Note:
        """A message to one person."""
        key = f"{prep_keys(self.kind, self.subscription_id)}{self.at:%Y%m%d%H%M%S}"
        return Note(key, self.kind, self.subscription_id, self.user_id)

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """Which channel, and how to have it back."""
        with context.reading(system(item.team_id)) as tx:
            known = subscribing.shown(tx, item.thing_id)
            return None if known is None else message(setting_views.lost(known))
