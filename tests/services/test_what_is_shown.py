"""Who opened what through Fairloop is on record before they see it; what only Fairloop read isn't."""

from collections.abc import Iterator

import pytest

from bot.domain.errors import NotAllowed
from bot.services import home
from bot.services.debriefs import reading as debriefs
from bot.services.loops import kits, reading
from tests.net import door
from tests.net.door import House
from tests.net.town import LEAD, LOOP, MARC, PRIYA, SEAT_OF, Town, asked_by, changes

P, M = SEAT_OF[PRIYA], SEAT_OF[MARC]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    made = Town(tmp_path_factory.mktemp("town"))
    yield made
    made.close()


def actor(user_id: str) -> door.Actor:
    return door.Actor(door.TEAM, user_id)


def recorded(house: House, since: int = 0) -> list[tuple[object, ...]]:
    return [(row["actor"], row["action"], row["thing"]) for row in house.rows("audit") if row["id"] > since]


def newest(house: House) -> int:
    return max(int(str(row["id"])) for row in house.rows("audit"))


def test_who_opens_a_debrief_a_loop_or_a_kit_is_on_record(town: Town) -> None:
    house = town.house("decided")
    since = newest(house)
    debriefs.get(house.context, actor(PRIYA), LOOP)
    reading.view(house.context, actor(LEAD), LOOP)
    kits.get(house.context, actor(MARC), M)
    assert recorded(house, since) == [
        (PRIYA, "open debrief", f"loop:{LOOP}"),
        (LEAD, "open loop", f"loop:{LOOP}"),
        (MARC, "open kit", f"interview:{M}"),
    ]


def test_who_may_not_see_it_leaves_no_row(town: Town) -> None:
    house = town.house("decided")
    since = newest(house)
    with pytest.raises(NotAllowed):
        kits.get(house.context, actor(PRIYA), M)
    assert recorded(house, since) == []


def test_who_opens_home_is_on_record_and_drawing_it_anew_is_not(town: Town) -> None:
    house = town.house("begun")
    since = newest(house)
    home.get(house.context, actor(LEAD))
    assert recorded(house, since) == []
    home.opened(house.context, actor(LEAD))
    assert recorded(house, since) == [(LEAD, "open home", LEAD)]


def test_a_home_that_shows_nothing_is_not_recorded(town: Town) -> None:
    house = town.house("decided")
    since = newest(house)
    assert home.opened(house.context, actor(LEAD)).empty
    assert recorded(house, since) == []


def test_opening_a_scorecard_is_recorded_and_writing_a_field_is_not(town: Town) -> None:
    house = town.house("begun")
    since = newest(house)
    house.use("scorecards.open", MARC, M)
    house.use("scorecards.save", MARC, M, changes(house, (asked_by(house, M)[0], "evidence", "Asked why.")))
    assert recorded(house, since) == [(MARC, "open scorecard", f"interview:{M}")]


def test_what_goes_out_as_a_message_is_nobodys_reading(town: Town) -> None:
    house = town.house("begun")
    since = newest(house)
    house.settle()
    assert not [row for row in recorded(house, since) if str(row[1]).startswith("open ")]
