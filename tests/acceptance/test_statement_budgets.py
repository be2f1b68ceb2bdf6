"""How much a tap asks of the database between Slack's signed request and our ack."""

from datetime import timedelta

from bot.demo.cast import PANEL
from bot.demo.story import DIMENSIONS, EVIDENCE_LABEL
from tests.acceptance.house import FIRST, House
from tests.statements import counted

PRIYA = PANEL[0]
A_TAP = 3
"""The replay guard, the card, and the change; the commit is the fourth of issue 18. PostgreSQL holds the card first."""


def test_a_tap_on_a_scorecard_that_is_begun_asks_the_database_few_things(quick_house: House) -> None:
    quick_house.plan([PRIYA])
    quick_house.move_to(FIRST + timedelta(minutes=45))
    modal = quick_house.open_card(PRIYA)
    modal.fill(EVIDENCE_LABEL, "Asked what changed first.")
    quick_house.settle()
    fairloop = quick_house.world.fairloop
    fairloop.worker.stop()
    with counted(fairloop.database, everywhere=True) as statements:
        modal.choose(DIMENSIONS[0], "4")
    assert any("INTO ratings" in one for one in statements), statements
    assert len(statements) <= A_TAP, statements
