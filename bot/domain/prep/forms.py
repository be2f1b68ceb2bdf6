"""The form of prep's settings: what is filled in, and what is wrong with it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.errors import Invalid
from bot.domain.prep.settings import EVERY_DAY, Settings, known_topics, topics_of
from bot.domain.questions import Bank, Level

FURTHEST = timedelta(days=366)
"""How far away an interview may be."""


@dataclass(frozen=True)
class PrepForm:
    """What the settings form says. `channel_id` is set where a lead switches prep on for a channel.

    `interview` is the date as Slack gives it, YYYY-MM-DD, or empty.
    """

    role: str
    level: str
    hour: int
    zone: str
    topics: frozenset[str] = frozenset()
    weekdays: frozenset[int] = EVERY_DAY
    channel_id: str | None = None
    interview: str = ""


def chosen(form: PrepForm, bank: Bank, now: datetime) -> Settings:
    """The settings that a form asks for; topics that the bank has no longer go. Raises Invalid by field."""
    faults: dict[str, str] = {}
    if form.role not in {one.key for one in bank.sets}:
        faults["role"] = "Pick the role that comes nearest."
    if form.level not in list(Level):
        faults["level"] = "Pick junior, mid or senior."
    if not 0 <= form.hour <= 23:
        faults["hour"] = "Pick an hour of the day."
    if not form.weekdays:
        faults["weekdays"] = "Pick at least one day. To get nothing for a while, use Pause."
    try:
        zone = ZoneInfo(form.zone)
    except (KeyError, ValueError, OSError):
        faults["zone"] = "Pick a place with your time."
        zone = ZoneInfo("UTC")
    try:
        interview = interview_day(form.interview, now.astimezone(zone).date())
    except Invalid as error:
        faults |= error.fields
    topics = known_topics(bank, form.topics)
    asked = topics or topics_of(bank, form.role)
    if not faults.keys() & {"level", "role"} and not _has_question(bank, form.level, asked):
        faults["topics"] = "There is no question on these topics at this level yet. Pick more topics."
    if faults:
        raise Invalid(faults)
    return Settings(form.role, Level(form.level), form.hour, zone, topics, form.weekdays, interview)


def interview_day(said: str, today: date) -> date | None:
    """The date of an interview as somebody gave it, YYYY-MM-DD or nothing. Raises Invalid for `interview`."""
    if not said:
        return None
    try:
        day = date.fromisoformat(said)
    except ValueError:
        raise Invalid({"interview": "Pick a date, or leave it empty."}) from None
    if not timedelta() <= day - today <= FURTHEST:
        raise Invalid({"interview": "Pick a day from today on, within a year, or leave it empty."})
    return day


def _has_question(bank: Bank, level: str, topics: frozenset[str]) -> bool:
    return any(level in one.levels and one.competency in topics for one in bank.questions(prep=True))
