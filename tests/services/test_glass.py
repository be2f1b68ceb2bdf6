"""Breaking the glass: for two hours, with a reason, and everybody whom it concerns is told first."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.acting.context import Actor, system
from bot.domain.errors import Invalid, NotAllowed, TooLate
from bot.services.debriefs.panel import read_panel
from bot.storage import leads
from bot.storage import loops as stored
from tests.net.door import TEAM, House
from tests.net.town import (
    ADMIN,
    DEBRIEF,
    INES,
    LEAD,
    LOOP,
    MARC,
    OMAR,
    PRIYA,
    SAM,
    SEAT_OF,
    SECOND,
    Town,
    filled,
)

WHY = "She starts tomorrow."


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    made = Town(tmp_path_factory.mktemp("town"))
    yield made
    made.close()


@pytest.fixture
def begun(town: Town) -> House:
    """Priya's scorecard is in, Marc's is begun; SECOND leads the loop as well."""
    house = town.house("begun")
    with house.context.transaction(Actor(TEAM, ADMIN)) as tx:
        leads.write_of_loop(tx, LOOP, [LEAD, SECOND])
    return house


def told(house: House) -> set[str]:
    return {row["target"] for row in house.rows("outbox") if row["kind"] == "glass_told"}


def blind(house: House, user_id: str) -> bool:
    return next(bool(row["blind"]) for row in house.rows("scorecards") if row["user_id"] == user_id)


def test_a_lead_reads_once_panel_and_other_leads_have_been_told(begun: House) -> None:
    begun.use("glass.break", LEAD, LOOP, WHY)
    assert told(begun) == {PRIYA, MARC, INES, SAM, SECOND}
    with pytest.raises(TooLate, match="are being told first"):
        begun.use("glass.read", LEAD, LOOP)
    begun.send()
    panel = begun.use("glass.read", LEAD, LOOP)
    assert [sheet.user_id for sheet in panel.sheets] == [PRIYA]


def test_who_leads_it_no_longer_reads_no_more(begun: House) -> None:
    begun.use("glass.break", LEAD, LOOP, WHY)
    begun.send()
    with begun.context.transaction(Actor(TEAM, ADMIN)) as tx:
        leads.write_of_loop(tx, LOOP, [SECOND])
    with pytest.raises(NotAllowed):
        begun.use("glass.read", LEAD, LOOP)


def test_what_is_said_names_who_why_and_until_when(begun: House) -> None:
    begun.use("glass.break", LEAD, LOOP, WHY)
    said = [str(given) for name, given in begun.send() if name == "chat_postMessage"]
    news = [one for one in said if "Scorecards are going to be read early" in one]
    assert len(news) == 5
    assert all(WHY in one and f"<@{LEAD}>" in one for one in news)


def test_the_two_hours_end(begun: House) -> None:
    begun.use("glass.break", LEAD, LOOP, WHY)
    begun.send()
    begun.now += timedelta(hours=1, minutes=59)
    begun.use("glass.read", LEAD, LOOP)
    begun.now += timedelta(minutes=1)
    with pytest.raises(TooLate, match="for two hours"):
        begun.use("glass.read", LEAD, LOOP)


@pytest.mark.parametrize("who", [PRIYA, OMAR, ADMIN])
def test_who_leads_it_not_can_not_break_it_where_somebody_does(begun: House, who: str) -> None:
    with pytest.raises(NotAllowed):
        begun.use("glass.break", who, LOOP, WHY)


def test_an_administrator_can_where_nobody_leads_it(begun: House) -> None:
    begun.use("leads.name", ADMIN, [OMAR])
    begun.use("glass.break", ADMIN, LOOP, WHY)
    begun.send()
    assert begun.use("glass.read", ADMIN, LOOP).sheets


def test_what_one_breaks_another_does_not_read(begun: House) -> None:
    begun.use("glass.break", LEAD, LOOP, WHY)
    begun.send()
    with pytest.raises(TooLate, match="once you said why"):
        begun.use("glass.read", SECOND, LOOP)
    with pytest.raises(NotAllowed):
        begun.use("glass.read", PRIYA, LOOP)


def test_it_needs_a_reason_and_a_loop_that_is_running(begun: House, town: Town) -> None:
    with pytest.raises(Invalid, match="Say why"):
        begun.use("glass.break", LEAD, LOOP, "  ")
    with pytest.raises(TooLate, match="nothing to read early"):
        town.house("debriefed").use("glass.break", LEAD, LOOP, WHY)


def test_breaking_and_reading_are_on_record(begun: House) -> None:
    begun.use("glass.break", LEAD, LOOP, WHY)
    begun.send()
    begun.use("glass.read", LEAD, LOOP)
    rows = [
        (row["actor"], row["action"], row["thing"], row["detail"])
        for row in begun.rows("audit")
        if "glass" in row["action"]
    ]
    assert rows == [
        (LEAD, "break glass", f"loop:{LOOP}", WHY),
        (LEAD, "read behind glass", f"loop:{LOOP}", None),
    ]


def test_who_read_is_not_blind_and_who_only_broke_it_is(begun: House) -> None:
    with begun.context.transaction(Actor(TEAM, ADMIN)) as tx:
        leads.write_of_loop(tx, LOOP, [LEAD, MARC])
    begun.use("leads.name", ADMIN, [LEAD, MARC])
    begun.use("glass.break", MARC, LOOP, WHY)
    begun.send()
    begun.use("glass.read", MARC, LOOP)
    begun.now += timedelta(minutes=30)
    begun.use("scorecards.submit", MARC, SEAT_OF[MARC], filled(begun, SEAT_OF[MARC], 2))
    assert not blind(begun, MARC)
    assert blind(begun, PRIYA)
    begun.now = DEBRIEF
    begun.settle()
    with begun.context.reading(system(TEAM)) as tx:
        panel = read_panel(tx, begun.context.bank(), stored.look(tx, LOOP))
    assert [sheet.user_id for sheet in panel.late] == [MARC]
    assert MARC not in panel.missing


def test_its_candidate_never_can(begun: House) -> None:
    begun.slack.members[SECOND].email = "ada@example.com"
    begun.know_everybody()
    with pytest.raises(NotAllowed):
        begun.use("glass.break", SECOND, LOOP, WHY)
