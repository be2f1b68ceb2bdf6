"""A week of prep for people all over the world, in a workspace whose calendar is moved."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.bootstrap import PARTS
from bot.domain.prep.zones import PLACES
from sandbox import Person
from tests.acceptance.prep_office import office, questions_of, start_prep
from tests.chance import count, dice
from tests.databases import Postgres
from tests.delivery.bot_parts import bot_for

START = datetime(2026, 4, 3, 20, 30, tzinfo=UTC)
"""Australia, New Zealand and Chile change their clocks in this week, on 5 April."""
DAYS, STEP = count(usual=2, large=7), timedelta(hours=1)
PEOPLE = count(usual=16, large=40)
_CHANGING = """
    Europe/Berlin Europe/London Asia/Beirut Atlantic/Azores Australia/Sydney Australia/Lord_Howe
    Pacific/Auckland Pacific/Chatham America/Santiago Asia/Kathmandu Australia/Eucla Pacific/Kiritimati
"""
CHANGING = tuple(_CHANGING.split())


@dataclass(frozen=True)
class Subscriber:
    """Somebody with the hour that they chose."""

    person: Person
    zone: ZoneInfo
    hour: int


@pytest.fixture
def week_database(postgres: Postgres) -> str:
    """PostgreSQL, because two workers share it."""
    return postgres.new()


def expected(one: Subscriber) -> list[datetime]:
    """For each of their dates the first minute at which their clock shows the hour or later, found by walking."""
    found = []
    for number in range(-1, DAYS + 2):
        day = (START.astimezone(one.zone) + timedelta(days=number)).date()
        at = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=15)
        wall = datetime.combine(day, time(one.hour))
        while at.astimezone(one.zone).replace(tzinfo=None) < wall:
            at += timedelta(minutes=15)
        found.append(at)
    return [at for at in found if START < at <= START + timedelta(days=DAYS)]


@pytest.mark.large
def test_a_week_brings_everybody_one_question_a_day_in_their_own_hour_with_two_workers(
    week_database: str,
) -> None:
    seed = dice("a week of prep")
    zones = [*CHANGING, *seed.sample(sorted(set(PLACES) - set(CHANGING)), PEOPLE - len(CHANGING))]
    with office(week_database, START) as world:
        everybody = []
        for place, zone in enumerate(zones):
            hour = seed.choice((0, 1, 2, 3, 9, 23)) if zone in CHANGING else seed.randrange(24)
            person = world.sandbox.add_person(f"P{place}", tz=zone)
            everybody.append(Subscriber(person, ZoneInfo(zone), hour))
            start_prep(person, Hour=f"{hour:02}:00")
        already = {one.person.id: len(questions_of(one.person)) for one in everybody}
        url = f"{world.sandbox.url}/sandbox/clock"
        second = bot_for(world.sandbox, week_database, PARTS, calendar_url=url, posts_a_minute=100_000)
        second.worker.start()
        try:
            for step in range(1, int(timedelta(days=DAYS) / STEP) + 1):
                world.move_to(START + step * STEP)
        finally:
            second.stop()
        for one in everybody:
            came = [message.at for message in questions_of(one.person)][already[one.person.id] :]
            due = expected(one)
            late = [got - at for got, at in zip(came, due, strict=True)]
            assert all(timedelta() <= span < timedelta(hours=1) for span in late), (one, came, due)
