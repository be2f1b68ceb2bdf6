"""Working calendars as people say them and as Slack does, and what of it reaches kits and reminders."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.errors import Invalid
from bot.domain.people import OwnDays
from bot.domain.working import WorkingCalendar
from bot.storage import people
from tests.net.door import TEAM, Actor, House
from tests.net.town import BERLIN, DEBRIEF, FIRST, LEAD, LOOP, MARC, PRIYA, SEAT_OF, Town

P, M = SEAT_OF[PRIYA], SEAT_OF[MARC]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    made = Town(tmp_path_factory.mktemp("town"))
    yield made
    made.close()


def calendar(house: House, user_id: str) -> WorkingCalendar:
    with house.context.reading(Actor(TEAM, LEAD)) as tx:
        return people.calendar_of(tx, user_id)


def due(house: House, kind: str, seat: int) -> list[datetime]:
    """When this waits for a seat."""
    rows = [row for row in house.rows("due") if (row["kind"], row["thing_id"]) == (kind, seat)]
    return sorted(row["due_at"].replace(tzinfo=UTC) for row in rows if row["state"] == "waiting")


def test_what_somebody_says_goes_before_what_slack_does(town: Town) -> None:
    house = town.house("founded")
    days = OwnDays("1234", "FR", date(2025, 12, 1))
    house.use("people.own_hours", PRIYA, None, (8, 16), days)
    said = WorkingCalendar(BERLIN, (8, 16), frozenset({1, 2, 3, 4}), "FR", date(2025, 12, 1))
    assert calendar(house, PRIYA) == said
    house.use("people.own_hours", PRIYA, None, (9, 17))
    assert calendar(house, PRIYA).days == said.days


@pytest.mark.parametrize(
    ("days", "at"),
    [(OwnDays(""), "working_days"), (OwnDays("18"), "working_days"), (OwnDays("1", "XX"), "country")],
)
def test_days_and_country_are_checked_at_their_fields(town: Town, days: OwnDays, at: str) -> None:
    house = town.house("founded")
    with pytest.raises(Invalid) as refused:
        house.use("people.own_hours", PRIYA, None, (9, 18), days)
    assert list(refused.value.fields) == [at]
    assert calendar(house, PRIYA).days == frozenset({1, 2, 3, 4, 5})


def test_a_kit_for_monday_goes_out_on_friday_at_the_last_working_hour(town: Town) -> None:
    house = town.house("drafted")
    house.use("people.own_hours", MARC, None, (8, 14))
    house.use("plans.send_kits", LEAD, LOOP)
    friday = FIRST.replace(day=21)
    assert due(house, "kit", P) == [friday.replace(hour=17)]
    assert due(house, "kit", M) == [friday.replace(hour=13)]


def test_a_reminder_that_falls_due_in_an_absence_waits_until_they_are_back(town: Town) -> None:
    house = town.house("kits out")
    house.use("debriefs.move_time", LEAD, LOOP, DEBRIEF + timedelta(days=7))
    house.settle()
    house.use("people.own_hours", PRIYA, None, (9, 18), OwnDays(away_until=date(2025, 11, 28)))
    house.now = FIRST + timedelta(hours=4, minutes=45)
    house.settle()
    back = datetime(2025, 11, 28, 9, tzinfo=BERLIN)
    assert back in due(house, "nudge", P)
    asked = [row for row in house.rows("outbox") if (row["kind"], row["target"]) == ("nudge", PRIYA)]
    assert asked == []
