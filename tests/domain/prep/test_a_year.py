"""A year of prep for 500 people in zones of every offset, against a calendar made by other means."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import fsrs
import pytest

from bot.domain.prep import Card, History, Occurrence, Rating, Settings, Why, choose, next_send, review
from bot.domain.questions import Level, Question
from tests.chance import LARGE, count, dice
from tests.domain.prep.questions import prep_questions

START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
STEP, HOUR = timedelta(minutes=15), timedelta(hours=1)
PEOPLE = count(usual=40, large=500)
HOURS = (0, 1, 2, 3, 23, *range(24))
Calendar = dict[datetime, datetime]


def zones_of_every_rule() -> list[ZoneInfo]:
    """One zone for each different course of offsets through the year: every offset and every change."""
    found: dict[tuple[object, ...], ZoneInfo] = {}
    for name in sorted(available_timezones() - {"Factory", "localtime"}):
        zone = ZoneInfo(name)
        weeks = (START + timedelta(hours=36 * n) for n in range(244))
        found.setdefault(tuple(at.astimezone(zone).utcoffset() for at in weeks), zone)
    return list(found.values())


def calendar(zone: ZoneInfo) -> Calendar:
    """For each hour on the wall the first moment at which a clock shows it or later, found by walking
    an hour at a time, and a quarter where the clocks change."""
    found: Calendar = {}
    wall = START.replace(tzinfo=None) - timedelta(days=1)
    at = START - timedelta(days=2)
    while at < END + timedelta(days=2):
        local = at.astimezone(zone)
        shown = local.replace(tzinfo=None)
        while wall <= shown:
            found[wall] = at
            wall += HOUR
        steady = not shown.minute and local.utcoffset() == (at + HOUR).astimezone(zone).utcoffset()
        at += HOUR if steady else STEP
    return found


@dataclass
class Person:
    settings: Settings
    pool: list[Question]
    cards: dict[str, Card] = field(default_factory=dict)
    theirs: dict[str, fsrs.Card] = field(default_factory=dict)
    questions: dict[str, date] = field(default_factory=dict)
    competencies: dict[str, date] = field(default_factory=dict)
    left_alone: dict[str, date] = field(default_factory=dict)
    repeats: int = 0

    def get_question(self, day: date) -> str | None:
        history = History(self.questions, self.competencies, self.repeats)
        found = choose(self.pool, self.cards, history, day)
        rests = {id for id, sent in self.left_alone.items() if day - sent < timedelta(days=5)}
        due = [one for one in self.cards.values() if one.due <= day and one.question_id not in rests]
        new = [one for one in self.pool if one.id not in self.cards and one.id not in rests]
        if found is None:
            assert not due
            assert not new
            return None
        assert found.question in self.pool
        if found.why is Why.DUE:
            assert self.cards[found.question.id] in due
        else:
            assert found.question in new
            assert not due or self.repeats >= 2
        self.repeats = 0 if found.why is Why.NEW else self.repeats + 1
        self.questions[found.question.id] = day
        if found.why is Why.NEW:
            self.competencies[found.question.competency] = day
        self.left_alone[found.question.id] = day
        return found.question.id

    def rate(self, id: str, rating: Rating, day: date, scheduler: fsrs.Scheduler) -> None:
        """With ours and, from its own state, with the library's own: the intervals are the same."""
        self.cards[id] = review(id, self.cards.get(id), rating, day)
        del self.left_alone[id]
        noon = datetime.combine(day, time(12), tzinfo=UTC)
        before = self.theirs.get(id) or fsrs.Card(card_id=0)
        self.theirs[id], _ = scheduler.review_card(before, fsrs.Rating(rating.value), noon)
        assert self.cards[id].due == self.theirs[id].due.date()


def settings_of(seed: random.Random, zone: ZoneInfo) -> Settings:
    weekdays = frozenset(seed.sample(range(7), seed.choice((1, 3, 5, 7, 7, 7))))
    return Settings("data_scientist", seed.choice(list(Level)), seed.choice(HOURS), zone, weekdays=weekdays)


def occurrences(settings: Settings) -> list[Occurrence]:
    found = [next_send(settings, START)]
    while found[-1].at < END:
        found.append(next_send(settings, found[-1].at, found[-1].day))
    return found[:-1]


def check_calendar(settings: Settings, sent: list[Occurrence], expected: Calendar) -> None:
    """Each subscribed date once, in order, at the first moment that its hour or a later one is on the wall."""
    days = [one.day for one in sent]
    between = (days[0] + timedelta(days=n) for n in range((days[-1] - days[0]).days + 1))
    assert days == [day for day in between if day.weekday() in settings.weekdays]
    for one in sent:
        wall = datetime.combine(one.day, time(settings.hour))
        assert one.at == expected[wall], (settings, one)
        local = one.at.astimezone(settings.zone)
        if expected[wall] != expected[wall + HOUR]:
            assert (local.date(), local.hour) == (one.day, settings.hour)


@pytest.mark.large
def test_a_year_brings_one_question_each_subscribed_day_at_its_hour_and_reviews_when_fsrs_says() -> None:
    seed = dice("a year of prep")
    scheduler = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    bank = prep_questions()
    zones = zones_of_every_rule()
    offsets = {START.astimezone(ZoneInfo(name)).utcoffset() for name in available_timezones()}
    assert offsets <= {START.astimezone(zone).utcoffset() for zone in zones}
    zones = zones if LARGE else seed.sample(zones, 12)
    calendars = {zone.key: calendar(zone) for zone in zones}
    total = 0
    for place in range(PEOPLE):
        settings = settings_of(seed, zones[place % len(zones)])
        person = Person(settings, [one for one in bank if settings.level in one.levels])
        sent = occurrences(settings)
        check_calendar(settings, sent, calendars[settings.zone.key])
        for one in sent:
            id = person.get_question(one.day)
            if id is not None and seed.random() < 0.8:
                person.rate(id, Rating(seed.choice((1, 2, 3, 3, 3, 4))), one.day, scheduler)
        subscribed = sum((START + timedelta(days=n)).weekday() in settings.weekdays for n in range(365))
        assert abs(len(sent) - subscribed) <= 1, settings
        total += len(sent)
    print(f"{PEOPLE} people, {len(zones)} zones, {total} questions")
