"""SQLite gives the numbers of deleted rows out again: a loop planned after an erasing is a loop like any other."""

from datetime import timedelta
from pathlib import Path

from bot.acting.context import Actor
from bot.services import erasing
from bot.storage import outbox
from tests.net.door import TEAM
from tests.net.town import ADMIN, FIRST, LEAD, LOOP, Town, loop_form


def test_the_next_loop_is_planned_and_its_kits_are_sent(tmp_path: Path) -> None:
    town = Town(tmp_path)
    house = town.house("kits out")
    erasing.erase_for_admin(house.context, Actor(TEAM, ADMIN), loop_form().name, "They asked for it.")
    house.settle()
    with house.context.reading(Actor(TEAM, LEAD)) as tx:
        assert outbox.state_of(tx, "kit:1:1") is None
    house.use("loops.draft", LEAD, loop_form(), "V7")
    house.settle()
    house.use("plans.send_kits", LEAD, LOOP)
    house.now = FIRST - timedelta(hours=1)
    house.settle()
    with house.context.reading(Actor(TEAM, LEAD)) as tx:
        assert outbox.state_of(tx, "kit:1:1") == "sent"
    town.close()
