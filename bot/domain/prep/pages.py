"""The prep page for who has no Slack account: links to begin with, pages, their addresses, and how long they last.

A link leads to a beginning and is bound to nobody. Whoever begins with it gets a page with an address of its own,
which is nowhere connected with the link: so whoever made the link can't learn whether it was used.
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.errors import Invalid
from bot.domain.prep.countdown import countdown, questions_left
from bot.domain.prep.forms import interview_day
from bot.domain.prep.settings import Settings
from bot.domain.prep.standing import Standing
from bot.domain.prep.states import Day
from bot.domain.prep.times import Occurrence
from bot.domain.questions import Bank, Level

LINK_LASTS = timedelta(days=14)
"""A link that was made leads to a beginning so long."""
PAGE_LASTS = timedelta(days=90)
"""A page is kept so long after the last thing that was done there."""
MOST_LINKS = 50
"""Links of one person that still work, at once."""
USUAL_HOUR = 8

_BYTES = 16


@dataclass(frozen=True)
class Address:
    """The secret part of an address, 128 bits. The database has its hash alone, so that nobody reads it there."""

    token: str

    @classmethod
    def random(cls) -> "Address":
        """A new one."""
        return cls(_text(secrets.token_bytes(_BYTES)))

    @property
    def hash(self) -> str:
        """By which its row is found: 64 hexadecimal digits."""
        return self._derived("address").hex()

    @property
    def notes_key(self) -> bytes:
        """The key of what is written down on its page: 32 bytes that only this address gives."""
        return self._derived("notes")

    def feed(self, number: int) -> "Address":
        """The address of its calendar feed; another number is another address. It doesn't give this one away."""
        return Address(_text(self._derived(f"feed {number}")[:_BYTES]))

    def _derived(self, what: str) -> bytes:
        return hashlib.sha256(f"fairloop prep {what}\0{self.token}".encode()).digest()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass(frozen=True)
class Link:
    """A link to begin with; `zone` is where its first questions are a day, until somebody says where they are."""

    id: int
    zone: ZoneInfo
    ends: date

    def is_over(self, today: date) -> bool:
        """Whether it leads nowhere any more."""
        return self.ends < today


@dataclass
class Page:
    """Somebody's prep without Slack. `feed` numbers its calendar feed's address."""

    id: int
    settings: Settings
    started: date
    ends: date
    feed: int = 0

    @classmethod
    def new(cls, settings: Settings, now: datetime) -> "Page":
        """One that isn't stored yet."""
        today = now.astimezone(settings.zone).date()
        return cls(0, settings, today, today + PAGE_LASTS)

    def today(self, now: datetime) -> date:
        """The date where they are."""
        return now.astimezone(self.settings.zone).date()

    def is_over(self, now: datetime) -> bool:
        """Whether nothing was done there for so long that it is gone."""
        return self.ends < self.today(now)

    def keep(self, now: datetime) -> None:
        """Something was done there."""
        self.ends = self.today(now) + PAGE_LASTS

    def change(self, form: "PageForm", bank: Bank, now: datetime) -> None:
        """Other settings hold from now on. Raises Invalid by field."""
        self.settings = replace(chosen(form, bank, now), topics=self.settings.topics)

    def renew_feed(self) -> None:
        """The feed gets another address, and the old one leads nowhere."""
        self.feed += 1


@dataclass(frozen=True)
class PageForm:
    """What the forms of the page say, as they are sent."""

    role: str = ""
    level: str = ""
    interview: str = ""
    hour: str = ""
    zone: str = ""


def chosen(form: PageForm, bank: Bank, now: datetime) -> Settings:
    """The settings that a form asks for. Raises Invalid by field."""
    faults: dict[str, str] = {}
    if form.role not in {one.key for one in bank.sets}:
        faults["role"] = "Pick the role that comes nearest."
    if form.level not in list(Level):
        faults["level"] = "Pick junior, mid or senior."
    hour = form.hour.partition(":")[0]
    if not (hour.isdecimal() and int(hour) <= 23):
        faults["hour"] = "Pick an hour of the day."
    zone = _zone(form.zone, faults)
    try:
        interview = interview_day(form.interview, now.astimezone(zone).date())
    except Invalid as error:
        faults |= error.fields
    if faults:
        raise Invalid(faults)
    return Settings(form.role, Level(form.level), int(hour), zone, interview=interview)


def _zone(said: str, faults: dict[str, str]) -> ZoneInfo:
    try:
        return ZoneInfo(said)
    except (KeyError, ValueError, OSError):
        faults["zone"] = "Pick a place with your time."
        return ZoneInfo("UTC")


@dataclass(frozen=True)
class Today:
    """What a page shows today. `day` is None where there is no question: then `next` is when one can come.

    `days_left` are those to the interview, None without one to come; `known` is how they stand, `left` counts
    questions before the interview. `more` is whether another may be asked for today; `over` says that the interview
    was on an earlier day.
    """

    settings: Settings
    known: Standing
    day: Day | None
    days_left: int | None
    left: int
    next: date | None = None
    more: bool = True
    over: bool = False

    @property
    def is_eve(self) -> bool:
        """Whether the interview is tomorrow, or today: there is no question then, unless they ask for one."""
        return self.days_left is not None and self.days_left <= 1


def days_left(settings: Settings, today: date) -> int | None:
    """Days to the interview; None without one to come."""
    found = countdown(settings.interview, today)
    return found.days_left(today) if found else None


def left_after(settings: Settings, today: date) -> int:
    """Questions that come on later days before the interview."""
    return questions_left(settings, today)


def link_ends(link: Link) -> Occurrence:
    """When a link's row is deleted: on the day after its last."""
    return _after(link.ends, link.zone)


def page_ends(page: Page) -> Occurrence:
    """When a page's row is deleted, unless something is done there until then."""
    return _after(page.ends, page.settings.zone)


def _after(last: date, zone: ZoneInfo) -> Occurrence:
    day = last + timedelta(days=1)
    return Occurrence(day, datetime(day.year, day.month, day.day, 12, tzinfo=zone))
